//! The journal's end of an open notebook.

use std::collections::HashMap;

use crate::record::{Change, Correction, HybridClock, Id, Record};
use crate::store::journal::Journal;
use crate::store::notebook::change::Commit;
use crate::store::state::OpsFrame;

/// The journal's end of the store; one thread at a time.
pub(crate) struct Writer {
    pub journal: Journal,
    pub clock: HybridClock,
    /// ops since the last checkpoint
    pub unflushed: usize,
    /// ops of the last command
    pub last: usize,
    /// commands that the state has not taken yet, first to last
    pub(crate) waiting: Vec<Vec<OpsFrame>>,
    /// the new records that these made
    pub(crate) ahead: UncommittedRecords,
}

impl Writer {
    pub fn new(journal: Journal, put_right: Option<Correction>) -> Writer {
        let clock = HybridClock::after(journal.tail().hlc).put_right(put_right);
        let (waiting, ahead) = (Vec::new(), UncommittedRecords::new());
        Writer { journal, clock, unflushed: 0, last: 0, waiting, ahead }
    }

    /// New records need no state that is whole: nothing changes what has not been read again.
    pub(crate) fn takes_early(commits: &[Commit]) -> bool {
        commits.len() == 1 && commits.iter().flat_map(|c| &c.changes).all(begins)
    }

    /// Only what begins records can be judged beside commands that wait: all else needs their
    /// records' new heads.
    pub(crate) fn must_fold_first(&self, commits: &[Commit]) -> bool {
        commits.len() > 1 || !commits.iter().flat_map(|c| &c.changes).all(begins)
    }
}

/// Records as they will be, for the commands behind.
pub(crate) type UncommittedRecords = HashMap<Id, Record>;

pub(crate) fn begins(change: &Change) -> bool {
    matches!(change, Change::Create { .. })
}
