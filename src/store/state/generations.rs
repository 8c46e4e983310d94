//! The generations of the state: finds the sled directories, makes the next one, moves a broken one
//! to `broken/`. Nothing in `broken/` is deleted, except by an erasure.

use std::path::{Path, PathBuf};

use crate::storage::disk::{Disk, RealDisk, make_folder, write_undurable};
use crate::storage::error::{IoOperation, StoreError};

const STATE: &str = "state";
const BROKEN: &str = "broken";
/// File with the kernel's boot id, present while the notebook is open: distinguishes a killed
/// program from a power cut.
const BOOT: &str = "BOOT";
const BOOT_ID: &str = "/proc/sys/kernel/random/boot_id";
/// Maximum bytes of `BOOT` and of the kernel's file.
const MAX_NAME_FILE: u64 = 4096;

/// The number of a sled directory.
pub(crate) fn number(name: &str) -> Option<u32> {
    let is_one = name.len() == 6 && name.bytes().all(|b| b.is_ascii_digit());
    is_one.then(|| name.parse().ok())?
}

/// Numbers of the sled directories in a folder, lowest first.
fn numbers(folder: &Path) -> Vec<u32> {
    let names = RealDisk.list(folder).unwrap_or_default();
    let mut found: Vec<u32> = names.iter().filter_map(|name| number(name)).collect();
    found.sort_unstable();
    found
}

/// Whether a state was put aside before.
pub(crate) fn has_one_aside(dir: &Path) -> bool {
    let broken = dir.join(BROKEN);
    let names = RealDisk.list(&broken).unwrap_or_default();
    names.iter().any(|name| !numbers(&broken.join(name)).is_empty())
}

fn at(dir: &Path, number: u32) -> PathBuf {
    dir.join(shown(number))
}

/// The path of a sled directory in the notebook's folder.
pub(crate) fn shown(number: u32) -> String {
    format!("{STATE}/{number:06}")
}

/// All sled directories, newest first.
pub(crate) fn states(dir: &Path) -> Vec<PathBuf> {
    numbers(&dir.join(STATE)).into_iter().rev().map(|n| at(dir, n)).collect()
}

/// A new, empty directory.
pub(crate) fn next(disk: &dyn Disk, dir: &Path) -> Result<PathBuf, StoreError> {
    let folder = at(dir, numbers(&dir.join(STATE)).last().map_or(1, |n| n + 1));
    make_folder(disk, dir, &folder)?;
    Ok(folder)
}

/// Moves a sled directory into `broken/`.
pub(crate) fn put_aside(
    disk: &dyn Disk,
    dir: &Path,
    state: &Path,
    now: u64,
) -> Result<PathBuf, StoreError> {
    let mut to = dir.join(BROKEN).join(now.to_string());
    let mut more = 0u32;
    while disk.exists(&to) {
        more += 1;
        to = dir.join(BROKEN).join(format!("{now}-{more}"));
    }
    make_folder(disk, dir, &to)?;
    let name = state.file_name().unwrap_or_default();
    let aside = to.join(name);
    disk.rename(state, &aside).map_err(|e| StoreError::io(IoOperation::Rename, state, e))?;
    for folder in [&to, &dir.join(STATE)] {
        disk.sync_folder(folder).map_err(|e| StoreError::io(IoOperation::Sync, folder, e))?;
    }
    Ok(aside)
}

/// The kernel's boot id; zeros if it cannot be read.
pub(crate) fn boot_id() -> [u8; 16] {
    let text = RealDisk.read(Path::new(BOOT_ID), MAX_NAME_FILE).unwrap_or_default();
    let text = String::from_utf8(text).unwrap_or_default();
    text.trim().parse::<crate::record::Id>().map_or([0; 16], |id| id.0)
}

/// Notes that the state is open in this boot. Not durable: a power cut may lose the file, which
/// then reads as after a power cut.
pub(crate) fn note_boot(state: &Path) -> Result<(), StoreError> {
    let path = state.join(BOOT);
    write_undurable(&path, &boot_id()).map_err(|e| StoreError::io(IoOperation::Write, &path, e))
}

/// Removes the note; the last step of a clean close.
pub(crate) fn forget_boot(disk: &dyn Disk, state: &Path) -> Result<(), StoreError> {
    let path = state.join(BOOT);
    disk.remove(&path).map_err(|e| StoreError::io(IoOperation::Write, &path, e))
}

/// Whether no power cut can have lost writes of the state: either the program that had it open ran
/// in this boot, or the journal is `closed` and no program has opened the state since.
pub(crate) fn is_whole(state: &Path, closed: bool) -> bool {
    match RealDisk.read(&state.join(BOOT), MAX_NAME_FILE) {
        Ok(noted) => noted == boot_id() && noted != [0; 16],
        Err(_) => closed,
    }
}
