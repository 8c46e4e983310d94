//! Small files of a notebook's folder that may name people, sealed under the data key. Knows nothing
//! of what is in them.
//!
//! An older program wrote them in clear. Such a file is read as it is, and written again sealed at the
//! next opening.

use std::path::Path;

use super::key::{Domain, Keys};
use super::seal::{BrokenSeal, OVERHEAD, Sealer};
use crate::storage::disk::{Disk, twin, write_whole};
use crate::storage::error::StoreError;

const MAGIC: usize = 8;
/// What sealing adds to a file.
const ADDED: u64 = (MAGIC + OVERHEAD) as u64;
/// Bytes of a file that an older program left; none of them was longer.
const MAX_OLD: u64 = 1 << 20;

/// Which file it is. The magic is authenticated, so that none passes for another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SealedFile {
    pub name: &'static str,
    magic: &'static [u8; MAGIC],
    /// nothing can make its content again
    has_copy: bool,
}

/// The certificates of the officer and of headquarters.
pub const ENROLMENT: SealedFile =
    SealedFile { name: "enrolled", magic: b"SOTAYEN2", has_copy: true };
/// Headings of lists, and what they mean.
pub const COLUMNS: SealedFile =
    SealedFile { name: "columns", magic: b"SOTAYCO2", has_copy: false };
/// Values of lists, and what they mean.
pub const VALUES: SealedFile =
    SealedFile { name: "values", magic: b"SOTAYVA2", has_copy: false };
/// Where headquarters was last reached: a folder or an account of this machine.
pub const ADDRESS: SealedFile =
    SealedFile { name: "road", magic: b"SOTAYRO2", has_copy: false };

const ALL: [SealedFile; 4] = [ENROLMENT, COLUMNS, VALUES, ADDRESS];

impl SealedFile {
    pub fn is_sealed(&self, bytes: &[u8]) -> bool {
        bytes.starts_with(self.magic)
    }

    /// What goes into the file; sealed bytes stay as they are.
    pub fn seal(&self, keys: &Keys, bytes: &[u8]) -> Result<Vec<u8>, StoreError> {
        if self.is_sealed(bytes) {
            return Ok(bytes.to_vec());
        }
        let sealed = Sealer::new(keys).seal(Domain::Device, self.magic, bytes)?;
        Ok([&self.magic[..], &sealed].concat())
    }

    /// What is in the file; what an older program wrote in clear, as it is.
    pub fn open(&self, keys: &Keys, bytes: &[u8]) -> Result<Vec<u8>, BrokenSeal> {
        match bytes.strip_prefix(self.magic) {
            Some(sealed) => Sealer::new(keys).open(Domain::Device, self.magic, sealed),
            None => Ok(bytes.to_vec()),
        }
    }

    /// Empty where there is no file, or none that opens. `max`: bytes of what is in it.
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

/// Seals what an older program has left in clear. For who holds the notebook's lock. Best effort: a
/// disk that takes nothing must not keep the notebook from being opened, and the next opening tries
/// again.
pub fn seal_old_files(disk: &dyn Disk, dir: &Path, keys: &Keys) {
    for file in ALL {
        let path = dir.join(file.name);
        let front = disk.read_at(&path, 0, MAGIC).unwrap_or_default();
        if front.is_empty() || file.is_sealed(&front) {
            continue;
        }
        if let Ok(old) = disk.read(&path, MAX_OLD) {
            file.write(disk, dir, keys, &old).unwrap_or_default();
        }
    }
}
