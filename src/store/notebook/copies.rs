//! Repairs the notebook's files that have two copies because nothing can recreate them. Requires
//! the notebook's lock. The key's copies are in `key_folder`.

use std::path::Path;

use super::backup::{ENROLMENT, check_enrolment};
use super::device::{self, Device};
use crate::storage::crypto::key::Keys;
use crate::storage::disk::twin::{self, TwinState};
use crate::storage::disk::{Disk, RealDisk};
use crate::storage::error::OpeningFinding;
use crate::storage::limits;

/// Names of the files in the notebook's folder.
const FILES: [&str; 2] = [device::FILE, ENROLMENT];

/// Repairs the copies. Call it after the device was read.
pub(super) fn mend(disk: &dyn Disk, dir: &Path, keys: &Keys) -> Vec<OpeningFinding> {
    let mend = |file: &'static str| {
        let path = dir.join(file);
        let check = |bytes: &[u8]| match file {
            ENROLMENT => check_enrolment(keys, bytes),
            _ => Device::from_file(bytes, keys).map(drop),
        };
        match twin::mend(disk, &path, limits::SMALL_FILE, check) {
            Ok(TwinState::Whole) => None,
            Ok(TwinState::Repaired) => Some(OpeningFinding::CopyRepaired { file }),
            Ok(TwinState::OneLeft) => Some(OpeningFinding::CopyLeft { file }),
            Err(_) if file == ENROLMENT => Some(OpeningFinding::EnrolmentDamaged),
            Err(_) => None,
        }
    };
    let there = FILES.into_iter().filter(|file| twin::exists(disk, &dir.join(file)));
    there.filter_map(mend).collect()
}

/// Whether the copies of a file differ; the next opening repairs them.
pub fn has_unlike_copies(dir: &Path) -> bool {
    FILES.iter().any(|file| twin::is_unlike(&RealDisk, &dir.join(file), limits::SMALL_FILE))
}
