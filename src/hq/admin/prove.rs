//! What the devices' logs can show about a record: each op on it as it came in, with its place in
//! its device's chain. An officer reads the same digits from his own notebook. Takes no lock and
//! opens no store: it says what was received, not what was made of it.

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
    /// the op chain after it
    pub chain: [u8; 32],
    /// Unix milliseconds
    pub received: u64,
}

/// By device, in the order in which they came.
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
