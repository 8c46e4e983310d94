//! Encodes the ops of a frame. A personal field is in the op as a salted hash; salt and value are
//! next to the op, outside opid and chain, so that they can be erased and every chain still
//! verifies.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use super::super::error::{LimitedItem, StoreError};
use super::super::limits;
use super::Undecodable;
use super::wire::{self, BesideV1, Bytes, FieldIs, FieldV1, OpV1, OpsV1, PatchedV1, tag};
use crate::record::{Body, FieldBytes, Hlc, Id, Op, Origin, Patched};

/// Bytes of the op chain at the end of a frame.
const CHAIN: usize = 32;

/// The content of a frame of ops.
pub struct EncodedOps {
    pub bytes: Vec<u8>,
    pub opids: Vec<[u8; 16]>,
    pub chain: [u8; 32],
}

pub struct DecodedOps {
    pub ops: Vec<Op>,
    pub opids: Vec<[u8; 16]>,
    pub ends_draft: Option<Id>,
    /// op chain after the last op, as the frame states it
    pub chain: [u8; 32],
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadOp {
    Content,
    /// a personal value does not match the op's hash of it
    Companion,
}

impl From<Undecodable> for BadOp {
    fn from(_: Undecodable) -> BadOp {
        BadOp::Content
    }
}

/// `H("sotay op", device, hlc, ver, body)[..16]`; `body` with its tag.
pub fn opid(device: &[u8; 16], hlc: u64, ver: u16, body: &[u8]) -> [u8; 16] {
    let mut hash = Sha256::new();
    hash.update(b"sotay op");
    hash.update(device);
    hash.update(hlc.to_le_bytes());
    hash.update(ver.to_le_bytes());
    hash.update(body);
    let whole: [u8; 32] = hash.finalize().into();
    whole.first_chunk::<16>().copied().unwrap_or_default()
}

/// The op chain before an epoch's first op.
pub fn chain_start(device: &[u8; 16], epoch: u64) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(b"sotay");
    hash.update(device);
    hash.update(epoch.to_le_bytes());
    hash.finalize().into()
}

pub fn chain_next(chain: &[u8; 32], opid: &[u8; 16], seq: u64) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(chain);
    hash.update(opid);
    hash.update(seq.to_le_bytes());
    hash.finalize().into()
}

/// Draws the salts of personal fields, so the opids are known only after this.
pub fn encode_ops(
    device: &[u8; 16],
    chain: [u8; 32],
    ops: &[Op],
    ends_draft: Option<Id>,
) -> Result<EncodedOps, StoreError> {
    let mut chain = chain;
    let mut opids = Vec::with_capacity(ops.len());
    let mut wire_ops = Vec::with_capacity(ops.len());
    for op in ops {
        let (body, beside) = encode_body(&op.body)?;
        check_op(&body, &beside)?;
        let opid = opid(device, op.hlc.0, op.ver, &body);
        chain = chain_next(&chain, &opid, op.seq);
        opids.push(opid);
        let (hlc, wall_flag, ver) = (op.hlc.0, op.wall_flag, op.ver);
        wire_ops.push(OpV1 { hlc, wall_flag, ver, body: Bytes(body), beside });
    }
    let ends_draft = ends_draft.map(|id| id.0);
    let mut bytes = wire::encode(&wire::WireOps::V1(OpsV1 { ends_draft, ops: wire_ops }));
    bytes.extend_from_slice(&chain);
    Ok(EncodedOps { bytes, opids, chain })
}

/// `first` and `count` come from the frame's head.
pub fn decode_ops(
    device: &[u8; 16],
    first: u64,
    count: usize,
    bytes: &[u8],
) -> Result<DecodedOps, BadOp> {
    let (bytes, chain) = bytes.split_last_chunk::<CHAIN>().ok_or(BadOp::Content)?;
    let wire::WireOps::V1(frame) = wire::frame(bytes)?;
    if frame.ops.len() != count || count == 0 {
        return Err(BadOp::Content);
    }
    // the number of the next op must not overflow
    first.checked_add(count as u64 + 1).ok_or(BadOp::Content)?;
    let mut found = DecodedOps {
        ops: Vec::with_capacity(count),
        opids: Vec::with_capacity(count),
        ends_draft: frame.ends_draft.map(Id),
        chain: *chain,
    };
    for (seq, op) in (first..).zip(frame.ops) {
        found.opids.push(opid(device, op.hlc, op.ver, &op.body.0));
        found.ops.push(read(seq, op)?);
    }
    Ok(found)
}

/// One op with its number.
pub fn read(seq: u64, op: OpV1) -> Result<Op, BadOp> {
    let body = decode_body(op.ver, &op.body.0, op.beside)?;
    let (hlc, wall_flag, ver) = (Hlc(op.hlc), op.wall_flag, op.ver);
    Ok(Op { seq, hlc, wall_flag, ver, body })
}

