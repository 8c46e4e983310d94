//! Small files of a notebook's folder that may name people, sealed under the data key. Does not
//! know their content.
//!
//! Older programs wrote them unsealed. Such a file is read as it is, and sealed at the next
//! opening.

use std::path::Path;

use super::key::{Domain, Keys};
use super::seal::{BrokenSeal, OVERHEAD, Sealer};
use crate::storage::disk::{Disk, twin, write_whole};
use crate::storage::error::StoreError;

const MAGIC: usize = 8;
/// Bytes that sealing adds to a file.
const ADDED: u64 = (MAGIC + OVERHEAD) as u64;
/// Maximum bytes of an unsealed file of an older program.
const MAX_OLD: u64 = 1 << 20;

/// A kind of file. The magic is authenticated, so one file cannot replace another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SealedFile {
    pub name: &'static str,
    magic: &'static [u8; MAGIC],
    /// Of the file that older programs wrote; `None`: it was text.
    old_magic: Option<&'static [u8; MAGIC]>,
    /// has a second copy, because nothing can recreate its content
    has_copy: bool,
}

/// The certificates of the officer and of headquarters.
pub const ENROLMENT: SealedFile = SealedFile {
    name: "enrolled",
    magic: b"SOTAYEN2",
    old_magic: Some(b"SOTAYEN1"),
    has_copy: true,
};
/// Known headings of imported lists, with their meaning.
pub const COLUMNS: SealedFile =
    SealedFile { name: "columns", magic: b"SOTAYCO2", old_magic: None, has_copy: false };
/// Known values of imported lists, with their meaning.
pub const VALUES: SealedFile =
    SealedFile { name: "values", magic: b"SOTAYVA2", old_magic: None, has_copy: false };
/// Where headquarters was last reached: a folder or an ssh account.
pub const ADDRESS: SealedFile =
    SealedFile { name: "road", magic: b"SOTAYRO2", old_magic: None, has_copy: false };

const ALL: [SealedFile; 4] = [ENROLMENT, COLUMNS, VALUES, ADDRESS];

impl SealedFile {
    pub fn is_sealed(&self, bytes: &[u8]) -> bool {
        bytes.starts_with(self.magic)
    }

    /// Whether these are the bytes of an older program, not a sealed file whose front is damaged: its
    /// second copy would be overwritten.
    fn is_of_older_program(&self, bytes: &[u8]) -> bool {
        match self.old_magic {
            Some(magic) => bytes.starts_with(magic),
            None => std::str::from_utf8(bytes).is_ok(),
        }
    }

    /// The bytes of the file; bytes that are sealed already are unchanged.
    pub fn seal(&self, keys: &Keys, bytes: &[u8]) -> Result<Vec<u8>, StoreError> {
        if self.is_sealed(bytes) {
            return Ok(bytes.to_vec());
        }
        let sealed = Sealer::new(keys).seal(Domain::Device, self.magic, bytes)?;
        Ok([&self.magic[..], &sealed].concat())
    }

    /// The content of the file; bytes without the magic are returned unchanged, as an older
    /// program's.
    pub fn open(&self, keys: &Keys, bytes: &[u8]) -> Result<Vec<u8>, BrokenSeal> {
        match bytes.strip_prefix(self.magic) {
            Some(sealed) => Sealer::new(keys).open(Domain::Device, self.magic, sealed),
            None => Ok(bytes.to_vec()),
        }
    }

    /// The content; empty if the file is missing or does not open. `max`: bytes of the content.
    pub fn read(&self, disk: &dyn Disk, dir: &Path, keys: &Keys, max: u64) -> Vec<u8> {
        let bytes = disk.read(&dir.join(self.name), max.saturating_add(ADDED));
        let bytes = bytes.unwrap_or_default();
        self.open(keys, &bytes).unwrap_or_default()
    }

    pub fn write(
        &self,
        disk: &dyn Disk,
        dir: &Path,
        keys: &Keys,
        bytes: &[u8],
    ) -> Result<(), StoreError> {
        let (path, sealed) = (dir.join(self.name), self.seal(keys, bytes)?);
        match self.has_copy {
            true => twin::write(disk, &path, &sealed),
            false => write_whole(disk, &path, &sealed),
        }
    }
}

/// Seals files that an older program has left unsealed. Requires the notebook's lock. Best effort:
/// a full or read-only disk must not prevent the opening, and the next opening tries again.
pub fn seal_old_files(disk: &dyn Disk, dir: &Path, keys: &Keys) {
    for file in ALL {
        let path = dir.join(file.name);
        let front = disk.read_at(&path, 0, MAGIC).unwrap_or_default();
        if front.is_empty() || file.is_sealed(&front) {
            continue;
        }
        let Ok(old) = disk.read(&path, MAX_OLD) else { continue };
        if file.is_of_older_program(&old) {
            file.write(disk, dir, keys, &old).unwrap_or_default();
        }
    }
}
