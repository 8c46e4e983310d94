//! `version`: the program's name and version, as `--version` prints them.

use super::invocation::Invocation;
use super::parser::parser;
use super::spec::{CommandSpec, Run};
use super::stage::{CommandEnd, CommandIo, CommandResult};
use crate::lang::cli::help;

pub const SPEC: CommandSpec =
    CommandSpec::new("version", help::VERSION, run).run(Run::Program(run));

fn run(stage: &mut CommandIo<'_>, given: &Invocation<'_>) -> CommandResult {
    stage.put_text(&parser(given.program, stage.lang).render_version())?;
    stage.flush()?;
    Ok(CommandEnd::All)
}
