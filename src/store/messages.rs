//! The store's errors and findings as sentences. The only place where the store speaks; the
//! sentences themselves are in `lang`.

use super::journal::Damage;
use crate::lang::Lang;
use crate::lang::store::{FindingWord, StoreWord};
pub use crate::lang::system::why;
use crate::lang::verify::VerifyWord;
use crate::programme::spec::Programme;
use crate::storage::error::{Holder, TakeOverFault, is_full, is_link};
use crate::storage::error::{LimitedItem, NewerFormat, OpeningFinding, StoreError};
use crate::storage::limits;
use crate::store::notebook::change::CommitError;
use crate::store::notebook::verify::VerifyReport;
use crate::text::format::{clock_from_millis, clock_is_wrong, show_date, today_from_millis};
use crate::text::hex::hex;
use crate::text::visible;

/// What happened, what is safe, what to do next.
pub fn error(error: &StoreError, lang: Lang) -> String {
    use StoreError as E;
    let word = match error {
        E::Io { .. } => return io_error(error, lang),
        E::DiskFull { free, need, folder } => {
            let (free, need) = (bytes(*free), bytes(*need));
            let folder = folder.display().to_string();
            let word = StoreWord::DiskFull { free: &free, need: &need, folder: &folder };
            return word.text(lang);
        }
        E::TooLarge { what, bytes, limit } => return too_large(*what, *bytes, *limit, lang),
        E::Held(holder) => return held_by(holder, lang),
        E::TakeOver(fault) => return take_over(*fault, lang),
        E::TooNew { file, what: NewerFormat::Layout | NewerFormat::Major(_) } => {
            StoreWord::TooNew { file }
        }
        E::TooNew { file, .. } => StoreWord::TooNew { file },
        E::Damaged(damage) => return StoreWord::Damaged { what: &place(damage) }.text(lang),
        E::StateLost => return VerifyWord::LostLists.text(lang),
        E::Closed => return VerifyWord::IsClosed.text(lang),
        E::NotEmpty => return VerifyWord::FolderInUse.text(lang),
        E::LongName => StoreWord::LongName,
        E::ReadOnly => StoreWord::ReadOnlyNow,
        E::LockNotHonoured => StoreWord::NoLocks,
        E::NoNotebook(folder) => {
            let folder = folder.display().to_string();
            return StoreWord::NoNotebook { folder: &folder }.text(lang);
        }
        E::AlreadyNotebook => StoreWord::AlreadyNotebook,
        E::InTheWay(path) => {
            let path = path.display().to_string();
            return StoreWord::InTheWay { path: &path }.text(lang);
        }
        E::KeyMissing => StoreWord::KeyMissing,
        E::KeyDamaged => StoreWord::KeyDamaged,
        E::HeadquartersDamaged => StoreWord::Damaged { what: "hq" },
        E::NoHeadquarters => StoreWord::NoHeadquarters,
        E::DevicesBusy => StoreWord::DevicesBusy,
        E::EnrolmentDamaged => StoreWord::Damaged { what: "enrolled" },
        E::DeviceDamaged => StoreWord::Damaged { what: "device" },
        E::PassphraseNeeded => StoreWord::PassphraseNeeded,
        E::KeyForeign => StoreWord::KeyForeign,
        E::EpochNeeded => StoreWord::EpochNeeded,
        E::BackupDamaged => StoreWord::BackupDamaged,
        E::NoRandomness => StoreWord::NoRandomness,
        E::Bug(what) => StoreWord::Bug { what },
    };
    word.text(lang)
}

fn too_large(what: LimitedItem, has: usize, limit: usize, lang: Lang) -> String {
    // rounded up: "16 KB, at most 16 KB" would say nothing
    let (size, most) = (bytes(has.next_multiple_of(1024) as u64), bytes(limit as u64));
    let (n, limit) = (has as u64, limit as u64);
    match what {
        LimitedItem::Text | LimitedItem::Note => {
            StoreWord::AnswerTooLong { size: &size, limit: &most }
        }
        LimitedItem::List | LimitedItem::Rows => StoreWord::TooManyItems { n, limit },
        _ => StoreWord::TooLarge { size: &size, limit: &most },
    }
    .text(lang)
}

