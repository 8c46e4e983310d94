//! Encodes a journal entry as a sealed frame, and decodes it.

use super::{Checkpoint, Entry, JournalTail, Mark};
use crate::record::{Body, Id};
use crate::storage::crypto::key::Domain;
use crate::storage::crypto::seal::{OVERHEAD, Sealer};
use crate::storage::error::{LimitedItem, StoreError};
use crate::storage::format::frame::{FrameHead, HEAD, LINK, RawFrame, flag, ty};
use crate::storage::format::raw::RawOp;
use crate::storage::format::{down, draft, frame, mark, op, raw};
use crate::storage::{format, limits};

/// A frame's compressed content, not yet numbered, linked or sealed.
pub struct Packed {
    ty: u8,
    pub flags: u8,
    n: u16,
    raw: u32,
    first: u64,
    bytes: Vec<u8>,
    pub opids: Vec<[u8; 16]>,
}

impl Packed {
    /// Bytes of the whole frame: head, sealed body and link.
    pub fn size(&self) -> usize {
        HEAD + self.bytes.len() + OVERHEAD + LINK
    }

    /// Packs a decoded frame's content for a rewritten journal; keeps type, op numbers and flags.
    pub fn repack(head: &FrameHead, plain: &[u8]) -> Result<Packed, StoreError> {
        let mut packed = pack(head.ty, head.n, head.first, plain, Vec::new())?;
        packed.flags |= head.flags & flag::AGAIN;
        Ok(packed)
    }

    /// Appends the frame's bytes on disk to `out`; returns the frame's link.
    pub fn seal(
        &self,
        sealer: &Sealer,
        no: u64,
        previous: &[u8; LINK],
        out: &mut Vec<u8>,
    ) -> Result<[u8; LINK], StoreError> {
        let head = FrameHead {
            len: u32::try_from(self.bytes.len() + OVERHEAD).unwrap_or(u32::MAX),
            ty: self.ty,
            flags: self.flags,
            n: self.n,
            raw: self.raw,
            no,
            first: self.first,
        };
        let head = head.to_bytes();
        let body = sealer.seal(Domain::Journal, &aad(&head, previous), &self.bytes)?;
        let link = frame::link(previous, &head, &body);
        out.extend_from_slice(&head);
        out.extend_from_slice(&body);
        out.extend_from_slice(&link);
        Ok(link)
    }
}

/// Packs an entry's content and advances `tail`'s counters.
pub fn pack_entry(entry: &Entry, tail: &mut JournalTail) -> Result<Packed, StoreError> {
    match entry {
        Entry::Ops { ops, ends_draft } => pack_ops(ops, *ends_draft, tail),
        Entry::Recut { ops } => repack_ops(ops, tail),
        Entry::Draft(frame) => pack(ty::DRAFT, 1, 0, &draft::encode_draft(frame), Vec::new()),
        Entry::Down(frame) => pack_down(frame, tail),
        Entry::Mark(mark) => {
            let mark = with_position(mark, tail)?;
            pack(ty::MARK, 1, 0, &mark::encode_mark(&mark)?, Vec::new())
        }
        Entry::Other { ty, bytes } => pack(*ty, 1, 0, bytes, Vec::new()),
    }
}

fn pack_ops(
    ops: &[crate::record::Op],
    ends_draft: Option<Id>,
    tail: &mut JournalTail,
) -> Result<Packed, StoreError> {
    let first = tail.seq.saturating_add(1);
    if ops.is_empty() || !ops.iter().zip(first..).all(|(op, seq)| op.seq == seq) {
        return Err(StoreError::Bug("ops must follow the last one without a gap"));
    }
    if !ops.iter().is_sorted_by(|a, b| a.hlc < b.hlc) || ops.iter().any(|o| o.hlc <= tail.hlc) {
        return Err(StoreError::Bug("the clock of ops must rise"));
    }
    if tail.has_hole {
        return Err(StoreError::EpochNeeded);
    }
    let n = u16::try_from(ops.len()).map_err(|_| too_large(LimitedItem::Frame, ops.len()))?;
    let encoded = op::encode_ops(&tail.device, tail.chain, ops, ends_draft)?;
    tail.seq = tail.seq.saturating_add(ops.len() as u64);
    tail.chain = encoded.chain;
    tail.hlc = ops.last().map_or(tail.hlc, |op| op.hlc);
    pack(ty::OPS, n, first, &encoded.bytes, encoded.opids)
}

