//! A note with its place in the list.

use super::super::unit::{FRACTION, MONTH_FIRST, NO_UNIT};
use super::ImportNote;
use crate::programme::check::FaultKind;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoteSort {
    /// the row does not enter
    Fault,
    /// the row does not enter unless the user wants doubles
    Double,
    /// the row enters as incomplete, and a person has to choose
    Question,
    Warning,
    /// an answer of a record that is here changes
    Change,
    /// it was done, and how
    Info,
}

#[derive(Clone, Debug)]
pub struct Note {
    pub sort: NoteSort,
    /// the heading of the column, as the file has it
    pub column: Option<String>,
    pub what: ImportNote,
}

impl Note {
    /// The column and the value of it that it says is not understood.
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
