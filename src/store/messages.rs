//! Turns the store's errors and findings into sentences for the user. The texts are in `lang`.

use super::journal::Damage;
use crate::lang::Lang;
use crate::lang::audit as audit_words;
use crate::lang::erasing as erase_words;
use crate::lang::store as store_words;
pub use crate::lang::system::why;
use crate::lang::verify as verify_words;
use crate::programme::spec::Programme;
use crate::record::FieldNo;
use crate::storage::error::{Holder, TakeOverFault, is_full, is_link};
use crate::storage::error::{LimitedItem, NewerFormat, OpeningFinding, StoreError};
use crate::storage::limits;
use crate::store::erasures::plan::Erasure;
use crate::store::notebook::change::CommitError;
use crate::store::notebook::verify_report::VerifyReport;
use crate::text::format::{
    clock_from_millis, clock_is_wrong, show_date, show_moment, today_from_millis,
};
use crate::text::hex::hex;
use crate::text::visible;

/// An error as text: what happened, what is safe, what to do next.
pub fn error(error: &StoreError, lang: Lang) -> String {
    use StoreError as E;

    match error {
        E::Io { .. } => io_error(error, lang),
        E::DiskFull { free, need, folder } => {
            let (free, need) = (bytes(*free), bytes(*need));
            let folder = folder.display().to_string();
            store_words::disk_full(lang, &free, &need, &folder)
        }
        E::TooLarge { what, bytes, limit } => too_large(*what, *bytes, *limit, lang),
        E::Held(holder) => held_by(holder, lang),
        E::TakeOver(fault) => take_over(*fault, lang),
        E::TooNew { file, what: NewerFormat::Programme(number) } => {
            store_words::other_programme(lang, file, *number)
        }
        E::TooNew { file, .. } => store_words::too_new(lang, file),
        E::Damaged(damage) => store_words::damaged(lang, &place(damage)),
        E::StateLost => verify_words::lost_lists(lang),
        E::Closed => verify_words::is_closed(lang),
        E::NotEmpty => verify_words::folder_in_use(lang),
        E::LongName => store_words::long_name(lang),
        E::ReadOnly => store_words::read_only_now(lang),
        E::LockNotHonoured => store_words::no_locks(lang),
        E::NoNotebook(folder) => {
            let folder = folder.display().to_string();
            store_words::no_notebook(lang, &folder)
        }
        E::AlreadyNotebook => store_words::already_notebook(lang),
        E::InTheWay(path) => {
            let path = path.display().to_string();
            store_words::in_the_way(lang, &path)
        }
        E::KeyMissing => store_words::key_missing(lang),
        E::KeyDamaged => store_words::key_damaged(lang),
        E::HeadquartersDamaged(file) => store_words::headquarters_damaged(lang, file),
        E::HeadquartersMissing => store_words::headquarters_missing(lang),
        E::NoHeadquarters => store_words::no_headquarters(lang),
        E::DevicesBusy => store_words::devices_busy(lang),
        E::EnrolmentDamaged => store_words::enrolment_damaged(lang),
        E::DeviceDamaged => store_words::device_damaged(lang),
        E::PassphraseNeeded => store_words::passphrase_needed(lang),
        E::WrongPassphrase => store_words::wrong_passphrase(lang),
        E::OldKeyLeft => store_words::old_key_left(lang),
        E::NoMemory => store_words::no_memory(lang),
        E::KeyForeign => store_words::key_foreign(lang),
        E::OfficerMissing => store_words::officer_missing(lang),
        E::EpochNeeded => store_words::epoch_needed(lang),
        E::BackupDamaged => store_words::backup_damaged(lang),
        E::NoRandomness => store_words::no_randomness(lang),
        E::Bug(what) => store_words::bug(lang, what),
    }
}

