//! `sotay-hq report`: prints the results from every officer's records.

use super::open::fold_first;
use crate::command::command_io::{CommandIo, CommandResult};
use crate::command::invocation::Invocation;
use crate::command::spec::{ArgSpec, CommandSpec};
use crate::command::{arguments, place_args, report};
use crate::lang::words::both;

pub const SPEC: CommandSpec = CommandSpec::new(
    "report",
    both("In kết quả so với chỉ tiêu", "Print results against targets"),
    run,
)
.args(&[
    ArgSpec::option(
        "period",
        "PERIOD",
        both("Kỳ, ví dụ: 2026 hoặc 2026-Q3", "Period, for example: 2026 or 2026-Q3"),
    ),
    place_args::PROVINCE,
    place_args::COMMUNE,
    place_args::REGION,
    place_args::FORMER,
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
    report::run(io, given)
}