/// A frame from headquarters takes a clock value, so it is ordered among the ops around it.
fn pack_down(frame: &down::Frame, tail: &mut JournalTail) -> Result<Packed, StoreError> {
    if frame.at <= tail.hlc.0 {
        return Err(StoreError::Bug("the clock of what comes down must rise"));
    }
    let n = u16::try_from(frame.read().len()).unwrap_or(u16::MAX);
    let packed = pack(ty::DOWN, n, 0, &down::encode_frame(frame)?, Vec::new())?;
    tail.hlc.0 = frame.at;
    Ok(packed)
}

fn repack_ops(ops: &[RawOp], tail: &mut JournalTail) -> Result<Packed, StoreError> {
    if tail.has_hole {
        return Err(StoreError::EpochNeeded);
    }
    let first = tail.seq.saturating_add(1);
    let n = u16::try_from(ops.len()).map_err(|_| too_large(LimitedItem::Frame, ops.len()))?;
    let encoded = raw::join(&tail.device, tail.chain, first, ops.to_vec());
    tail.seq = tail.seq.saturating_add(ops.len() as u64);
    tail.chain = encoded.chain;
    let mut packed = pack(ty::OPS, n, first, &encoded.bytes, encoded.opids)?;
    packed.flags |= flag::AGAIN;
    Ok(packed)
}

/// Whether this entry begins with the op that opens an epoch after a fork.
pub fn is_epoch_op(entry: &Entry) -> bool {
    let first = |ops: &[crate::record::Op]| ops.first().map(|op| op.body.clone());
    matches!(entry, Entry::Ops { ops, .. } if matches!(first(ops), Some(Body::Epoch { .. })))
}

fn with_position(mark: &Mark, tail: &mut JournalTail) -> Result<Mark, StoreError> {
    let mut fill = |c: &Checkpoint| {
        let (seq, chain, hlc) = (tail.seq, tail.chain, tail.hlc.0);
        let full = Checkpoint { applied: c.applied, link: c.link, seq, chain, hlc };
        tail.checkpoint = Some(full);
        full
    };
    let marked = match mark {
        Mark::Checkpoint(c) => Mark::Checkpoint(fill(c)),
        Mark::Closed { boot, checkpoint } => {
            Mark::Closed { boot: *boot, checkpoint: fill(checkpoint) }
        }
        other => return Ok(other.clone()),
    };
    // An opening starts reading at the last checkpoint: one written now would hide the hole.
    if tail.has_hole { Err(StoreError::EpochNeeded) } else { Ok(marked) }
}

fn pack(
    ty: u8,
    n: u16,
    first: u64,
    plain: &[u8],
    opids: Vec<[u8; 16]>,
) -> Result<Packed, StoreError> {
    if plain.len() > limits::FRAME_RAW {
        return Err(too_large(LimitedItem::Frame, plain.len()));
    }
    let raw = u32::try_from(plain.len()).unwrap_or(u32::MAX);
    let mut packed =
        Packed { ty, flags: flag::SEALED, n, raw, first, bytes: Vec::new(), opids };
    if plain.len() >= limits::COMPRESS_FROM {
        packed.bytes = format::pack(plain)?;
        packed.flags |= flag::ZSTD;
    }
    if packed.bytes.is_empty() || packed.bytes.len() >= plain.len() {
        packed.bytes = plain.to_vec();
        packed.flags &= !flag::ZSTD;
    }
    if packed.bytes.len() + OVERHEAD > limits::FRAME_KEPT {
        return Err(too_large(LimitedItem::Frame, packed.bytes.len()));
    }
    Ok(packed)
}

