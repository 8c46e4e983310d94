//! The store's errors and findings as sentences: what happened, what is safe, what to do next.

use super::commit::CommitError;
use super::error::{Finding, StoreError};
use super::journal::Damage;
use super::lock::{Holder, TakeOverFault};
use super::verify::Report;
use crate::lang::store::{FindingWord, StoreWord, VerifyWord};
use crate::lang::{Lang, count};
use crate::programme::spec::Level;
use crate::text::format::{moment_from_millis, today_from_millis};

/// Seconds that a holder is given to leave (`lock::take_over`).
const PATIENCE: u64 = 10;

pub fn error(error: &StoreError, lang: Lang) -> String {
    use StoreError::*;
    let text = |word: StoreWord| word.text(lang);
    match error {
        Io { doing, file, source } => {
            let why = source.kind().to_string();
            let read_only = source.kind() == std::io::ErrorKind::ReadOnlyFilesystem;
            match doing {
                _ if read_only => text(StoreWord::ReadOnlyDisk),
                super::error::Doing::Read | super::error::Doing::List => {
                    text(StoreWord::CannotRead { file, why: &why })
                }
                _ => text(StoreWord::CannotWrite { file, why: &why }),
            }
        }
        DiskFull { free, need } => {
            text(StoreWord::DiskFull { free: &size(*free), need: &size(*need) })
        }
        ReadOnly => text(StoreWord::ReadOnlyNow),
        Held(holder) => held(holder, lang),
        LockNotHonoured => text(StoreWord::NoLocks),
        TakeOver(fault) => text(match fault {
            TakeOverFault::OtherHost => StoreWord::TakeOverOtherHost { host: "" },
            TakeOverFault::OtherUser => StoreWord::TakeOverOtherUser,
            TakeOverFault::NotSotay | TakeOverFault::Unknown => StoreWord::TakeOverUnknown,
            TakeOverFault::Stubborn => StoreWord::TakeOverStubborn { seconds: PATIENCE },
        }),
        NoNotebook => text(StoreWord::NoNotebook { folder: "" }),
        AlreadyNotebook => text(StoreWord::AlreadyNotebook { folder: "" }),
        KeyMissing => text(StoreWord::KeyMissing),
        KeyDamaged | DeviceDamaged => text(StoreWord::KeyDamaged),
        PassphraseNeeded => text(StoreWord::PassphraseNeeded),
        KeyForeign => text(StoreWord::KeyForeign),
        TooNew { file, .. } => text(StoreWord::TooNew { file }),
        TooLarge { bytes, limit, .. } => {
            let (size, limit) = (count(*bytes as u64), count(*limit as u64));
            text(StoreWord::TooLarge { size: &size, limit: &limit })
        }
        EpochNeeded => text(StoreWord::EpochNeeded),
        Damaged(damage) => text(StoreWord::Damaged { what: &place(damage) }),
        NotEmpty => text(StoreWord::NotEmpty),
        BackupDamaged => text(StoreWord::BackupDamaged { file: "" }),
        NoRandomness => text(StoreWord::NoRandomness),
        StateLost => text(StoreWord::StateLost),
        Closed => text(StoreWord::Bug { what: "closed" }),
        Bug(what) => text(StoreWord::Bug { what }),
    }
}

pub fn commit(error_: &CommitError, lang: Lang) -> String {
    let text = |word: StoreWord| word.text(lang);
    match error_ {
        CommitError::Refused(faults) => {
            let errors = faults.iter().filter(|f| f.level == Level::Error);
            let sentences: Vec<String> = errors.map(|f| f.text(lang)).collect();
            match sentences.is_empty() {
                true => text(StoreWord::Refused { n: faults.len() as u64 }),
                false => sentences.join(" "),
            }
        }
        CommitError::Stale { .. } => text(StoreWord::Stale),
        CommitError::Missing { id } => text(StoreWord::NotFound { id: &id.to_string() }),
        CommitError::Deleted { .. } => text(StoreWord::IsDeleted),
        CommitError::Exists { .. } => text(StoreWord::Bug { what: "exists" }),
        CommitError::Kind { .. } => text(StoreWord::Bug { what: "kind" }),
        CommitError::Store(inner) => error(inner, lang),
    }
}

