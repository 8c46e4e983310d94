//! Columns of a list that notes speak of.

use crate::programme::spec::Label;
use crate::record::ListColumn;

/// A column by its heading and its place.
#[derive(Clone, Debug)]
pub struct PlacedColumn {
    pub heading: String,
    /// as a spreadsheet calls it, "D"
    pub letters: String,
}

impl PlacedColumn {
    pub fn of(column: &ListColumn) -> PlacedColumn {
        let (heading, letters) = (column.heading.clone(), column.letters.clone());
        PlacedColumn { heading, letters }
    }
}

/// An unknown column, with its first values.
#[derive(Clone, Debug)]
pub struct UnknownColumn {
    pub placed: PlacedColumn,
    pub examples: Vec<String>,
}

#[derive(Clone, Debug)]
pub struct NoNameColumn {
    /// the question by which a record is called
    pub label: Label,
    pub unknown: Vec<PlacedColumn>,
    /// the one of them that looks like names
    pub likely: Option<PlacedColumn>,
    /// columns can be mapped where this is read
    pub for_screen: bool,
}
