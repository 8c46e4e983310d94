//! `sotay-hq erase ID --reason TEXT --yes`: erases a record's personal answers for good, here at
//! once and on the laptops at their next sync.

use super::open::{directory, fold, open};
use crate::command::command_io::{CommandEnd, CommandIo, CommandResult};
use crate::command::erase::{ARGS, SUMMARY, erase_in, say_done, wanted};
use crate::command::invocation::Invocation;
use crate::command::notebook;
use crate::command::spec::CommandSpec;
use crate::hq::erasing::is_pending;
use crate::lang::erasing as words;
use crate::lang::words::both;

pub const SPEC: CommandSpec = CommandSpec::new(
    "erase",
    SUMMARY,
    run,
)
.details(both(
    "Xóa ở đây ngay, và ở các máy vào lần đồng bộ kế tiếp. Không lấy lại được. Bản sao lưu cũ, \
     bản in và tệp đã xuất không bị xóa. Tệp đính kèm được giữ nguyên.",
    "Here at once, and on the laptops at their next sync. It cannot be undone. Older backups, \
     prints and exported files are not reached. Attached files stay as they are.",
))
.usage(&["ID --reason TEXT --yes"])
.args(ARGS);

fn run(io: &mut CommandIo<'_>, given: &Invocation<'_>) -> CommandResult {
    let wanted = wanted(io, given)?;
    let home = directory(io)?;
    fold(io)?;
    let store = open(io)?;
    let done = erase_in(io, &store, &wanted);
    let closed = notebook::close(io, &store);
    let left = done?;
    closed?;
    drop(store);
    fold(io)?;
    if is_pending(&home) {
        io.say(&words::pending_at_headquarters(io.lang))?;
        return Ok(CommandEnd::Some);
    }
    say_done(io, &left)
}
