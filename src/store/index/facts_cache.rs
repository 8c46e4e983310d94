//! The facts of the results, read once and kept up to date.

use crate::indicators::Facts;
use crate::indicators::Report;
use crate::record::Date;
use std::sync::Arc;
#[derive(Default)]
pub(crate) struct FactsCache {
    pub facts: Option<Facts>,
    /// the last report made of these facts, and the day on which it was made
    pub last: Option<(Date, Arc<Report>)>,
}
