//! `sotay-hq demo --remove`: removes sample records at headquarters and on the devices that sent
//! them.

use super::open::{fold, open};
use crate::command::command_io::{CommandIo, CommandResult};
use crate::command::invocation::Invocation;
use crate::command::samples;
use crate::command::spec::{ArgSpec, CommandSpec, Presence};
use crate::lang::words::both;

pub const SPEC: CommandSpec = CommandSpec::new(
    "demo",
    both(
        "Lấy dữ liệu mẫu mà các máy đã gửi ra khỏi số liệu",
        "Take sample records that devices have sent out of the figures",
    ),
    run,
)
.args(&[ArgSpec::flag(
    "remove",
    both(
        "Lấy ra hết; các máy biết ở lần gửi nhận sau",
        "Take out all of them; devices hear of it at their next sync",
    ),
)
.required(Presence::Required)]);

/// Folds before, so that all sent samples are found, and after, so that the deletions go down.
fn run(io: &mut CommandIo<'_>, _: &Invocation<'_>) -> CommandResult {
    fold(io)?;
    let store = open(io)?;
    let done = samples::command(io, &store)?;
    fold(io)?;
    Ok(done)
}