fn io_error(error: &StoreError, lang: Lang) -> String {
    use crate::storage::error::IoOperation;
    let StoreError::Io { operation: doing, file, source } = error else { return String::new() };
    if source.kind() == std::io::ErrorKind::ReadOnlyFilesystem {
        return StoreWord::ReadOnlyDisk { file }.text(lang);
    }
    if is_link(source) {
        return StoreWord::IsLink { file }.text(lang);
    }
    if is_full(source) {
        return StoreWord::DiskFullAt { folder: file }.text(lang);
    }
    let why = why(source, lang);
    match doing {
        IoOperation::Read | IoOperation::List => StoreWord::CannotRead { file, why: &why },
        _ => StoreWord::CannotWrite { file, why: &why },
    }
    .text(lang)
}

/// Who holds the notebook; what the `LOCK` file says may be anything.
pub fn held_by(holder: &Holder, lang: Lang) -> String {
    if holder.pid == 0 {
        return StoreWord::HeldUnknown.text(lang);
    }
    let day = show_date(today_from_millis(holder.start));
    let since = format!("{} {day}", clock_from_millis(holder.start));
    let terminal = visible(&holder.terminal);
    if terminal.is_empty() {
        return StoreWord::HeldAlone { pid: holder.pid, since: &since }.text(lang);
    }
    StoreWord::Held { pid: holder.pid, terminal: &terminal, since: &since }.text(lang)
}

/// Beside the question whether to open it here and close it there.
pub fn open_elsewhere(holder: &Holder, lang: Lang) -> String {
    let terminal = visible(&holder.terminal);
    if holder.pid == 0 || terminal.is_empty() {
        return held_by(holder, lang);
    }
    let day = show_date(today_from_millis(holder.start));
    let since = format!("{} {day}", clock_from_millis(holder.start));
    StoreWord::OpenElsewhere { terminal: &terminal, since: &since }.text(lang)
}

fn take_over(fault: TakeOverFault, lang: Lang) -> String {
    match fault {
        TakeOverFault::OtherHost => StoreWord::TakeOverOtherHost { host: "?" },
        TakeOverFault::OtherUser => StoreWord::TakeOverOtherUser,
        TakeOverFault::NotSotay | TakeOverFault::Unknown => StoreWord::TakeOverUnknown,
        TakeOverFault::StillRunning => {
            StoreWord::TakeOverStubborn { seconds: limits::TAKE_OVER_SECONDS }
        }
    }
    .text(lang)
}

/// Why a change was not taken.
pub fn commit(refused: &CommitError, lang: Lang) -> String {
    match refused {
        CommitError::Refused(faults) | CommitError::Unconfirmed { faults, .. } => {
            StoreWord::Refused { n: faults.len() as u64 }.text(lang)
        }
        CommitError::Stale { .. } => VerifyWord::Changed.text(lang),
        CommitError::Missing(_) => VerifyWord::NotThere.text(lang),
        CommitError::Deleted(_) => VerifyWord::IsDeleted.text(lang),
        CommitError::Exists(_) => VerifyWord::IsThere.text(lang),
        CommitError::Kind(kind) => {
            VerifyWord::NoSuchKind { number: u64::from(*kind) }.text(lang)
        }
        CommitError::Store(e) => error(e, lang),
    }
}

