//! `sotay-hq restore COPY`: headquarters again from a backup, held back until its devices are
//! confirmed.

use std::path::Path;

use crate::command::invocation::Invocation;
use crate::command::notebook;
use crate::command::spec::{ArgSpec, CommandSpec};
use crate::command::stage::{CommandEnd, CommandIo, CommandResult, Stop};
use crate::hq::HqDirectory;
use crate::hq::admin::backup;
use crate::hq::admin::manifest::{Manifest, is_unfinished};
use crate::hq::admin::officer::Enrolled;
use crate::lang::hq::HqWord;
use crate::lang::words::both;
use crate::programme::headquarters;
use crate::programme::role::KindRole;
use crate::record::review_case::cause;
use crate::record::{Change, Query, Value};
use crate::storage::disk::RealDisk;
use crate::storage::disk::space::keep_ballast;
use crate::store::{Commit, CommitError, Options, Store, StoreError};
use crate::sync::messages::when;
use crate::sync::roll;
use crate::text::format::today_from_millis;

use super::confirm;
use super::open::{directory, fold, open};

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

/// Restorations that wait to be looked at; more are nobody's practice.
const MATTERS: usize = 20;
/// Files that are named where some are missing.
const NAMED: usize = 5;

fn run(stage: &mut CommandIo<'_>, given: &Invocation<'_>) -> CommandResult {
    let (from, incomplete) = (&given.path("folder"), given.flag("incomplete"));
    if !HqDirectory::exists(from) {
        let folder = &from.display().to_string();
        return Err(Stop::Failed(HqWord::NoCopyThere { folder }.text(stage.lang)));
    }
    let lacks = gaps_text(stage, from)?;
    if let (Some(lacks), false) = (&lacks, incomplete) {
        let advice = HqWord::CopyRefused.text(stage.lang);
        return Err(Stop::Failed(format!("{lacks} {advice}")));
    }
    let options = Options { take_over: false, serve_early: false, now: stage.now };
    let data = stage.data.clone();
    let mut open_copy =
        || Store::open_with(headquarters(), &data, options).map(|(store, _)| store);
    backup::restore(from, &data, (stage.now)(), &mut open_copy)
        .map_err(|e| stage.failed(&e))?;
    let taken = backup::read_date(from).map(when);
    let home = directory(stage)?;
    // before this restore makes matters of its own
    let (undecided, unseen) = count_undecided(stage)?;
    learn_lists_beside(stage, &home, from)?;
    // the new epoch is a matter for the reviewer, who must know since when decisions are lost
    fold(stage)?;
    if let Some(taken) = &taken {
        let store = open(stage)?;
        let noted = note_date(&store, &HqWord::CopyOf { when: taken }.text(stage.lang));
        let closed = notebook::close(stage, &store);
        noted.map_err(|e| stage.failed(&e))?;
        closed?;
    }
    // room for shutting devices out on a full disk; where there is none, all else is restored
    keep_ballast(&RealDisk, &stage.data).unwrap_or_default();
    if let Some(lacks) = &lacks {
        stage.say(lacks)?;
    }
    let folder = stage.data.display().to_string();
    stage.say(&HqWord::Restored { folder: &folder }.text(stage.lang))?;
    if let Some(taken) = &taken {
        stage.say(&HqWord::CopyOf { when: taken }.text(stage.lang))?;
    }
    // they name the era, too, so that a laptop notices another headquarters made of an old copy
    stage.say(&HqWord::NewWords { words: &home.fingerprint_words() }.text(stage.lang))?;
    if let Some(waits) = home.awaits_confirm().map_err(|e| stage.failed(&e))? {
        stage.say(&HqWord::InDoubt { open: undecided, unseen }.text(stage.lang))?;
        stage.say(&HqWord::DevicesOfCopy.text(stage.lang))?;
        confirm::show(stage, &home, &waits)?;
        stage.say(&HqWord::ThenConfirm.text(stage.lang))?;
    }
    Ok(CommandEnd::All)
}

