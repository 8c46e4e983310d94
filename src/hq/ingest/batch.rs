//! A batch of entries from the devices' logs, for the fold.

use std::collections::BTreeMap;

use crate::hq::ingest::log::{Incident, Verdicts};
use crate::storage::format::raw::RawOp;
use crate::store::StoreError;

/// An op as received.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReceivedOp {
    pub device: [u8; 16],
    pub epoch: u64,
    pub seq: u64,
    /// Unix milliseconds
    pub received: u64,
    /// frame in the device's log; 0 for headquarters' own ops
    pub frame: u64,
    /// the device was revoked when the op was received
    pub held: bool,
    pub op: RawOp,
}

/// Entries read from the logs, and the new cursors. No `places` means that nothing was left to
/// read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LogBatch {
    pub ops: Vec<ReceivedOp>,
    /// incidents for a reviewer, by device
    pub incidents: Vec<([u8; 16], Incident)>,
    /// verdicts reported by devices
    pub verdicts: Vec<([u8; 16], Verdicts)>,
    pub places: Vec<([u8; 16], u64)>,
}

/// Reads entries after the cursors, up to the given number of ops.
pub type Logs<'l> =
    dyn FnMut(&BTreeMap<[u8; 16], u64>, usize) -> Result<LogBatch, StoreError> + 'l;
