//! What the journal's frames say.

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
    /// finished changes; the draft that they finish ends in the same frame
    Ops {
        ops: Vec<Op>,
        ends_draft: Option<Id>,
    },
    /// Ops of an earlier epoch under new numbers, for headquarters alone: the same clock, body and
    /// opid. The fold skips them.
    Recut {
        ops: Vec<RawOp>,
    },
    Draft(DraftFrame),
    /// from headquarters, with the place in its lane
    Down(down::Frame),
    Mark(Mark),
    /// a frame type that this version does not know: stored, skipped
    Other {
        ty: u8,
        bytes: Vec<u8>,
    },
}

/// Where a frame is.
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
    /// of the ops inside, in their order; a record's `head` is the first 8 bytes, little endian
    pub opids: Vec<[u8; 16]>,
}

/// The journal's end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct JournalTail {
    /// of the last frame; 0 when there is none yet
    pub frame_no: u64,
    pub link: [u8; 32],
    /// of the last op in this epoch; 0 when there is none yet
    pub seq: u64,
    pub chain: [u8; 32],
    pub hlc: crate::record::Hlc,
    pub epoch: u64,
    pub device: [u8; 16],
    /// Frames are missing, and with them perhaps ops whose numbers must not be given twice:
    /// `append` refuses ops and checkpoints until `start_epoch`.
    pub has_hole: bool,
    /// the last frame is `Mark::Closed` with this boot id
    pub closed: Option<[u8; 16]>,
    /// the newest checkpoint found
    pub checkpoint: Option<Checkpoint>,
}

/// What a whole reading found.
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
}

/// The entries of the audit log that journal frames hold. One that cannot be read is a newer
/// program's: no damage, and never in the way of what is read with it.
pub fn audit(entry: &Entry) -> Option<Result<AuditEntry, Undecodable>> {
    match entry {
        Entry::Other { ty: ty::AUDIT, bytes } => Some(decode_audit(bytes)),
        _ => None,
    }
}

pub fn audit_frame(entry: &AuditEntry) -> Entry {
    Entry::Other { ty: ty::AUDIT, bytes: encode_audit(entry) }
}

/// The receipts that journal frames hold; anything else is skipped.
pub(crate) fn receipt(entry: &Entry) -> Option<SignedReceipt> {
    match entry {
        Entry::Other { ty: ty::RECEIPT, bytes } => SignedReceipt::decode(bytes).ok(),
        _ => None,
    }
}
