//! Ops as they travel and as headquarters keeps them: whole, numbered by their place, their bodies
//! unread. What a newer version wrote passes through untouched.

use super::op::{EncodedOps, chain_next, opid};
use super::wire::{self, OpV1, OpsV1, WireOps, tag};
use super::{Undecodable, op};
use crate::record::{Id, Op};

/// One op with an undecoded body. Clock, version and body make its opid; the personal values
/// after the body do not.
pub type RawOp = OpV1;

/// The content of a frame of ops, bodies unread.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RawOps {
    pub ops: Vec<RawOp>,
    pub ends_draft: Option<Id>,
    /// after the last op, as the frame states it
    pub chain: [u8; 32],
}

impl RawOp {
    pub fn opid(&self, device: &[u8; 16]) -> [u8; 16] {
        opid(device, self.hlc, self.ver, &self.body.0)
    }

    /// What it says; a body that this version cannot read comes as `Body::Unknown`.
    pub fn read(&self, seq: u64) -> Result<Op, op::BadOp> {
        op::read(seq, self.clone())
    }

    /// The record that it speaks of, also where only a newer version can read the rest: every body
    /// about a record begins with it, a first one after its kind.
    pub fn entity(&self) -> Option<Id> {
        let body = match self.body.0.split_first()? {
            (&tag::PUT, rest) => rest.get(1..)?,
            (&(tag::PATCH..=tag::RESTORE | tag::FREE..=tag::LAST_UP), rest) => rest,
            _ => return None,
        };
        body.first_chunk::<16>().map(|bytes| Id(*bytes)).filter(|id| id.is_ours())
    }

    /// Whether it makes a record; all else is said of one that is there.
    pub fn creates_record(&self) -> bool {
        self.body.0.first() == Some(&tag::PUT)
    }

    /// Whether it erases answers for good, as far as its tag says.
    pub fn is_erasure(&self) -> bool {
        self.body.0.first() == Some(&tag::ERASE)
    }

    /// Bytes in a frame before compression, never less than they are.
    pub fn size(&self) -> usize {
        const AROUND: usize = 32;
        const BESIDE: usize = 24;
        let beside = self.beside.iter().map(|b| BESIDE + b.bytes.0.len()).sum::<usize>();
        AROUND + self.body.0.len() + beside
    }
}

/// The ops of a frame's content; nothing is checked but the layout.
pub fn split(bytes: &[u8]) -> Result<RawOps, Undecodable> {
    let (bytes, chain) = bytes.split_last_chunk::<32>().ok_or(Undecodable)?;
    let WireOps::V1(frame) = wire::frame(bytes)?;
    Ok(RawOps { ops: frame.ops, ends_draft: frame.ends_draft.map(Id), chain: *chain })
}

/// The opposite of `split`.
pub fn unsplit(ops: RawOps) -> Vec<u8> {
    let ends_draft = ops.ends_draft.map(|id| id.0);
    let mut bytes = wire::encode(&WireOps::V1(OpsV1 { ends_draft, ops: ops.ops }));
    bytes.extend_from_slice(&ops.chain);
    bytes
}

/// A frame's content made of raw ops: `chain` comes before the first of them, whose number is
/// `first`.
pub fn join(device: &[u8; 16], chain: [u8; 32], first: u64, ops: Vec<RawOp>) -> EncodedOps {
    let opids: Vec<[u8; 16]> = ops.iter().map(|op| op.opid(device)).collect();
    let chain = chain_after(chain, first, &opids);
    let mut bytes = wire::encode(&WireOps::V1(OpsV1 { ends_draft: None, ops }));
    bytes.extend_from_slice(&chain);
    EncodedOps { bytes, opids, chain }
}

/// The chain after ops that follow `chain`.
pub fn chain_after(chain: [u8; 32], first: u64, opids: &[[u8; 16]]) -> [u8; 32] {
    (first..).zip(opids).fold(chain, |chain, (seq, opid)| chain_next(&chain, opid, seq))
}
