//! How far each lane has come down, as headquarters is told. Of the lane that restores an officer's
//! own records, a notebook gets all until it once came to an end; afterwards it has what it wrote
//! itself, and gets what the officer's other devices wrote.

use std::path::Path;

use super::message::{CURSORS, LaneAt};
use super::roll;
use crate::storage::disk::{Disk, RealDisk, write_whole};
use crate::storage::error::IoOperation;
use crate::store::{Store, StoreError};

/// An officer's own records, for a new laptop.
pub const RESTORE: u8 = 5;
/// In place of a place in the lane that restores: what this device alone has written is here.
pub const ALL: u64 = u64::MAX;
/// Says that the officer's own records are here; rebuilt when it is not known any more.
const FILE: &str = "restored";
/// When headquarters was last met; not known any more, it says nothing.
const MET: &str = "met";

/// Since when headquarters shuts this device out, by its last word; no file: it does not.
const REVOKED: &str = "revoked";

pub fn positions(store: &Store) -> Result<Vec<LaneAt>, StoreError> {
    let mut lanes: Vec<LaneAt> = store
        .downlink()
        .cursors()?
        .iter()
        .map(|c| LaneAt { lane: c.lane, era: c.era, position: c.position })
        .take(CURSORS - 1 - roll::KEPT)
        .collect();
    if RealDisk.exists(&store.dir().join(FILE)) {
        let receipts = store.uplink().receipts()?;
        let era = receipts.iter().map(|r| r.receipt.era).max().unwrap_or(0);
        lanes.push(LaneAt { lane: RESTORE, era, position: ALL });
    }
    lanes.extend(roll::known_rolls(store));
    Ok(lanes)
}

/// All that waited has come.
pub fn end_restore(store: &Store) -> Result<(), StoreError> {
    let path = store.dir().join(FILE);
    if RealDisk.exists(&path) { Ok(()) } else { write_whole(&RealDisk, &path, b"1\n") }
}

/// The two have talked to the end, or an answer came by stick. Unix milliseconds.
pub fn note_contact(store: &Store, now: u64) -> Result<(), StoreError> {
    write_whole(&RealDisk, &store.dir().join(MET), format!("{now}\n").as_bytes())
}

/// When they last did; 0 for never.
pub fn last_contact(store: &Store) -> u64 {
    read_moment(store.dir(), MET).unwrap_or(0)
}

/// What headquarters said of this device. Unix milliseconds; `None`: it counts.
pub fn note_revoked(dir: &Path, since: Option<u64>) -> Result<(), StoreError> {
    let path = dir.join(REVOKED);
    match since {
        Some(since) if revoked(dir) == Some(since) => Ok(()),
        Some(since) => write_whole(&RealDisk, &path, format!("{since}\n").as_bytes()),
        None if !RealDisk.exists(&path) => Ok(()),
        None => {
            RealDisk.remove(&path).map_err(|e| StoreError::io(IoOperation::Write, &path, e))
        }
    }
}

/// Since when headquarters shuts this device out, as far as it has said so.
pub fn revoked(dir: &Path) -> Option<u64> {
    read_moment(dir, REVOKED)
}

fn read_moment(dir: &Path, file: &str) -> Option<u64> {
    let bytes = RealDisk.read(&dir.join(file), 32).ok()?;
    String::from_utf8(bytes).ok()?.trim().parse().ok()
}

/// Ops of this notebook are lost: its own records must come again.
pub fn begin_restore(store: &Store) -> Result<(), StoreError> {
    let path = store.dir().join(FILE);
    if !RealDisk.exists(&path) {
        return Ok(());
    }
    RealDisk.remove(&path).map_err(|e| StoreError::io(IoOperation::Write, &path, e))
}
