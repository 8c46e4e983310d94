//! `sotay demo`: made-up records in a notebook of their own. Where the folder holds a notebook that
//! somebody works in, theirs is made beside it.

use super::samples;
use crate::cancel::CancelToken;
use crate::command::invocation::Invocation;
use crate::command::notebook;
use crate::command::spec::{ArgSpec, ArgValue, CommandSpec, Presence};
use crate::command::stage::{CommandEnd, CommandIo, CommandResult, Stop};
use crate::lang::cli::{ArgsWord, WorkWord};
use crate::lang::words::both;
use crate::services::demo::notebook::{DemoSize, fill_with};
use crate::services::demo::notebook::{begin, beside, is_made_up};
use crate::store::{CommitError, Store, messages};

/// The most establishments or visits that one command makes.
const MOST: u64 = 1_000_000;

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
        .value(ArgValue::Number(MOST))
        .required(Presence::RequiredUnless(&["remove"])),
    ArgSpec::option("visits", "N", both("Số lượt làm việc", "Number of visits"))
        .value(ArgValue::Number(MOST))
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

fn run(stage: &mut CommandIo<'_>, given: &Invocation<'_>) -> CommandResult {
    if given.flag("remove") {
        let store = notebook::open(stage)?;
        return samples::command(stage, &store);
    }
    let number = |name: &str| given.number(name);
    let (establishments, visits) = (number("establishments"), number("visits"));
    let seed = number("seed");
    if establishments == 0 && visits > 0 {
        return Err(Stop::usage(&ArgsWord::NoVisitsAlone, stage.lang));
    }
    if crate::services::samples::is_enrolled(&stage.data) {
        return Err(Stop::Failed(WorkWord::DemoEnrolled.text(stage.lang)));
    }
    if Store::exists(&stage.data) {
        let store = notebook::open(stage)?;
        if is_made_up(&store).map_err(|e| stage.failed(&e))? {
            return into(stage, &store, establishments, visits, seed);
        }
        notebook::close(stage, &store)?;
        stage.data = beside(&stage.data);
    }
    let folder = stage.data.clone();
    begin(&folder, (stage.now)()).map_err(|e| Stop::Failed(messages::error(&e, stage.lang)))?;
    stage.say(&WorkWord::PlainSlot.text(stage.lang))?;
    let store = notebook::open(stage)?;
    let done = into(stage, &store, establishments, visits, seed)?;
    let folder = folder.display().to_string();
    stage.say(&WorkWord::DemoOpen { folder: &folder }.text(stage.lang))?;
    Ok(done)
}

fn into(
    stage: &mut CommandIo<'_>,
    store: &Store,
    establishments: u64,
    visits: u64,
    seed: u64,
) -> CommandResult {
    let filled = fill_here(stage, store, establishments, visits, seed);
    let closed = notebook::close(stage, store);
    let done = filled?;
    closed?;
    stage.say(&WorkWord::DemoDone { done: done as u64 }.text(stage.lang))?;
    Ok(CommandEnd::All)
}

fn fill_here(
    stage: &mut CommandIo<'_>,
    store: &Store,
    establishments: u64,
    visits: u64,
    seed: u64,
) -> Result<usize, Stop> {
    let lang = stage.lang;
    let now = (stage.now)();
    let mut shown = Ok(());
    let amount = DemoSize { establishments, visits, seed };
    let filled =
        fill_with(store, amount, now, &CancelToken::for_signals(), &mut |done, all| {
            let words = WorkWord::DemoProgress { done: done as u64, all: all as u64 };
            if shown.is_ok() {
                shown = stage.progress(&words.text(lang), false);
            }
        });
    shown?;
    stage.progress("", false)?;
    filled.map_err(|e| match e {
        CommitError::Refused(faults) | CommitError::Unconfirmed { faults, .. } => {
            let what = faults.first().map(|f| f.text(lang)).unwrap_or_default();
            Stop::Failed(WorkWord::DemoRefused { what: &what }.text(lang))
        }
        CommitError::Exists { .. } => Stop::Failed(WorkWord::DemoAgain.text(lang)),
        e => Stop::Failed(messages::commit(&e, lang)),
    })
}
