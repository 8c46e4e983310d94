//! Which totals are shown beside a report.

use crate::record::ReportQuery;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FiguresOf {
    /// the same period a year before the one that was asked for
    YearBefore(ReportQuery),
    /// a step of the trend
    Step(ReportQuery),
}
