//! Free space: the check before op numbers are given, and the ballast file, which is removed to get
//! out of a full disk.

use std::path::Path;

use crate::storage::disk::{Disk, sync_parent, write_whole};
use crate::storage::error::{IoOperation, OpeningFinding, StoreError};
use crate::storage::limits;

/// `DiskFull` unless twice the batch and a margin are free.
pub fn check(disk: &dyn Disk, dir: &Path, batch: usize) -> Result<(), StoreError> {
    let need = (batch as u64).saturating_mul(2).saturating_add(limits::SPACE_MARGIN);
    let free = disk.free(dir).map_err(|e| StoreError::io(IoOperation::Read, dir, e))?;
    if free >= need { Ok(()) } else { Err(full(dir, free, need)) }
}

fn full(dir: &Path, free: u64, need: u64) -> StoreError {
    StoreError::DiskFull { free, need, folder: dir.to_owned() }
}

/// Writes a small file; on a full disk removes the folder's ballast and tries again. For writes
/// that must not wait, such as revoking a device.
pub fn write_reserved(
    disk: &dyn Disk,
    dir: &Path,
    path: &Path,
    bytes: &[u8],
) -> Result<(), StoreError> {
    match write_whole(disk, path, bytes) {
        Err(error) if error.is_full() && free_ballast(disk, dir)? => {
            write_whole(disk, path, bytes)
        }
        written => written,
    }
}

/// Removes the ballast; true if there was one.
pub fn free_ballast(disk: &dyn Disk, dir: &Path) -> Result<bool, StoreError> {
    let path = dir.join("ballast");
    if !disk.exists(&path) {
        return Ok(false);
    }
    disk.remove(&path).map_err(|e| StoreError::io(IoOperation::Write, &path, e))?;
    sync_parent(disk, &path)?;
    Ok(true)
}

/// Whether a notebook's disk is writable when it is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DiskSpace {
    Enough,
    /// only drafts can be written, into the rest of the journal's last file
    Full {
        free: u64,
    },
    ReadOnly,
}

impl DiskSpace {
    /// Fails unless the disk is writable.
    pub fn require_writable(self, dir: &Path) -> Result<(), StoreError> {
        let need = limits::SPACE_MARGIN;
        match self {
            DiskSpace::Enough => Ok(()),
            DiskSpace::Full { free } => Err(full(dir, free, need)),
            DiskSpace::ReadOnly => {
                let kind = std::io::ErrorKind::ReadOnlyFilesystem;
                Err(StoreError::io(IoOperation::Write, dir, kind.into()))
            }
        }
    }

    /// The finding for the officer; `None` if the disk is writable.
    pub fn finding(self) -> Option<OpeningFinding> {
        match self {
            DiskSpace::Enough => None,
            DiskSpace::Full { free } => Some(OpeningFinding::DiskFull { free }),
            DiskSpace::ReadOnly => Some(OpeningFinding::ReadOnlyFolder),
        }
    }
}

/// Checks the space before an opening; on a full disk removes the ballast first.
pub fn reserve_space(disk: &dyn Disk, dir: &Path) -> Result<DiskSpace, StoreError> {
    if !disk.writable(dir) {
        return Ok(DiskSpace::ReadOnly);
    }
    let checked = |checked: Result<(), StoreError>| match checked {
        Ok(()) => Ok(None),
        Err(StoreError::DiskFull { free, .. }) => Ok(Some(free)),
        Err(other) => Err(other),
    };
    let mut free = checked(check(disk, dir, 0))?;
    if free.is_some() && free_ballast(disk, dir)? {
        free = checked(check(disk, dir, 0))?;
    }
    Ok(free.map_or(DiskSpace::Enough, |free| DiskSpace::Full { free }))
}

/// Creates a missing ballast if there is plenty of room; for idle time.
pub fn keep_ballast(disk: &dyn Disk, dir: &Path) -> Result<(), StoreError> {
    let path = dir.join("ballast");
    let free = disk.free(dir).map_err(|e| StoreError::io(IoOperation::Read, dir, e))?;
    if disk.exists(&path) || free < limits::BALLAST_AGAIN {
        return Ok(());
    }
    let made = fill(disk, &path);
    if made.is_err() && disk.exists(&path) {
        // a partial ballast would be taken for a complete one
        disk.remove(&path).map_err(|e| StoreError::io(IoOperation::Write, &path, e))?;
    }
    made
}

fn fill(disk: &dyn Disk, path: &Path) -> Result<(), StoreError> {
    let mut file =
        disk.create(path).map_err(|e| StoreError::io(IoOperation::Create, path, e))?;
    // not zeros: some file systems allocate no blocks for them
    let block: Vec<u8> =
        (0..1u32 << 18).flat_map(|n| n.wrapping_mul(2_654_435_761).to_le_bytes()).collect();
    for at in (0..limits::BALLAST).step_by(block.len()) {
        file.write_at(&block, at).map_err(|e| StoreError::io(IoOperation::Write, path, e))?;
    }
    file.sync_data().map_err(|e| StoreError::io(IoOperation::Sync, path, e))?;
    sync_parent(disk, path)
}
