//! Batches: changes that are undone as a whole. Plain data; knows no store.

use super::Id;

/// Changes made together that can be undone as a whole: an import, or the undoing of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Batch {
    pub id: Id,
    /// the batch that this one undoes
    pub undoes: Option<Id>,
    /// Unix milliseconds
    pub made: u64,
    /// what people call it: the name of the file
    pub label: String,
}

/// A batch that is in the journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BatchDone {
    pub batch: Batch,
    pub changes: u64,
    pub undone: bool,
}
