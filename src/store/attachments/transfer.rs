//! The list of attachments that headquarters has, in a file next to them. If the file is lost, the
//! next sync asks headquarters again.

use std::collections::BTreeSet;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::storage::disk::write_whole;
use crate::storage::error::StoreError;
use crate::storage::format::blob::{Name, Sum};
use crate::store::attachments::folder::{FOLDER, Files};

/// `"SOTAYFR1"`, era u64, then a name of 32 bytes for each file that headquarters has.
const FILE: &str = "received";
const MAGIC: &[u8; 8] = b"SOTAYFR1";
/// Maximum bytes of the file: far more names than a laptop has.
const MAX_FILE: u64 = 16 + 32 * 1_000_000;

/// An attachment's file, identified by its content. Part of the protocol: never change it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttachmentRef {
    pub sum: Sum,
    /// Plain bytes.
    pub len: u64,
}

/// The names of the files that headquarters has, with the era that they were stated in. A greater
/// era is newer.
#[derive(Default)]
pub(crate) struct ReceivedFiles {
    pub era: u64,
    pub names: BTreeSet<Name>,
}

impl ReceivedFiles {
    /// Empty if the file is missing or undecodable.
    pub fn read(files: &Files) -> ReceivedFiles {
        let bytes = files.disk.read(&path(files), MAX_FILE).unwrap_or_default();
        let known = || {
            let (era, names) = bytes.strip_prefix(MAGIC)?.split_first_chunk::<8>()?;
            let names = names.as_chunks::<32>().0.iter().copied().collect();
            Some(ReceivedFiles { era: u64::from_le_bytes(*era), names })
        };
        known().unwrap_or_default()
    }

    pub fn write(&self, files: &Files) -> Result<(), StoreError> {
        let mut bytes = [&MAGIC[..], &self.era.to_le_bytes()].concat();
        bytes.extend(self.names.iter().flatten());
        files.make_folder()?;
        write_whole(files.disk, &path(files), &bytes)
    }
}

fn path(files: &Files) -> PathBuf {
    files.dir.join(FOLDER).join(FILE)
}
