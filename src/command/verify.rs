//! `sotay verify`: reads and verifies the whole journal.

use super::command_io::{CommandEnd, CommandIo, CommandResult, Stop};
use super::invocation::Invocation;
use super::spec::CommandSpec;
use super::unlock;
use crate::lang::words::both;
use crate::store::{Store, messages};

pub const SPEC: CommandSpec = CommandSpec::new(
    "verify",
    both("Kiểm tra toàn bộ nhật ký của sổ", "Verify the notebook's whole journal"),
    |io: &mut CommandIo<'_>, _: &Invocation<'_>| verify(io),
);

pub fn verify(io: &mut CommandIo<'_>) -> CommandResult {
    let folder = unlock::folder(io)?;
    let report = Store::verify(io.role, folder)
        .map_err(|e| Stop::Failed(messages::not_verified(&e, io.lang)))?;
    for line in messages::report(&report, io.programme(), io.lang) {
        io.put(&line)?;
    }
    for finding in &report.findings {
        io.say(&messages::finding_line(finding, io.lang))?;
    }
    io.flush()?;
    Ok(if report.whole() { CommandEnd::All } else { CommandEnd::Some })
}
