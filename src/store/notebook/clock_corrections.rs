//! Reads and writes the file with the corrections of the notebook's clock. Without the file, times
//! are shown as the journal stores them, and the next sync corrects the clock again.

use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::record::Corrections;
use crate::storage::disk::{Disk, RealDisk, write_whole};
use crate::storage::error::StoreError;
use crate::storage::format::wire;
use crate::storage::limits;

const FILE: &str = "clock";

// Frozen: a new layout is a new variant at the end.
#[derive(Serialize, Deserialize)]
enum StoredCorrections {
    V1(Corrections),
}

pub(crate) fn read(dir: &Path) -> Corrections {
    let bytes =
        RealDisk.read(&dir.join(FILE), limits::STORED_LIST_READ as u64).unwrap_or_default();
    match wire::list(&bytes) {
        Ok(StoredCorrections::V1(all)) if all.0.is_sorted_by(|a, b| a.from < b.from) => all,
        _ => Corrections::default(),
    }
}

pub(crate) fn write(disk: &dyn Disk, dir: &Path, all: &Corrections) -> Result<(), StoreError> {
    let bytes = wire::encode_list(&StoredCorrections::V1(all.clone()))?;
    write_whole(disk, &dir.join(FILE), &bytes)
}
