//! Repairs headquarters' small files that have two copies, under the lock of the device lists. The
//! copies of key and device are the notebook's.

use std::collections::BTreeSet;
use std::path::Path;
use std::time::Duration;

use super::audit::HqAudit;
use super::officer::{self, FOLDER, device_of, file_of};
use super::roll::{self, RollLock};
use super::{audit, directory, handovers};
use crate::hq::HqDirectory;
use crate::hq::ingest::log;
use crate::storage::disk::RealDisk;
use crate::storage::disk::twin::{self, TwinState};
use crate::storage::error::IoOperation;
use crate::storage::limits;
use crate::store::StoreError;

/// Longer files are not ours.
const MAX_BYTES: u64 = limits::FRAME_RAW as u64;

/// A file with a damaged, missing or outdated copy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FaultyFile {
    /// its path in headquarters' folder
    pub file: String,
    /// `None` if neither copy is valid
    pub state: Option<TwinState>,
}

#[derive(Clone, Copy)]
pub struct HqCopies<'a> {
    pub home: &'a HqDirectory,
}

impl HqCopies<'_> {
    /// Repairs the copies; lists the faulty files, whether or not they could be repaired.
    pub fn mend(&self) -> Result<Vec<FaultyFile>, StoreError> {
        let held = self.home.lock_roll()?;
        self.mend_locked(&held)
    }

    /// Enrolled devices without an officer file, known from the last device list or from their log.
    pub fn missing_officers(&self) -> Result<Vec<[u8; 16]>, StoreError> {
        let home = self.home;
        let mut missing: BTreeSet<[u8; 16]> = log::devices(&home.dir)?.into_iter().collect();
        missing.extend(roll::listed_devices(home));
        let mut found = Vec::new();
        for device in missing {
            let is_there = twin::exists(&*home.disk, &home.dir.join(file_of(&device)));
            if !is_there && !home.was_removed(device)? {
                found.push(device);
            }
        }
        Ok(found)
    }

    /// Other required files with neither copy: a device list is published only after its notes are
    /// written, a device is enrolled only after an audit entry, and a handover has an entry only
    /// after its list is written.
    pub fn missing_files(&self) -> Vec<&'static str> {
        let (home, audit) = (self.home, HqAudit { home: self.home });
        let is_there = |file: &str| twin::exists(&*home.disk, &home.dir.join(file));
        let notes = home.roll().is_some() && !is_there(roll::NOTES);
        let handed = !is_there(handovers::FILE) && audit.had_handover();
        let required =
            [(notes, roll::NOTES), (audit.lacks_end(), audit::END), (handed, handovers::FILE)];
        required
            .into_iter()
            .filter(|(is_missing, _)| *is_missing)
            .map(|(_, file)| file)
            .collect()
    }

    /// Files that no copy of can be read, and missing ones; repairs nothing.
    pub fn unreadable(&self) -> Result<Vec<String>, StoreError> {
        let home = self.home;
        let is_bad = |file: &String| {
            let check = |bytes: &[u8]| self.check(file, bytes);
            twin::read(&*home.disk, &home.dir.join(file), MAX_BYTES, check).is_err()
        };
        let mut found: Vec<String> = own_files(&home.dir)?.into_iter().filter(is_bad).collect();
        found.extend(self.missing_files().into_iter().map(str::to_owned));
        found.extend(self.missing_officers()?.iter().map(file_of));
        Ok(found)
    }

    fn check(&self, file: &str, bytes: &[u8]) -> Result<(), StoreError> {
        let home = self.home;
        match file {
            directory::FILE => directory::check_secret(&home.keys, bytes),
            roll::NOTES => roll::check_notes(home, bytes),
            audit::END => HqAudit { home }.check_end(bytes),
            handovers::FILE => handovers::handovers_from(home, bytes).map(drop),
            file => {
                let name = file.rsplit('/').next().and_then(device_of);
                let device = name.ok_or(StoreError::Bug("a file of no device"))?;
                officer::enrolled_from(home, device, bytes).map(drop)
            }
        }
    }

    /// Repairs the copies before a fold, without waiting for the lock: a process that holds it
    /// writes both copies itself.
    pub fn mend_unless_busy(&self) -> Result<(), StoreError> {
        match self.home.lock_roll_within(Duration::ZERO) {
            Ok(held) => self.mend_locked(&held).map(drop),
            Err(StoreError::DevicesBusy) => Ok(()),
            Err(e) => Err(e),
        }
    }

    fn mend_locked(&self, _held: &RollLock) -> Result<Vec<FaultyFile>, StoreError> {
        let home = self.home;
        let mut faulty = Vec::new();
        for file in own_files(&home.dir)? {
            let path = home.dir.join(&file);
            let check = |bytes: &[u8]| self.check(&file, bytes);
            let state = match twin::mend(&*home.disk, &path, MAX_BYTES, check) {
                Ok(TwinState::Whole) => continue,
                Ok(state) => Some(state),
                Err(_) => None,
            };
            faulty.push(FaultyFile { file, state });
        }
        Ok(faulty)
    }
}

/// Whether two copies differ; the next fold repairs them. Needs no key.
pub fn has_unlike_copies(dir: &Path) -> bool {
    let differs = |file: &String| twin::is_unlike(&RealDisk, &dir.join(file), MAX_BYTES);
    own_files(dir).is_ok_and(|files| files.iter().any(differs))
}

/// Paths in the folder of files with at least one copy.
fn own_files(dir: &Path) -> Result<BTreeSet<String>, StoreError> {
    let folder = dir.join(FOLDER);
    let entries =
        RealDisk.entries(&folder).map_err(|e| StoreError::io(IoOperation::List, &folder, e))?;
    let devices = entries.iter().filter_map(|entry| device_of(entry.name.to_str()?));
    let named = [directory::FILE, roll::NOTES, handovers::FILE, audit::END].map(str::to_owned);
    let all = named.into_iter().chain(devices.map(|device| file_of(&device)));
    Ok(all.filter(|file| twin::exists(&RealDisk, &dir.join(file))).collect())
}
