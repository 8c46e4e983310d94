//! Proofs for a record: each of its ops, its position in the op chain, and headquarters' signature
//! over that position.

use super::receipt::SignedReceipt;
use crate::record::{Hlc, Id};
use crate::storage::format::raw::chain_after;
use crate::store::{Store, StoreError, entity};

/// Bytes read from the journal at a time.
const CHUNK: usize = 1 << 20;

/// One op of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpProof {
    pub epoch: u64,
    pub seq: u64,
    pub hlc: Hlc,
    pub opid: [u8; 16],
    /// the op chain after it
    pub chain: [u8; 32],
    /// the newest receipt of its epoch, if it covers this op
    pub receipt: Option<SignedReceipt>,
}

/// The proofs of a record's ops in order; ops written again after a fork occur twice.
pub fn proofs(store: &Store, id: Id) -> Result<Vec<OpProof>, StoreError> {
    let receipts = store.uplink().receipts()?;
    let mut found = Vec::new();
    for epoch in store.uplink().epochs()? {
        let receipt = receipts.iter().find(|r| r.receipt.epoch == epoch.epoch).copied();
        let mut seq = 0;
        while let Some(part) = store.uplink().ops_after(epoch.epoch, seq, CHUNK)? {
            let mut chain = part.base;
            for (op, opid) in part.ops.iter().zip(&part.opids) {
                seq = seq.saturating_add(1);
                chain = chain_after(chain, seq, &[*opid]);
                let about = op.read(seq).ok().and_then(|op| entity(&op));
                if about == Some(id) {
                    let receipt = receipt.filter(|r| r.receipt.acked >= seq);
                    let (epoch, hlc, opid) = (epoch.epoch, Hlc(op.hlc), *opid);
                    found.push(OpProof { epoch, seq, hlc, opid, chain, receipt });
                }
            }
        }
    }
    Ok(found)
}
