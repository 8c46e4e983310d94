//! Removes temporary files of killed programs. A program locks each temporary file that it writes,
//! so an unlocked one has no writer; the next program that writes in the folder removes it.

use std::fs::{File, OpenOptions};
use std::io::{self, Read};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::Path;

use rustix::fs::OFlags;

/// Bytes of the magic at the start of a file.
const MARK_BYTES: u64 = 8;
/// Attempts to create a file: another program may remove it before it is locked.
const MAX_SWEEPS: usize = 8;

/// Creates a file that must not exist, mode 0600, and locks it until it is closed.
pub(crate) fn create_locked(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create_new(true).mode(0o600);
    locked(|| options.open(path), |file| file)
}

/// Calls `make` until the file is locked and still exists.
pub(crate) fn locked<T>(
    make: impl Fn() -> io::Result<T>,
    file: impl Fn(&T) -> &File,
) -> io::Result<T> {
    for _ in 0..MAX_SWEEPS {
        let made = make()?;
        // without lock support the file stays unlocked; no other program can lock and remove it
        if file(&made).lock().is_err() || file(&made).metadata()?.nlink() > 0 {
            return Ok(made);
        }
    }
    Err(io::ErrorKind::NotFound.into())
}

/// Removes a killed program's file. `magic`: its first bytes, possibly truncated, or zeros after a
/// power cut. Keeps files with other content and files that are being written.
pub(crate) fn remove_abandoned(path: &Path, magic: Option<&[u8; 8]>) {
    // no links, and no pipes: opening one would block
    let flags = (OFlags::NOFOLLOW | OFlags::NONBLOCK).bits() as i32;
    let opened = OpenOptions::new().read(true).custom_flags(flags).open(path);
    let Ok(mut file) = opened else { return };
    if !file.metadata().is_ok_and(|found| found.is_file()) {
        return;
    }
    let ours = |front: &[u8]| {
        magic
            .is_none_or(|magic| magic.starts_with(front) || front.iter().all(|byte| *byte == 0))
    };
    let mut front = Vec::new();
    let read = file.by_ref().take(MARK_BYTES).read_to_end(&mut front);
    if read.is_ok() && ours(&front) && file.try_lock().is_ok() {
        // Best effort: a file that cannot be removed does no harm.
        std::fs::remove_file(path).unwrap_or_default();
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)] // a test may stop
mod tests {
    use super::*;

    const MAGIC: &[u8; 8] = b"SOTAYBK1";

    #[test]
    fn only_what_is_ours_and_nobody_writes_is_removed() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.tmp");
        let left = |bytes: &[u8]| {
            std::fs::write(&path, bytes).unwrap();
            remove_abandoned(&path, Some(MAGIC));
            path.exists()
        };
        for ours in [&b""[..], b"SOT", b"SOTAYBK1", b"SOTAYBK1 and more", &[0; 40]] {
            assert!(!left(ours), "{ours:?}");
        }
        for foreign in [&b"x"[..], b"SOTAYBK2", b"SOTAYBK", b"PK\x03\x04"] {
            assert_eq!(left(foreign), !MAGIC.starts_with(foreign), "{foreign:?}");
        }
        std::fs::remove_file(&path).unwrap_or_default();
        let writing = create_locked(&path).unwrap();
        remove_abandoned(&path, Some(MAGIC));
        assert!(path.exists());
        drop(writing);
        let link = dir.path().join("link.tmp");
        std::os::unix::fs::symlink(&path, &link).unwrap();
        remove_abandoned(&link, None);
        assert!(path.exists() && link.symlink_metadata().is_ok());
        remove_abandoned(&path, None);
        assert!(!path.exists());
        assert!(create_locked(&path).is_ok() && create_locked(&path).is_err());
    }
}
