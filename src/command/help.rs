//! `help [COMMAND]`: the help of the program, or of one command.

use super::invocation::Invocation;
use super::parser::parser;
use super::spec::{ArgSpec, CommandSpec, Run};
use super::stage::{CommandEnd, CommandIo, CommandResult, Stop};
use super::usage_error;
use crate::lang::words::both;

pub const SPEC: CommandSpec = CommandSpec::new(
    "help",
    both("In trợ giúp chung, hoặc của một lệnh", "Print the help, or that of one command"),
    run,
)
.args(&[COMMAND])
.run(Run::Program(run));

/// The name of a command of this program.
pub const COMMAND: ArgSpec =
    ArgSpec::positional("command", "COMMAND", both("Tên lệnh", "A command's name")).optional();

fn run(stage: &mut CommandIo<'_>, given: &Invocation<'_>) -> CommandResult {
    let mut command = chosen(stage, given)?;
    let help = command.render_long_help().to_string();
    stage.put_text(&format!("{}\n", help.trim_end()))?;
    stage.flush()?;
    Ok(CommandEnd::All)
}

/// The parser of the command that was named, else of the whole program.
pub fn chosen(stage: &CommandIo<'_>, given: &Invocation<'_>) -> Result<clap::Command, Stop> {
    let mut whole = parser(given.program, stage.lang);
    // passes the options of every command on
    whole.build();
    let Some(name) = given.maybe_text("command") else { return Ok(whole) };
    match whole.find_subcommand(name) {
        Some(command) => Ok(command.clone()),
        None => {
            let refusal = usage_error::no_such_command(name, None, given.program, stage.lang);
            Err(Stop::Usage(refusal.text))
        }
    }
}
