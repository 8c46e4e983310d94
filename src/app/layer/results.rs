//! Results against targets: the rows of a report, the parts of those that are unfolded, and what
//! was asked for. The figures come whole; a key that only moves asks for nothing.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::indicators::{Report, ReportRow};
use crate::record::{Date, Period, ReportQuery, Scope};

/// Columns of a window from which on each fund has its own.
pub const WIDE: u16 = 118;

#[derive(Debug)]
pub struct Results {
    pub asked: ReportQuery,
    /// of an earlier question until the answer is here; `None` until the first one
    pub report: Option<Arc<Report>>,
    unfolded: BTreeSet<String>,
    pub at: usize,
    pub top: usize,
}

impl Results {
    /// This year, everywhere.
    pub fn new(today: Date) -> Results {
        Results {
            asked: ReportQuery { period: Period::Year(today.year), scope: Scope::All },
            report: None,
            unfolded: BTreeSet::new(),
            at: 0,
            top: 0,
        }
    }

    /// What stands on the screen, in order.
    pub fn rows(&self) -> impl Iterator<Item = &ReportRow> {
        let rows = self.report.iter().flat_map(|report| &report.rows);
        rows.filter(|row| !row.is_part() || self.unfolded.contains(row.id()))
    }

    pub fn selected(&self) -> Option<&ReportRow> {
        self.rows().nth(self.at)
    }

    /// The cursor stays on its indicator, wherever that stands now.
    pub fn fill(&mut self, report: Arc<Report>, height: usize) {
        if report.asked == self.asked {
            let marked = self.selected().map(|row| (row.key.clone(), row.id().to_owned()));
            self.report = Some(report);
            let at = marked.and_then(|(key, id)| {
                let same = self.rows().position(|row| row.key == key);
                same.or_else(|| self.rows().position(|row| row.key == id))
            });
            self.to(at.unwrap_or(self.at), height);
        }
    }

    pub fn step(&mut self, by: isize, height: usize) {
        self.to(self.at.saturating_add_signed(by), height);
    }

    pub fn to(&mut self, at: usize, height: usize) {
        let (count, height) = (self.rows().count(), height.max(1));
        self.at = at.min(count.saturating_sub(1));
        self.top = self.top.min(self.at).max((self.at + 1).saturating_sub(height));
        // no blank rows below while there are rows above
        self.top = self.top.min(count.saturating_sub(height));
    }

    /// Shows or hides what the row under the cursor consists of.
    pub fn unfold(&mut self, height: usize) {
        let Some(id) = self.selected().map(|row| row.id().to_owned()) else { return };
        if !self.unfolded.remove(&id) {
            self.unfolded.insert(id.clone());
        }
        let at = self.rows().position(|row| row.key == id);
        self.to(at.unwrap_or(0), height);
    }
}

/// Lines below the rows: how the one under the cursor is counted.
pub fn rule_lines(body: usize) -> usize {
    match body {
        0..8 => 0,
        8..28 => 2,
        _ => 3,
    }
}

/// Is there room for the names of the columns? Where the funds stand beside each other they are
/// needed, and elsewhere no row gives way to them.
pub fn has_heads(width: u16, body: usize) -> bool {
    width >= WIDE || body >= 28
}
