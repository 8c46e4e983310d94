//! Writes small files in one piece.

use std::io;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};

use super::{Disk, RealDisk};
use crate::storage::error::{IoOperation, StoreError};

/// Writes a small file, mode 0600, neither atomically nor durably: for files that may be lost.
pub fn write_undurable(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let file = RealDisk.open_or_create(path)?;
    file.set_len(0)?;
    file.write_all_at(bytes, 0)
}

/// Milliseconds since a file was last modified; `now` is Unix milliseconds.
pub fn age(path: &Path, now: u64) -> io::Result<u64> {
    let written = RealDisk.link_metadata(path)?.modified()?;
    let written = written.duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    Ok(now.saturating_sub(u64::try_from(written.as_millis()).unwrap_or(u64::MAX)))
}

/// Writes a small file atomically and durably: temporary name, fdatasync, rename, fsync of the
/// folder.
pub fn write_whole(disk: &dyn Disk, path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    let temp = temporary(path);
    if disk.exists(&temp) {
        disk.remove(&temp).map_err(|e| StoreError::io(IoOperation::Write, &temp, e))?;
    }
    let made = write_temporary(disk, &temp, bytes)
        .and_then(|()| disk.rename(&temp, path).map_err(|e| (IoOperation::Rename, e)));
    if let Err((doing, e)) = made {
        // free the space of a partial file
        if disk.exists(&temp) {
            disk.remove(&temp).map_err(|e| StoreError::io(IoOperation::Write, &temp, e))?;
        }
        return Err(StoreError::io(doing, path, e));
    }
    sync_parent(disk, path)
}

fn write_temporary(
    disk: &dyn Disk,
    temp: &Path,
    bytes: &[u8],
) -> Result<(), (IoOperation, io::Error)> {
    let mut file = disk.create(temp).map_err(|e| (IoOperation::Create, e))?;
    file.write_at(bytes, 0).map_err(|e| (IoOperation::Write, e))?;
    file.sync_data().map_err(|e| (IoOperation::Sync, e))
}

pub fn sync_parent(disk: &dyn Disk, path: &Path) -> Result<(), StoreError> {
    // a bare name has an empty parent, which cannot be opened
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    disk.sync_folder(folder).map_err(|e| StoreError::io(IoOperation::Sync, folder, e))
}

fn temporary(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push(".tmp");
    path.with_file_name(name)
}
