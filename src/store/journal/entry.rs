//! What the journal's frames say.

use crate::storage::format::down;
use crate::record::{Batch, FieldNo, Id, KindNo, Op, Path, Typed};
use crate::storage::format::raw::RawOp;

/// One frame's content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entry {
    /// finished changes; the draft that they finish ends in the same frame
    Ops {
        ops: Vec<Op>,
        ends_draft: Option<Id>,
    },
    /// Ops of an earlier epoch under new numbers, for headquarters alone: the same clock, body and
    /// opid. Whoever folds passes over them.
    Again {
        ops: Vec<RawOp>,
    },
    Draft(DraftFrame),
    /// from headquarters, with the place in its lane
    Down(down::Frame),
    Mark(Mark),
    /// a frame type that this version has no word for: kept, skipped
    Other {
        ty: u8,
        bytes: Vec<u8>,
    },
}

/// What changed in a draft since the frame before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftFrame {
    pub draft: Id,
    /// counts this draft's frames from 0; a gap tells that one was lost
    pub no: u32,
    /// `fields` are all there are; every 32nd frame is such a one, and the first
    pub full: bool,
    pub kind: KindNo,
    pub form: u16,
    pub edits: Option<(Id, u64)>,
    /// ascending; value bytes as in `codec::value_bytes`, `None` for an emptied field
    pub fields: Vec<(FieldNo, Option<Vec<u8>>)>,
    /// always the whole list
    pub typed: Vec<Typed>,
    pub at: Option<Path>,
    /// Unix milliseconds
    pub changed: u64,
}

/// Notes of the journal to itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mark {
    /// sled holds everything up to frame `applied`, durably
    Checkpoint(Checkpoint),
    /// written last on a clean close; `boot` is the kernel's boot id
    Closed {
        boot: [u8; 16],
        checkpoint: Checkpoint,
    },
    /// the officer put a draft aside (restorable for 30 days)
    DraftHidden {
        draft: Id,
    },
    DraftShown {
        draft: Id,
    },
    /// a draft ended without any op (nothing was in it)
    DraftEnded {
        draft: Id,
    },
    /// first frame of a re-cut file: what it stands for
    Recut {
        file: u32,
        last_link: [u8; 32],
        gaps: Vec<(u64, u64)>,
    },
    Unknown {
        tag: u8,
        bytes: Vec<u8>,
    },
    /// the ops just before belong to a batch that can be undone as a whole
    Batch {
        batch: Batch,
        part: Part,
    },
}

/// Ops of a batch, by their numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    pub epoch: u64,
    pub from: u64,
    pub to: u64,
}

/// `applied` and `link` come from the caller; the journal itself fills in the rest when it appends,
/// so that the next opening can start reading here.
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

/// Where a frame stands.
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
pub struct Tail {
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
    pub hole: bool,
    /// the last frame is `Mark::Closed` with this boot id
    pub closed: Option<[u8; 16]>,
    /// the newest checkpoint found
    pub checkpoint: Option<Checkpoint>,
}

/// Something that is not shown as data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Damage {
    /// these frames are not there or fail their link
    Lost {
        file: u32,
        from: u64,
        to: u64,
    },
    /// bytes between two good frames are bad, but no frame number is missing
    Bytes {
        file: u32,
        offset: u32,
    },
    /// the link is right, the seal is not
    Seal {
        file: u32,
        no: u64,
    },
    /// opened, but it does not say what such a frame must say
    Content {
        file: u32,
        no: u64,
    },
    /// a personal value does not fit its hash
    Companion {
        file: u32,
        no: u64,
    },
    /// ops do not follow the ones before
    Chain {
        file: u32,
        no: u64,
    },
    Header {
        file: u32,
    },
    Missing {
        file: u32,
    },
    /// the file continues another journal than the one before it
    Link {
        file: u32,
    },
    /// cannot be read from the disk
    Unreadable {
        file: u32,
    },
    /// in good order, but from a newer version
    Newer {
        file: u32,
        no: u64,
    },
}

/// What a whole reading found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    pub files: u32,
    pub frames: u64,
    pub ops: u64,
    pub drafts: u64,
    pub marks: u64,
    pub other: u64,
    /// (epoch, seq) of the first and the last op
    pub first: Option<(u64, u64)>,
    pub last: Option<(u64, u64)>,
    pub chain: [u8; 32],
    pub damage: Vec<Damage>,
}
