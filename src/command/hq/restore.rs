//! `sotay-hq restore COPY`: restores headquarters from a backup. It is inactive until its devices
//! are confirmed.

use crate::storage::disk::Disk;
use std::path::Path;
use std::sync::Arc;

use super::confirm;
use super::open::{directory, fold, note_if_possible, open};
use crate::command::command_io::{CommandEnd, CommandIo, CommandResult, Stop};
use crate::command::invocation::Invocation;
use crate::command::spec::{ArgSpec, CommandSpec};
use crate::command::{notebook, unlock};
use crate::hq::HqDirectory;
use crate::hq::admin::backup;
use crate::hq::admin::manifest::{Manifest, is_unfinished};
use crate::hq::admin::officer::Enrolled;
use crate::lang::cli::passphrase as words;
use crate::lang::hq as hq_words;
use crate::lang::words::both;
use crate::programme::role::KindRole;
use crate::record::audit::{AuditAbout, AuditDeed};
use crate::record::review_case::CaseCause;
use crate::record::review_case::CaseState;
use crate::record::{Change, Query, Value};
use crate::storage::crypto::key_folder::{self, KeyedFolder};
use crate::storage::disk::RealDisk;
use crate::storage::disk::space::keep_ballast;
use crate::store::{Commit, CommitError, Options, Store, StoreError};
use crate::sync::messages::when;
use crate::sync::roll;
use crate::text::format::today_from_millis;

pub const SPEC: CommandSpec = CommandSpec::new(
    "restore",
    both(
        "Lấy lại cả thư mục từ bản sao lưu; mọi máy sẽ gửi lại phần còn thiếu",
        "Set headquarters up again from a copy; devices send again what is missing",
    ),
    run,
)
.args(&[
    ArgSpec::positional(
        "folder",
        "COPY",
        both("Thư mục bản sao do sotay-hq backup ghi", "The copy that sotay-hq backup wrote"),
    )
    .path(),
    ArgSpec::flag(
        "incomplete",
        both("Dựng lại cả khi bản sao thiếu tệp", "Set up even from a copy that lacks files"),
    ),
]);

/// Maximum number of open restore cases read; more than occur in practice.
const MAX_CASES: usize = 20;
/// Maximum number of missing files named.
const MAX_NAMED: usize = 5;

fn run(io: &mut CommandIo<'_>, given: &Invocation<'_>) -> CommandResult {
    let (from, incomplete) = (&given.path("folder"), given.flag("incomplete"));
    if !HqDirectory::exists(from) {
        let folder = &from.display().to_string();
        return Err(Stop::Failed(hq_words::no_copy_there(io.lang, folder)));
    }
    let key = key_folder::key_file(&RealDisk, from).map_err(|e| io.failed(&e))?;
    let access = unlock::access(io, &key, words::prompt)?;
    let copy = &KeyedFolder { dir: from.clone(), access };
    let lacks = gaps_text(io, copy)?;
    if let (Some(lacks), false) = (&lacks, incomplete) {
        let advice = hq_words::copy_refused(io.lang);
        return Err(Stop::Failed(format!("{lacks} {advice}")));
    }
    let options = Options { take_over: false, serve_early: false, now: io.now };
    let data = io.data.clone();
    let made = KeyedFolder { dir: data.clone(), access: copy.access.clone() };
    let mut open_copy = || Store::open(io.role, made.clone(), options).map(|(store, _)| store);
    let disk: Arc<dyn Disk> = Arc::new(RealDisk);
    backup::restore(&disk, copy.clone(), &data, (io.now)(), &mut open_copy)
        .map_err(|e| io.failed(&e))?;
    io.unlocked = Some(made);
    let taken = backup::read_date(from).map(when);
    let home = directory(io)?;
    note_if_possible(io, &home, AuditDeed::Restore, AuditAbout::default())?;
    // count before this restore creates cases itself
    let (undecided, unseen) = count_undecided(io)?;
    learn_lists_beside(io, &home, from)?;
    // the fold creates a case about the restore, so that the reviewer knows what may be lost
    fold(io)?;
    if let Some(taken) = &taken {
        let store = open(io)?;
        let noted = note_date(&store, &hq_words::copy_of(io.lang, taken));
        let closed = notebook::close(io, &store);
        noted.map_err(|e| io.failed(&e))?;
        closed?;
    }
    // reserve space to revoke devices on a full disk; a failure does not affect the restore
    keep_ballast(&RealDisk, &io.data).unwrap_or_default();
    if let Some(lacks) = &lacks {
        io.say(lacks)?;
    }
    let folder = io.data.display().to_string();
    io.say(&hq_words::restored(io.lang, &folder))?;
    if let Some(taken) = &taken {
        io.say(&hq_words::copy_of(io.lang, taken))?;
    }
    // the words include the era, so that laptops notice a second headquarters made from a copy
    io.say(&hq_words::new_words(io.lang, &home.fingerprint_words()))?;
    if let Some(waits) = home.awaits_confirm().map_err(|e| io.failed(&e))? {
        io.say(&hq_words::in_doubt(io.lang, undecided, unseen))?;
        io.say(&hq_words::devices_of_copy(io.lang))?;
        confirm::show(io, &home, &waits)?;
        io.say(&hq_words::then_confirm(io.lang))?;
    }
    Ok(CommandEnd::All)
}

