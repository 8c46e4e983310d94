//! Gives finished files their names without ever replacing another one.

use std::fs::OpenOptions;
use std::io;
use std::path::Path;

use rustix::fs::{CWD, RenameFlags, renameat_with};

/// Gives a file its name, and fails if there is another by then, however late it came. A kill
/// on the way leaves the whole file or none, wherever the disk can do that.
pub fn rename_new(file: &Path, target: &Path) -> io::Result<()> {
    match renameat_with(CWD, file, CWD, target, RenameFlags::NOREPLACE) {
        Err(e) if e.kind() != io::ErrorKind::AlreadyExists => {}
        placed => return Ok(placed?),
    }
    // Some sticks and shared folders know no rename that fails over a file.
    match std::fs::hard_link(file, target) {
        Err(e) if e.kind() != io::ErrorKind::AlreadyExists => {}
        placed => return placed.and_then(|()| std::fs::remove_file(file)),
    }
    // Nor two names of one file: the name is taken by an empty file of our own first, which no
    // other process can have made.
    OpenOptions::new().write(true).create_new(true).open(target)?;
    std::fs::rename(file, target).inspect_err(|_| {
        std::fs::remove_file(target).unwrap_or_default();
    })
}