/// Upper estimate of an op's bytes in a frame before compression; used to split batches.
pub fn op_size(op: &Op) -> usize {
    const AROUND: usize = 64;
    const FIELD: usize = 64;
    let one = |f: &FieldBytes| FIELD + f.bytes.as_ref().map_or(0, Vec::len);
    AROUND
        + match &op.body {
            Body::Put { fields, .. } => fields.iter().map(one).sum(),
            Body::Patch { fields, .. } => fields.iter().map(|p| one(&p.field)).sum(),
            Body::Del { reason, .. } | Body::Epoch { reason, .. } => reason.len(),
            Body::Restore { .. } => 0,
            Body::Erase { fields, reason, .. } => fields.len() * 3 + reason.len(),
            Body::Unknown { bytes, .. } => bytes.len(),
        }
}

fn check_op(body: &[u8], beside: &[BesideV1]) -> Result<(), StoreError> {
    let bytes = body.len() + beside.iter().map(|b| b.bytes.0.len() + 24).sum::<usize>();
    if bytes > limits::OP {
        return Err(StoreError::TooLarge { what: LimitedItem::Op, bytes, limit: limits::OP });
    }
    Ok(())
}

fn encode_body(body: &Body) -> Result<(Vec<u8>, Vec<BesideV1>), StoreError> {
    let mut beside = Vec::new();
    let (tag, bytes) = match body {
        Body::Put { kind, entity, origin, fields } => {
            let fields = encode_fields(fields, &mut beside)?;
            let fields = fields.into_iter().map(|(no, is)| FieldV1 { no, is }).collect();
            let origin = origin_no(*origin);
            let put = wire::PutV1 { kind: *kind, entity: entity.0, origin, fields };
            (tag::PUT, wire::encode(&put))
        }
        Body::Patch { entity, base, fields } => {
            let fields = encode_patched(fields, &mut beside)?;
            let patch = wire::PatchV1 { entity: entity.0, base: *base, fields };
            (tag::PATCH, wire::encode(&patch))
        }
        Body::Del { entity, base, reason } => {
            let reason = reason.clone();
            (tag::DEL, wire::encode(&wire::DelV1 { entity: entity.0, base: *base, reason }))
        }
        Body::Restore { entity, base } => {
            (tag::RESTORE, wire::encode(&wire::RestoreV1 { entity: entity.0, base: *base }))
        }
        Body::Erase { entity, base, fields, reason } => {
            let (fields, reason) = (fields.clone(), reason.clone());
            let erase = wire::EraseV1 { entity: entity.0, base: *base, fields, reason };
            (tag::ERASE, wire::encode(&erase))
        }
        Body::Epoch { old_epoch, old_seq, reason } => {
            let (old_epoch, old_seq, reason) = (*old_epoch, *old_seq, reason.clone());
            (tag::EPOCH, wire::encode(&wire::EpochV1 { old_epoch, old_seq, reason }))
        }
        Body::Unknown { tag, bytes } => (*tag, bytes.clone()),
    };
    let mut whole = Vec::with_capacity(1 + bytes.len());
    whole.push(tag);
    whole.extend_from_slice(&bytes);
    Ok((whole, beside))
}

fn encode_fields(
    fields: &[FieldBytes],
    beside: &mut Vec<BesideV1>,
) -> Result<Vec<(u16, FieldIs)>, StoreError> {
    let mut sorted: Vec<&FieldBytes> = fields.iter().collect();
    sorted.sort_by_key(|f| f.no);
    if !sorted.is_sorted_by(|a, b| a.no < b.no) {
        return Err(StoreError::Bug("a field is named twice in one op"));
    }
    if sorted.len() > limits::FIELDS {
        let (bytes, limit) = (sorted.len(), limits::FIELDS);
        return Err(StoreError::TooLarge { what: LimitedItem::Fields, bytes, limit });
    }
    sorted.into_iter().map(|f| Ok((f.no, encode_field(f, beside)?))).collect()
}

fn encode_field(field: &FieldBytes, beside: &mut Vec<BesideV1>) -> Result<FieldIs, StoreError> {
    let Some(bytes) = &field.bytes else { return Ok(FieldIs::Empty) };
    if !field.personal {
        return Ok(FieldIs::Plain(Bytes(bytes.clone())));
    }
    let salt: [u8; 16] = crate::storage::crypto::random::random_salt()?;
    beside.push(BesideV1 { no: field.no, salt, bytes: Bytes(bytes.clone()) });
    Ok(FieldIs::Salted(salted(&salt, bytes)))
}

fn encode_patched(
    fields: &[Patched],
    beside: &mut Vec<BesideV1>,
) -> Result<Vec<PatchedV1>, StoreError> {
    let plain: Vec<FieldBytes> = fields.iter().map(|p| p.field.clone()).collect();
    let old = |no: u16| fields.iter().find(|p| p.field.no == no);
    let encoded = encode_fields(&plain, beside)?;
    let one = |(no, is)| {
        // an unsalted hash of a personal value would remain after its erasure
        let old_hash = old(no).filter(|p| !p.field.personal).map_or(0, |p| p.old_hash);
        PatchedV1 { no, is, old_hash }
    };
    Ok(encoded.into_iter().map(one).collect())
}

