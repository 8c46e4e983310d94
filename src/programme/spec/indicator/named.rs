//! The kinds with a special part in the reports, and the fields that this part needs.

use super::source::FactStep;
use crate::record::{FieldNo, KindNo};

/// The records of measurements before and after a support.
#[derive(Clone, Debug)]
pub struct PairSpec {
    pub kind: KindNo,
    /// What was supported: a demonstration model, or else a project at a home.
    pub model: FieldNo,
    pub project: FieldNo,
    pub home: FieldNo,
    pub phase: FieldNo,
    pub before: String,
    pub period: FieldNo,
    pub period_list: String,
    /// The kind of period that has no fixed length.
    pub any_period: String,
    pub from: FieldNo,
    pub to: FieldNo,
    pub lines: FieldNo,
    pub measure: FieldNo,
    pub measures: String,
    pub value: FieldNo,
    /// The upper end, where only a range is known.
    pub value_to: FieldNo,
    pub unit: FieldNo,
    pub units: String,
    /// From a model to its project and its fund, from a project to its fund.
    pub model_project: FactStep,
    pub model_fund: FactStep,
    pub project_fund: FactStep,
    /// A condition of the project: what is measured at such a project is not counted.
    pub without_result: FactStep,
}

/// The records that state a figure of a row for a time, a fund and a province: as a target (by
/// years), or as reported on paper (by days).
#[derive(Clone, Debug)]
pub struct StatedFigureSpec {
    pub kind: KindNo,
    pub indicator: FieldNo,
    pub from: FieldNo,
    pub to: FieldNo,
    pub fund: FieldNo,
    pub funds: String,
    pub province: FieldNo,
    pub value: FieldNo,
}

/// The records that set targets.
#[derive(Clone, Debug)]
pub struct GoalSpec {
    pub figure: StatedFigureSpec,
    /// The upper end of a range.
    pub value_to: FieldNo,
    pub verified: FieldNo,
}

/// The records that name priority places.
#[derive(Clone, Debug)]
pub struct PriorityPlaceSpec {
    pub kind: KindNo,
    pub commune: FieldNo,
    pub class: FieldNo,
    pub classes: String,
    pub from: FieldNo,
    pub to: FieldNo,
    pub verified: FieldNo,
}
