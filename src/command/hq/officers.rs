//! `sotay-hq officers`: prints officers and their devices, and the lines for ssh.

use std::path::PathBuf;

use super::open::directory;
use super::warnings;
use crate::command::command_io::{CommandEnd, CommandIo, CommandResult, Stop};
use crate::command::invocation::Invocation;
use crate::command::spec::{ArgSpec, CommandSpec};
use crate::hq::HqDirectory;
use crate::hq::admin::officer::Enrolled;
use crate::lang::cli::passphrase as words;
use crate::lang::hq as hq_words;
use crate::lang::words::both;
use crate::programme::reference::province_name;
use crate::storage::crypto::key_folder;
use crate::text::cells;
use crate::text::format::{show_date, today_from_millis};
use crate::text::hex::short_hex;

pub const SPEC: CommandSpec = CommandSpec::new(
    "officers",
    both(
        "Các cán bộ và máy đã nhận, với dòng cho authorized_keys",
        "Officers and devices, with their lines for authorized_keys",
    ),
    run,
)
.args(&[ArgSpec::flag(
    "ssh",
    both("Chỉ in các dòng cho authorized_keys", "Print only the lines for authorized_keys"),
)]);

fn run(io: &mut CommandIo<'_>, given: &Invocation<'_>) -> CommandResult {
    let ssh = given.flag("ssh");
    let home = directory(io)?;
    let all = home.officers().map_err(|e| io.failed(&e))?;
    if all.is_empty() {
        io.say(&hq_words::no_officers(io.lang))?;
    }
    for officer in &all {
        let line = match ssh {
            true if officer.revoked.is_some() => continue,
            true => ssh_line(officer, &home, io).unwrap_or_default(),
            false => row(officer, io),
        };
        if !line.is_empty() {
            io.put(&line)?;
        }
    }
    if ssh {
        warn_without_file(io)?;
    }
    warnings::warn_unconfirmed(io, &home)?;
    io.flush()?;
    Ok(CommandEnd::All)
}

/// The line for authorized_keys, with absolute paths of this program and folder.
pub fn ssh_line(officer: &Enrolled, home: &HqDirectory, io: &CommandIo<'_>) -> Option<String> {
    let program = std::env::current_exe().unwrap_or_else(|_| PathBuf::from("sotay-hq"));
    let dir = home.dir.canonicalize().unwrap_or_else(|_| home.dir.clone());
    let file = io.passphrase_file.as_ref();
    let file = file.map(|file| file.canonicalize().unwrap_or_else(|_| file.clone()));
    officer.ssh_line(&program, &dir, file.as_deref())
}

/// Warns about lines without a passphrase file: their `receive` cannot unlock the folder.
pub fn warn_without_file(io: &mut CommandIo<'_>) -> Result<(), Stop> {
    if io.passphrase_file.is_none() && key_folder::is_closed(&io.data) {
        io.say(&words::receive_needs_file(io.lang))?;
    }
    Ok(())
}

pub fn row(officer: &Enrolled, io: &CommandIo<'_>) -> String {
    let who = officer.certificate();
    let state = match (officer.revoked, officer.released) {
        (None, _) => hq_words::active(io.lang),
        (Some(_), false) => hq_words::shut_out(io.lang),
        (Some(_), true) => hq_words::released(io.lang),
    };
    let day = show_date(today_from_millis(officer.revoked.unwrap_or(who.issued)));
    let device = short_hex(&who.device);
    let cells = [
        cells::pad(&who.number.to_string(), 5),
        cells::pad(&cells::cut(&who.name, 26), 26),
        cells::pad(&cells::cut(&who.unit, 26), 26),
        cells::pad(&cells::cut(province_name(&who.province), 16), 16),
        device,
        format!("{} {day}", state),
    ];
    cells.join("  ")
}
