//! `sotay-hq publish`: dated rows for every laptop. What goes out cannot be called back, so that the
//! whole file is looked at first, and goes out as it should be or not at all. A row with the key of
//! an official one revises that. `sotay-hq withdraw` takes rows back.

use super::super::import;
use super::super::stage::{CommandEnd, CommandIo, CommandResult, Stop};
use super::super::{notebook, show};
use super::args::Publish;
use super::{fold, home, open};
use crate::lang::Lang;
use crate::lang::cli::WorkWord;
use crate::lang::hq::HqWord;
use crate::programme::headquarters;
use crate::record::{Change, Id, Record};
use crate::store::messages;
use crate::store::{Commit, CommitError, Store, StoreError};

pub fn command(stage: &mut CommandIo<'_>, asked: &Publish) -> CommandResult {
    let Publish { kind, file, dry, incomplete } = asked;
    let known = headquarters().kind_by_id(kind);
    if !known.is_some_and(|kind| kind.published) {
        return Err(Stop::Usage(HqWord::NotPublished { kind }.text(stage.lang)));
    }
    home(stage)?;
    // what is official is known from what has been folded
    fold(stage)?;
    let choice = import::ImportOptions {
        duplicates: true,
        theirs: true,
        publishing: true,
        ..import::ImportOptions::default()
    };
    let seen = import::report(
        stage,
        kind,
        file,
        import::ImportOptions { dry: true, ..choice.clone() },
    )?;
    let doubtful = seen.doubtful.len() as u64;
    let faulty = seen.refused.saturating_add(seen.incomplete).saturating_add(doubtful);
    if *dry || doubtful > 0 || (faulty > 0 && !incomplete) || seen.left > 0 {
        import::tell(stage, &seen)?;
        if faulty == 0 {
            return Ok(CommandEnd::All);
        }
        stage.say(&HqWord::NothingPublished { n: faulty }.text(stage.lang))?;
        return Ok(CommandEnd::Some);
    }
    // rows of one place differ in their days, and the rules of the set see to doubles
    let done = import::command(stage, kind, file, choice)?;
    fold(stage)?;
    Ok(done)
}

/// All of them or none; they leave the laptops with the next exchange.
pub fn withdraw(
    stage: &mut CommandIo<'_>,
    ids: &[String],
    reason: Option<&str>,
) -> CommandResult {
    home(stage)?;
    fold(stage)?;
    let ids = ids.iter().map(|id| show::parse_id(stage, id)).collect::<Result<Vec<_>, _>>()?;
    let reason = reason.map_or_else(|| HqWord::Withdrawal.text(Lang::Vi), str::to_owned);
    let store = open(stage)?;
    let done = withdraw_from(&store, &ids, &reason, stage.lang);
    let closed = notebook::close(stage, &store);
    done.map_err(Stop::Failed)?;
    closed?;
    fold(stage)?;
    stage.say(&HqWord::Withdrawn { n: ids.len() as u64 }.text(stage.lang))?;
    Ok(CommandEnd::All)
}

fn withdraw_from(store: &Store, ids: &[Id], reason: &str, lang: Lang) -> Result<(), String> {
    let mut changes = Vec::new();
    for id in ids {
        let record = store.get(*id).map_err(|e: StoreError| messages::error(&e, lang))?;
        let name = id.to_string();
        let Some(record) = record else {
            return Err(WorkWord::NotFound { id: &name }.text(lang));
        };
        if !is_published(&record) {
            return Err(HqWord::NotOfficial { id: &name }.text(lang));
        }
        let (base, reason) = (record.head, reason.to_owned());
        changes.push(Change::Delete { id: *id, base, reason });
    }
    let commit = Commit { changes, ends_draft: None, allow_incomplete: true };
    store.commit(commit).map(|_| ()).map_err(|e: CommitError| messages::commit(&e, lang))
}

fn is_published(record: &Record) -> bool {
    let kind = headquarters().kind(record.kind);
    let official = kind.is_some_and(|kind| kind.published && kind.is_official(record));
    official && record.deleted.is_none()
}
