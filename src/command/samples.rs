//! What the commands say about made-up records.

use crate::command::command_io::{CommandEnd, CommandIo, CommandResult, Stop};
use crate::command::notebook;
use crate::lang::cli::WorkWord;
use crate::services::samples::{count, remove};
use crate::store::{Store, messages};

/// A notebook with made-up records must not be enrolled.
pub fn refuse(io: &CommandIo<'_>, store: &Store) -> Result<(), Stop> {
    match count(store).map_err(|e| io.failed(&e))? {
        0 => Ok(()),
        n => Err(Stop::Failed(WorkWord::SamplesFirst { n: n as u64 }.text(io.lang))),
    }
}

pub fn command(io: &mut CommandIo<'_>, store: &Store) -> CommandResult {
    let removed = remove(store);
    let closed = notebook::close(io, store);
    let n = removed.map_err(|e| Stop::Failed(messages::commit(&e, io.lang)))?;
    closed?;
    io.say(&WorkWord::SamplesRemoved { n: n as u64 }.text(io.lang))?;
    Ok(CommandEnd::All)
}
