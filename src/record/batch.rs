//! Batches: changes that are undone as a whole. Plain data; knows no store.

use super::Id;

/// What was done in one go and can be undone as a whole: an import, or undoing one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Batch {
    pub id: Id,
    /// the batch that this one takes back
    pub undoes: Option<Id>,
    /// Unix milliseconds
    pub made: u64,
    /// as people know it: the name of the file
    pub label: String,
}

/// A batch that is in the journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BatchDone {
    pub batch: Batch,
    pub changes: u64,
    pub undone: bool,
}
