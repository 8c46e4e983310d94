//! `help [COMMAND]`: prints the help of the program or of one command.

use super::command_io::{CommandEnd, CommandIo, CommandResult, Stop};
use super::invocation::Invocation;
use super::spec::{ArgSpec, CommandSpec};
use super::usage_error::no_such_command;
use crate::lang::words::both;

pub const SPEC: CommandSpec = CommandSpec::of_program(
    "help",
    both("In trợ giúp chung, hoặc của một lệnh", "Print the help, or that of one command"),
    run,
)
.args(&[COMMAND]);

pub const COMMAND: ArgSpec =
    ArgSpec::positional("command", "COMMAND", both("Tên lệnh", "A command's name")).optional();

fn run(io: &mut CommandIo<'_>, parser: clap::Command, given: &Invocation<'_>) -> CommandResult {
    let mut command = chosen(io, parser, given)?;
    let help = command.render_long_help().to_string();
    io.put_text(&format!("{}\n", help.trim_end()))?;
    io.flush()?;
    Ok(CommandEnd::All)
}

/// The parser of the named command, or of the whole program.
pub fn chosen(
    io: &CommandIo<'_>,
    mut whole: clap::Command,
    given: &Invocation<'_>,
) -> Result<clap::Command, Stop> {
    // adds the global options to each command
    whole.build();
    let Some(name) = given.maybe_text("command") else { return Ok(whole) };
    let found = whole.find_subcommand(name).cloned();
    let all = whole.get_subcommands().map(clap::Command::get_name);
    found.ok_or_else(|| Stop::Usage(no_such_command(name, None, all, io.lang).text))
}
