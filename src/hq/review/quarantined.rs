//! Quarantined changes of a revoked device, and reviewers' decisions about them.

use std::collections::{BTreeMap, BTreeSet};

use crate::hq::ingest::batch::ReceivedOp;
use crate::record::{Record, Value};
use crate::text::format::today_from_millis;

/// Last op number of each epoch of a device.
pub(crate) type EpochEnds = BTreeMap<u64, u64>;

/// Maximum number of records listed in one case.
pub(crate) const LISTED: usize = 40;

/// Changes waiting for a decision.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct QuarantinedChanges {
    pub changes: i64,
    /// time of receipt of the newest one, Unix milliseconds
    pub newest: u64,
    /// ids of the kinds concerned
    pub kinds: BTreeSet<String>,
    pub(crate) ends: EpochEnds,
    /// marks of records in the order of receipt, each with a description of its first change
    pub(crate) listed: Vec<(String, String)>,
}

impl QuarantinedChanges {
    pub(crate) fn note(
        &mut self,
        one: &ReceivedOp,
        kind: Option<String>,
        said: Option<(String, String)>,
    ) {
        self.listed.extend(said);
        self.changes = self.changes.saturating_add(1);
        self.newest = self.newest.max(one.received);
        self.kinds.extend(kind);
        let end = self.ends.entry(one.epoch).or_default();
        *end = (*end).max(one.seq);
    }

    /// The fields of the case.
    pub(crate) fn answers(&self) -> Vec<(&'static str, Value)> {
        let kinds = self.kinds.iter().map(String::as_str).collect::<Vec<_>>().join(" ");
        let day = today_from_millis(self.newest);
        let mut all = vec![("changes", Value::Int(self.changes)), ("newest", Value::Date(day))];
        all.extend((!kinds.is_empty()).then_some(("kinds", Value::Text(kinds))));
        let (marks, lines): (Vec<_>, Vec<_>) = self.listed.iter().cloned().unzip();
        if !lines.is_empty() {
            all.push(("first", Value::Text(lines.join("\n"))));
            all.push(("second", Value::Text(marks.join(" "))));
        }
        all
    }
}

#[derive(Debug)]
pub(crate) struct EarlierCase {
    pub(crate) matter: Record,
    pub(crate) ends: EpochEnds,
    /// marks of the records in its list
    pub(crate) marks: Vec<String>,
    pub(crate) chosen: QuarantineDecision,
}

impl EarlierCase {
    pub(crate) fn covers(&self, one: &ReceivedOp) -> bool {
        self.ends.get(&one.epoch).is_some_and(|end| one.seq <= *end)
    }
}

#[derive(Debug)]
pub(crate) enum QuarantineDecision {
    Undecided,
    All,
    /// accepted positions in the list
    Some(BTreeSet<usize>),
    None,
}

/// The quarantine cases of a device, oldest first, and the changes that none of them covers.
#[derive(Debug, Default)]
pub(crate) struct Quarantine {
    pub(crate) name: String,
    pub(crate) past: Vec<EarlierCase>,
    pub(crate) new: QuarantinedChanges,
}

/// Parses "1 3-5" or "1, 3-5"; `None` for anything else.
pub(crate) fn numbers(typed: &str) -> Option<BTreeSet<usize>> {
    let mut found = BTreeSet::new();
    let parts = typed.split([' ', ',', ';']).filter(|part| !part.is_empty());
    for part in parts {
        let (from, to) = part.split_once(['-', '–']).unwrap_or((part, part));
        let (from, to): (usize, usize) = (from.trim().parse().ok()?, to.trim().parse().ok()?);
        if from == 0 || from > to || to > LISTED {
            return None;
        }
        found.extend(from..=to);
    }
    (!found.is_empty()).then_some(found)
}
