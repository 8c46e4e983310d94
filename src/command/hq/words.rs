//! `sotay-hq words`: prints the eight words that an officer compares before accepting a reply.

use super::open::directory;
use crate::command::command_io::{CommandEnd, CommandIo, CommandResult};
use crate::command::invocation::Invocation;
use crate::command::spec::CommandSpec;
use crate::lang::words::both;

pub const SPEC: CommandSpec = CommandSpec::new(
    "words",
    both(
        "In tám từ của đơn vị, để so với máy cán bộ qua điện thoại",
        "Print headquarters' eight words, to be compared with a laptop by telephone",
    ),
    run,
);

fn run(io: &mut CommandIo<'_>, _given: &Invocation<'_>) -> CommandResult {
    let words = directory(io)?.fingerprint_words();
    io.put(&words)?;
    io.flush()?;
    Ok(CommandEnd::All)
}
