//! Changes of records: the wanted change, the op made of it, and the record that ops add up to.

use super::{Author, FieldNo, Fields, Hlc, Id, KindNo, Review, Reviewed, Value, Verdict};

/// Where a record came from. Stored as a number: grows only at the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    Officer,
    Import,
    Headquarters,
    /// `sotay demo`: whatever is made of it says so
    MadeUp,
}

/// A wanted change of one record; `store::Store::commit` turns it into an `Op`.
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
    /// Takes these answers away for good, with all that was ever answered there before.
    Erase {
        id: Id,
        base: u64,
        fields: Vec<FieldNo>,
        reason: String,
    },
}

impl Change {
    /// The same for this reason, where it gives one.
    pub fn because(self, reason: String) -> Change {
        match self {
            Change::Delete { id, base, .. } => Change::Delete { id, base, reason },
            Change::Erase { id, base, fields, .. } => {
                Change::Erase { id, base, fields, reason }
            }
            other => other,
        }
    }

    /// Nothing would be written for it.
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
    /// first 4 bytes of the hash of the value before; a check, never the ground for a decision
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
    /// answers erased for good: what was answered there before is dropped wherever it is stored
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
    /// first op and last op of a record are in this place of the device's sequence
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
    /// the reason, when the record is deleted
    pub deleted: Option<String>,
    /// the newest change that this machine itself made to it; nothing when it is all from
    /// headquarters. Received means that headquarters acknowledged everything up to this.
    pub is_local: Hlc,
    /// the author of the last change, when it was not made here
    pub by: Option<Author>,
    /// headquarters' review
    pub review: Option<Review>,
    /// which of headquarters' pictures it was made from; an older one changes nothing
    pub rev: u64,
}

impl Record {
    /// The record into which headquarters has brought this one.
    pub fn alias_of(&self) -> Option<Id> {
        self.review.as_ref()?.merged_into(self.id)
    }

    /// Headquarters has sent it back, and it has not been changed since.
    pub fn is_returned(&self) -> bool {
        let sent_back = |r: &Review| matches!(r.verdict, Verdict::SentBack { .. });
        self.review.as_ref().is_some_and(|r| sent_back(r) && r.head == self.head)
    }

    /// One that continues as another record needs no review; what waits for something else at
    /// headquarters still needs one.
    pub fn reviewed(&self) -> Reviewed {
        let Some(review) = &self.review else { return Reviewed::Waits };
        match (&review.verdict, review.head == self.head) {
            (Verdict::SentBack { .. }, true) => Reviewed::SentBack,
            (Verdict::SentBack { .. }, false) => Reviewed::Corrected,
            (Verdict::Approved, true) | (Verdict::Merged { .. }, _) => Reviewed::Approved,
            _ => Reviewed::Waits,
        }
    }

    /// A record of which nothing has been written yet.
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
