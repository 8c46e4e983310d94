//! Turns the results and errors of a sync into sentences; the texts are in `lang`.

use super::error::SyncError;
use super::run::{Progress, SyncPhase};
use crate::lang::Lang;
use crate::lang::sync as sync_words;
use crate::record::Review;
use crate::storage::error::is_link;
use crate::store::messages;
use crate::sync::summary::Summary;
use crate::text::format::{clock_from_millis, show_date, today_from_millis};
use crate::text::{visible, visible_line};

/// An error as text: what happened, what is safe, what to do next.
pub fn error(error: &SyncError, lang: Lang) -> String {
    use SyncError as E;

    match error {
        E::NotEnrolled => sync_words::not_enrolled(lang),
        E::NoAddress => sync_words::no_address(lang),
        E::BadAddress(given) => sync_words::bad_address(lang, &visible(given)),
        E::NoLine => sync_words::no_line(lang),
        E::NotHeadquarters => sync_words::not_headquarters(lang),
        E::HostKey => sync_words::host_key(lang),
        E::HostUnknown => sync_words::host_unknown(lang),
        E::NoReceiver => sync_words::no_receiver(lang),
        E::KeyRefused => sync_words::key_refused(lang),
        E::NoProgram(name) => sync_words::no_program(lang, &visible(name)),
        E::Stranger => sync_words::stranger(lang),
        E::OtherOfficer => sync_words::other_officer(lang),
        E::Revoked { since } => sync_words::revoked(lang, &when(*since)),
        E::Full => sync_words::full(lang),
        E::HqUnavailable => sync_words::hq_unavailable(lang),
        E::Busy { seconds } => sync_words::busy(lang, *seconds),
        E::TooOld => sync_words::too_old(lang),
        E::TooNew => sync_words::too_new(lang),
        E::OldCard => sync_words::old_card(lang),
        E::Damaged => sync_words::damaged(lang),
        E::DamagedAnswer => sync_words::damaged_answer(lang),
        E::Stopped => sync_words::stopped(lang),
        E::Folder { file, source } if is_link(source) => {
            sync_words::link(lang, &visible_line(file))
        }
        E::Folder { file, source } => {
            let why = messages::why(source, lang);
            sync_words::folder(lang, &visible_line(file), &why)
        }
        E::Store(e) => messages::error(e, lang),
    }
}

/// As `error`, with the address, if the address may be the cause.
pub fn error_at(failed: &SyncError, address: &str, lang: Lang) -> String {
    use SyncError as E;
    let text = error(failed, lang);
    match failed {
        E::NoLine | E::NotHeadquarters | E::HostKey | E::HostUnknown | E::NoReceiver => {
            let address = &visible_line(address);
            format!("{text} {}", sync_words::tried(lang, address))
        }
        _ => text,
    }
}

/// The summary, one line per fact; the first line always says how many ops headquarters has.
pub fn summary(done: &Summary, lang: Lang) -> Vec<String> {
    let (there, waiting) = (done.at_headquarters, done.waiting);
    let all = there.saturating_add(waiting);
    let since = done.revoked.map(when);
    let mut words = vec![match &since {
        // of a revoked device, receipted ops need not count
        Some(since) => sync_words::holds_uncounted(lang, there, all, waiting, since),
        None => sync_words::holds(lang, there, all, waiting),
    }];
    if done.received > 0 && done.revoked.is_none() {
        words.push(sync_words::received(lang, done.received));
    }
    if done.pieces > 0 {
        let records = done.changed.len() as u64;
        words.push(sync_words::came_down(lang, done.pieces, records));
    }
    match done.returned.len() as u64 {
        0 => {}
        n => words.push(sync_words::sent_back(lang, n)),
    }
    let decisions = decisions(done);
    words.extend(decisions.iter().take(MAX_DECISIONS).map(|(about, by, why, at)| {
        match about.is_empty() {
            true => sync_words::decided(lang, by, at, why),
            false => sync_words::decided_about(lang, about, by, at, why),
        }
    }));
    if decisions.len() > MAX_DECISIONS {
        words.push(sync_words::more_decided(lang, (decisions.len() - MAX_DECISIONS) as u64));
    }
    if done.files_sent > 0 {
        words.push(sync_words::files_sent(lang, done.files_sent));
    }
    if done.files_waiting > 0 {
        words.push(sync_words::files_wait(lang, done.files_waiting));
    }
    if done.files_came > 0 {
        words.push(sync_words::files_came(lang, done.files_came));
    }
    if done.read > 0 {
        words.push(sync_words::from_stick(lang, done.read as u64));
    }
    let names = |all: &[String]| all.iter().map(|name| visible_line(name)).collect::<Vec<_>>();
    let (damaged, stale) = (names(&done.damaged), names(&done.stale));
    let links = names(&done.links);
    words.extend(links.iter().map(|file| sync_words::link_on_stick(lang, file)));
    words.extend(damaged.iter().map(|file| sync_words::damaged_on_stick(lang, file)));
    words.extend(done.written.iter().map(|file| match done.sent {
        0 => sync_words::nothing_on_stick(lang, file),
        n => sync_words::on_stick(lang, file, n),
    }));
    words.extend(done.files_written.iter().map(|(file, n)| match n {
        0 => sync_words::want_on_stick(lang, file),
        n => sync_words::files_on_stick(lang, file, *n),
    }));
    words.extend(stale.iter().map(|file| sync_words::stale(lang, file)));
    if done.forks > 0 {
        words.push(sync_words::forked(lang, done.forks as u64));
    }
    if done.restored {
        words.push(sync_words::restored(lang));
    }
    if done.outdated {
        words.push(sync_words::outdated(lang));
    }
    if done.left_damage {
        words.push(sync_words::left_damage(lang));
    }
    if done.has_gap {
        words.push(sync_words::gap_on_stick(lang));
    }
    if done.clock_off {
        words.push(sync_words::clock_off(lang));
    }
    let notices = done.notices.iter().map(|notice| visible(&notice.text).into_owned());
    words.into_iter().chain(notices).collect()
}

/// Maximum number of decisions in a summary.
const MAX_DECISIONS: usize = 3;

/// (records, reviewer, reason, time) of each decision; one about several records is reported once.
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

/// The progress as one line.
pub fn progress(now: &Progress, lang: Lang) -> String {
    let kib = now.bytes_up.saturating_add(now.bytes_down) / 1024;
    match now.phase {
        SyncPhase::Connecting => sync_words::connecting(lang),
        SyncPhase::Pausing => sync_words::pausing(lang),
        SyncPhase::Exchanging if now.sent >= now.all && now.files > 0 => {
            sync_words::progress_files(lang, now.files, kib)
        }
        SyncPhase::Exchanging | SyncPhase::Writing => {
            sync_words::progress(lang, now.sent, now.all.max(now.sent), kib)
        }
    }
}

/// Day and time, +07:00.
pub fn when(millis: u64) -> String {
    format!("{} {}", show_date(today_from_millis(millis)), clock_from_millis(millis))
}
