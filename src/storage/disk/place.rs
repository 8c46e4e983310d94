//! Renames finished files without replacing existing ones.

use std::fs::OpenOptions;
use std::io;
use std::path::Path;

use rustix::fs::{CWD, RenameFlags, renameat_with};

/// Renames a file; fails with `AlreadyExists` if the target exists, without a race. A kill leaves
/// the complete file or none, if the file system supports that.
pub fn rename_new(file: &Path, target: &Path) -> io::Result<()> {
    match renameat_with(CWD, file, CWD, target, RenameFlags::NOREPLACE) {
        Err(e) if e.kind() != io::ErrorKind::AlreadyExists => {}
        placed => return Ok(placed?),
    }
    // some USB sticks and shared folders do not support RENAME_NOREPLACE
    match std::fs::hard_link(file, target) {
        Err(e) if e.kind() != io::ErrorKind::AlreadyExists => {}
        placed => return placed.and_then(|()| std::fs::remove_file(file)),
    }
    // Without hard links: reserve the name with an empty file, which no other process can have
    // created, and replace it.
    OpenOptions::new().write(true).create_new(true).open(target)?;
    std::fs::rename(file, target).inspect_err(|_| {
        std::fs::remove_file(target).unwrap_or_default();
    })
}
