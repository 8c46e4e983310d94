//! Columns that notes refer to.

use crate::programme::spec::Label;
use crate::record::ListColumn;

/// A column by its heading and its position.
#[derive(Clone, Debug)]
pub struct PlacedColumn {
    pub heading: String,
    /// column letters of a spreadsheet: "D"
    pub letters: String,
}

impl PlacedColumn {
    pub fn of(column: &ListColumn) -> PlacedColumn {
        let (heading, letters) = (column.heading.clone(), column.letters.clone());
        PlacedColumn { heading, letters }
    }
}

/// An unmapped column, with its first values.
#[derive(Clone, Debug)]
pub struct UnknownColumn {
    pub placed: PlacedColumn,
    pub examples: Vec<String>,
}

#[derive(Clone, Debug)]
pub struct NoNameColumn {
    /// the question that names a record
    pub label: Label,
    pub unknown: Vec<PlacedColumn>,
    /// the unknown column that looks like names
    pub likely: Option<PlacedColumn>,
    /// the note is shown where columns can be mapped
    pub for_screen: bool,
}
