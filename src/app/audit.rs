//! Entries of the audit log as text, for the screen.

use crate::record::{Id, KindNo};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditRow {
    /// date and time, formatted for display
    pub at: String,
    pub by: String,
    pub deed: String,
    pub about: String,
    /// account, terminal and machine
    pub origin: String,
    /// the record that the entry is about
    pub record: Option<(KindNo, Id)>,
}

/// The whole audit log, newest entry first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuditRows {
    pub rows: Vec<AuditRow>,
    /// number of unreadable pieces of the log
    pub damaged: usize,
}
