//! `sotay attach` and `sotay attachment`: a file into the notebook, and out again.

use std::io::Write;
use std::path::Path;

use super::judge::{RecordValidator, RisingIds};
use super::notebook;
use super::out_file::WriteFault;
use super::stage::{CommandEnd, CommandIo, CommandResult, Stop};
use crate::attachment;
use crate::lang::attachment::FileWord;
use crate::lang::cli::ArgsWord;
use crate::office::beside::{AtomicFile, FileTarget, Halt};
use crate::programme::programme;
use crate::programme::spec::{Kind, Type};
use crate::record::{Change, Fields, Id, Origin, Value};
use crate::store::messages;
use crate::store::{Commit, Store, StoreError};

pub fn command(
    stage: &mut CommandIo<'_>,
    id: &str,
    file: &Path,
    paper: &str,
    personal: Option<bool>,
) -> CommandResult {
    let parent = wanted(stage, id)?;
    let kind = attachment::kind().ok_or_else(|| bug(stage))?;
    if !knows(kind, paper) {
        return Err(Stop::Usage(FileWord::NoSuchPaper { given: paper }.text(stage.lang)));
    }
    let store = notebook::open(stage)?;
    let made = attach(stage, &store, kind, parent, file, (paper, personal));
    let closed = notebook::close(stage, &store);
    let made = made?;
    closed?;
    stage.put(&made.to_string())?;
    stage.flush()?;
    Ok(CommandEnd::All)
}

fn attach(
    stage: &mut CommandIo<'_>,
    store: &Store,
    kind: &Kind,
    parent: Id,
    file: &Path,
    (paper, personal): (&str, Option<bool>),
) -> Result<Id, Stop> {
    let lang = stage.lang;
    let failed = |e: StoreError| Stop::Failed(messages::error(&e, lang));
    let there = store.get(parent).map_err(failed)?;
    if there.is_none_or(|record| record.deleted.is_some()) {
        return Err(Stop::Failed(FileWord::NoRecord.text(lang)));
    }
    let answers = attachment::take_in(store, parent, file, lang).map_err(Stop::Failed)?;
    let mut fields: Fields = answers.into_iter().collect();
    // what nobody said holds personal data is treated as if it did
    let own = [
        ("kind", Value::Choice(paper.to_owned())),
        ("personal", Value::Bool(personal.unwrap_or(true))),
    ];
    for (id, value) in own {
        if let Some(field) = kind.field_by_id(id) {
            fields.set(field.no, value);
        }
    }
    let officer = notebook::officer(stage, store)?.id;
    let judge =
        RecordValidator { programme: programme(), store, today: stage.today(), officer };
    let id = RisingIds::default().next((stage.now)()).map_err(failed)?;
    let verdict = judge.new_record(kind, id, &mut fields).map_err(failed)?;
    if let Some(fault) = verdict.wrong.iter().chain(&verdict.lacking).next() {
        return Err(Stop::Failed(fault.text(lang)));
    }
    let create = Change::Create { kind: kind.no, id, fields, origin: Origin::Officer };
    let commit = Commit { changes: vec![create], ends_draft: None, allow_incomplete: false };
    store.commit(commit).map_err(|e| Stop::Failed(messages::commit(&e, lang)))?;
    Ok(id)
}

pub fn take_out(stage: &mut CommandIo<'_>, id: &str, out: &Path) -> CommandResult {
    let id = wanted(stage, id)?;
    let lang = stage.lang;
    let store = notebook::open(stage)?;
    let target = FileTarget { file: out, existing: stage.manner.existing };
    let written = save(&store, id, target, lang);
    let closed = notebook::close(stage, &store);
    written.map_err(|fault| Stop::Failed(fault.text(out, lang)))?;
    closed?;
    let file = out.display().to_string();
    stage.say(&FileWord::TakenOut { file: &file }.text(lang))?;
    Ok(CommandEnd::All)
}

/// Writes the file of an attachment; the screen does the same.
pub fn save(
    store: &Store,
    id: Id,
    target: FileTarget<'_>,
    lang: crate::lang::Lang,
) -> Result<(), WriteFault> {
    let record = store.get(id).map_err(|e| messages::error(&e, lang))?;
    let ours = record.filter(|r| attachment::kind().is_some_and(|kind| kind.no == r.kind));
    let record = ours.ok_or_else(|| FileWord::NotOne.text(lang))?;
    let bytes = attachment::bytes(store, &record, lang)?;
    let written = AtomicFile::create(target, &Halt::default()).and_then(|mut out| {
        out.write_all(&bytes)?;
        out.keep()
    });
    written.map_err(|e| WriteFault::of(&e, target.file, lang))
}

fn wanted(stage: &CommandIo<'_>, id: &str) -> Result<Id, Stop> {
    let parsed = id.trim().parse::<Id>();
    parsed.map_err(|_| Stop::usage(&ArgsWord::NotAnId { given: id }, stage.lang))
}

fn knows(kind: &Kind, paper: &str) -> bool {
    let list = match kind.field_by_id("kind").map(|field| &field.ty) {
        Some(Type::Choice(list)) => programme().list(list),
        _ => None,
    };
    list.is_some_and(|list| list.choice(paper).is_some())
}

fn bug(stage: &CommandIo<'_>) -> Stop {
    notebook::failed(stage, &StoreError::Bug("no kind for attachments"))
}
