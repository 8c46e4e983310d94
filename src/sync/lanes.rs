//! How far each lane has come down, as headquarters is told. The lane that restores an officer's own
//! records is read to its end once: afterwards the notebook has them, and gets them no more.

use super::message::{CURSORS, LaneAt};
use crate::store::error::Doing;
use crate::store::file::{Disk, RealDisk, write_whole};
use crate::store::{Store, StoreError};

const RESTORE: u8 = 5;
/// Says that the officer's own records are here; made anew when it is not known any more.
const FILE: &str = "restored";

pub fn known(store: &Store) -> Result<Vec<LaneAt>, StoreError> {
    let mut lanes: Vec<LaneAt> = store
        .cursors()?
        .iter()
        .map(|c| LaneAt { lane: c.lane, era: c.era, position: c.position })
        .take(CURSORS - 1)
        .collect();
    if RealDisk.exists(&store.dir().join(FILE)) {
        let receipts = store.receipts()?;
        let era = receipts.iter().map(|r| r.receipt.era).max().unwrap_or(0);
        lanes.push(LaneAt { lane: RESTORE, era, position: u64::MAX });
    }
    Ok(lanes)
}

/// All that waited has come.
pub fn restored(store: &Store) -> Result<(), StoreError> {
    let path = store.dir().join(FILE);
    if RealDisk.exists(&path) { Ok(()) } else { write_whole(&RealDisk, &path, b"1\n") }
}

/// Ops of this notebook are lost: its own records must come again.
pub fn lost(store: &Store) -> Result<(), StoreError> {
    let path = store.dir().join(FILE);
    if !RealDisk.exists(&path) {
        return Ok(());
    }
    RealDisk.remove(&path).map_err(|e| StoreError::io(Doing::Write, &path, e))
}
