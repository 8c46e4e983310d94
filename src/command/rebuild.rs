//! `sotay rebuild`: rebuilds the state from the journal.

use super::command_io::{CommandEnd, CommandIo, CommandResult, Stop};
use super::invocation::Invocation;
use super::spec::CommandSpec;
use super::unlock;
use crate::lang::words::both;
use crate::store::{Store, messages};

pub const SPEC: CommandSpec = CommandSpec::new(
    "rebuild",
    both("Dựng lại dữ liệu tra cứu từ nhật ký", "Rebuild the lists from the journal"),
    run,
);

fn run(io: &mut CommandIo<'_>, _: &Invocation<'_>) -> CommandResult {
    let lang = io.lang;
    let folder = unlock::folder(io)?;
    let report = Store::rebuild(io.role, folder, io.now)
        .map_err(|e| Stop::Failed(messages::error(&e, lang)))?;
    for line in messages::report(&report, io.programme(), lang) {
        io.put(&line)?;
    }
    io.flush()?;
    Ok(if report.whole() { CommandEnd::All } else { CommandEnd::Some })
}