/// What opening found, in one sentence with numbers.
pub fn finding(finding: &OpeningFinding, lang: Lang) -> String {
    match finding {
        OpeningFinding::TornTail { .. } => FindingWord::TornTail.text(lang),
        OpeningFinding::LostFrames { file, from, to } => {
            let n = to.saturating_sub(*from).saturating_add(1);
            FindingWord::LostFrames { file: &file.to_string(), n }.text(lang)
        }
        OpeningFinding::FileMissing { file } => {
            FindingWord::FileMissing { file: &file.to_string() }.text(lang)
        }
        OpeningFinding::Mended { file } => {
            FindingWord::Mended { file: &file.to_string() }.text(lang)
        }
        OpeningFinding::Damaged(damage) => {
            FindingWord::DamagedAt { what: &place(damage) }.text(lang)
        }
        OpeningFinding::PutAside { file, folder } => {
            let (file, folder) = (file.to_string(), visible(folder));
            FindingWord::PutAside { file: &file, folder: &folder }.text(lang)
        }
        OpeningFinding::KeyRepaired => FindingWord::KeyRepaired.text(lang),
        OpeningFinding::NetworkFolder => FindingWord::NetworkFolder.text(lang),
        OpeningFinding::DiskFull { free } => {
            FindingWord::DiskFull { free: &bytes(*free) }.text(lang)
        }
        OpeningFinding::ReadOnlyFolder => FindingWord::ReadOnlyFolder.text(lang),
        OpeningFinding::Rebuilt { records, partial: 0 } => {
            FindingWord::Rebuilt { n: *records as u64 }.text(lang)
        }
        OpeningFinding::Rebuilt { records, partial } => {
            let (n, partial) = (*records as u64, *partial as u64);
            VerifyWord::WithLoss { n, partial }.text(lang)
        }
        OpeningFinding::Clock { now, last } => {
            let (now, last) = (today_from_millis(*now), today_from_millis(*last));
            let (day, before) = (show_date(now), show_date(last));
            match clock_is_wrong(now) {
                true => FindingWord::WrongClock { day: &day }.text(lang),
                false => FindingWord::ClockBehind { day: &day, last: &before }.text(lang),
            }
        }
        OpeningFinding::Rewritten { records } => {
            FindingWord::DiskLostFrames { n: *records as u64 }.text(lang)
        }
    }
}

/// What `verify` has found, in one sentence, and what to do next.
pub fn verdict(report: &VerifyReport, lang: Lang) -> String {
    use VerifyWord as W;
    let ahead = report.state.is_some_and(|state| state.is_ahead > 0);
    let word = if report.whole() {
        W::Whole
    } else if ahead {
        W::ListsAhead
    } else if !report.journal.damage.is_empty() {
        let n = report.journal.damage.len() as u64;
        match report.state.map_or(0, |state| state.different) {
            0 => W::JournalDamaged { n },
            records => W::ListsKnowMore { n, records: records as u64 },
        }
    } else if report.state.is_some_and(|state| state.different > 0) {
        W::ListsDiffer
    } else if report.partial > 0 {
        W::PartsLost { n: report.partial as u64 }
    } else {
        W::FilesMissing
    };
    word.text(lang)
}

/// What `verify` has found on the way; its verdict says what to do.
pub fn finding_line(finding: &OpeningFinding, lang: Lang) -> String {
    let damage = match finding {
        OpeningFinding::Damaged(damage) => place(damage),
        OpeningFinding::LostFrames { file, from, to } => format!("{file:08}.skj #{from}-{to}"),
        other => return self::finding(other, lang),
    };
    VerifyWord::FoundAt { what: &damage }.text(lang)
}

/// Why `verify` itself could not go on: it is no use to run it again.
pub fn not_verified(failed: &StoreError, lang: Lang) -> String {
    match failed {
        StoreError::Damaged(Damage::Missing { .. }) => VerifyWord::NoJournal.text(lang),
        other => error(other, lang),
    }
}

/// The verdict, then the counts of `verify`, a line each.
pub fn report(report: &VerifyReport, lang: Lang) -> Vec<String> {
    let counts = lines(report, crate::programme::programme(), lang);
    std::iter::once(verdict(report, lang)).chain(counts).collect()
}

