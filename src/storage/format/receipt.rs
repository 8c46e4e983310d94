//! Receipts: headquarters' statement that ops are durable there, in the encoding that is signed,
//! sent and journalled. Does not verify signatures.

use serde::{Deserialize, Serialize};

use super::Undecodable;
use super::wire::{self, Hash, Id16};

/// Bytes of the signature.
pub const SIGNATURE: usize = 64;

/// States that ops are durable in headquarters' log, not that they were decoded or folded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    pub device: Id16,
    pub epoch: u64,
    /// number of the last durable op
    pub acked: u64,
    /// the op chain after it
    pub chain: Hash,
    /// time at which headquarters was created or restored, Unix milliseconds
    pub era: u64,
    /// Unix milliseconds, by headquarters' clock
    pub time: u64,
    /// id of the signing key
    pub key_id: u64,
}

#[derive(Serialize, Deserialize)]
enum Envelope {
    V1(Receipt),
}

impl Receipt {
    /// The signed bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        wire::encode(&Envelope::V1(*self))
    }

    /// Whether it is newer than another receipt of the same epoch.
    pub fn newer_than(&self, other: &Receipt) -> bool {
        (self.era, self.acked) > (other.era, other.acked)
    }
}

/// A receipt with its signature, as in transfer and in the journal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SignedReceipt {
    pub receipt: Receipt,
    pub signature: [u8; SIGNATURE],
}

impl SignedReceipt {
    pub fn encode(&self) -> Vec<u8> {
        let mut out = self.receipt.to_bytes();
        out.extend_from_slice(&self.signature);
        out
    }

    pub fn decode(bytes: &[u8]) -> Result<SignedReceipt, Undecodable> {
        let (bytes, signature) = bytes.split_last_chunk::<SIGNATURE>().ok_or(Undecodable)?;
        let Envelope::V1(receipt) = wire::mark(bytes)?;
        Ok(SignedReceipt { receipt, signature: *signature })
    }
}

/// Adds a receipt to the newest ones of each epoch.
pub(crate) fn newest(known: &mut Vec<SignedReceipt>, new: SignedReceipt) {
    let same = |r: &&mut SignedReceipt| r.receipt.epoch == new.receipt.epoch;
    match known.iter_mut().find(same) {
        Some(old) if Receipt::newer_than(&new.receipt, &old.receipt) => *old = new,
        Some(_) => {}
        None => known.push(new),
    }
}
