//! `sotay-hq backup FOLDER`: copies headquarters' folder without what can be derived from it.

use super::open::{directory, open};
use crate::command::backup::must_be_elsewhere;
use crate::command::command_io::{CommandEnd, CommandIo, CommandResult};
use crate::command::invocation::Invocation;
use crate::command::notebook;
use crate::command::spec::{ArgSpec, CommandSpec};
use crate::hq::admin::backup;
use crate::lang::hq as hq_words;
use crate::lang::words::both;
use crate::record::audit::{AuditAbout, AuditDeed};
use crate::storage::disk::RealDisk;
use crate::storage::disk::space::keep_ballast;
use crate::store::note_backup;
use crate::text::format::{iso, today_from_millis};

pub const SPEC: CommandSpec = CommandSpec::new(
    "backup",
    both(
        "Sao lưu cả thư mục của đơn vị, kể cả khóa: cất nơi an toàn",
        "Copy all of headquarters' folder, keys included: keep it safe",
    ),
    run,
)
.args(&[ArgSpec::positional(
    "folder",
    "FOLDER",
    both("Thư mục để ghi vào", "The folder to write into"),
)
.path()]);

fn run(io: &mut CommandIo<'_>, given: &Invocation<'_>) -> CommandResult {
    let folder = &given.path("folder");
    must_be_elsewhere(io, folder)?;
    let home = directory(io)?;
    let store = open(io)?;
    let now = (io.now)();
    // before the copy, so that the copy contains the entry
    store.audit().note_if_possible(AuditDeed::Backup, AuditAbout::default());
    let name =
        format!("{}{}-{}", backup::PREFIX, iso(today_from_millis(now)), now % 86_400_000);
    let into = folder.join(name);
    // the store's lock is held, so no fold runs; logs may only grow
    let copied = store
        .maintenance()
        .checkpoint()
        .and_then(|()| backup::sweep(folder))
        .and_then(|()| backup::back_up(&RealDisk, &io.data, &into, now))
        .and_then(|()| home.add_roll_folder(folder));
    let copied = store.audit().note_if_failed(AuditDeed::Backup, AuditAbout::default(), copied);
    if copied.is_ok() {
        note_backup(&RealDisk, &io.data, now);
    }
    let has_passphrase = store.passphrase().is_set();
    let closed = notebook::close(io, &store);
    copied.map_err(|e| io.failed_at(&e, &hq_words::not_backed_up(io.lang)))?;
    closed?;
    // reserve space to revoke devices on a full disk; without it the copy is still valid
    keep_ballast(&RealDisk, &io.data).unwrap_or_default();
    let folder = into.display().to_string();
    io.put(&folder)?;
    io.say(&match has_passphrase {
        true => hq_words::backed_up_closed(io.lang, &folder),
        false => hq_words::backed_up(io.lang, &folder),
    })?;
    io.flush()?;
    Ok(CommandEnd::All)
}
