//! `sotay backup FOLDER`: one file with the whole notebook, read back before it is called written.

use std::path::Path;

use super::invocation::Invocation;
use super::notebook;
use super::spec::{ArgSpec, CommandSpec};
use super::stage::{CommandEnd, CommandIo, CommandResult, Stop};
use crate::lang::cli::WorkWord;
use crate::lang::words::both;
use crate::store::{Store, messages};
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

/// A stick that is not in its place must not become a folder on this machine's own disk.
pub fn must_be_there(stage: &CommandIo<'_>, folder: &Path) -> Result<(), Stop> {
    let shown = folder.display().to_string();
    let missing = || WorkWord::NoFolder { folder: &visible_line(&shown) }.text(stage.lang);
    if folder.is_dir() { Ok(()) } else { Err(Stop::Failed(missing())) }
}

fn run(stage: &mut CommandIo<'_>, given: &Invocation<'_>) -> CommandResult {
    let folder = &given.path("folder");
    must_be_there(stage, folder)?;
    let store = notebook::open(stage)?;
    let written = store.backup(folder);
    let closed = notebook::close(stage, &store);
    let file = written.map_err(|e| Stop::Failed(messages::error(&e, stage.lang)))?;
    closed?;
    let file = file.display().to_string();
    stage.put(&file)?;
    stage.say(&WorkWord::BackedUp { file: &file }.text(stage.lang))?;
    let half = Store::half_written_backups(folder).unwrap_or_default();
    if let Some(first) = half.first() {
        let (n, first) = (half.len() as u64, &*visible_line(first));
        stage.say(&WorkWord::HalfBackups { n, first }.text(stage.lang))?;
    }
    stage.flush()?;
    Ok(CommandEnd::All)
}