fn too_large(what: LimitedItem, has: usize, limit: usize, lang: Lang) -> String {
    // rounded up, so that the text never says "16 KB, at most 16 KB"
    let (size, most) = (bytes(has.next_multiple_of(1024) as u64), bytes(limit as u64));
    let (n, limit) = (has as u64, limit as u64);
    match what {
        LimitedItem::Text | LimitedItem::Note => {
            store_words::answer_too_long(lang, &size, &most)
        }
        LimitedItem::List | LimitedItem::Rows => store_words::too_many_items(lang, n, limit),
        _ => store_words::too_large(lang, &size, &most),
    }
}

fn io_error(error: &StoreError, lang: Lang) -> String {
    use crate::storage::error::IoOperation;
    let StoreError::Io { operation: doing, file, source } = error else { return String::new() };
    if source.kind() == std::io::ErrorKind::ReadOnlyFilesystem {
        return store_words::read_only_disk(lang, file);
    }
    if is_link(source) {
        return store_words::is_link(lang, file);
    }
    if is_full(source) {
        return store_words::disk_full_at(lang, file);
    }
    let why = why(source, lang);
    match doing {
        IoOperation::Read | IoOperation::List => store_words::cannot_read(lang, file, &why),
        _ => store_words::cannot_write(lang, file, &why),
    }
}

/// Who holds the notebook's lock. The content of the `LOCK` file is untrusted.
pub fn held_by(holder: &Holder, lang: Lang) -> String {
    if holder.pid == 0 {
        return store_words::held_unknown(lang);
    }
    let day = show_date(today_from_millis(holder.start));
    let since = format!("{} {day}", clock_from_millis(holder.start));
    let terminal = visible(&holder.terminal);
    if terminal.is_empty() {
        return store_words::held_alone(lang, holder.pid, &since);
    }
    store_words::held(lang, holder.pid, &terminal, &since)
}

/// Text for the question whether to close the notebook there and open it here.
pub fn open_elsewhere(holder: &Holder, lang: Lang) -> String {
    let terminal = visible(&holder.terminal);
    if holder.pid == 0 || terminal.is_empty() {
        return held_by(holder, lang);
    }
    let day = show_date(today_from_millis(holder.start));
    let since = format!("{} {day}", clock_from_millis(holder.start));
    store_words::open_elsewhere(lang, &terminal, &since)
}

fn take_over(fault: TakeOverFault, lang: Lang) -> String {
    match fault {
        TakeOverFault::OtherHost => store_words::take_over_other_host(lang, "?"),
        TakeOverFault::OtherUser => store_words::take_over_other_user(lang),
        TakeOverFault::NotSotay | TakeOverFault::Unknown => {
            store_words::take_over_unknown(lang)
        }
        TakeOverFault::StillRunning => {
            store_words::take_over_stubborn(lang, limits::TAKE_OVER_SECONDS)
        }
    }
}

/// Why a commit was refused.
pub fn commit(refused: &CommitError, lang: Lang) -> String {
    match refused {
        CommitError::Refused(faults) | CommitError::Unconfirmed { faults, .. } => {
            store_words::refused(lang, faults.len() as u64)
        }
        CommitError::Stale { .. } => verify_words::changed(lang),
        CommitError::Missing(_) => verify_words::not_there(lang),
        CommitError::Deleted(_) => verify_words::is_deleted(lang),
        CommitError::Exists(_) => verify_words::is_there(lang),
        CommitError::Kind(kind) => verify_words::no_such_kind(lang, u64::from(*kind)),
        CommitError::Store(e) => error(e, lang),
    }
}