/// Who has the notebook open.
pub fn held(holder: &Holder, lang: Lang) -> String {
    if holder.pid == 0 {
        return StoreWord::HeldUnknown.text(lang);
    }
    let since = moment_from_millis(holder.start, today_from_millis(holder.start));
    let terminal = &holder.terminal;
    StoreWord::Held { pid: holder.pid, terminal, since: &since }.text(lang)
}

pub fn finding(finding: &Finding, lang: Lang) -> String {
    use Finding::*;
    let text = |word: FindingWord| word.text(lang);
    match finding {
        TornTail { .. } => text(FindingWord::TornTail),
        LostFrames { file, from, to } => {
            let n = to.saturating_sub(*from).saturating_add(1);
            text(FindingWord::LostFrames { file: &name(*file), n })
        }
        FileMissing { file } => text(FindingWord::FileMissing { file: &name(*file) }),
        Mended { file } => text(FindingWord::Mended { file: &name(*file) }),
        Damaged(damage) => text(FindingWord::DamagedAt { what: &place(damage) }),
        PutAside { file, folder } => {
            text(FindingWord::PutAside { file: &name(*file), folder })
        }
        KeyRepaired => text(FindingWord::KeyRepaired),
        NetworkFolder => text(FindingWord::NetworkFolder),
        Rebuilt { records, partial: 0 } => text(FindingWord::Rebuilt { n: *records as u64 }),
        Rebuilt { records, partial } => {
            let (n, lost) = (*records as u64, *partial as u64);
            text(FindingWord::RebuiltWithLoss { n, lost })
        }
        WrittenAgain { records } => text(FindingWord::DiskLostFrames { n: *records as u64 }),
    }
}

/// What `sotay verify` counted, a line each.
pub fn report(report: &Report, lang: Lang) -> Vec<String> {
    let journal = &report.journal;
    let number = |n: u64| count(n);
    let mut lines = vec![
        VerifyWord::Files { n: u64::from(journal.files), frames: journal.frames }.text(lang),
        VerifyWord::Ops { ops: journal.ops, drafts: journal.drafts }.text(lang),
    ];
    if let (Some((_, first)), Some((_, last))) = (journal.first, journal.last) {
        let (first, last) = (number(first), number(last));
        lines.push(VerifyWord::Range { first: &first, last: &last }.text(lang));
    }
    let chain: String = journal.chain.iter().take(8).map(|b| format!("{b:02x}")).collect();
    lines.push(VerifyWord::Chain { chain: &chain }.text(lang));
    let programme = crate::programme::programme();
    for (kind, n) in &report.records {
        let kind = programme.kind(*kind).map_or("?", |k| k.id.as_str());
        lines.push(VerifyWord::Records { kind, n: *n as u64 }.text(lang));
    }
    if report.deleted > 0 {
        lines.push(VerifyWord::Deleted { n: report.deleted as u64 }.text(lang));
    }
    if report.partial > 0 {
        lines.push(VerifyWord::Partial { n: report.partial as u64 }.text(lang));
    }
    match &report.state {
        Some(state) if state.different == 0 => {
            lines.push(VerifyWord::StateWhole { n: state.records as u64 }.text(lang));
        }
        Some(state) => {
            lines.push(VerifyWord::StateBehind { n: state.different as u64 }.text(lang));
        }
        None => lines.push(VerifyWord::NoState.text(lang)),
    }
    let damage = journal.damage.iter();
    lines.extend(damage.map(|d| FindingWord::DamagedAt { what: &place(d) }.text(lang)));
    lines.push(match report.is_sound() {
        true => VerifyWord::Sound.text(lang),
        false => VerifyWord::Unsound.text(lang),
    });
    lines
}

fn name(file: u32) -> String {
    format!("{file:08}.skj")
}

/// Where the damage is: file and frame.
fn place(damage: &Damage) -> String {
    use Damage::*;
    match damage {
        Newer { file, no } => format!("{} #{no}", name(*file)),
        Lost { file, from, to } => format!("{} #{from}-{to}", name(*file)),
        Bytes { file, offset } => format!("{} @{offset}", name(*file)),
        Seal { file, no } | Content { file, no } | Companion { file, no } | Chain { file, no } => {
            format!("{} #{no}", name(*file))
        }
        Header { file } | Missing { file } | Link { file } | Unreadable { file } => name(*file),
    }
}

fn size(bytes: u64) -> String {
    format!("{} KiB", count(bytes.div_ceil(1024)))
}
