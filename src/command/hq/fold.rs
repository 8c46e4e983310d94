//! `sotay-hq fold`: applies what was received and not applied yet.

use crate::command::invocation::Invocation;
use crate::command::spec::CommandSpec;
use crate::command::stage::{CommandIo, CommandResult};
use crate::lang::words::both;

use super::open::{directory, fold, report_fold};
use super::remind;

pub const SPEC: CommandSpec = CommandSpec::new(
    "fold",
    both(
        "Gộp những gì đã nhận mà chưa gộp",
        "Understand what was received and not brought together yet",
    ),
    run,
);

fn run(stage: &mut CommandIo<'_>, _: &Invocation<'_>) -> CommandResult {
    let folded = fold(stage)?;
    let done = report_fold(stage, folded)?;
    // what laptops brought of decisions made before a restore
    let home = directory(stage)?;
    remind::warn_stale_lists(stage, &home)?;
    Ok(done)
}
