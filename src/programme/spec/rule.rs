//! The parts of a field that say when it is visible and which answers are right.

use super::Label;
use crate::record::{Date, FieldNo};

/// The choices of a field are the values of `fact` in the choice that `field` holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Narrow {
    pub field: FieldNo,
    pub fact: String,
}

#[derive(Clone, Debug)]
pub enum Required {
    No,
    Always,
    /// all of these hold
    When(Vec<Condition>),
    /// at least one of these holds
    WhenAny(Vec<Condition>),
    /// a named function of `rules` says so
    Named(String),
}

/// A test of equality: `field`, or `column` in any of its rows, has one of the values in `is`, or
/// any value if `is` is empty. `not` inverts it. In the conditions and tests of a column, a field
/// number means a column of the same row.
#[derive(Clone, Debug)]
pub struct Condition {
    pub field: FieldNo,
    pub column: Option<FieldNo>,
    pub is: Vec<String>,
    pub not: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Carry {
    /// field of the linked establishment to use if there is no earlier record
    pub from_establishment: Option<String>,
}

/// A limit: a number (int, money, decimal), or a date relative to something.
#[derive(Clone, Debug)]
pub enum Bound {
    /// in the field's unit, as millionths
    Number(i64),
    /// today, plus this many days
    Today(i32),
    /// 1 January of this year plus this many years; for int, that year itself
    Year(i32),
}

#[derive(Clone, Debug)]
pub struct Computed {
    pub how: Compute,
    /// the officer may replace the answer, and the replacement stays
    pub overridable: bool,
}

#[derive(Clone, Debug)]
pub enum Compute {
    /// sum of these fields of the record
    Sum(Vec<FieldNo>),
    /// column of the last row of a table
    LastRow(FieldNo, FieldNo),
    /// the same, of the last row with this choice in column `at`
    LastRowWith { table: FieldNo, column: FieldNo, at: FieldNo, is: String },
    /// a field as a percentage of a number in a linked record, two places
    Percent(FieldNo, Linked),
    /// a named function of `rules`
    Named(String),
}

/// A field of the record that `link` points to, or `column` in any row of that field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Linked {
    pub link: FieldNo,
    pub field: FieldNo,
    pub column: Option<FieldNo>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// must be confirmed once before saving
    Warning,
    /// prevents saving
    Error,
}

/// Gives a fault if `when` holds and `test` finds something wrong.
#[derive(Clone, Debug)]
pub struct Rule {
    pub level: Level,
    pub when: Vec<Condition>,
    pub test: Test,
    /// the sentence of the fault; `None`: made from the test
    pub text: Option<Label>,
}

#[derive(Clone, Debug)]
pub enum Test {
    /// wrong unless own value `op` the other field's; holds when either is empty
    Compare(Cmp, FieldNo),
    /// like `Compare`, against a field of the record around the table row
    CompareOuter(Cmp, FieldNo),
    /// wrong unless own value `op` the number (millionths)
    Against(Cmp, i64),
    /// wrong when the answer is one of these
    Is(Vec<String>),
    /// wrong when there is no answer
    Empty,
    /// wrong when the day is more than this many days before today
    OlderThan(i32),
    /// wrong when another undeleted record of the kind has the same answer (folded) and agrees in
    /// these fields, empty ones included
    Unique(Vec<FieldNo>),
    /// wrong when two rows of the table agree in these columns
    RowsUnique(Vec<FieldNo>),
    /// wrong when the days in this column fall from one row to the next
    RowsRising(FieldNo),
    /// wrong unless own value `op` the sum of these fields; holds when own or all are empty
    CompareSum(Cmp, Vec<FieldNo>),
    /// wrong unless own value `op` this many days after the other day; holds when either is empty
    DaysAfter(Cmp, FieldNo, i32),
    /// wrong when own day is after this day of the year in field `year` plus `plus`
    NotAfter { year: FieldNo, plus: i32, month: u8, day: u8 },
    /// wrong unless the value of field `own` `op` the linked record's (of any row, for a
    /// table); holds when either is empty. `Eq` serves links and choices too
    CompareLinked { own: FieldNo, cmp: Cmp, linked: Linked },
    /// wrong when the linked record's answer is one of `is`; with `since` only if that field (of
    /// the record itself, or of the one around the row) holds this day or a later one
    LinkedIs { linked: Linked, is: Vec<String>, since: Option<(FieldNo, Date)> },
    /// table: wrong unless the sum of `column` `op` `percent` % of the sum of `fields`; holds
    /// when the table or all of the fields are empty
    RowsSum { column: FieldNo, cmp: Cmp, percent: i64, fields: Vec<FieldNo> },
    /// table: choices of `column` go up the list's order from row to row. A row that falls back,
    /// skips one, or holds a choice with the fact `ends` needs an answer in `reason`; the same
    /// choice again does not, nor the first row. Those in `free` may be skipped while
    /// `free_when` holds. The fault is at the row's `reason`
    RowsForward {
        column: FieldNo,
        reason: FieldNo,
        free: Vec<String>,
        free_when: Vec<Condition>,
    },
    /// table: wrong when another undeleted record of the kind, equal in the fields `with`, has a
    /// row with the same link in `column`. The fault is at that cell
    RowsShared { column: FieldNo, with: Vec<FieldNo> },
    /// a named function of `rules`
    Named(String),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cmp {
    Le,
    Lt,
    Ge,
    Gt,
    Eq,
}
