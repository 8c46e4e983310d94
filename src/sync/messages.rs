//! What a sync did and why it failed, as sentences; the sentences themselves are in `lang`.

use super::error::SyncError;
use super::run::{Progress, SyncPhase};
use crate::lang::Lang;
use crate::lang::sync::SyncWord;
use crate::record::Review;
use crate::storage::error::is_link;
use crate::store::messages;
use crate::sync::summary::Summary;
use crate::text::format::{clock_from_millis, show_date, today_from_millis};
use crate::text::{visible, visible_line};

/// What happened, what is safe, what to do next.
pub fn error(error: &SyncError, lang: Lang) -> String {
    use SyncError as E;
    let word = match error {
        E::NotEnrolled => SyncWord::NotEnrolled,
        E::NoAddress => SyncWord::NoAddress,
        E::BadAddress(given) => {
            return SyncWord::BadAddress { given: &visible(given) }.text(lang);
        }
        E::NoLine => SyncWord::NoLine,
        E::NotHeadquarters => SyncWord::NotHeadquarters,
        E::HostKey => SyncWord::HostKey,
        E::HostUnknown => SyncWord::HostUnknown,
        E::NoReceiver => SyncWord::NoReceiver,
        E::KeyRefused => SyncWord::KeyRefused,
        E::NoProgram(name) => return SyncWord::NoProgram { name: &visible(name) }.text(lang),
        E::Stranger => SyncWord::Stranger,
        E::OtherOfficer => SyncWord::OtherOfficer,
        E::Revoked { since } => return SyncWord::Revoked { since: &when(*since) }.text(lang),
        E::Full => SyncWord::Full,
        E::Busy { seconds } => SyncWord::Busy { seconds: *seconds },
        E::TooOld => SyncWord::TooOld,
        E::TooNew => SyncWord::TooNew,
        E::OldCard => SyncWord::OldCard,
        E::Damaged => SyncWord::Damaged,
        E::DamagedAnswer => SyncWord::DamagedAnswer,
        E::Stopped => SyncWord::Stopped,
        E::Folder { file, source } if is_link(source) => {
            return SyncWord::Link { file: &visible_line(file) }.text(lang);
        }
        E::Folder { file, source } => {
            let why = messages::why(source, lang);
            return SyncWord::Folder { file: &visible_line(file), why: &why }.text(lang);
        }
        E::Store(e) => return messages::error(e, lang),
    };
    word.text(lang)
}

/// The same, with the address that was tried, where it may be what is wrong.
pub fn error_at(failed: &SyncError, address: &str, lang: Lang) -> String {
    use SyncError as E;
    let text = error(failed, lang);
    match failed {
        E::NoLine | E::NotHeadquarters | E::HostKey | E::HostUnknown | E::NoReceiver => {
            let address = &visible_line(address);
            format!("{text} {}", SyncWord::Tried { address }.text(lang))
        }
        _ => text,
    }
}

