//! What a sync did, as data.

use std::collections::{BTreeMap, BTreeSet};

use crate::record::{Id, Review};
use crate::storage::format::down::Notice;
use crate::store::PieceOutcome;

/// A clock that is off by more is reported.
pub(crate) const CLOCK: u64 = 24 * 3600 * 1000;

/// What a sync did, so far or in the end.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Summary {
    /// ops that went out, some of them perhaps twice
    pub sent: u64,
    /// ops that headquarters holds by its receipts, and such as wait
    pub at_headquarters: u64,
    pub waiting: u64,
    /// ops that were receipted now
    pub received: u64,
    /// receipts that said something new
    pub receipts: u64,
    /// pieces that came down, and the records that they changed
    pub pieces: u64,
    pub changed: BTreeSet<Id>,
    pub reviews: Vec<(Id, Review)>,
    pub notices: Vec<Notice>,
    /// of those that something was said about: titles, and which of them are sent back as they are now
    pub titles: BTreeMap<Id, String>,
    pub returned: BTreeSet<Id>,
    pub bytes_up: u64,
    pub bytes_down: u64,
    /// attachments that headquarters has since this sync, that it lacks, and that came down
    pub files_sent: u64,
    pub files_waiting: u64,
    pub files_came: u64,
    /// the two had parted, and a new epoch was opened
    pub forks: usize,
    /// this device was shut out, Unix milliseconds: what it sends since then waits for a reviewer
    pub revoked: Option<u64>,
    /// headquarters was restored from a copy since the last time
    pub restored: bool,
    /// headquarters continues from a folder older than one that this notebook has met
    pub outdated: bool,
    /// this machine's clock and headquarters' are more than a day apart
    pub clock_off: bool,
    /// tries over a line
    pub tries: u32,
    /// files on a stick: written, and read
    pub written: Vec<String>,
    /// with attachments, each with how many
    pub files_written: Vec<(String, u64)>,
    pub read: usize,
    /// files there that could not be read to their end
    pub damaged: Vec<String>,
    /// links among the files of a stick, which are not followed
    pub links: Vec<String>,
    /// files there that are of no use to anybody any more
    pub stale: Vec<String>,
    pub(crate) era: u64,
    /// on a stick: headquarters asks for verdicts since then
    pub(crate) verdicts_since: Option<u64>,
    /// on a stick: by the newest receipt, Unix milliseconds
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
