//! What a notebook knows about its headquarters between sessions, in small files next to the
//! journal. All of it can be obtained again: an unreadable file counts as missing.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::link::Link;
use super::message::LaneAt;
use super::roll::{self, RollTitle};
use crate::storage::crypto::key_folder::KeyedFolder;
use crate::storage::crypto::sealed_file;
use crate::storage::disk::{Disk, RealDisk, write_whole};
use crate::storage::error::IoOperation;
use crate::storage::format::wire::{self, Bytes};
use crate::store::{Store, StoreError, reason};

/// Maximum bytes of an address.
const MAX_ADDRESS: u64 = 4096;
/// File with the time of the last contact.
const CONTACT: &str = "met";
/// File with the time since which headquarters rejects this device.
const REVOKED: &str = "revoked";
/// Exists when all of the officer's own records have been received.
const RESTORED: &str = "restored";
/// File with headquarters' lists of its devices that this notebook carries.
const ROLLS: &str = "rolls";

// Frozen: a new layout is a new variant at the end.
#[derive(Serialize, Deserialize)]
enum StoredRolls {
    V1(Vec<Bytes>),
}

pub struct PeerState<'a> {
    pub(super) disk: &'a dyn Disk,
    notebook: &'a Path,
    /// with the keys; needed for the address
    folder: Option<KeyedFolder>,
}

