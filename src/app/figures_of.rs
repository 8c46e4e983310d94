//! Which totals are shown next to the figures of a report.

use crate::record::ReportQuery;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FiguresOf {
    /// the same period, a year before the report's
    YearBefore(ReportQuery),
    /// one period of the trend
    Step(ReportQuery),
}
