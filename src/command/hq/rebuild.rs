//! `sotay-hq rebuild`: makes again what is derived from the logs.

use super::open::{directory, open, report_fold};
use crate::command::invocation::Invocation;
use crate::command::notebook;
use crate::command::spec::CommandSpec;
use crate::command::stage::{CommandEnd, CommandIo, CommandResult};
use crate::hq::fold::cursors::reset;
use crate::hq::fold::run as fold_all;
use crate::lang::words::both;
use crate::programme::headquarters;
use crate::services::headquarters::logs;
use crate::store::{Store, messages};

pub const SPEC: CommandSpec = CommandSpec::new(
    "rebuild",
    both(
        "Làm lại mọi thứ suy ra từ nhật ký: danh mục, rồi gộp lại từ đầu; không mất gì",
        "Make anew all that is derived from the logs: the lists, then the merge; \
         nothing is lost",
    ),
    run,
);

/// The state from the journal, and every record from all that was ever received about it. Where that
/// was right before, nothing changes and nothing goes out.
fn run(stage: &mut CommandIo<'_>, _: &Invocation<'_>) -> CommandResult {
    let home = directory(stage)?;
    let report = Store::rebuild_with(headquarters(), &stage.data, stage.now)
        .map_err(|e| stage.failed(&e))?;
    for line in messages::report(&report, stage.lang) {
        stage.put(&line)?;
    }
    let store = open(stage)?;
    let folded = reset(&home, &store)
        .and_then(|()| fold_all(&home, &store, &mut *logs(&home), stage.now));
    let closed = notebook::close(stage, &store);
    let folded = folded.map_err(|e| stage.failed(&e))?;
    closed?;
    report_fold(stage, folded)?;
    stage.flush()?;
    Ok(if report.whole() { CommandEnd::All } else { CommandEnd::Some })
}
