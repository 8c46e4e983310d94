//! `sotay erase ID --reason TEXT --yes`: erases a record's personal answers for good, without
//! printing them. `sotay-hq erase` uses its parts.

use super::command_io::{CommandEnd, CommandIo, CommandResult, Stop};
use super::invocation::Invocation;
use super::spec::{ArgSpec, CommandSpec};
use super::{arguments, notebook, show};
use crate::lang::cli::work as work_words;
use crate::lang::erasing as words;
use crate::lang::words::{Both, both};
use crate::programme::Role;
use crate::record::Id;
use crate::services::erase::{NotErased, erase, left_in_merged};
use crate::store::{Store, messages};

pub const SPEC: CommandSpec = CommandSpec::new(
    "erase",
    SUMMARY,
    run,
)
.details(both(
    "Xóa ở máy này, ở đơn vị tổng hợp, ở các máy khác và trong các bản sao lưu làm từ nay về \
     sau. Không lấy lại được. Bản sao lưu cũ, bản in và tệp đã xuất không bị xóa. Tệp đính kèm \
     được giữ nguyên.",
    "On this machine, at headquarters, on other machines, and in backups made from now on. It \
     cannot be undone. Older backups, prints and exported files are not reached. Attached files \
     stay as they are.",
))
.usage(&["ID --reason TEXT --yes"])
.args(ARGS);

pub const SUMMARY: Both = both(
    "Xóa vĩnh viễn dữ liệu cá nhân của một hồ sơ",
    "Erase the personal data of one record for good",
);

pub const ARGS: &[ArgSpec] = &[
    arguments::RECORD_ID,
    ArgSpec::option(
        "reason",
        "TEXT",
        both("Lý do; đừng ghi dữ liệu cá nhân vào đây", "The reason; no personal data in it"),
    )
    .hyphens(),
    ArgSpec::flag("yes", both("Đúng là xóa vĩnh viễn", "Really erase for good")),
];

fn run(io: &mut CommandIo<'_>, given: &Invocation<'_>) -> CommandResult {
    let wanted = wanted(io, given)?;
    let store = notebook::open(io)?;
    let done = erase_in(io, &store, &wanted);
    let pending = store.erasures().is_pending();
    let closed = notebook::close(io, &store);
    let left = done?;
    closed?;
    if pending && store.erasures().is_pending() {
        io.say(&words::to_be_completed(io.lang))?;
        return Ok(CommandEnd::Some);
    }
    say_done(io, &left)
}

pub struct ErasureWanted {
    pub id: Id,
    pub reason: String,
}

pub fn wanted(io: &CommandIo<'_>, given: &Invocation<'_>) -> Result<ErasureWanted, Stop> {
    let id = show::parse_id(io, given.text("id"))?;
    let reason = given.maybe_text("reason").map(str::trim).unwrap_or_default().to_owned();
    if reason.is_empty() {
        return Err(Stop::Usage(words::no_reason(io.lang)));
    }
    if !given.flag("yes") {
        return Err(Stop::Usage(words::not_confirmed(io.lang)));
    }
    Ok(ErasureWanted { id, reason })
}

/// Returns the records that were merged with this one and still have personal answers.
pub fn erase_in(
    io: &CommandIo<'_>,
    store: &Store,
    wanted: &ErasureWanted,
) -> Result<Vec<Id>, Stop> {
    let done = erase(store, wanted.id, &wanted.reason).map_err(|error| {
        Stop::Failed(match error {
            NotErased::NoRecord => work_words::not_found(io.lang, &wanted.id.to_string()),
            NotErased::NothingPersonal => words::nothing_personal(io.lang),
            NotErased::OwnOfficer => words::own_officer(io.lang),
            NotErased::Commit(error) => messages::commit(&error, io.lang),
        })
    });
    done?;
    // only a hint: the erasure itself is done
    Ok(left_in_merged(store, wanted.id).unwrap_or_default())
}

pub fn say_done(io: &mut CommandIo<'_>, left: &[Id]) -> CommandResult {
    io.say(&words::done(io.lang))?;
    let command = match io.role {
        Role::Officer => "sotay",
        Role::Headquarters => "sotay-hq",
    };
    for id in left {
        io.say(&words::left_in_merged(io.lang, &id.to_string(), command))?;
    }
    io.say(&words::reach(io.lang))?;
    io.flush()?;
    Ok(CommandEnd::All)
}
