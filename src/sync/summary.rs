//! The results of a sync, as data.

use std::collections::{BTreeMap, BTreeSet};

use crate::record::{Id, Review};
use crate::storage::format::down::Notice;
use crate::store::PieceOutcome;

/// A greater difference of the clocks is reported, milliseconds.
pub(crate) const CLOCK: u64 = 24 * 3600 * 1000;

/// The results of a sync, so far or at the end.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Summary {
    /// ops sent, counting resends
    pub sent: u64,
    /// ops that headquarters has by its receipts
    pub at_headquarters: u64,
    pub waiting: u64,
    /// ops receipted in this sync
    pub received: u64,
    /// new receipts
    pub receipts: u64,
    /// pieces received, and (`changed`) the records that they changed
    pub pieces: u64,
    pub changed: BTreeSet<Id>,
    pub reviews: Vec<(Id, Review)>,
    pub notices: Vec<Notice>,
    /// titles of the reviewed records, and (`returned`) which of them are returned now
    pub titles: BTreeMap<Id, String>,
    pub returned: BTreeSet<Id>,
    pub bytes_up: u64,
    pub bytes_down: u64,
    /// attachments that headquarters has received, that are waiting, and that were fetched
    pub files_sent: u64,
    pub files_waiting: u64,
    pub files_came: u64,
    /// number of forks: diverged epochs for which a new epoch was begun
    pub forks: usize,
    /// time of this device's revocation, Unix milliseconds: later ops wait for a reviewer
    pub revoked: Option<u64>,
    /// headquarters was restored from a copy since the last sync
    pub restored: bool,
    /// headquarters has an older era than this notebook has seen
    pub outdated: bool,
    /// there was damage in what waits; the changes behind it were written again
    pub left_damage: bool,
    /// stick: pieces were not stored because the pieces before them are missing
    pub has_gap: bool,
    /// the clocks of this machine and headquarters differ by more than a day
    pub clock_off: bool,
    /// tries over a line
    pub tries: u32,
    /// stick: names of written files
    pub written: Vec<String>,
    /// stick: written files with attachments, and their number
    pub files_written: Vec<(String, u64)>,
    pub read: usize,
    /// stick: files that could not be read completely
    pub damaged: Vec<String>,
    /// stick: symbolic links, which are not followed
    pub links: Vec<String>,
    /// stick: files that are no longer needed
    pub stale: Vec<String>,
    pub(crate) era: u64,
    /// stick: headquarters requests the verdicts since this time
    pub(crate) verdicts_since: Option<u64>,
    /// stick: time of the newest receipt, Unix milliseconds
    pub(crate) hq_time: u64,
}

impl Summary {
    pub(crate) fn add_outcome(&mut self, taken: PieceOutcome) {
        self.pieces += 1;
        self.changed.extend(taken.changed);
        self.reviews.extend(taken.reviews);
        self.notices.extend(taken.notices);
    }
}
