//! Marks: a tag and a frozen struct; an unknown tag is preserved.

use super::super::error::{LimitedItem, StoreError};
use super::super::limits;
use super::Undecodable;
use super::wire::{self, BatchV1, CheckpointV1, ClosedV1, DraftMarkV1, GapV1, RecutV1, tag};
use crate::record::{Batch, Id};

pub fn encode_mark(mark: &Mark) -> Result<Vec<u8>, StoreError> {
    let draft = |id: &Id| wire::encode(&DraftMarkV1 { draft: id.0 });
    let (tag, bytes) = match mark {
        Mark::Checkpoint(c) => (tag::CHECKPOINT, wire::encode(&from_checkpoint(c))),
        Mark::Closed { boot, checkpoint } => {
            let checkpoint = from_checkpoint(checkpoint);
            (tag::CLOSED, wire::encode(&ClosedV1 { boot: *boot, checkpoint }))
        }
        Mark::DraftHidden { draft: id } => (tag::DRAFT_HIDDEN, draft(id)),
        Mark::DraftShown { draft: id } => (tag::DRAFT_SHOWN, draft(id)),
        Mark::DraftEnded { draft: id } => (tag::DRAFT_ENDED, draft(id)),
        Mark::Recut { file, last_link, gaps } => {
            let gaps = gaps.iter().map(|(from, to)| GapV1 { from: *from, to: *to }).collect();
            let recut = RecutV1 { file: *file, last_link: *last_link, gaps };
            (tag::RECUT, wire::encode(&recut))
        }
        Mark::Batch { batch, part } => {
            let (made, label) = (batch.made, batch.label.clone());
            let BatchPart { epoch, from, to } = *part;
            let undoes = batch.undoes.map(|id| id.0);
            let batch = BatchV1 { batch: batch.id.0, undoes, made, label, epoch, from, to };
            (tag::BATCH, wire::encode(&batch))
        }
        Mark::Unknown { tag, bytes } => (*tag, bytes.clone()),
    };
    let mut whole = vec![tag];
    whole.extend_from_slice(&bytes);
    if whole.len() > limits::MARK {
        let (bytes, limit) = (whole.len(), limits::MARK);
        return Err(StoreError::TooLarge { what: LimitedItem::Mark, bytes, limit });
    }
    Ok(whole)
}

pub fn decode_mark(bytes: &[u8]) -> Result<Mark, Undecodable> {
    if bytes.len() > limits::MARK {
        return Err(Undecodable);
    }
    let (tag, rest) = bytes.split_first().ok_or(Undecodable)?;
    let draft = || wire::mark(rest).map(|d: DraftMarkV1| Id(d.draft));
    Ok(match *tag {
        tag::CHECKPOINT => Mark::Checkpoint(to_checkpoint(wire::mark(rest)?)),
        tag::CLOSED => {
            let closed: ClosedV1 = wire::mark(rest)?;
            Mark::Closed { boot: closed.boot, checkpoint: to_checkpoint(closed.checkpoint) }
        }
        tag::DRAFT_HIDDEN => Mark::DraftHidden { draft: draft()? },
        tag::DRAFT_SHOWN => Mark::DraftShown { draft: draft()? },
        tag::DRAFT_ENDED => Mark::DraftEnded { draft: draft()? },
        tag::RECUT => {
            let r: RecutV1 = wire::mark(rest)?;
            let gaps = r.gaps.into_iter().map(|g| (g.from, g.to)).collect();
            Mark::Recut { file: r.file, last_link: r.last_link, gaps }
        }
        tag::BATCH => {
            let d: BatchV1 = wire::mark(rest)?;
            let (made, label) = (d.made, d.label);
            let batch = Batch { id: Id(d.batch), undoes: d.undoes.map(Id), made, label };
            Mark::Batch { batch, part: BatchPart { epoch: d.epoch, from: d.from, to: d.to } }
        }
        tag => Mark::Unknown { tag, bytes: rest.to_vec() },
    })
}

fn from_checkpoint(c: &Checkpoint) -> CheckpointV1 {
    CheckpointV1 { applied: c.applied, link: c.link, seq: c.seq, chain: c.chain, hlc: c.hlc }
}

fn to_checkpoint(c: CheckpointV1) -> Checkpoint {
    Checkpoint { applied: c.applied, link: c.link, seq: c.seq, chain: c.chain, hlc: c.hlc }
}

/// Journal frames without record content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mark {
    /// the state has durably applied all frames up to `applied`
    Checkpoint(Checkpoint),
    /// the last frame of a clean close; `boot` is the kernel's boot id
    Closed {
        boot: [u8; 16],
        checkpoint: Checkpoint,
    },
    /// the officer discarded a draft (restorable for 30 days)
    DraftHidden {
        draft: Id,
    },
    DraftShown {
        draft: Id,
    },
    /// a draft ended without an op (it was empty)
    DraftEnded {
        draft: Id,
    },
    /// first frame of a rewritten file: the frames that it replaces; this version writes none
    Recut {
        file: u32,
        last_link: [u8; 32],
        gaps: Vec<(u64, u64)>,
    },
    Unknown {
        tag: u8,
        bytes: Vec<u8>,
    },
    /// the preceding ops belong to a batch that can be undone as a whole
    Batch {
        batch: Batch,
        part: BatchPart,
    },
}

/// A range of ops of a batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BatchPart {
    pub epoch: u64,
    pub from: u64,
    pub to: u64,
}

/// `applied` and `link` come from the caller; the journal fills in the rest when it appends, so
/// that the next opening can start reading here.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Checkpoint {
    pub applied: u64,
    pub link: [u8; 32],
    pub seq: u64,
    pub chain: [u8; 32],
    pub hlc: u64,
}

impl Checkpoint {
    pub fn of(applied: u64, link: [u8; 32]) -> Checkpoint {
        Checkpoint { applied, link, ..Checkpoint::default() }
    }
}
