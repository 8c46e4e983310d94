//! `sotay rebuild`: makes the state again from the journal.

use super::invocation::Invocation;
use super::spec::CommandSpec;
use super::stage::{CommandEnd, CommandIo, CommandResult, Stop};
use crate::lang::words::both;
use crate::store::{Store, messages};

pub const SPEC: CommandSpec = CommandSpec::new(
    "rebuild",
    both("Dựng lại dữ liệu tra cứu từ nhật ký", "Rebuild the lists from the journal"),
    run,
);

fn run(stage: &mut CommandIo<'_>, _: &Invocation<'_>) -> CommandResult {
    let lang = stage.lang;
    let report = Store::rebuild(&stage.data, stage.now)
        .map_err(|e| Stop::Failed(messages::error(&e, lang)))?;
    for line in messages::report(&report, lang) {
        stage.put(&line)?;
    }
    stage.flush()?;
    Ok(if report.whole() { CommandEnd::All } else { CommandEnd::Some })
}
