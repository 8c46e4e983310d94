//! Changes of records: the requested change, the op made from it, and the record folded from ops.

use super::{Author, FieldNo, Fields, Hlc, Id, KindNo, Review, Reviewed, Value, Verdict};

/// Where a record came from. Stored as a number: grows only at the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    Officer,
    Import,
    Headquarters,
    /// created by `sotay demo`; everything made from it says so
    MadeUp,
}

/// A requested change of one record; `store::Store::commit` turns it into an `Op`.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    Create {
        kind: KindNo,
        id: Id,
        fields: Fields,
        origin: Origin,
    },
    /// `base` is the head of the record that the editor saw; only the named fields change.
    Patch {
        id: Id,
        base: u64,
        set: Vec<(FieldNo, Option<Value>)>,
    },
    Delete {
        id: Id,
        base: u64,
        reason: String,
    },
    Restore {
        id: Id,
        base: u64,
    },
    /// Erases these answers for good, with all earlier answers to the same fields.
    Erase {
        id: Id,
        base: u64,
        fields: Vec<FieldNo>,
        reason: String,
    },
}

impl Change {
    /// The same change with this reason, if changes of its sort have one.
    pub fn because(self, reason: String) -> Change {
        match self {
            Change::Delete { id, base, .. } => Change::Delete { id, base, reason },
            Change::Erase { id, base, fields, .. } => {
                Change::Erase { id, base, fields, reason }
            }
            other => other,
        }
    }

    /// Whether nothing would be written for the change.
    pub fn is_empty(&self) -> bool {
        match self {
            Change::Patch { set, .. } => set.is_empty(),
            Change::Erase { fields, .. } => fields.is_empty(),
            _ => false,
        }
    }
}

/// One change to one record as it is written and sent. `seq` is gap-free inside (device, epoch).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Op {
    pub seq: u64,
    pub hlc: Hlc,
    /// 1 when the wall clock was 5 min behind the last value or over 30 days beyond the last run
    pub wall_flag: u8,
    /// version of the body's layout
    pub ver: u16,
    pub body: Body,
}

/// A field's value as bytes; for a personal field the op proper carries only a salted hash of
/// them, and salt and bytes travel next to the op (`store.md` decision 9).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldBytes {
    pub no: FieldNo,
    /// `None`: the field is emptied, or (personal) its value was erased
    pub bytes: Option<Vec<u8>>,
    pub personal: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Patched {
    pub field: FieldBytes,
    /// first 4 bytes of the hash of the previous value; a check, never used to decide
    pub old_hash: u32,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    Put {
        kind: KindNo,
        entity: Id,
        origin: Origin,
        fields: Vec<FieldBytes>,
    },
    Patch {
        entity: Id,
        base: u64,
        fields: Vec<Patched>,
    },
    Del {
        entity: Id,
        base: u64,
        reason: String,
    },
    Restore {
        entity: Id,
        base: u64,
    },
    /// answers erased for good: earlier answers to the fields are dropped wherever they are stored
    Erase {
        entity: Id,
        base: u64,
        /// strictly ascending
        fields: Vec<FieldNo>,
        reason: String,
    },
    /// first op of an epoch that follows a fork
    Epoch {
        old_epoch: u64,
        old_seq: u64,
        reason: String,
    },
    /// a body of a newer version: its tag and its bytes, stored and sent on untouched
    Unknown {
        tag: u8,
        bytes: Vec<u8>,
    },
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stamp {
    pub hlc: Hlc,
    /// the op's place in the device's sequence; a `Record` has that of its first and its last op
    pub seq: u64,
}

/// The fold of a record's ops: what the notebook shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    pub kind: KindNo,
    pub id: Id,
    pub fields: Fields,
    /// first 8 bytes of the last op's opid; a `Change` names it as its base
    pub head: u64,
    pub origin: Origin,
    pub created: Stamp,
    pub changed: Stamp,
    /// the reason, if the record is deleted
    pub deleted: Option<String>,
    /// time of the newest change made on this machine; 0 if all changes are from headquarters. It
    /// is received once headquarters has acknowledged everything up to this time.
    pub is_local: Hlc,
    /// the author of the last change, if it was made elsewhere
    pub by: Option<Author>,
    /// headquarters' review
    pub review: Option<Review>,
    /// the revision of headquarters' snapshot that it was made from; an older one changes nothing
    pub rev: u64,
}

impl Record {
    /// The record that headquarters merged this one into.
    pub fn alias_of(&self) -> Option<Id> {
        self.review.as_ref()?.merged_into(self.id)
    }

    /// Whether headquarters sent the record back, and it has not been changed since.
    pub fn is_returned(&self) -> bool {
        let sent_back = |r: &Review| matches!(r.verdict, Verdict::SentBack { .. });
        self.review.as_ref().is_some_and(|r| sent_back(r) && r.head == self.head)
    }

    /// A merged record needs no review; a record that waits for something else at headquarters
    /// still needs one.
    pub fn reviewed(&self) -> Reviewed {
        let Some(review) = &self.review else { return Reviewed::Waits };
        match (&review.verdict, review.head == self.head) {
            (Verdict::SentBack { .. }, true) => Reviewed::SentBack,
            (Verdict::SentBack { .. }, false) => Reviewed::Corrected,
            (Verdict::Approved, true) | (Verdict::Merged { .. }, _) => Reviewed::Approved,
            _ => Reviewed::Waits,
        }
    }

    /// A record without any change yet.
    pub fn blank(kind: KindNo, id: Id, stamp: Stamp) -> Record {
        Record {
            kind,
            id,
            fields: Fields::new(),
            head: 0,
            origin: Origin::Officer,
            created: stamp,
            changed: stamp,
            deleted: None,
            is_local: Hlc(0),
            by: None,
            review: None,
            rev: 0,
        }
    }
}
