//! Headquarters' own small files have two copies: made alike again under the lock of the lists of devices.
//! Those of the key and of the device are the notebook's.

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

/// A longer one is not ours.
const MAX_BYTES: u64 = limits::FRAME_RAW as u64;

/// One of these files that was not as it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FaultyFile {
    /// its path in headquarters' folder
    pub file: String,
    /// `None`: neither copy is whole
    pub state: Option<TwinState>,
}

#[derive(Clone, Copy)]
pub struct HqCopies<'a> {
    pub home: &'a HqDirectory,
}

impl HqCopies<'_> {
    /// Names what was wrong, whether or not it could be mended.
    pub fn mend(&self) -> Result<Vec<FaultyFile>, StoreError> {
        let held = self.home.lock_roll()?;
        self.mend_locked(&held)
    }

    /// Devices that were enrolled and of which no file is there: the list says so that left last, or a
    /// log.
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

    /// Other files that must be there and are in neither copy: what left as a list was noted first.
    pub fn missing_files(&self) -> Vec<&'static str> {
        let is_there = |file: &str| twin::exists(&*self.home.disk, &self.home.dir.join(file));
        let notes = roll::NOTES;
        if self.home.roll().is_some() && !is_there(notes) { vec![notes] } else { Vec::new() }
    }

    /// The same for the fold, which waits for no lock: a process that holds it to decide about devices
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
            let check = |bytes: &[u8]| match &*file {
                directory::FILE => directory::check_secret(&home.keys, bytes),
                roll::NOTES => roll::check_notes(home, bytes),
                audit::END => HqAudit { home }.check_end(bytes),
                handovers::FILE => handovers::handovers_from(home, bytes).map(drop),
                file => {
                    let name = file.rsplit('/').next().and_then(device_of);
                    let device = name.ok_or(StoreError::Bug("a file of no device"))?;
                    officer::enrolled_from(home, device, bytes).map(drop)
                }
            };
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

/// Whether two copies differ, which the next fold mends. Needs no key.
pub fn has_unlike_copies(dir: &Path) -> bool {
    let differs = |file: &String| twin::is_unlike(&RealDisk, &dir.join(file), MAX_BYTES);
    own_files(dir).is_ok_and(|files| files.iter().any(differs))
}

/// By their paths in the folder; each is there in at least one copy.
fn own_files(dir: &Path) -> Result<BTreeSet<String>, StoreError> {
    let folder = dir.join(FOLDER);
    let entries =
        RealDisk.entries(&folder).map_err(|e| StoreError::io(IoOperation::List, &folder, e))?;
    let devices = entries.iter().filter_map(|entry| device_of(entry.name.to_str()?));
    let named = [directory::FILE, roll::NOTES, handovers::FILE, audit::END].map(str::to_owned);
    let all = named.into_iter().chain(devices.map(|device| file_of(&device)));
    Ok(all.filter(|file| twin::exists(&RealDisk, &dir.join(file))).collect())
}
