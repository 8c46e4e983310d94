//! `sotay verify`: reads and checks the whole journal.

use super::invocation::Invocation;
use super::spec::CommandSpec;
use super::stage::{CommandEnd, CommandIo, CommandResult, Stop};
use crate::lang::words::both;
use crate::store::{Store, messages};

pub const SPEC: CommandSpec = CommandSpec::new(
    "verify",
    both("Kiểm tra toàn bộ nhật ký của sổ", "Verify the notebook's whole journal"),
    |stage: &mut CommandIo<'_>, _: &Invocation<'_>| verify(stage),
);

pub fn verify(stage: &mut CommandIo<'_>) -> CommandResult {
    let report = Store::verify(&stage.data)
        .map_err(|e| Stop::Failed(messages::not_verified(&e, stage.lang)))?;
    for line in messages::report(&report, stage.lang) {
        stage.put(&line)?;
    }
    for finding in &report.findings {
        stage.say(&messages::finding_line(finding, stage.lang))?;
    }
    stage.flush()?;
    Ok(if report.whole() { CommandEnd::All } else { CommandEnd::Some })
}
