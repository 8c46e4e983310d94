//! Encodes ops for transfer, without what the receiver can compute.
//!
//! Left out are the salted hashes of personal answers, 32 incompressible bytes each: salt and value
//! are sent next to the op anyway. Hashes are found and restored by their bytes alone, so ops of a
//! newer version are handled in the same way. The op chain verifies the restored ops.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::storage::format::raw::{RawOp, chain_after};
use crate::storage::format::wire::{BesideV1, Bytes};
use crate::storage::format::{Undecodable, wire};
use crate::storage::limits;
use crate::store::Outgoing;

const HASH: usize = 32;
const CHAIN: usize = 32;

// Frozen: a new layout is a new variant at the end.
#[derive(Serialize, Deserialize)]
enum Travel {
    V1(Vec<TravelOp>),
}

#[derive(Serialize, Deserialize)]
struct TravelOp {
    /// clock difference to the previous op, wrapping
    later: u64,
    wall_flag: u8,
    ver: u16,
    body: Bytes,
    companions: Vec<StrippedCompanion>,
}

#[derive(Serialize, Deserialize)]
struct StrippedCompanion {
    no: u16,
    salt: [u8; 16],
    bytes: Bytes,
    /// position of the removed hash in the whole body, plus one; 0: not removed
    cut: u32,
}

/// The restored ops of one segment, with opids and chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RestoredSegment {
    pub first: u64,
    pub ops: Vec<RawOp>,
    pub opids: Vec<[u8; 16]>,
    /// op chain before the first op, and (`chain`) after the last
    pub base: [u8; 32],
    pub chain: [u8; 32],
}

impl RestoredSegment {
    pub fn last(&self) -> u64 {
        self.first.saturating_add(self.ops.len() as u64).saturating_sub(1)
    }
}

/// Encodes a segment's content: the stripped ops, and the op chain after them.
pub fn pack(part: &Outgoing) -> Vec<u8> {
    let mut before = 0;
    let ops = part.ops.iter().map(|op| {
        let later = op.hlc.wrapping_sub(before);
        before = op.hlc;
        strip(op, later)
    });
    let mut out = wire::encode(&Travel::V1(ops.collect()));
    out.extend_from_slice(&chain_after(part.base, part.first, &part.opids));
    out
}

/// Decodes and restores a segment. Checks that it has `count` ops of `device` from number `first`
/// on that continue `base`.
pub fn unpack(
    device: &[u8; 16],
    first: u64,
    count: usize,
    base: [u8; 32],
    bytes: &[u8],
) -> Result<RestoredSegment, Undecodable> {
    let (bytes, stated) = bytes.split_last_chunk::<CHAIN>().ok_or(Undecodable)?;
    let Travel::V1(travelled) = wire::frame(bytes)?;
    if travelled.len() != count || count == 0 || first == 0 {
        return Err(Undecodable);
    }
    // the number of the next op must not overflow
    first.checked_add(count as u64 + 1).ok_or(Undecodable)?;
    let mut before = 0u64;
    let mut ops = Vec::with_capacity(count);
    for op in travelled {
        before = before.wrapping_add(op.later);
        let whole = restore(op, before)?;
        if whole.size() > limits::OP + SLACK {
            return Err(Undecodable);
        }
        ops.push(whole);
    }
    let opids: Vec<[u8; 16]> = ops.iter().map(|op| op.opid(device)).collect();
    let chain = chain_after(base, first, &opids);
    if chain != *stated {
        Err(Undecodable)
    } else {
        Ok(RestoredSegment { first, ops, opids, base, chain })
    }
}

/// Allows for the overestimate of `RawOp::size`.
const SLACK: usize = 4096;

fn strip(op: &RawOp, later: u64) -> TravelOp {
    let mut body = op.body.0.clone();
    let mut beside = Vec::with_capacity(op.beside.len());
    // Positions are offsets in the whole body, so the hashes are removed from the last to the
    // first.
    let mut places: Vec<Option<usize>> = Vec::with_capacity(op.beside.len());
    let mut from = 0;
    for b in &op.beside {
        let place =
            position(op.body.0.get(from..).unwrap_or_default(), &hash(&b.salt, &b.bytes.0));
        let place = place.map(|at| from + at);
        from = place.map_or(from, |at| at + HASH);
        places.push(place);
    }
    for at in places.iter().rev().flatten() {
        body.drain(*at..*at + HASH);
    }
    for (b, place) in op.beside.iter().zip(places) {
        let cut = place.and_then(|at| u32::try_from(at + 1).ok()).unwrap_or(0);
        beside.push(StrippedCompanion { no: b.no, salt: b.salt, bytes: b.bytes.clone(), cut });
    }
    TravelOp {
        later,
        wall_flag: op.wall_flag,
        ver: op.ver,
        body: Bytes(body),
        companions: beside,
    }
}

fn restore(op: TravelOp, hlc: u64) -> Result<RawOp, Undecodable> {
    let mut body = Vec::with_capacity(op.body.0.len() + op.companions.len().min(64) * HASH);
    let mut rest = op.body.0.as_slice();
    for b in op.companions.iter().filter(|b| b.cut != 0) {
        let at = b.cut as usize - 1;
        let (here, after) = at
            .checked_sub(body.len())
            .and_then(|n| rest.split_at_checked(n))
            .ok_or(Undecodable)?;
        body.extend_from_slice(here);
        body.extend_from_slice(&hash(&b.salt, &b.bytes.0));
        rest = after;
        if body.len() > limits::OP {
            return Err(Undecodable);
        }
    }
    body.extend_from_slice(rest);
    let beside = op.companions.into_iter();
    let beside = beside.map(|b| BesideV1 { no: b.no, salt: b.salt, bytes: b.bytes }).collect();
    Ok(RawOp { hlc, wall_flag: op.wall_flag, ver: op.ver, body: Bytes(body), beside })
}

fn position(bytes: &[u8], what: &[u8; HASH]) -> Option<usize> {
    bytes.windows(HASH).position(|w| w == what)
}

fn hash(salt: &[u8; 16], value: &[u8]) -> [u8; HASH] {
    let mut hash = Sha256::new();
    hash.update(salt);
    hash.update(value);
    hash.finalize().into()
}