fn lines(report: &VerifyReport, programme: &Programme, lang: Lang) -> Vec<String> {
    use VerifyWord as W;
    let journal = &report.journal;
    let mut lines = vec![
        W::Files { n: u64::from(journal.files) }.text(lang),
        W::Frames { n: journal.frames, drafts: journal.drafts }.text(lang),
        W::Ops { n: journal.ops }.text(lang),
    ];
    if let (Some((_, first)), Some((_, last))) = (journal.first, journal.last) {
        lines.push(W::FirstAndLast { first, last }.text(lang));
    }
    let hex = hex(&journal.chain);
    lines.push(W::Chain { hex: &hex }.text(lang));
    for (no, n) in &report.records {
        let label = programme.kind(*no).map(|k| match lang {
            Lang::Vi => k.label.vi.clone(),
            Lang::En => k.label.en.clone(),
        });
        let unknown = || W::UnknownKind { number: u64::from(*no) }.text(lang);
        let kind = label.unwrap_or_else(unknown);
        lines.push(W::Records { kind: &kind, n: *n as u64 }.text(lang));
    }
    lines.push(W::Deleted { n: report.deleted as u64 }.text(lang));
    lines.push(W::Drafts { n: report.live_drafts as u64 }.text(lang));
    if report.partial > 0 {
        lines.push(W::Partial { n: report.partial as u64 }.text(lang));
    }
    lines.push(state_line(report, lang));
    lines.extend(file_lines(report, lang));
    lines
}

fn file_lines(report: &VerifyReport, lang: Lang) -> Vec<String> {
    let files = &report.files;
    let counts = [
        (files.whole, VerifyWord::AttachmentsGood { n: files.whole as u64 }),
        (files.missing, VerifyWord::AttachmentsMissing { n: files.missing as u64 }),
        (files.elsewhere, VerifyWord::AttachmentsElsewhere { n: files.elsewhere as u64 }),
        (files.damaged, VerifyWord::AttachmentsDamaged { n: files.damaged as u64 }),
    ];
    let parts = counts.into_iter().filter(|(n, _)| *n > 0);
    parts.map(|(_, word)| word.text(lang)).collect()
}

fn state_line(report: &VerifyReport, lang: Lang) -> String {
    match &report.state {
        None => VerifyWord::NoState.text(lang),
        Some(state) if state.is_ahead > 0 => {
            VerifyWord::NotInJournal { n: state.is_ahead }.text(lang)
        }
        Some(state) if state.different > 0 => {
            VerifyWord::Different { n: state.different as u64 }.text(lang)
        }
        Some(state) if state.is_behind > 0 => {
            VerifyWord::Behind { n: state.is_behind as u64 }.text(lang)
        }
        Some(state) => VerifyWord::Same { n: state.records as u64 }.text(lang),
    }
}

/// Where the damage is, by numbers alone: they are the same in every language.
fn place(damage: &Damage) -> String {
    match damage {
        Damage::Lost { file, from, to } => format!("{file:08}.skj #{from}-{to}"),
        Damage::Bytes { file, offset } => format!("{file:08}.skj @{offset}"),
        Damage::Seal { file, no }
        | Damage::Content { file, no }
        | Damage::Companion { file, no }
        | Damage::Chain { file, no }
        | Damage::Newer { file, no } => format!("{file:08}.skj #{no}"),
        Damage::Header { file }
        | Damage::Missing { file }
        | Damage::Link { file }
        | Damage::Unreadable { file } => format!("{file:08}.skj"),
    }
}

fn bytes(n: u64) -> String {
    const KIB: u64 = 1024;
    const MIB: u64 = 1024 * KIB;
    match n {
        0..KIB => format!("{n} B"),
        KIB..MIB => format!("{} KB", n / KIB),
        _ => format!("{} MB", n / MIB),
    }
}
