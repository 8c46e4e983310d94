//! Lists each op on a record from the devices' logs as received, with its place in its device's
//! chain. An officer can read the same digits in the notebook. Takes no lock and opens no store: it
//! shows what was received, not how it was merged.

use crate::hq::admin::directory::HqDirectory;
use crate::hq::ingest::log;
use crate::hq::ingest::log::{LogEntry, ReceivedOps};
use crate::record::{Hlc, Id};
use crate::storage::format::raw::chain_after;
use crate::store::StoreError;

/// One op on a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredOp {
    pub device: [u8; 16],
    pub epoch: u64,
    pub seq: u64,
    pub hlc: Hlc,
    pub opid: [u8; 16],
    /// value of the op chain after this op
    pub chain: [u8; 32],
    /// Unix milliseconds
    pub received: u64,
}

/// By device, in the order of receipt.
pub fn stored_ops(home: &HqDirectory, id: Id) -> Result<Vec<StoredOp>, StoreError> {
    let mut found = Vec::new();
    for device in log::devices(&home.dir)? {
        for (_, logged) in log::read(&home.dir, &home.keys, &device, 0) {
            if let LogEntry::Ops(received) = logged {
                of(&device, &received, id, &mut found);
            }
        }
    }
    Ok(found)
}

fn of(device: &[u8; 16], part: &ReceivedOps, id: Id, found: &mut Vec<StoredOp>) {
    let mut chain = part.base;
    for (seq, op) in (part.first..).zip(&part.ops) {
        let opid = op.opid(device);
        chain = chain_after(chain, seq, &[opid]);
        if op.entity() == Some(id) {
            let (device, epoch, hlc) = (*device, part.epoch, Hlc(op.hlc));
            found.push(StoredOp { device, epoch, seq, hlc, opid, chain, received: part.time });
        }
    }
}
