//! Removes temporary files of killed programs. A program holds a lock on each that it writes, so one
//! without a lock has no writer, and the next program that writes in that folder removes it.

use std::fs::{File, OpenOptions};
use std::io::{self, Read};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::Path;

use rustix::fs::OFlags;

/// Bytes at the front of a file by which it is known for ours.
const MARK_BYTES: u64 = 8;
/// Sweeps that may remove a file between its making and its lock.
const MAX_SWEEPS: usize = 8;

/// Makes a file that must not exist yet, mode 0600, and locks it for as long as it is open.
pub(crate) fn create_locked(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create_new(true).mode(0o600);
    locked(|| options.open(path), |file| file)
}

/// Makes a temporary file by `make` until it is locked and still there.
pub(crate) fn locked<T>(
    make: impl Fn() -> io::Result<T>,
    file: impl Fn(&T) -> &File,
) -> io::Result<T> {
    for _ in 0..MAX_SWEEPS {
        let made = make()?;
        // where the disk has no locks it stays without one, and is never removed
        if file(&made).lock().is_err() || file(&made).metadata()?.nlink() > 0 {
            return Ok(made);
        }
    }
    Err(io::ErrorKind::NotFound.into())
}

/// Removes the file of a program that was killed. `magic`: what it begins with, as far as it was
/// written; after a power cut it may be zeros. Anything else stays, and what another program writes.
pub(crate) fn remove_abandoned(path: &Path, magic: Option<&[u8; 8]>) {
    // no link, and nothing that waits for another end
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
