//! `version`: prints the program's name and version, as `--version` does.

use super::command_io::{CommandEnd, CommandIo, CommandResult};
use super::invocation::Invocation;
use super::spec::CommandSpec;
use crate::lang::cli::help;

pub const SPEC: CommandSpec = CommandSpec::of_program("version", help::VERSION, run);

fn run(io: &mut CommandIo<'_>, parser: clap::Command, _: &Invocation<'_>) -> CommandResult {
    io.put_text(&parser.render_version())?;
    io.flush()?;
    Ok(CommandEnd::All)
}
