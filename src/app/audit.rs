//! A line of the audit log, in words.

use crate::record::{Id, KindNo};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditRow {
    /// when, as people write it
    pub at: String,
    pub by: String,
    pub deed: String,
    pub about: String,
    /// account, terminal and machine
    pub origin: String,
    /// the record that it is about
    pub record: Option<(KindNo, Id)>,
}

/// All of it, the newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuditRows {
    pub rows: Vec<AuditRow>,
    /// pieces that cannot be read
    pub damaged: usize,
}
