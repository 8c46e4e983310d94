//! `sotay undo`: undoes a whole import, except records that were changed or linked to since;
//! `sotay undo --list` lists the imports of the last 30 days.

use crate::app::done_change;
use crate::command::command_io::{CommandEnd as Ended, CommandIo, CommandResult, Stop};
use crate::command::invocation::Invocation;
use crate::command::spec::{ArgSpec, CommandSpec};
use crate::command::{notebook, show};
use crate::lang::revise as say;
use crate::lang::words::both;
use crate::record::{BatchDone, Id};
use crate::services::undo::{sentences, undo};
use crate::store::{Store, StoreError};

pub const SPEC: CommandSpec = CommandSpec::new(
    "undo",
    both(
        "Lấy lại một lần nhập danh sách: bỏ hồ sơ mới, trả hồ sơ cũ về như trước",
        "Take an import back: new records go, changed ones are as before",
    ),
    run,
)
.details(both(
    "Hồ sơ đã được sửa sau khi nhập, hoặc đã có hồ sơ khác gắn vào, thì để nguyên \
     và được nêu tên. Không ghi mã thì lấy lại lần nhập gần nhất. Giữ được 30 ngày.",
    "Records that were changed since, or that others point at, stay and are named. \
     Without an id it is the last import. Kept for 30 days.",
))
.usage(&["[ID]", "--list"])
.args(&[
    ArgSpec::positional(
        "id",
        "ID",
        both("Mã của lần nhập, như --list ghi", "The import's id, as --list writes it"),
    )
    .optional(),
    ArgSpec::flag(
        "list",
        both("Liệt kê các lần nhập trong 30 ngày qua", "List the imports of the last 30 days"),
    )
    .conflicts(&["id"]),
]);

fn run(io: &mut CommandIo<'_>, given: &Invocation<'_>) -> CommandResult {
    let list = given.flag("list");
    let wanted = given.maybe_text("id").map(|id| show::parse_id(io, id)).transpose()?;
    let store = notebook::open(io)?;
    let done = if list { tell(io, &store) } else { undo_batch(io, &store, wanted) };
    let closed = match list {
        true => notebook::close(io, &store),
        false => notebook::close_packed(io, &store),
    };
    let done = done?;
    closed?;
    Ok(done)
}

fn tell(io: &mut CommandIo<'_>, store: &Store) -> CommandResult {
    let batches = store.batches().list().map_err(|error| io.failed(&error))?;
    if batches.is_empty() {
        io.say(&say::no_batches(io.lang))?;
    }
    for done in &batches {
        let words = done_change::line(done, io.lang);
        io.put(&format!("{}  {words}", done.batch.id))?;
    }
    io.flush()?;
    Ok(Ended::All)
}

fn undo_batch(io: &mut CommandIo<'_>, store: &Store, wanted: Option<Id>) -> CommandResult {
    let failed = |io: &CommandIo<'_>, error: StoreError| io.failed(&error);
    let batches = store.batches().list().map_err(|error| failed(io, error))?;
    let open = |done: &&BatchDone| match wanted {
        Some(id) => done.batch.id == id,
        None => !done.undone,
    };
    let Some(done) = batches.iter().find(open) else {
        return Err(Stop::Failed(say::no_such_batch(io.lang)));
    };
    let now = (io.now)();
    let undone = undo(store, &done.batch, now, io.lang);
    let undone = undone.map_err(|error| failed(io, error))?;
    let nothing = undone.deleted + undone.restored + undone.left.len() == 0;
    if done.undone && nothing {
        io.say(&say::undone_before(io.lang, &done.batch.label))?;
        return Ok(Ended::All);
    }
    for sentence in sentences(store, &done.batch, &undone, io.lang) {
        io.say(&sentence)?;
    }
    Ok(if undone.left.is_empty() { Ended::All } else { Ended::Some })
}
