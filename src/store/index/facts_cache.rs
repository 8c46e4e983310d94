//! Caches the facts of reports: read once, then updated by every commit.

use std::sync::Arc;

use crate::indicators::{Facts, Lasting, Report};
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
    /// the last report made of these facts, and the day on which it was made
    pub last: Option<(Date, Arc<Report>)>,
}
