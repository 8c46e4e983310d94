//! `man [COMMAND]`: prints the manual page of the program or of one command, in roff.

use clap_mangen::Man;

use super::command_io::{CommandEnd, CommandIo, CommandResult};
use super::help::{COMMAND, chosen};
use super::invocation::Invocation;
use super::spec::CommandSpec;
use crate::lang::words::both;

pub const SPEC: CommandSpec = CommandSpec::of_program(
    "man",
    both("In trang hướng dẫn dạng man", "Print the manual page"),
    run,
)
.details(both("Xem ngay: {program} man | man -l -", "To read it: {program} man | man -l -"))
.args(&[COMMAND]);

fn run(io: &mut CommandIo<'_>, parser: clap::Command, given: &Invocation<'_>) -> CommandResult {
    let program = parser.get_name().to_owned();
    let command = chosen(io, parser, given)?;
    let title = match given.maybe_text("command") {
        Some(name) => format!("{program}-{name}"),
        None => program,
    };
    let mut page = Vec::new();
    let written = Man::new(command).title(title).render(&mut page);
    written.map_err(|error| io.cannot_write(&error))?;
    io.put_script(&String::from_utf8_lossy(&page))?;
    io.flush()?;
    Ok(CommandEnd::All)
}
