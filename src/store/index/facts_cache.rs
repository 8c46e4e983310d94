//! The facts of the results, read once and kept up to date.

use std::sync::Arc;

use crate::indicators::{Facts, Lasting, Report};
use crate::record::Date;

#[derive(Default)]
pub(crate) struct FactsCache {
    pub facts: Option<Facts>,
    /// what figures of every period go by, and the day on which it was computed
    pub lasting: Option<(Date, Lasting)>,
    /// of the record index, when the facts were read
    pub merges: u64,
    /// the last report made of these facts, and the day on which it was made
    pub last: Option<(Date, Arc<Report>)>,
}
