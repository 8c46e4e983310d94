//! What is read from the devices' logs in one go, for the fold to merge.

use std::collections::BTreeMap;

use crate::hq::ingest::log::{Incident, Verdicts};
use crate::storage::format::raw::RawOp;
use crate::store::StoreError;

/// An op as it came in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReceivedOp {
    pub device: [u8; 16],
    pub epoch: u64,
    pub seq: u64,
    /// Unix milliseconds
    pub received: u64,
    /// where it is in the device's log; 0 for headquarters' own
    pub frame: u64,
    /// its device was shut out when it came in
    pub held: bool,
    pub op: RawOp,
}

/// What was read from the logs, and how far that is; no place: there is nothing more.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LogBatch {
    pub ops: Vec<ReceivedOp>,
    /// the device, and what a reviewer must see of it
    pub incidents: Vec<([u8; 16], Incident)>,
    /// the device, and the verdicts that it reports
    pub verdicts: Vec<([u8; 16], Verdicts)>,
    pub places: Vec<([u8; 16], u64)>,
}

/// What is in the devices' logs after the cursors, at most the given number of ops.
pub type Logs<'l> =
    dyn FnMut(&BTreeMap<[u8; 16], u64>, usize) -> Result<LogBatch, StoreError> + 'l;
