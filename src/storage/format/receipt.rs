//! Receipts: headquarters' statement that ops are durable there, as it is signed, sent and
//! journalled. Whether the signature is right is not judged here.

use serde::{Deserialize, Serialize};

use super::Undecodable;
use super::wire::{self, Hash, Id16};

/// Length of the signature after.
pub const SIGNATURE: usize = 64;

/// "These ops lie in headquarters' log, durably"; not that they were understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    pub device: Id16,
    pub epoch: u64,
    /// number of the last op that is there
    pub acked: u64,
    /// the op chain after it
    pub chain: Hash,
    /// the millisecond at which headquarters was made or recovered
    pub era: u64,
    /// Unix milliseconds, by headquarters' clock
    pub time: u64,
    /// of the key that signed
    pub key_id: u64,
}

#[derive(Serialize, Deserialize)]
enum Envelope {
    V1(Receipt),
}

impl Receipt {
    /// What is signed.
    pub fn to_bytes(&self) -> Vec<u8> {
        wire::encode(&Envelope::V1(*self))
    }

    /// Newer than another one of the same epoch?
    pub fn newer_than(&self, other: &Receipt) -> bool {
        (self.era, self.acked) > (other.era, other.acked)
    }
}

/// A receipt with its signature, as it travels and as it is in the journal.
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

/// The newest of each epoch.
pub(crate) fn newest(known: &mut Vec<SignedReceipt>, new: SignedReceipt) {
    let same = |r: &&mut SignedReceipt| r.receipt.epoch == new.receipt.epoch;
    match known.iter_mut().find(same) {
        Some(old) if Receipt::newer_than(&new.receipt, &old.receipt) => *old = new,
        Some(_) => {}
        None => known.push(new),
    }
}
