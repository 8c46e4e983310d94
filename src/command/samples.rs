//! What the commands say about made-up records.

use crate::command::notebook;
use crate::command::stage::{CommandEnd, CommandIo, CommandResult, Stop};
use crate::lang::cli::WorkWord;
use crate::services::samples::{count, remove};
use crate::store::{Store, messages};

/// A notebook with made-up records must not be enrolled.
pub fn refuse(stage: &CommandIo<'_>, store: &Store) -> Result<(), Stop> {
    match count(store).map_err(|e| stage.failed(&e))? {
        0 => Ok(()),
        n => Err(Stop::Failed(WorkWord::SamplesFirst { n: n as u64 }.text(stage.lang))),
    }
}

pub fn command(stage: &mut CommandIo<'_>, store: &Store) -> CommandResult {
    let removed = remove(store);
    let closed = notebook::close(stage, store);
    let n = removed.map_err(|e| Stop::Failed(messages::commit(&e, stage.lang)))?;
    closed?;
    stage.say(&WorkWord::SamplesRemoved { n: n as u64 }.text(stage.lang))?;
    Ok(CommandEnd::All)
}
