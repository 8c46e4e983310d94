//! The lane positions that a notebook sends to headquarters.

use super::message::{CURSORS, LaneAt};
use super::peer_state::PeerState;
use super::roll;
use crate::store::{Store, StoreError};

/// The lane with the officer's own records, for a new laptop.
pub const RESTORE: u8 = 5;
/// Sentinel position in that lane: this device already has the officer's records.
pub const ALL: u64 = u64::MAX;

pub fn positions(store: &Store) -> Result<Vec<LaneAt>, StoreError> {
    let peer = PeerState::of(store);
    let mut lanes: Vec<LaneAt> = store
        .downlink()
        .cursors()?
        .iter()
        .map(|c| LaneAt { lane: c.lane, era: c.era, position: c.position })
        .take(CURSORS - 1 - roll::KEPT)
        .collect();
    if peer.is_restored() {
        let receipts = store.uplink().receipts()?;
        let era = receipts.iter().map(|r| r.receipt.era).max().unwrap_or(0);
        lanes.push(LaneAt { lane: RESTORE, era, position: ALL });
    }
    lanes.extend(peer.roll_positions());
    Ok(lanes)
}
