//! `sotay-hq rebuild`: rebuilds everything that is derived from the logs.

use super::open::{directory, open, report_fold};
use crate::command::command_io::{CommandEnd, CommandIo, CommandResult};
use crate::command::invocation::Invocation;
use crate::command::notebook;
use crate::command::spec::CommandSpec;
use crate::command::unlock;
use crate::hq::fold::cursors::reset;
use crate::hq::fold::run as fold_all;
use crate::lang::words::both;
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

/// Rebuilds the state from the journal, and merges every record again from all its ops. If the
/// result is the same as before, nothing changes and nothing is sent.
fn run(io: &mut CommandIo<'_>, _: &Invocation<'_>) -> CommandResult {
    let home = directory(io)?;
    let folder = unlock::folder(io)?;
    let report = Store::rebuild(io.role, folder, io.now).map_err(|e| io.failed(&e))?;
    for line in messages::report(&report, io.programme(), io.lang) {
        io.put(&line)?;
    }
    let store = open(io)?;
    let folded =
        reset(&home, &store).and_then(|()| fold_all(&home, &store, &mut *logs(&home), io.now));
    let closed = notebook::close(io, &store);
    let folded = folded.map_err(|e| io.failed(&e))?;
    closed?;
    report_fold(io, Some(folded))?;
    io.flush()?;
    Ok(if report.whole() { CommandEnd::All } else { CommandEnd::Some })
}
