//! A note with its severity and its column.

use super::super::unit::{FRACTION, MONTH_FIRST, NO_UNIT};
use super::ImportNote;
use crate::programme::check::FaultKind;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoteSort {
    /// the row is not imported
    Fault,
    /// the row is not imported unless the user allows duplicates
    Double,
    /// the row is imported as incomplete, and a person must decide
    Question,
    Warning,
    /// an answer of an existing record changes
    Change,
    /// what was done
    Info,
}

#[derive(Clone, Debug)]
pub struct Note {
    pub sort: NoteSort,
    /// the heading in the file
    pub column: Option<String>,
    pub what: ImportNote,
}

impl Note {
    /// The column and the value that was not understood, if the note is about one.
    pub fn unclear(&self) -> Option<(&str, &str)> {
        match &self.what {
            ImportNote::LeftEmpty { what: FaultKind::UnknownChoice { given }, .. } => {
                Some((self.column.as_deref()?, given))
            }
            ImportNote::UnknownUnit { unit, .. } => Some((self.column.as_deref()?, unit)),
            ImportNote::NoUnit { .. } => Some((self.column.as_deref()?, NO_UNIT)),
            ImportNote::Fraction { .. } => Some((self.column.as_deref()?, FRACTION)),
            ImportNote::DayOrder { .. } => Some((self.column.as_deref()?, MONTH_FIRST)),
            _ => None,
        }
    }

    pub fn of_file(sort: NoteSort, what: ImportNote) -> Note {
        Note { sort, column: None, what }
    }

    pub fn of_row(sort: NoteSort, what: ImportNote) -> Note {
        Note { sort, column: None, what }
    }

    pub fn of_cell(sort: NoteSort, column: String, what: ImportNote) -> Note {
        Note { sort, column: Some(column), what }
    }
}
