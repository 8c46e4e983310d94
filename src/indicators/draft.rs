//! A line of a report before its targets are known.

use super::tally::{COLUMNS, FigureCell, FigureKind};
use crate::programme::spec::Label;

pub struct RowDraft<'a> {
    /// `I1`, or a part: `I1.female`
    pub key: String,
    pub label: Label,
    /// that of the part above, of which this one is a part
    pub above: Option<Label>,
    pub unit: Label,
    pub is_money: bool,
    pub rule: &'a Label,
    pub kind: FigureKind,
    pub cells: [FigureCell; COLUMNS],
}
