//! A small file that nothing can recreate, in two identical copies: `NAME` and `NAME.bak`. Does not
//! know the content; the caller says whether bytes are valid.
//!
//! A write replaces `NAME`, then `NAME.bak`, each durable before the next step. So a valid `NAME`
//! is never older than its copy: it counts, and the copy counts only if `NAME` is damaged or
//! missing. This also holds after a program that knew no copies has written only `NAME`.

use std::io;
use std::path::{Path, PathBuf};

use super::space;
use super::{Disk, write_whole};
use crate::storage::error::{IoOperation, StoreError};

/// The state of the two copies after a repair.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TwinState {
    /// Both exist and are equal; or only `NAME` existed, and the copy is created now.
    Whole,
    /// One was damaged, missing or old, and has been written again.
    Repaired,
    /// One is damaged, missing or old, and could not be written again.
    OneLeft,
}

/// The path of the second copy.
pub fn copy_of(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push(".bak");
    path.with_file_name(name)
}

pub fn exists(disk: &dyn Disk, path: &Path) -> bool {
    disk.exists(path) || disk.exists(&copy_of(path))
}

/// Reads the copy that counts. If neither is valid, the error is that of `NAME` if it exists.
/// `max`: bytes of a file.
pub fn read<T>(
    disk: &dyn Disk,
    path: &Path,
    max: u64,
    open: impl Fn(&[u8]) -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    let read = |path: &Path| {
        let bytes =
            disk.read(path, max).map_err(|e| StoreError::io(IoOperation::Read, path, e));
        open(&bytes?)
    };
    match (read(path), disk.exists(path)) {
        (Ok(content), _) => Ok(content),
        (Err(error), true) => read(&copy_of(path)).map_err(|_| error),
        (Err(_), false) => read(&copy_of(path)),
    }
}

/// Writes both copies, each durable before the next step.
pub fn write(disk: &dyn Disk, path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    write_whole(disk, path, bytes)?;
    write_whole(disk, &copy_of(path), bytes)
}

/// As `write`; on a full disk removes the folder's ballast first.
pub fn write_reserved(
    disk: &dyn Disk,
    dir: &Path,
    path: &Path,
    bytes: &[u8],
) -> Result<(), StoreError> {
    space::write_reserved(disk, dir, path, bytes)?;
    space::write_reserved(disk, dir, &copy_of(path), bytes)
}

/// Makes the two copies equal again. Requires exclusive write access. Fails only if neither copy is
/// valid, not on a full or read-only disk.
pub fn mend(
    disk: &dyn Disk,
    path: &Path,
    max: u64,
    open: impl Fn(&[u8]) -> Result<(), StoreError>,
) -> Result<TwinState, StoreError> {
    let good = read(disk, path, max, |bytes| open(bytes).map(|()| bytes.to_vec()))?;
    let copy = copy_of(path);
    // What the disk does not read now may be newer than the other copy: it is not overwritten.
    let is_unread = |path: &Path| {
        let read = disk.read(path, max);
        read.is_err_and(|e| {
            !matches!(e.kind(), io::ErrorKind::NotFound | io::ErrorKind::FileTooLarge)
        })
    };
    if is_unread(path) || is_unread(&copy) {
        return Ok(TwinState::OneLeft);
    }
    let differs = |path: &Path| !disk.read(path, max).is_ok_and(|bytes| bytes == good);
    let is_new = !disk.exists(&copy);
    let stale: Vec<&Path> = [path, &copy].into_iter().filter(|path| differs(path)).collect();
    let is_written = stale.iter().all(|path| write_whole(disk, path, &good).is_ok());
    Ok(match (stale.first(), is_written) {
        (None, _) => TwinState::Whole,
        // written by a program that knew no copies
        (Some(stale), _) if *stale == copy && is_new => TwinState::Whole,
        (Some(_), true) => TwinState::Repaired,
        (Some(_), false) => TwinState::OneLeft,
    })
}

/// Whether the copies differ, so that the next opening has to repair them. Does not check which is
/// valid.
pub fn is_unlike(disk: &dyn Disk, path: &Path, max: u64) -> bool {
    let (first, copy) = (disk.read(path, max), copy_of(path));
    disk.exists(&copy) && first.ok() != disk.read(&copy, max).ok()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)] // a test may stop
mod tests {
    use super::super::RealDisk;
    use super::*;

    const MAX: u64 = 64;

    /// Valid if it begins with `+`.
    fn open(bytes: &[u8]) -> Result<String, StoreError> {
        let text = String::from_utf8_lossy(bytes).into_owned();
        if text.starts_with('+') { Ok(text) } else { Err(StoreError::DeviceDamaged) }
    }

    fn check(bytes: &[u8]) -> Result<(), StoreError> {
        open(bytes).map(drop)
    }

    #[test]
    fn the_newer_whole_copy_counts_at_every_step_of_a_write() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("file");
        let copy = copy_of(&path);
        let steps: [(&str, &str, Option<&str>, TwinState); 8] = [
            ("+old", "+old", Some("+old"), TwinState::Whole),
            ("+new", "+old", Some("+new"), TwinState::Repaired),
            ("+new", "+new", Some("+new"), TwinState::Whole),
            ("-", "+new", Some("+new"), TwinState::Repaired),
            ("", "+new", Some("+new"), TwinState::Repaired),
            ("+new", "-", Some("+new"), TwinState::Repaired),
            ("+new", "", Some("+new"), TwinState::Whole),
            ("-", "-", None, TwinState::Whole),
        ];
        for (first, second, wanted, state) in steps {
            for (path, text) in [(&path, first), (&copy, second)] {
                match text {
                    "" => std::fs::remove_file(path).unwrap_or_default(),
                    text => std::fs::write(path, text).unwrap(),
                }
            }
            let read_now = || read(&RealDisk, &path, MAX, open).ok();
            assert_eq!(read_now().as_deref(), wanted, "{first} {second}");
            match wanted {
                None => assert!(mend(&RealDisk, &path, MAX, check).is_err()),
                Some(text) => {
                    assert_eq!(mend(&RealDisk, &path, MAX, check).unwrap(), state);
                    let both =
                        [&path, &copy].map(|path| std::fs::read_to_string(path).unwrap());
                    assert_eq!(both, [text, text], "{first} {second}");
                    assert!(!is_unlike(&RealDisk, &path, MAX));
                }
            }
            assert_eq!(read_now().as_deref(), wanted);
        }
    }

    #[test]
    fn of_neither_copy_the_error_says_what_is_wrong_with_the_first() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("file");
        assert!(!exists(&RealDisk, &path));
        let error = || read(&RealDisk, &path, MAX, open).unwrap_err();
        assert!(matches!(error(), StoreError::Io { .. }));
        std::fs::write(&path, "-").unwrap();
        assert!(matches!(error(), StoreError::DeviceDamaged));
        std::fs::rename(&path, copy_of(&path)).unwrap();
        assert!(exists(&RealDisk, &path));
        assert!(matches!(error(), StoreError::DeviceDamaged));
    }
}