/// A finding of the opening, in one sentence with numbers.
pub fn finding(finding: &OpeningFinding, lang: Lang) -> String {
    match finding {
        OpeningFinding::TornTail { .. } => store_words::torn_tail(lang),
        OpeningFinding::LostFrames { file, from, to } => {
            let n = to.saturating_sub(*from).saturating_add(1);
            store_words::lost_frames(lang, &file.to_string(), n)
        }
        OpeningFinding::FileMissing { file } => {
            store_words::file_missing(lang, &file.to_string())
        }
        OpeningFinding::Mended { file } => store_words::mended(lang, &file.to_string()),
        OpeningFinding::Damaged(damage) => store_words::damaged_at(lang, &place(damage)),
        OpeningFinding::PutAside { file, folder } => {
            let (file, folder) = (file.to_string(), visible(folder));
            store_words::put_aside(lang, &file, &folder)
        }
        OpeningFinding::KeyRepaired => store_words::key_repaired(lang),
        OpeningFinding::CopyRepaired { file } => store_words::copy_repaired(lang, file),
        OpeningFinding::CopyLeft { file } => store_words::copy_left(lang, file),
        OpeningFinding::EnrolmentDamaged => store_words::enrolment_damaged(lang),
        OpeningFinding::KeyChangeFinished => store_words::key_change_finished(lang),
        OpeningFinding::OldKeyLeft => store_words::old_key_left(lang),
        OpeningFinding::NetworkFolder => store_words::network_folder(lang),
        OpeningFinding::DiskFull { free } => {
            store_words::opened_on_full_disk(lang, &bytes(*free))
        }
        OpeningFinding::ReadOnlyFolder => store_words::read_only_folder(lang),
        OpeningFinding::Rebuilt { records, partial: 0 } => {
            store_words::rebuilt(lang, *records as u64)
        }
        OpeningFinding::Rebuilt { records, partial } => {
            let (n, partial) = (*records as u64, *partial as u64);
            verify_words::with_loss(lang, n, partial)
        }
        OpeningFinding::Clock { now, last } => {
            let (now, last) = (today_from_millis(*now), today_from_millis(*last));
            let (day, before) = (show_date(now), show_date(last));
            match clock_is_wrong(now) {
                true => store_words::wrong_clock(lang, &day),
                false => store_words::clock_behind(lang, &day, &before),
            }
        }
        OpeningFinding::NotLogged => audit_words::done_without_entry(lang),
        OpeningFinding::Rewritten { records } => {
            store_words::disk_lost_frames(lang, *records as u64)
        }
    }
}

/// The result of `verify` in one sentence, and what to do next.
/// Headquarters has more than a notebook: there a whole notebook does not mean that nothing is to be
/// done.
pub fn verdict(report: &VerifyReport, programme: &Programme, lang: Lang) -> String {
    let ahead = report.state.is_some_and(|state| state.is_ahead > 0);

    if report.whole() && programme.is_headquarters() {
        verify_words::shared_whole(lang)
    } else if report.whole() {
        verify_words::whole(lang)
    } else if ahead {
        verify_words::lists_ahead(lang)
    } else if !report.journal.damage.is_empty() {
        let n = report.journal.damage.len() as u64;
        match report.state.map_or(0, |state| state.different) {
            0 => verify_words::journal_damaged(lang, n),
            records => verify_words::lists_know_more(lang, n, records as u64),
        }
    } else if report.state.is_some_and(|state| state.different > 0) {
        verify_words::lists_differ(lang)
    } else if report.left.total() > 0 {
        erase_words::left(lang, report.left.total() as u64)
    } else if report.partial > 0 {
        verify_words::parts_lost(lang, report.partial as u64)
    } else if !report.files.is_whole() {
        verify_words::files_missing(lang)
    } else {
        store_words::enrolment_damaged(lang)
    }
}

/// A single finding of `verify`; the verdict says what to do.
pub fn finding_line(finding: &OpeningFinding, lang: Lang) -> String {
    let damage = match finding {
        OpeningFinding::Damaged(damage) => place(damage),
        OpeningFinding::LostFrames { file, from, to } => format!("{file:08}.skj #{from}-{to}"),
        other => return self::finding(other, lang),
    };
    verify_words::found_at(lang, &damage)
}

/// Why `verify` stopped. Must not suggest running `verify` again.
pub fn not_verified(failed: &StoreError, lang: Lang) -> String {
    match failed {
        StoreError::Damaged(Damage::Missing { .. }) => verify_words::no_journal(lang),
        other => error(other, lang),
    }
}

/// The verdict, then the counts of `verify`, a line each.
pub fn report(report: &VerifyReport, programme: &Programme, lang: Lang) -> Vec<String> {
    let counts = lines(report, programme, lang);
    std::iter::once(verdict(report, programme, lang)).chain(counts).collect()
}

