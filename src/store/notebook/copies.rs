//! The notebook's files that nothing can replace have two copies: made alike again by who holds the
//! notebook's lock. Those of the key are `key_folder`'s.

use std::path::Path;

use super::backup::{ENROLMENT, check_enrolment};
use super::device::{self, Device};
use crate::storage::crypto::key::Keys;
use crate::storage::disk::twin::{self, TwinState};
use crate::storage::disk::{Disk, RealDisk};
use crate::storage::error::OpeningFinding;
use crate::storage::limits;

/// By their names in the folder.
const FILES: [&str; 2] = [device::FILE, ENROLMENT];

/// For a notebook of which the device was read.
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

/// Whether two copies differ, which the next opening mends.
pub fn has_unlike_copies(dir: &Path) -> bool {
    FILES.iter().any(|file| twin::is_unlike(&RealDisk, &dir.join(file), limits::SMALL_FILE))
}
