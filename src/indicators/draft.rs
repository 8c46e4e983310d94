//! A row of a report before its targets are added.

use super::tally::{COLUMNS, FigureCell, FigureKind};
use crate::programme::spec::Label;

pub struct RowDraft<'a> {
    /// `I1`, or a part of it: `I1.female`
    pub key: String,
    pub label: Label,
    /// label of the row above, if this row is a part of it
    pub above: Option<Label>,
    pub unit: Label,
    pub is_money: bool,
    pub rule: &'a Label,
    pub kind: FigureKind,
    pub cells: [FigureCell; COLUMNS],
}