fn salted(salt: &[u8; 16], value: &[u8]) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(salt);
    hash.update(value);
    hash.finalize().into()
}

type Companions = BTreeMap<u16, BesideV1>;

fn decode_body(ver: u16, body: &[u8], beside: Vec<BesideV1>) -> Result<Body, BadOp> {
    let (tag, bytes) = body.split_first().ok_or(BadOp::Content)?;
    let count = beside.len();
    let mut beside: Companions = beside.into_iter().map(|b| (b.no, b)).collect();
    if beside.len() != count {
        return Err(BadOp::Companion);
    }
    let unknown = || Body::Unknown { tag: *tag, bytes: bytes.to_vec() };
    if ver != wire::OP_VER {
        return Ok(unknown());
    }
    let body = match *tag {
        tag::PUT => decode_put(bytes, &mut beside)?,
        tag::PATCH => decode_patch(bytes, &mut beside)?,
        tag::DEL => wire::record(bytes).ok().map(|d: wire::DelV1| Body::Del {
            entity: Id(d.entity),
            base: d.base,
            reason: d.reason,
        }),
        tag::RESTORE => wire::record(bytes)
            .ok()
            .map(|r: wire::RestoreV1| Body::Restore { entity: Id(r.entity), base: r.base }),
        tag::ERASE => decode_erase(bytes),
        tag::EPOCH => wire::record(bytes).ok().map(|e: wire::EpochV1| Body::Epoch {
            old_epoch: e.old_epoch,
            old_seq: e.old_seq,
            reason: e.reason,
        }),
        _ => None,
    };
    match body {
        // a value without a hash in the op
        Some(_) if !beside.is_empty() => Err(BadOp::Companion),
        Some(body) => Ok(body),
        None => Ok(unknown()),
    }
}

fn decode_put(bytes: &[u8], beside: &mut Companions) -> Result<Option<Body>, BadOp> {
    let Ok(put) = wire::record::<wire::PutV1>(bytes) else { return Ok(None) };
    let Some(origin) = origin_of(put.origin) else { return Ok(None) };
    if !put.fields.is_sorted_by(|a, b| a.no < b.no) {
        return Ok(None);
    }
    let fields = put.fields.into_iter().map(|f| decode_field(f.no, f.is, beside));
    let fields = fields.collect::<Result<_, _>>()?;
    Ok(Some(Body::Put { kind: put.kind, entity: Id(put.entity), origin, fields }))
}

fn decode_patch(bytes: &[u8], beside: &mut Companions) -> Result<Option<Body>, BadOp> {
    let Ok(patch) = wire::record::<wire::PatchV1>(bytes) else { return Ok(None) };
    if !patch.fields.is_sorted_by(|a, b| a.no < b.no) {
        return Ok(None);
    }
    let one = |f: PatchedV1| {
        let field = decode_field(f.no, f.is, beside)?;
        Ok(Patched { field, old_hash: f.old_hash })
    };
    let fields = patch.fields.into_iter().map(one).collect::<Result<_, BadOp>>()?;
    Ok(Some(Body::Patch { entity: Id(patch.entity), base: patch.base, fields }))
}

fn decode_erase(bytes: &[u8]) -> Option<Body> {
    let erase = wire::record::<wire::EraseV1>(bytes).ok()?;
    let wire::EraseV1 { entity, base, fields, reason } = erase;
    let fits = fields.is_sorted_by(|a, b| a < b) && fields.len() <= limits::FIELDS;
    fits.then_some(Body::Erase { entity: Id(entity), base, fields, reason })
}

fn decode_field(no: u16, is: FieldIs, beside: &mut Companions) -> Result<FieldBytes, BadOp> {
    let (bytes, personal) = match is {
        FieldIs::Plain(bytes) => (Some(bytes.0), false),
        FieldIs::Empty => (None, false),
        FieldIs::Salted(hash) => match beside.remove(&no) {
            None => (None, true),
            Some(b) if salted(&b.salt, &b.bytes.0) == hash => (Some(b.bytes.0), true),
            Some(_) => return Err(BadOp::Companion),
        },
    };
    Ok(FieldBytes { no, bytes, personal })
}

pub fn origin_no(origin: Origin) -> u8 {
    match origin {
        Origin::Officer => 0,
        Origin::Import => 1,
        Origin::Headquarters => 2,
        Origin::MadeUp => 3,
    }
}

pub(crate) fn origin_of(no: u8) -> Option<Origin> {
    match no {
        0 => Some(Origin::Officer),
        1 => Some(Origin::Import),
        2 => Some(Origin::Headquarters),
        3 => Some(Origin::MadeUp),
        _ => None,
    }
}