fn too_large(what: LimitedItem, bytes: usize) -> StoreError {
    StoreError::TooLarge { what, bytes, limit: limits::FRAME_KEPT - OVERHEAD }
}

fn aad(head: &[u8; HEAD], previous: &[u8; LINK]) -> [u8; HEAD + LINK] {
    let mut aad = [0; HEAD + LINK];
    let (a, b) = aad.split_at_mut(HEAD);
    a.copy_from_slice(head);
    b.copy_from_slice(previous);
    aad
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadFrame {
    Seal,
    Content,
    Companion,
    Newer,
}

/// Whether the seal opens: the frame was written with this key at this place in the chain.
pub fn is_authentic(sealer: &Sealer, previous: &[u8; LINK], raw: &RawFrame) -> bool {
    sealer.open(Domain::Journal, &aad(raw.head_bytes, previous), raw.body).is_ok()
}

/// Opens the seal and decompresses; does not decode the content.
pub fn open(
    sealer: &Sealer,
    previous: &[u8; LINK],
    raw: &RawFrame,
) -> Result<Vec<u8>, BadFrame> {
    let flags = raw.head.flags;
    if flags & !flag::KNOWN != 0 || flags & flag::DICTIONARY != 0 {
        return Err(BadFrame::Newer);
    }
    if flags & flag::SEALED == 0 {
        return Err(BadFrame::Seal);
    }
    let stored = sealer
        .open(Domain::Journal, &aad(raw.head_bytes, previous), raw.body)
        .map_err(|_| BadFrame::Seal)?;
    let claimed = raw.head.raw as usize;
    let plain = match flags & flag::ZSTD {
        0 => stored,
        _ => format::unpack(&stored, claimed).map_err(|_| BadFrame::Content)?,
    };
    if plain.len() == claimed { Ok(plain) } else { Err(BadFrame::Content) }
}

pub struct OpenedFrame {
    pub entry: Entry,
    pub opids: Vec<[u8; 16]>,
    /// for ops: the op chain after them, as the frame states it
    pub chain: [u8; 32],
}

pub fn read(
    device: &[u8; 16],
    head: &FrameHead,
    plain: Vec<u8>,
) -> Result<OpenedFrame, BadFrame> {
    let plainly = |entry| OpenedFrame { entry, opids: Vec::new(), chain: [0; 32] };
    Ok(match head.ty {
        ty::OPS if head.flags & flag::AGAIN != 0 => {
            let found = raw::split(&plain).map_err(|_| BadFrame::Content)?;
            if found.ops.is_empty() || found.ops.len() != usize::from(head.n) {
                return Err(BadFrame::Content);
            }
            let opids = found.ops.iter().map(|op| op.opid(device)).collect();
            OpenedFrame { entry: Entry::Recut { ops: found.ops }, opids, chain: found.chain }
        }
        ty::OPS => {
            let found = op::decode_ops(device, head.first, usize::from(head.n), &plain)
                .map_err(|bad| match bad {
                    op::BadOp::Content => BadFrame::Content,
                    op::BadOp::Companion => BadFrame::Companion,
                })?;
            let entry = Entry::Ops { ops: found.ops, ends_draft: found.ends_draft };
            OpenedFrame { entry, opids: found.opids, chain: found.chain }
        }
        ty::DRAFT => {
            plainly(Entry::Draft(draft::decode_draft(&plain).map_err(|_| BadFrame::Content)?))
        }
        ty::DOWN => {
            plainly(Entry::Down(down::decode_frame(&plain).map_err(|_| BadFrame::Content)?))
        }
        ty::MARK => {
            plainly(Entry::Mark(mark::decode_mark(&plain).map_err(|_| BadFrame::Content)?))
        }
        ty => plainly(Entry::Other { ty, bytes: plain }),
    })
}
