//! `sotay-hq export PATH`: writes the downlink of every device onto a USB stick.

use super::import::STICK;
use super::open::{directory, fold, note_if_failed, note_if_possible};
use crate::command::command_io::{CommandEnd, CommandIo, CommandResult};
use crate::command::invocation::Invocation;
use crate::command::spec::CommandSpec;
use crate::hq::ingest::intake::IngestContext;
use crate::hq::ingest::stick;
use crate::lang::sync as sync_words;
use crate::lang::words::both;
use crate::record::audit::{AuditAbout, AuditDeed};

pub const SPEC: CommandSpec = CommandSpec::new(
    "export",
    both(
        "Ghi phần gửi xuống cho mọi máy ra USB",
        "Write what goes down to all devices onto a stick",
    ),
    run,
)
.args(&[STICK]);

fn run(io: &mut CommandIo<'_>, given: &Invocation<'_>) -> CommandResult {
    let path = &given.path("path");
    let home = directory(io)?;
    fold(io)?;
    let officers = home.officers().map_err(|e| io.failed(&e))?;
    let devices: Vec<[u8; 16]> = officers.iter().map(|o| o.certificate().device).collect();
    note_if_possible(io, &home, AuditDeed::Stick, AuditAbout::default())?;
    let ingest = IngestContext { home: &home, now: io.now };
    let written = stick::export(ingest, path, &devices);
    let written = note_if_failed(io, &home, AuditDeed::Stick, AuditAbout::default(), written)?;
    let written = written.map_err(|e| io.failed(&e))?;
    io.put(&sync_words::stick_answers(io.lang, written as u64))?;
    io.flush()?;
    Ok(CommandEnd::All)
}
