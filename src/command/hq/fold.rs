//! `sotay-hq fold`: folds what was received and not folded yet.

use super::open::{directory, fold, report_fold};
use super::warnings;
use crate::command::command_io::{CommandIo, CommandResult};
use crate::command::invocation::Invocation;
use crate::command::spec::CommandSpec;
use crate::lang::words::both;

pub const SPEC: CommandSpec = CommandSpec::new(
    "fold",
    both(
        "Gộp những gì đã nhận mà chưa gộp",
        "Understand what was received and not brought together yet",
    ),
    run,
);

fn run(io: &mut CommandIo<'_>, _: &Invocation<'_>) -> CommandResult {
    let folded = fold(io)?;
    let done = report_fold(io, folded)?;
    // laptops may have brought decisions on devices from before a restore
    let home = directory(io)?;
    warnings::warn_stale_lists(io, &home)?;
    Ok(done)
}
