//! `sotay-hq list KIND`: prints the records of every officer.

use super::open::fold_first;
use crate::command::command_io::{CommandIo, CommandResult};
use crate::command::invocation::Invocation;
use crate::command::spec::{ArgSpec, CommandSpec};
use crate::command::{arguments, list};
use crate::lang::words::both;

pub const SPEC: CommandSpec = CommandSpec::new(
    "list",
    both("Liệt kê hồ sơ của mọi cán bộ", "List everybody's records"),
    run,
)
.args(&[
    ArgSpec::positional(
        "kind",
        "KIND",
        both(
            "Loại hồ sơ, ví dụ: visit, establishment, matter",
            "Kind of record, for example: visit, establishment, matter",
        ),
    ),
    ArgSpec::option(
        "find",
        "TEXT",
        both("Chỉ hồ sơ có những chữ này", "Only records with these words"),
    )
    .hyphens(),
    ArgSpec::option(
        "format",
        "table|csv|json",
        both(
            "Dạng in ra: table, csv hoặc json (mỗi dòng một hồ sơ); csv và json dành cho \
             chương trình khác",
            "How to print: table, csv or json (a record a line); csv and json are for other \
             programs",
        ),
    )
    .one_of(arguments::FORMATS),
]);

fn run(io: &mut CommandIo<'_>, given: &Invocation<'_>) -> CommandResult {
    fold_first(io)?;
    list::run(io, given)
}
