//! `sotay-hq confirm`: after a restore, the administrator confirms the list of devices. Until then
//! nothing that devices send is folded, and nothing is sent to them.

use super::officers::row;
use super::open::{directory, fold, note_before, note_if_failed, report_fold};
use super::warnings;
use crate::command::command_io::{CommandEnd, CommandIo, CommandResult, Stop};
use crate::command::invocation::Invocation;
use crate::command::spec::{ArgSpec, CommandSpec};
use crate::hq::HqDirectory;
use crate::hq::admin::roll::{AwaitingConfirm, LearnedDevices};
use crate::lang::hq as hq_words;
use crate::lang::words::both;
use crate::record::audit::{AuditAbout, AuditDeed};
use crate::services::headquarters::unconfirmed_text;

pub const SPEC: CommandSpec = CommandSpec::new(
    "confirm",
    both(
        "Sau khi lấy lại từ bản sao: xác nhận danh sách máy là đúng, rồi mới gộp và gửi \
         xuống",
        "After a restore: say that the devices shown are the right ones; only then \
         anything counts",
    ),
    run,
)
.args(&[ArgSpec::flag(
    "yes",
    both("Không hỏi: danh sách máy đã được xem", "Do not ask: the devices were looked at"),
)]);

fn run(io: &mut CommandIo<'_>, given: &Invocation<'_>) -> CommandResult {
    let home = directory(io)?;
    let lang = io.lang;
    let Some(waits) = home.awaits_confirm().map_err(|e| io.failed(&e))? else {
        io.say(&hq_words::nobody_waits(lang))?;
        return Ok(CommandEnd::All);
    };
    if waits.replaced.is_some() {
        return Err(Stop::Failed(unconfirmed_text(&waits, lang)));
    }
    show(io, &home, &waits)?;
    if !given.flag("yes") {
        io.say(&hq_words::are_these_all(lang))?;
        if !["y", "c"].contains(&&*io.read_line().to_lowercase()) {
            io.say(&hq_words::not_confirmed(lang))?;
            return Ok(CommandEnd::Some);
        }
    }
    let undone = hq_words::confirm_undone(lang);
    note_before(io, &home, AuditDeed::Confirm, AuditAbout::default())?;
    let done = home.confirm((io.now)());
    note_if_failed(io, &home, AuditDeed::Confirm, AuditAbout::default(), done)?
        .map_err(|e| io.failed_at(&e, &undone))?;
    io.say(&hq_words::confirmed(lang))?;
    io.say(&hq_words::new_words(lang, &home.fingerprint_words()))?;
    let folded = fold(io)?;
    let done = report_fold(io, folded)?;
    warnings::warn_stale_lists(io, &home)?;
    Ok(done)
}

/// Prints the devices to be confirmed, and how many changes came from device lists.
pub fn show(
    io: &mut CommandIo<'_>,
    home: &HqDirectory,
    waits: &AwaitingConfirm,
) -> Result<(), Stop> {
    let LearnedDevices { enrolled, removed } = waits.learned;
    if !waits.learned.is_nothing() {
        io.say(&hq_words::learned(io.lang, enrolled, removed))?;
    }
    let all = home.officers().map_err(|e| io.failed(&e))?;
    for officer in &all {
        let line = row(officer, io);
        io.say(&line)?;
    }
    Ok(())
}
