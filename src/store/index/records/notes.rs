//! The further words of the rows, by which they are found: loaded, or where they were saved. Knows
//! nothing of how they are saved.

use std::collections::BTreeMap;

use super::column::TokenColumn;

/// The further words of each row.
#[derive(Debug)]
pub(super) enum RowNotes {
    Loaded(TokenColumn),
    /// Where they are saved, and those of rows that were written since.
    Saved(SavedNotes, BTreeMap<u32, Vec<u16>>),
}

impl Default for RowNotes {
    fn default() -> RowNotes {
        RowNotes::Loaded(TokenColumn::default())
    }
}

/// The further words as they were saved, read when they are first searched.
pub(crate) struct SavedNotes(pub Box<dyn Fn() -> Option<NotesColumn> + Send + Sync>);

impl SavedNotes {
    pub(super) fn read(&self) -> Option<TokenColumn> {
        (self.0)().map(|NotesColumn(column)| column)
    }
}

impl std::fmt::Debug for SavedNotes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SavedNotes")
    }
}

#[derive(Debug)]
pub(crate) struct NotesColumn(pub(super) TokenColumn);
