//! The kinds that have a part of their own in the reports, with the fields that it needs.

use super::source::FactStep;
use crate::record::{FieldNo, KindNo};

/// The records of what is measured before and after a help.
#[derive(Clone, Debug)]
pub struct PairSpec {
    pub kind: KindNo,
    /// What the help was: a demonstration model, or else a project at a home.
    pub model: FieldNo,
    pub project: FieldNo,
    pub home: FieldNo,
    pub phase: FieldNo,
    pub before: String,
    pub period: FieldNo,
    pub period_list: String,
    /// The kind of period that has no length of its own.
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
    /// What is measured at such a project is no result.
    pub without_result: FactStep,
}

/// The records that state a figure of a row for a time, a fund and a province: to be reached (by
/// years), or reached as papers say (by days).
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

/// The records that say what is to be reached.
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
