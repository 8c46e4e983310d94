use super::Id;

/// What was done in one go and can be undone as a whole: an import, or undoing one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deed {
    pub id: Id,
    /// the deed that this one takes back
    pub undoes: Option<Id>,
    /// Unix milliseconds
    pub made: u64,
    /// as people know it: the name of the file
    pub label: String,
}

/// A deed that stands in the journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeedDone {
    pub deed: Deed,
    pub changes: u64,
    pub undone: bool,
}
