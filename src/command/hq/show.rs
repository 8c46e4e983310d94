//! `sotay-hq show ID`: prints one record, with its history from all devices.

use super::open::fold_first;
use crate::command::command_io::{CommandIo, CommandResult};
use crate::command::invocation::Invocation;
use crate::command::spec::{ArgSpec, CommandSpec};
use crate::command::{arguments, show};
use crate::lang::words::both;

pub const SPEC: CommandSpec = CommandSpec::new(
    "show",
    both("Một hồ sơ, với lịch sử của mọi người", "One record, with everybody's history"),
    run,
)
.args(&[
    ArgSpec::positional("id", "ID", both("Mã của hồ sơ", "The record's id")),
    ArgSpec::flag("history", both("Kèm từng lần sửa", "With every change")),
    ArgSpec::option(
        "format",
        "text|json",
        both("text (mặc định) hoặc json", "text (the default) or json"),
    )
    .one_of(arguments::RECORD_FORMATS),
]);

fn run(io: &mut CommandIo<'_>, given: &Invocation<'_>) -> CommandResult {
    fold_first(io)?;
    show::run(io, given)
}