/// Reads the device lists next to the copy, which have decisions made after it.
fn learn_lists_beside(io: &CommandIo<'_>, home: &HqDirectory, from: &Path) -> Result<(), Stop> {
    let failed = |e: StoreError| io.failed(&e);
    for bytes in roll::rolls_beside(from).map_err(failed)? {
        home.learn(&bytes, (io.now)()).map_err(failed)?;
    }
    Ok(())
}

/// Counts open cases and records without a verdict in the copy: they may have been decided after
/// the copy was made.
fn count_undecided(io: &mut CommandIo<'_>) -> Result<(u64, u64), Stop> {
    let store = open(io)?;
    let today = store.records().today(today_from_millis((io.now)()));
    let closed = notebook::close(io, &store);
    let today = today.map_err(|e| io.failed(&e))?;
    closed?;
    let unseen = today.queue.iter().chain(&today.corrected).map(|(_, n)| *n as u64).sum();
    Ok((today.matters.total as u64, unseen))
}

/// Why the copy may be incomplete, as sentences. `None`: it is complete by its list of files.
fn gaps_text(io: &mut CommandIo<'_>, copy: &KeyedFolder) -> Result<Option<String>, Stop> {
    let (lang, from) = (io.lang, &*copy.dir);
    // resolve the path: `.` has no file name
    let whole = from.canonicalize().unwrap_or_else(|_| from.to_owned());
    let unfinished = is_unfinished(&whole);
    let failed = |e: StoreError| io.failed(&e);
    let mut said: Vec<String> = Vec::new();
    said.extend(unfinished.then(|| hq_words::copy_interrupted(lang)));
    match Manifest::read(from).map_err(failed)? {
        Some(manifest) => {
            let found = manifest.compare(from).map_err(failed)?;
            let all = found.missing.iter().chain(&found.damaged);
            let named = named(all.cloned());
            let (missing, damaged) = (found.missing.len() as u64, found.damaged.len() as u64);
            let lacks = hq_words::copy_lacks(lang, missing, damaged, &named);
            said.extend((!found.is_empty()).then_some(lacks));
        }
        None => {
            said.extend((!unfinished).then(|| hq_words::copy_unlisted(lang)));
            let gaps = backup::gaps(copy.clone()).map_err(failed)?;
            if !gaps.damaged.is_empty() {
                let damaged = gaps.damaged.len() as u64;
                let named = named(gaps.damaged.into_iter());
                said.push(hq_words::copy_damaged(lang, damaged, &named));
            }
            if !gaps.without_log.is_empty() {
                let n = gaps.without_log.len() as u64;
                let of = |one: &Enrolled| {
                    let (name, number) = (&*one.certificate().name, one.certificate().number);
                    hq_words::name_and_number(lang, name, number)
                };
                let named = named(gaps.without_log.iter().map(of));
                said.push(hq_words::copy_without_logs(lang, n, &named));
            }
        }
    }
    Ok((!said.is_empty()).then(|| said.join(" ")))
}

fn named(all: impl Iterator<Item = String>) -> String {
    all.take(MAX_NAMED).collect::<Vec<_>>().join(", ")
}

/// Adds the date of the copy to the case that the fold has just created.
fn note_date(store: &Store, text: &str) -> Result<(), StoreError> {
    let Some(kind) = store.programme().with_role(KindRole::Case) else { return Ok(()) };
    let no = |id: &str| kind.field_by_id(id).map_or(0, |field| field.no);
    let filter = vec![
        (no("cause"), CaseCause::RestoredHeadquarters.id().to_owned()),
        (no("state"), CaseState::Waiting.id().to_owned()),
    ];
    let query = Query { filter, ..Query::all(kind.no) };
    for matter in store.records().page(&query, 0, MAX_CASES)?.rows {
        if matter.fields.get(no("first")).is_some() {
            continue;
        }
        let set = vec![(no("first"), Some(Value::Text(text.to_owned())))];
        let changes = vec![Change::Patch { id: matter.id, base: matter.head, set }];
        let commit =
            Commit { changes, ends_draft: None, allow_incomplete: true, ..Commit::default() };
        match store.commit(commit) {
            Ok(_) => {}
            Err(CommitError::Store(error)) => return Err(error),
            // the case was decided or changed meanwhile, so the reviewer has seen it
            Err(_) => {}
        }
    }
    Ok(())
}
