//! Sample records in commands: removing them, and refusing to enrol with them.

use crate::command::command_io::{CommandEnd, CommandIo, CommandResult, Stop};
use crate::command::notebook;
use crate::lang::cli::work as work_words;
use crate::services::samples::{count, remove};
use crate::store::{Store, messages};

/// Refuses if there are sample records: such a notebook must not be enrolled.
pub fn refuse(io: &CommandIo<'_>, store: &Store) -> Result<(), Stop> {
    match count(store).map_err(|e| io.failed(&e))? {
        0 => Ok(()),
        n => Err(Stop::Failed(work_words::samples_first(io.lang, n as u64))),
    }
}

pub fn command(io: &mut CommandIo<'_>, store: &Store) -> CommandResult {
    let removed = remove(store);
    let closed = notebook::close_packed(io, store);
    let n = removed.map_err(|e| Stop::Failed(messages::commit(&e, io.lang)))?;
    closed?;
    io.say(&work_words::samples_removed(io.lang, n as u64))?;
    Ok(CommandEnd::All)
}