/// A line each; the first one always: what headquarters holds.
pub fn summary(done: &Summary, lang: Lang) -> Vec<String> {
    let (there, waiting) = (done.at_headquarters, done.waiting);
    let all = there.saturating_add(waiting);
    let since = done.revoked.map(when);
    let mut words = vec![match &since {
        // a receipt says what arrived, not what counts
        Some(since) => SyncWord::HoldsUncounted { there, all, waiting, since },
        None => SyncWord::Holds { there, all, waiting },
    }];
    if done.received > 0 && done.revoked.is_none() {
        words.push(SyncWord::Received { n: done.received });
    }
    if done.pieces > 0 {
        let records = done.changed.len() as u64;
        words.push(SyncWord::CameDown { pieces: done.pieces, records });
    }
    match done.returned.len() as u64 {
        0 => {}
        n => words.push(SyncWord::SentBack { n }),
    }
    let decisions = decisions(done);
    words.extend(decisions.iter().take(DECISIONS).map(|(about, by, why, at)| {
        match about.is_empty() {
            true => SyncWord::Decided { by, why, at },
            false => SyncWord::DecidedAbout { about, by, why, at },
        }
    }));
    if decisions.len() > DECISIONS {
        words.push(SyncWord::MoreDecided { n: (decisions.len() - DECISIONS) as u64 });
    }
    if done.files_sent > 0 {
        words.push(SyncWord::FilesSent { n: done.files_sent });
    }
    if done.files_waiting > 0 {
        words.push(SyncWord::FilesWait { n: done.files_waiting });
    }
    if done.files_came > 0 {
        words.push(SyncWord::FilesCame { n: done.files_came });
    }
    if done.read > 0 {
        words.push(SyncWord::FromStick { n: done.read as u64 });
    }
    let names = |all: &[String]| all.iter().map(|name| visible_line(name)).collect::<Vec<_>>();
    let (damaged, stale) = (names(&done.damaged), names(&done.stale));
    let links = names(&done.links);
    words.extend(links.iter().map(|file| SyncWord::LinkOnStick { file }));
    words.extend(damaged.iter().map(|file| SyncWord::DamagedOnStick { file }));
    words.extend(done.written.iter().map(|file| match done.sent {
        0 => SyncWord::NothingOnStick { file },
        n => SyncWord::OnStick { file, n },
    }));
    words.extend(done.files_written.iter().map(|(file, n)| match n {
        0 => SyncWord::WantOnStick { file },
        n => SyncWord::FilesOnStick { file, n: *n },
    }));
    words.extend(stale.iter().map(|file| SyncWord::Stale { file }));
    if done.forks > 0 {
        words.push(SyncWord::Forked { n: done.forks as u64 });
    }
    if done.restored {
        words.push(SyncWord::Restored);
    }
    if done.outdated {
        words.push(SyncWord::Outdated);
    }
    if done.clock_off {
        words.push(SyncWord::ClockOff);
    }
    let notices = done.notices.iter().map(|notice| visible(&notice.text).into_owned());
    words.iter().map(|word| word.text(lang)).chain(notices).collect()
}

/// Decisions that a summary names; the records' pages tell the rest.
const DECISIONS: usize = 3;

/// Which records were decided about, by whom, why and when; a decision about several is reported once.
fn decisions(done: &Summary) -> Vec<(String, String, String, String)> {
    let mut found: Vec<(String, String, String, String)> = Vec::new();
    let by_people = |review: &Review| review.is_decision() && !review.by.is_empty();
    for (id, review) in done.reviews.iter().filter(|(_, review)| by_people(review)) {
        let (by, why) = (visible_line(&review.by), visible_line(&review.reason));
        let (by, why, at) = (by.to_string(), why.to_string(), when(review.at));
        let title = done.titles.get(id).map(|title| visible_line(title).to_string());
        let title = title.unwrap_or_default();
        let same = |one: &&mut (String, String, String, String)| {
            (&one.1, &one.2, &one.3) == (&by, &why, &at)
        };
        match found.iter_mut().find(same) {
            Some((about, ..)) if about.is_empty() => *about = title,
            Some((about, ..))
                if !title.is_empty() && !about.split("; ").any(|t| t == title) =>
            {
                about.push_str("; ");
                about.push_str(&title);
            }
            Some(_) => {}
            None => found.push((title, by, why, at)),
        }
    }
    found
}

/// One line while it runs.
pub fn progress(now: &Progress, lang: Lang) -> String {
    let kib = now.bytes_up.saturating_add(now.bytes_down) / 1024;
    match now.phase {
        SyncPhase::Connecting => SyncWord::Connecting,
        SyncPhase::Pausing => SyncWord::Pausing,
        SyncPhase::Exchanging if now.sent >= now.all && now.files > 0 => {
            SyncWord::ProgressFiles { n: now.files, kib }
        }
        SyncPhase::Exchanging | SyncPhase::Writing => {
            SyncWord::Progress { sent: now.sent, all: now.all.max(now.sent), kib }
        }
    }
    .text(lang)
}

/// Day and time, +07:00.
pub fn when(millis: u64) -> String {
    format!("{} {}", show_date(today_from_millis(millis)), clock_from_millis(millis))
}
