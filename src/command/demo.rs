//! `sotay demo`: creates sample records in a separate notebook: next to the officer's own, which need
//! not be there yet, or in an empty folder that `--data` names.

use super::samples;
use crate::cancel::CancelToken;
use crate::command::command_io::{CommandEnd, CommandIo, CommandResult, Stop};
use crate::command::invocation::Invocation;
use crate::command::notebook;
use crate::command::spec::{ArgSpec, ArgValue, CommandSpec, Presence};
use crate::lang::cli::args as args_words;
use crate::lang::cli::work as work_words;
use crate::lang::words::both;
use crate::services::demo::notebook::{DemoSize, fill_with};
use crate::services::demo::notebook::{begin, is_made_up, sample_folder};
use crate::store::{CommitError, Store, messages};

/// Maximum number of establishments or visits per command.
const MAX_RECORDS: u64 = 1_000_000;

pub const SPEC: CommandSpec = CommandSpec::new(
    "demo",
    both(
        "Điền dữ liệu mẫu (không có thật) vào sổ để tập dùng",
        "Fill the notebook with sample data (not real) to practise on",
    ),
    run,
)
.usage(&["--establishments N --visits M [--seed S]", "--remove"])
.args(&[
    ArgSpec::flag(
        "remove",
        both("Lấy hết dữ liệu mẫu ra khỏi sổ", "Take all sample records out of the notebook"),
    )
    .conflicts(&["establishments", "visits"]),
    ArgSpec::option("establishments", "N", both("Số cơ sở", "Number of establishments"))
        .value(ArgValue::Number(MAX_RECORDS))
        .required(Presence::RequiredUnless(&["remove"])),
    ArgSpec::option("visits", "N", both("Số lượt làm việc", "Number of visits"))
        .value(ArgValue::Number(MAX_RECORDS))
        .required(Presence::RequiredUnless(&["remove"])),
    ArgSpec::option(
        "seed",
        "S",
        both(
            "Số chọn bộ dữ liệu mẫu: cùng số thì cùng dữ liệu (mặc định 1)",
            "Seed: the same number gives the same data (1 by default)",
        ),
    )
    .value(ArgValue::Number(u64::MAX))
    .default("1"),
]);

fn run(io: &mut CommandIo<'_>, given: &Invocation<'_>) -> CommandResult {
    if given.flag("remove") {
        let store = notebook::open(io)?;
        return samples::command(io, &store);
    }
    let number = |name: &str| given.number(name);
    let (establishments, visits) = (number("establishments"), number("visits"));
    let seed = number("seed");
    if establishments == 0 && visits > 0 {
        return Err(Stop::Usage(args_words::no_visits_alone(io.lang)));
    }
    if crate::services::samples::is_enrolled(&io.data) {
        return Err(Stop::Failed(work_words::demo_enrolled(io.lang)));
    }
    let own = io.data.clone();
    if !Store::exists(&own) && !io.is_named {
        // the officer's own notebook will be made there
        io.data = sample_folder(&own);
    }
    if Store::exists(&io.data) {
        let store = notebook::open(io)?;
        if is_made_up(&store).map_err(|e| io.failed(&e))? {
            return into(io, &store, establishments, visits, seed);
        }
        notebook::close(io, &store)?;
        io.data = sample_folder(&own);
    }
    let folder = io.data.clone();
    begin(&folder, (io.now)()).map_err(|e| Stop::Failed(messages::error(&e, io.lang)))?;
    io.say(&work_words::plain_slot(io.lang))?;
    let store = notebook::open(io)?;
    let done = into(io, &store, establishments, visits, seed)?;
    let path = folder.display().to_string();
    io.say(&match folder == own {
        true => work_words::demo_open_here(io.lang, &path),
        false => work_words::demo_open(io.lang, &path),
    })?;
    Ok(done)
}

fn into(
    io: &mut CommandIo<'_>,
    store: &Store,
    establishments: u64,
    visits: u64,
    seed: u64,
) -> CommandResult {
    let filled = fill_here(io, store, establishments, visits, seed);
    let closed = notebook::close_packed(io, store);
    let done = filled?;
    closed?;
    io.say(&work_words::demo_done(io.lang, done as u64))?;
    Ok(CommandEnd::All)
}

fn fill_here(
    io: &mut CommandIo<'_>,
    store: &Store,
    establishments: u64,
    visits: u64,
    seed: u64,
) -> Result<usize, Stop> {
    let lang = io.lang;
    let now = (io.now)();
    let mut shown = Ok(());
    let amount = DemoSize { establishments, visits, seed };
    let filled =
        fill_with(store, amount, now, &CancelToken::for_signals(), &mut |done, all| {
            let words = work_words::demo_progress(lang, done as u64, all as u64);
            if shown.is_ok() {
                shown = io.progress(&words, false);
            }
        });
    shown?;
    io.progress("", false)?;
    filled.map_err(|e| match e {
        CommitError::Refused(faults) | CommitError::Unconfirmed { faults, .. } => {
            let what = faults.first().map(|f| f.text(lang)).unwrap_or_default();
            Stop::Failed(work_words::demo_refused(lang, &what))
        }
        CommitError::Exists { .. } => Stop::Failed(work_words::demo_again(lang)),
        e => Stop::Failed(messages::commit(&e, lang)),
    })
}
