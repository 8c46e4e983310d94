//! `sotay backup FOLDER`: writes one file with the whole notebook and verifies it by reading it
//! back.

use std::path::Path;

use super::command_io::{CommandEnd, CommandIo, CommandResult, Stop};
use super::invocation::Invocation;
use super::notebook;
use super::spec::{ArgSpec, CommandSpec};
use crate::lang::cli::work as work_words;
use crate::lang::words::both;
use crate::store::{half_written_backups, messages};
use crate::text::visible_line;

pub const SPEC: CommandSpec = CommandSpec::new(
    "backup",
    both("Sao lưu sổ vào một thư mục", "Back the notebook up into a folder"),
    run,
)
.details(both(
    "Ghi một tệp sao lưu vào thư mục (ví dụ trên thẻ USB), đọc lại và kiểm tra. \
     Trong tệp có cả khóa. Mở trên máy khác: sotay init --from-backup TỆP",
    "Writes one backup file into the folder (a USB stick, say), reads it back and \
     verifies. The key is inside. To open it elsewhere: sotay init --from-backup \
     FILE",
))
.args(&[ArgSpec::positional(
    "folder",
    "FOLDER",
    both("Thư mục nhận bản sao lưu", "The folder that takes the backup"),
)
.path()]);

/// The target must exist: a missing USB stick must not become a folder on this machine's disk. It
/// must not be inside the notebook: the backup would be lost with it and be part of later backups.
pub fn must_be_elsewhere(io: &CommandIo<'_>, folder: &Path) -> Result<(), Stop> {
    let shown = folder.display().to_string();
    let folder_name = &visible_line(&shown);
    if !folder.is_dir() {
        let word = work_words::no_folder(io.lang, folder_name);
        return Err(Stop::Failed(word));
    }
    // resolve links and `..`, which may also lead into the notebook
    let real = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
    if real(folder).starts_with(real(&io.data)) {
        let word = work_words::backup_inside(io.lang, folder_name);
        return Err(Stop::Failed(word));
    }
    Ok(())
}

fn run(io: &mut CommandIo<'_>, given: &Invocation<'_>) -> CommandResult {
    let folder = &given.path("folder");
    must_be_elsewhere(io, folder)?;
    let store = notebook::open(io)?;
    let written = store.backup(folder);
    let has_passphrase = store.passphrase().is_set();
    let closed = notebook::close(io, &store);
    let file = written.map_err(|e| Stop::Failed(messages::error(&e, io.lang)))?;
    closed?;
    let file = file.display().to_string();
    io.put(&file)?;
    io.say(&match has_passphrase {
        true => work_words::backed_up_closed(io.lang, &file),
        false => work_words::backed_up(io.lang, &file),
    })?;
    let half = half_written_backups(folder).unwrap_or_default();
    if let Some(first) = half.first() {
        let (n, first) = (half.len() as u64, &*visible_line(first));
        io.say(&work_words::half_backups(io.lang, n, first))?;
    }
    io.flush()?;
    Ok(CommandEnd::All)
}