impl PeerState<'_> {
    pub fn of(store: &Store) -> PeerState<'_> {
        let folder = Some(store.keyed_folder());
        PeerState { disk: store.disk(), notebook: store.dir(), folder }
    }

    /// For a notebook that is not open, with its keys.
    pub fn of_folder(folder: &KeyedFolder) -> PeerState<'_> {
        PeerState { disk: &RealDisk, notebook: &folder.dir, folder: Some(folder.clone()) }
    }

    /// For a notebook that is not open, without keys: the address cannot be read.
    pub fn at(notebook: &Path) -> PeerState<'_> {
        PeerState { disk: &RealDisk, notebook, folder: None }
    }

    /// The address used last; the settings have priority over it.
    pub fn address(&self) -> Option<String> {
        let keys = self.folder.as_ref()?.keys().ok()?;
        let file = sealed_file::ADDRESS;
        let bytes = file.read(self.disk, self.notebook, &keys, MAX_ADDRESS);
        let line = std::str::from_utf8(&bytes).ok()?.strip_suffix('\n')?;
        let whole = !line.chars().any(char::is_control) && Link::parse(line, None).is_ok();
        whole.then(|| line.to_owned())
    }

    /// Stores an address that worked. A folder's path is made absolute.
    pub fn save_address(&self, address: &str) -> Result<(), StoreError> {
        let address = match address.strip_prefix("folder:").map(std::path::absolute) {
            Some(Ok(folder)) => format!("folder:{}", folder.display()),
            _ => address.to_owned(),
        };
        if self.address().as_ref() == Some(&address) {
            return Ok(());
        }
        let Some(folder) = &self.folder else { return Ok(()) };
        let line = format!("{address}\n");
        let file = sealed_file::ADDRESS;
        file.write(self.disk, self.notebook, &folder.keys()?, line.as_bytes())
    }

    /// Time of the last completed session or answer by stick, Unix milliseconds; 0 for never.
    pub fn last_contact(&self) -> u64 {
        self.moment(CONTACT).unwrap_or(0)
    }

    pub fn save_contact(&self, now: u64) -> Result<(), StoreError> {
        self.write(CONTACT, format!("{now}\n").as_bytes())
    }

    /// Time since which headquarters rejects this device, Unix milliseconds, if known.
    pub fn revoked_since(&self) -> Option<u64> {
        self.moment(REVOKED)
    }

    /// Stores the time since which headquarters rejects this device; `None`: it accepts the device.
    pub fn save_revoked_since(&self, since: Option<u64>) -> Result<(), StoreError> {
        match since {
            Some(since) if self.revoked_since() == Some(since) => Ok(()),
            Some(since) => self.write(REVOKED, format!("{since}\n").as_bytes()),
            None => self.remove(REVOKED),
        }
    }

    /// Whether the officer's own records have been received, so that only ops of the officer's
    /// other devices are still needed.
    pub fn is_restored(&self) -> bool {
        self.disk.exists(&self.path(RESTORED))
    }

    pub fn set_restored(&self) -> Result<(), StoreError> {
        if self.is_restored() { Ok(()) } else { self.write(RESTORED, b"1\n") }
    }

    /// Call when ops of this notebook are lost: the officer's own records must be sent again.
    pub fn clear_restored(&self) -> Result<(), StoreError> {
        self.remove(RESTORED)
    }

    /// The lists of devices that this notebook carries, newest era first.
    pub fn rolls(&self) -> Vec<(RollTitle, Vec<u8>)> {
        let most = (roll::KEPT * (roll::MOST + 8)) as u64 + 16;
        let bytes = self.disk.read(&self.path(ROLLS), most);
        let Ok(StoredRolls::V1(all)) = wire::frame(&bytes.unwrap_or_default()) else {
            return Vec::new();
        };
        let named = |bytes: Bytes| Some((roll::title(&bytes.0)?, bytes.0));
        all.into_iter().filter_map(named).collect()
    }

    /// Stores a list signed by headquarters' `key`, unless one of the same era is as new. Ignores
    /// an invalid list.
    pub fn save_roll(&self, key: &[u8; 32], bytes: &[u8]) -> Result<(), StoreError> {
        let Ok(new) = roll::check(bytes, key) else { return Ok(()) };
        let mut all = self.rolls();
        let same = |title: &RollTitle| (title.key_id, title.era) == (new.key_id, new.era);
        if all.iter().any(|(title, _)| same(title) && title.number >= new.number) {
            return Ok(());
        }
        // drops lists of another headquarters, from before the notebook moved
        all.retain(|(title, _)| title.key_id == new.key_id && !same(title));
        all.push((new, bytes.to_vec()));
        all.sort_by_key(|(title, _)| std::cmp::Reverse(*title));
        all.truncate(roll::KEPT);
        let all = all.into_iter().map(|(_, bytes)| Bytes(bytes)).collect();
        self.write(ROLLS, &wire::encode(&StoredRolls::V1(all)))
    }

    /// The positions that tell headquarters which lists the notebook has; without a list, a zero
    /// position, which offers to carry one.
    pub fn roll_positions(&self) -> Vec<LaneAt> {
        let at = |(title, _): (RollTitle, Vec<u8>)| LaneAt {
            lane: roll::LANE,
            era: title.era,
            position: title.number,
        };
        let mut all: Vec<LaneAt> = self.rolls().into_iter().map(at).collect();
        if all.is_empty() {
            all.push(LaneAt { lane: roll::LANE, era: 0, position: 0 });
        }
        all
    }

    fn path(&self, file: &str) -> PathBuf {
        self.notebook.join(file)
    }

    fn moment(&self, file: &str) -> Option<u64> {
        let bytes = self.disk.read(&self.path(file), 32).ok()?;
        String::from_utf8(bytes).ok()?.trim().parse().ok()
    }

    fn write(&self, file: &str, bytes: &[u8]) -> Result<(), StoreError> {
        write_whole(self.disk, &self.path(file), bytes)
    }

    fn remove(&self, file: &str) -> Result<(), StoreError> {
        let path = self.path(file);
        if !self.disk.exists(&path) {
            return Ok(());
        }
        self.disk.remove(&path).map_err(|e| StoreError::io(IoOperation::Write, &path, e))
    }
}

/// Forks an epoch after the last op that headquarters has receipted.
pub(super) fn fork_after_receipt(store: &Store, epoch: u64) -> Result<(), StoreError> {
    let receipts = store.uplink().receipts()?;
    let receipt = receipts.iter().find(|r| r.receipt.epoch == epoch);
    let common = receipt.map_or(0, |r| r.receipt.acked);
    // Clear first: after a stop in between the fork is found again, but the file would remain.
    PeerState::of(store).clear_restored()?;
    store.uplink().fork(epoch, common, reason::PARTED)
}