/// Lists that lie beside the copy know what was decided after it.
fn learn_lists_beside(
    stage: &CommandIo<'_>,
    home: &HqDirectory,
    from: &Path,
) -> Result<(), Stop> {
    let failed = |e: StoreError| stage.failed(&e);
    for bytes in roll::rolls_beside(from).map_err(failed)? {
        home.learn(&bytes, (stage.now)()).map_err(failed)?;
    }
    Ok(())
}

/// What was still open in the copy and may have been decided after it: matters, and records without
/// a verdict.
fn count_undecided(stage: &mut CommandIo<'_>) -> Result<(u64, u64), Stop> {
    let store = open(stage)?;
    let today = store.records().today(today_from_millis((stage.now)()));
    let closed = notebook::close(stage, &store);
    let today = today.map_err(|e| stage.failed(&e))?;
    closed?;
    let unseen = today.queue.iter().chain(&today.corrected).map(|(_, n)| *n as u64).sum();
    Ok((today.matters.total as u64, unseen))
}

/// Why the copy may not be whole, as sentences. `None`: its list of files says that it is.
fn gaps_text(stage: &mut CommandIo<'_>, from: &Path) -> Result<Option<String>, Stop> {
    let lang = stage.lang;
    // a path like `.` has no name of its own
    let whole = from.canonicalize().unwrap_or_else(|_| from.to_owned());
    let unfinished = is_unfinished(&whole);
    let failed = |e: StoreError| stage.failed(&e);
    let mut said: Vec<String> = Vec::new();
    said.extend(unfinished.then(|| HqWord::CopyInterrupted.text(lang)));
    match Manifest::read(from).map_err(failed)? {
        Some(manifest) => {
            let found = manifest.compare(from).map_err(failed)?;
            let all = found.missing.iter().chain(&found.damaged);
            let named = named(all.cloned());
            let (missing, damaged) = (found.missing.len() as u64, found.damaged.len() as u64);
            let lacks = HqWord::CopyLacks { missing, damaged, named: &named };
            said.extend((!found.is_empty()).then(|| lacks.text(lang)));
        }
        None => {
            said.extend((!unfinished).then(|| HqWord::CopyUnlisted.text(lang)));
            let gaps = backup::gaps(from).map_err(failed)?;
            if !gaps.damaged.is_empty() {
                let damaged = gaps.damaged.len() as u64;
                let named = named(gaps.damaged.into_iter());
                said.push(HqWord::CopyDamaged { damaged, named: &named }.text(lang));
            }
            if !gaps.without_log.is_empty() {
                let n = gaps.without_log.len() as u64;
                let of = |one: &Enrolled| {
                    let (name, number) = (&*one.certificate().name, one.certificate().number);
                    HqWord::NameAndNumber { name, number }.text(lang)
                };
                let named = named(gaps.without_log.iter().map(of));
                said.push(HqWord::CopyWithoutLogs { n, named: &named }.text(lang));
            }
        }
    }
    Ok((!said.is_empty()).then(|| said.join(" ")))
}

fn named(all: impl Iterator<Item = String>) -> String {
    all.take(NAMED).collect::<Vec<_>>().join(", ")
}

/// Into the matter that the fold has just raised.
fn note_date(store: &Store, text: &str) -> Result<(), StoreError> {
    let Some(kind) = headquarters().with_role(KindRole::Case) else { return Ok(()) };
    let no = |id: &str| kind.field_by_id(id).map_or(0, |field| field.no);
    let filter =
        vec![(no("cause"), cause::RESTORED.to_owned()), (no("state"), "cho".to_owned())];
    let query = Query { filter, ..Query::all(kind.no) };
    for matter in store.records().page(&query, 0, MATTERS)?.rows {
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
            // settled or changed meanwhile: its reader has seen it
            Err(_) => {}
        }
    }
    Ok(())
}
