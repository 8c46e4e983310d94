//! The contents of journal frames, and the counters at the journal's end.

use crate::record::audit::AuditEntry;
use crate::record::{Id, Op};
use crate::storage::error::Damage;
use crate::storage::format::Undecodable;
use crate::storage::format::audit::{decode_audit, encode_audit};
use crate::storage::format::down;
use crate::storage::format::draft::DraftFrame;
use crate::storage::format::frame::ty;
use crate::storage::format::mark::{Checkpoint, Mark};
use crate::storage::format::raw::RawOp;
use crate::storage::format::receipt::SignedReceipt;

/// One frame's content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entry {
    /// committed changes; the frame also ends the draft that they were typed in
    Ops {
        ops: Vec<Op>,
        ends_draft: Option<Id>,
    },
    /// Ops of an earlier epoch, renumbered for this epoch so that headquarters accepts them. Clock,
    /// body and opid are unchanged. The fold skips them: it has seen the originals.
    Recut {
        ops: Vec<RawOp>,
    },
    Draft(DraftFrame),
    /// a piece from headquarters, with its position in the lane
    Down(down::Frame),
    Mark(Mark),
    /// a frame type that this version does not know: stored, skipped
    Other {
        ty: u8,
        bytes: Vec<u8>,
    },
}

/// A frame's position: number in the file's name, byte offset.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Loc {
    pub file: u32,
    pub offset: u32,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrameRef {
    pub no: u64,
    pub link: [u8; 32],
    pub loc: Loc,
    pub epoch: u64,
    /// opids of the frame's ops, in order; a record's `head` is the first 8 bytes, little endian
    pub opids: Vec<[u8; 16]>,
}

/// Counters after the journal's last frame.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct JournalTail {
    /// number of the last frame; 0 when there is none yet
    pub frame_no: u64,
    pub link: [u8; 32],
    /// number of the last op in this epoch; 0 when there is none yet
    pub seq: u64,
    pub chain: [u8; 32],
    pub hlc: crate::record::Hlc,
    pub epoch: u64,
    pub device: [u8; 16],
    /// Frames are missing, perhaps with ops, and an op number must not be used twice: `append`
    /// refuses ops and checkpoints until `start_epoch`.
    pub has_hole: bool,
    /// the last frame is `Mark::Closed` with this boot id
    pub closed: Option<[u8; 16]>,
    /// the newest checkpoint found
    pub checkpoint: Option<Checkpoint>,
}

/// Counts and damage of a complete read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct JournalReport {
    pub files: u32,
    pub frames: u64,
    pub ops: u64,
    pub drafts: u64,
    pub marks: u64,
    /// entries of the audit log
    pub audits: u64,
    pub other: u64,
    /// (epoch, seq) of the first and the last op
    pub first: Option<(u64, u64)>,
    pub last: Option<(u64, u64)>,
    pub chain: [u8; 32],
    pub damage: Vec<Damage>,
    /// files with a damaged header or link that other frames make readable all the same
    pub repaired: Vec<u32>,
}

/// Decodes an audit entry. An undecodable one comes from a newer program: it is not damage, and
/// must not stop the reading of other frames.
pub fn audit(entry: &Entry) -> Option<Result<AuditEntry, Undecodable>> {
    match entry {
        Entry::Other { ty: ty::AUDIT, bytes } => Some(decode_audit(bytes)),
        _ => None,
    }
}

pub fn audit_frame(entry: &AuditEntry) -> Entry {
    Entry::Other { ty: ty::AUDIT, bytes: encode_audit(entry) }
}

/// Decodes a receipt; `None` for any other entry and for an undecodable receipt.
pub(crate) fn receipt(entry: &Entry) -> Option<SignedReceipt> {
    match entry {
        Entry::Other { ty: ty::RECEIPT, bytes } => SignedReceipt::decode(bytes).ok(),
        _ => None,
    }
}
