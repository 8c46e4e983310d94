//! Drafts of open forms, as data. Knows neither the form nor the journal.

use super::{FieldNo, Fields, Id, KindNo};

/// A place in a form: a field, or a cell of a table's row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Path {
    pub field: FieldNo,
    pub cell: Option<(Id, FieldNo)>,
}

impl Path {
    pub fn field(no: FieldNo) -> Path {
        Path { field: no, cell: None }
    }
}

/// Text as it was typed, where it is not a value yet: the field under the cursor, or a wrong
/// answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Typed {
    pub path: Path,
    pub text: String,
    /// cursor, in bytes of `text`
    pub cursor: u32,
}

/// What is being typed. Journalled on this machine, never sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    pub id: Id,
    pub kind: KindNo,
    /// version of the kind's form that asked the questions
    pub form: u16,
    /// the record being edited and the head the editor saw; `None` for a new one
    pub edits: Option<(Id, u64)>,
    pub fields: Fields,
    pub typed: Vec<Typed>,
    /// where the cursor is
    pub at: Option<Path>,
    /// Unix milliseconds of the last change
    pub changed: u64,
    /// put aside by the officer: not offered, restorable for 30 days
    pub hidden: bool,
}
