//! Caches the facts of reports: read once, then updated by every commit.

use std::sync::Arc;

use crate::indicators::{Facts, Lasting, PeriodFigures, Report};
use crate::record::Date;
use crate::store::index::start_cache::IndexFile;

#[derive(Default)]
pub(crate) struct FactsCache {
    pub facts: Option<Facts>,
    /// the index that the facts are of, while that is not loaded
    pub early: Option<IndexFile>,
    /// they are not in the file `facts` as they are here
    pub is_new: bool,
    /// what figures of every period go by, and the day on which it was computed
    pub lasting: Option<(Date, Lasting)>,
    /// of the record index, when the facts were read
    pub merges: u64,
    /// the last report made of these facts
    pub last: Option<LastReport>,
}

pub(crate) struct LastReport {
    /// the day on which it was made
    pub today: Date,
    pub report: Arc<Report>,
    /// the same period a year before; `None` where it was not computed with the report
    pub year_before: Option<PeriodFigures>,
}
