//! `version`: the program's name and version, as `--version` prints them.

use super::invocation::Invocation;
use super::spec::CommandSpec;
use super::stage::{CommandEnd, CommandIo, CommandResult};
use crate::lang::cli::help;

pub const SPEC: CommandSpec = CommandSpec::of_program("version", help::VERSION, run);

fn run(stage: &mut CommandIo<'_>, parser: clap::Command, _: &Invocation<'_>) -> CommandResult {
    stage.put_text(&parser.render_version())?;
    stage.flush()?;
    Ok(CommandEnd::All)
}
