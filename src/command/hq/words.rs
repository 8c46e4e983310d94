//! `sotay-hq words`: the eight words that an officer compares before a reply is accepted.

use crate::command::invocation::Invocation;
use crate::command::spec::CommandSpec;
use crate::command::stage::{CommandEnd, CommandIo, CommandResult};
use crate::lang::words::both;

use super::open::directory;

pub const SPEC: CommandSpec = CommandSpec::new(
    "words",
    both(
        "In tám từ của đơn vị, để so với máy cán bộ qua điện thoại",
        "Print headquarters' eight words, to be compared with a laptop by telephone",
    ),
    run,
);

fn run(stage: &mut CommandIo<'_>, _given: &Invocation<'_>) -> CommandResult {
    let words = directory(stage)?.fingerprint_words();
    stage.put(&words)?;
    stage.flush()?;
    Ok(CommandEnd::All)
}
