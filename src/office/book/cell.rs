//! What a cell holds, and how the cells of a column look.

use crate::record::{Date, Decimal};

/// How the cells of a column look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CellLook {
    Text,
    /// long text, on several lines
    Note,
    /// a code for programs: narrow and grey
    Code,
    /// 1.234
    Whole,
    /// 2026
    Plain,
    Decimal,
    /// 1.234,5
    Amount,
    Percent,
    Date,
    /// a word or two
    Unit,
    /// a paragraph
    Rule,
}

impl CellLook {
    pub(super) fn is_number(self) -> bool {
        use CellLook::*;
        matches!(self, Whole | Decimal | Amount | Percent)
    }
}

#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    Empty,
    Text(String),
    Whole(i64),
    Decimal(Decimal),
    /// a number beyond the range of `Decimal`, with a point before its fraction
    Number(String),
    Date(Date),
    /// a formula without its "=", and its result
    Formula(String, f64),
}

#[derive(Clone, Debug)]
pub struct Column {
    pub heading: String,
    pub look: CellLook,
}

/// What the totals row has under a column.
#[derive(Clone, Debug, PartialEq)]
pub enum Total {
    Nothing,
    Words(String),
    Sum,
}
