//! Cache of the facts of reports: read once, then updated by every commit.

use std::sync::Arc;

use crate::indicators::{Facts, Lasting, PeriodFigures, Report};
use crate::record::Date;
use crate::store::index::start_cache::IndexFile;

#[derive(Default)]
pub(crate) struct FactsCache {
    pub facts: Option<Facts>,
    /// the index file that the facts refer to, until the index is loaded
    pub early: Option<IndexFile>,
    /// they differ from the file `facts`
    pub is_new: bool,
    /// the data that no period changes, with the day for which it was computed
    pub lasting: Option<(Date, Lasting)>,
    /// the record index's merge counter when the facts were read
    pub merges: u64,
    /// the last report computed from these facts
    pub last: Option<LastReport>,
}

pub(crate) struct LastReport {
    /// the day on which it was computed
    pub today: Date,
    pub report: Arc<Report>,
    /// the same period a year before, if it was computed with the report
    pub year_before: Option<PeriodFigures>,
}
