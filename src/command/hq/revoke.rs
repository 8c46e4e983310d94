//! `sotay-hq revoke NUMBER`: revokes all devices of an officer.

use super::open::{directory, note_if_failed, note_if_possible};
use super::{arguments, warnings};
use crate::command::command_io::{CommandEnd, CommandIo, CommandResult, Stop};
use crate::command::invocation::Invocation;
use crate::command::spec::{ArgSpec, CommandSpec};
use crate::hq::admin::officer::Enrolled;
use crate::lang::hq as hq_words;
use crate::lang::words::both;
use crate::record::audit::{AuditAbout, AuditDeed};

pub const SPEC: CommandSpec = CommandSpec::new(
    "revoke",
    both(
        "Thu hồi mọi máy của một cán bộ từ bây giờ",
        "Shut out all devices of an officer from now on",
    ),
    run,
)
.args(&[ArgSpec::positional(
    "number",
    "NUMBER",
    both(
        "Số của cán bộ (xem: sotay-hq officers)",
        "The officer's number (see: sotay-hq officers)",
    ),
)
.value(arguments::OFFICER_NUMBER)]);

fn run(io: &mut CommandIo<'_>, given: &Invocation<'_>) -> CommandResult {
    let number = arguments::officer(given, "number").unwrap_or_default();
    let home = directory(io)?;
    let all = home.officers().map_err(|e| io.failed(&e))?;
    let is_in_use =
        |known: &Enrolled| known.certificate().number == number && known.revoked.is_none();
    let (deed, about) = (AuditDeed::Revoke, AuditAbout::officer(number));
    let is_noted = all.iter().any(is_in_use);
    if is_noted {
        // revoke a lost laptop even if the audit entry cannot be written
        note_if_possible(io, &home, deed, about)?;
    }
    // also without a device in use: an interrupted revocation is finished
    let mut revoked = home.revoke(number, (io.now)());
    if is_noted {
        revoked = note_if_failed(io, &home, deed, about, revoked)?;
    }
    let n = revoked.map_err(|e| io.failed_at(&e, &hq_words::not_revoked(io.lang, number)))?;
    if n == 0 {
        let all = home.officers().map_err(|e| io.failed(&e))?;
        if all.iter().any(|known| known.certificate().number == number) {
            io.say(&hq_words::already_out(io.lang, number))?;
            return Ok(CommandEnd::All);
        }
        return Err(Stop::Failed(hq_words::no_officer(io.lang, number)));
    }
    let all = home.officers().map_err(|e| io.failed(&e))?;
    let whose = all.iter().rfind(|known| known.certificate().number == number);
    let name = whose.map(|known| known.certificate().display_name()).unwrap_or_default();
    io.say(&hq_words::revoked(io.lang, &name, n as u64))?;
    warnings::warn_stale_lists(io, &home)?;
    warnings::warn_unconfirmed(io, &home)?;
    Ok(CommandEnd::All)
}