fn lines(report: &VerifyReport, programme: &Programme, lang: Lang) -> Vec<String> {
    let journal = &report.journal;
    let mut lines = vec![
        verify_words::files(lang, u64::from(journal.files)),
        verify_words::frames(lang, journal.frames, journal.drafts),
        verify_words::ops(lang, journal.ops),
    ];
    if let (Some((_, first)), Some((_, last))) = (journal.first, journal.last) {
        lines.push(verify_words::first_and_last(lang, first, last));
    }
    let hex = hex(&journal.chain);
    lines.push(verify_words::chain(lang, &hex));
    for (no, n) in &report.records {
        let label = programme.kind(*no).map(|k| match lang {
            Lang::Vi => k.label.vi.clone(),
            Lang::En => k.label.en.clone(),
        });
        let unknown = || verify_words::unknown_kind(lang, u64::from(*no));
        let kind = label.unwrap_or_else(unknown);
        lines.push(verify_words::records(lang, &kind, *n as u64));
    }
    lines.push(verify_words::deleted(lang, report.deleted as u64));
    lines.push(verify_words::drafts(lang, report.live_drafts as u64));
    lines.push(verify_words::audits(lang, journal.audits));
    if report.partial > 0 {
        lines.push(verify_words::partial(lang, report.partial as u64));
    }
    lines.push(state_line(report, lang));
    lines.extend(file_lines(report, lang));
    lines.extend(erasure_lines(report, programme, lang));
    lines
}

/// One line per erasure (record, questions, time, author, reason), then the count of remains.
fn erasure_lines(report: &VerifyReport, programme: &Programme, lang: Lang) -> Vec<String> {
    let one = |erasure: &Erasure| {
        let kind = report.erased_kinds.get(&erasure.entity).and_then(|no| programme.kind(*no));
        let label = |no: &FieldNo| match kind.and_then(|kind| kind.field(*no)) {
            Some(field) => field.label.get(lang).to_owned(),
            None => no.to_string(),
        };
        let fields: Vec<String> = erasure.fields.iter().map(label).collect();
        let by = erasure.by.clone().unwrap_or_else(|| erase_words::this_notebook(lang));
        let id = erasure.entity.to_string();
        let at = show_moment(erasure.hlc.millis());
        erase_words::verified(lang, &id, &fields.join(", "), &at, &by, &erasure.reason)
    };
    let mut lines: Vec<String> = report.erasures.iter().map(one).collect();
    if !lines.is_empty() {
        lines.push(erase_words::none_left(lang, report.left.total() as u64));
    }
    lines
}

fn file_lines(report: &VerifyReport, lang: Lang) -> Vec<String> {
    let files = &report.files;
    let counts = [
        (files.whole, verify_words::attachments_good(lang, files.whole as u64)),
        (files.missing, verify_words::attachments_missing(lang, files.missing as u64)),
        (files.elsewhere, verify_words::attachments_elsewhere(lang, files.elsewhere as u64)),
        (files.damaged, verify_words::attachments_damaged(lang, files.damaged as u64)),
    ];
    let parts = counts.into_iter().filter(|(n, _)| *n > 0);
    parts.map(|(_, word)| word).collect()
}

fn state_line(report: &VerifyReport, lang: Lang) -> String {
    match &report.state {
        None => verify_words::no_state(lang),
        Some(state) if state.is_ahead > 0 => verify_words::not_in_journal(lang, state.is_ahead),
        Some(state) if state.different > 0 => {
            verify_words::different(lang, state.different as u64)
        }
        Some(state) if state.is_behind > 0 => {
            verify_words::behind(lang, state.is_behind as u64)
        }
        Some(state) => verify_words::same(lang, state.records as u64),
    }
}

/// The position of damage in numbers, which need no translation.
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

/// A human-readable size.
pub fn bytes(n: u64) -> String {
    const KIB: u64 = 1024;
    const MIB: u64 = 1024 * KIB;
    match n {
        0..KIB => format!("{n} B"),
        KIB..MIB => format!("{} KB", n / KIB),
        _ => format!("{} MB", n / MIB),
    }
}
