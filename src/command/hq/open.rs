//! Opening headquarters' folder and notebook for a command, and the fold that comes before it.

use super::remind;
use crate::command::stage::{CommandEnd, CommandIo, CommandResult, Stop};
use crate::command::{lock_wait, notebook};
use crate::hq::HqDirectory;
use crate::hq::fold::context::FoldOutcome;
use crate::hq::fold::run as fold_all;
use crate::lang::hq::HqWord;
use crate::programme::headquarters;
use crate::services::headquarters::logs;
use crate::store::{Options, Store, StoreError, messages};

pub fn directory(stage: &CommandIo<'_>) -> Result<HqDirectory, Stop> {
    HqDirectory::open(&stage.data).map_err(|e| stage.failed(&e))
}

pub fn open(stage: &mut CommandIo<'_>) -> Result<Store, Stop> {
    let options = Options { take_over: false, serve_early: false, now: stage.now };
    let (store, opening) = lock_wait::retry_while_locked(stage, &mut |stage| {
        Store::open_with(headquarters(), &stage.data, options)
    })?;
    for finding in &opening.findings {
        stage.say(&messages::finding(finding, stage.lang))?;
    }
    Ok(store)
}

/// Understands what came in. Whoever else holds the store does it instead.
pub fn fold(stage: &mut CommandIo<'_>) -> Result<FoldOutcome, Stop> {
    let home = directory(stage)?;
    let options = Options { take_over: false, serve_early: false, now: stage.now };
    let store = match Store::open_with(headquarters(), &stage.data, options) {
        Ok((store, _)) => store,
        Err(StoreError::Held(_)) => return Ok(FoldOutcome::default()),
        Err(error) => return Err(stage.failed(&error)),
    };
    fold_into(stage, &home, &store)
}

/// For a command that shows what came in: a fold that is under way is waited for.
pub fn fold_first(stage: &mut CommandIo<'_>) -> Result<FoldOutcome, Stop> {
    let home = directory(stage)?;
    let store = open(stage)?;
    fold_into(stage, &home, &store)
}

pub fn fold_into(
    stage: &mut CommandIo<'_>,
    home: &HqDirectory,
    store: &Store,
) -> Result<FoldOutcome, Stop> {
    let folded = fold_all(home, store, &mut *logs(home), stage.now);
    let closed = notebook::close(stage, store);
    let folded = folded.map_err(|e| stage.failed(&e))?;
    closed?;
    remind::warn_unconfirmed(stage, home)?;
    Ok(folded)
}

pub fn report_fold(stage: &mut CommandIo<'_>, folded: FoldOutcome) -> CommandResult {
    let FoldOutcome { ops, records, held, matters } = folded;
    let (ops, records) = (ops as u64, records as u64);
    stage.say(&HqWord::Folded { ops, records }.text(stage.lang))?;
    if held > 0 {
        stage.say(&HqWord::Held { n: held as u64 }.text(stage.lang))?;
    }
    if matters > 0 {
        stage.say(&HqWord::Waits { n: matters as u64 }.text(stage.lang))?;
    }
    Ok(CommandEnd::All)
}
