//! Ops with undecoded bodies, as in transfer and in headquarters' logs, numbered by position.
//! Content of a newer version passes through unchanged.

use super::op::{EncodedOps, chain_next, opid};
use super::wire::{self, OpV1, OpsV1, WireOps, tag};
use super::{Undecodable, op};
use crate::record::{Id, Op};

/// An op with an undecoded body. Its opid covers clock, version and body, not the personal values
/// after the body.
pub type RawOp = OpV1;

/// The content of a frame of ops, with undecoded bodies.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RawOps {
    pub ops: Vec<RawOp>,
    pub ends_draft: Option<Id>,
    /// op chain after the last op, as the frame states it
    pub chain: [u8; 32],
}

impl RawOp {
    pub fn opid(&self, device: &[u8; 16]) -> [u8; 16] {
        opid(device, self.hlc, self.ver, &self.body.0)
    }

    /// Decodes the op; a body that this version cannot read becomes `Body::Unknown`.
    pub fn read(&self, seq: u64) -> Result<Op, op::BadOp> {
        op::read(seq, self.clone())
    }

    /// The record that it changes, even if only a newer version can read the rest: every body about
    /// a record begins with the record's id, that of a `PUT` with the kind and then the id.
    pub fn entity(&self) -> Option<Id> {
        let body = match self.body.0.split_first()? {
            (&tag::PUT, rest) => rest.get(1..)?,
            (&(tag::PATCH..=tag::RESTORE | tag::FREE..=tag::LAST_UP), rest) => rest,
            _ => return None,
        };
        body.first_chunk::<16>().map(|bytes| Id(*bytes)).filter(|id| id.is_ours())
    }

    /// Whether it creates a record.
    pub fn creates_record(&self) -> bool {
        self.body.0.first() == Some(&tag::PUT)
    }

    /// Whether its tag is that of an erasure.
    pub fn is_erasure(&self) -> bool {
        self.body.0.first() == Some(&tag::ERASE)
    }

    /// Upper bound of its bytes in a frame before compression.
    pub fn size(&self) -> usize {
        const AROUND: usize = 32;
        const BESIDE: usize = 24;
        let beside = self.beside.iter().map(|b| BESIDE + b.bytes.0.len()).sum::<usize>();
        AROUND + self.body.0.len() + beside
    }
}

/// Decodes a frame's content; checks only the layout.
pub fn split(bytes: &[u8]) -> Result<RawOps, Undecodable> {
    let (bytes, chain) = bytes.split_last_chunk::<32>().ok_or(Undecodable)?;
    let WireOps::V1(frame) = wire::frame(bytes)?;
    Ok(RawOps { ops: frame.ops, ends_draft: frame.ends_draft.map(Id), chain: *chain })
}

/// The inverse of `split`.
pub fn unsplit(ops: RawOps) -> Vec<u8> {
    let ends_draft = ops.ends_draft.map(|id| id.0);
    let mut bytes = wire::encode(&WireOps::V1(OpsV1 { ends_draft, ops: ops.ops }));
    bytes.extend_from_slice(&ops.chain);
    bytes
}

/// Encodes raw ops as a frame's content. `first`: number of the first op; `chain`: the op chain
/// before it.
pub fn join(device: &[u8; 16], chain: [u8; 32], first: u64, ops: Vec<RawOp>) -> EncodedOps {
    let opids: Vec<[u8; 16]> = ops.iter().map(|op| op.opid(device)).collect();
    let chain = chain_after(chain, first, &opids);
    let mut bytes = wire::encode(&WireOps::V1(OpsV1 { ends_draft: None, ops }));
    bytes.extend_from_slice(&chain);
    EncodedOps { bytes, opids, chain }
}

/// The op chain after these ops.
pub fn chain_after(chain: [u8; 32], first: u64, opids: &[[u8; 16]]) -> [u8; 32] {
    (first..).zip(opids).fold(chain, |chain, (seq, opid)| chain_next(&chain, opid, seq))
}
