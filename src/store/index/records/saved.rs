//! Tracks which parts of the index are loaded. The rows of a kind and their further words are parts
//! of the snapshot and stay in the file until a query needs them; slots and kinds are known from
//! the start. Does not know the format.
//!
//! An index is lost when a part cannot be read, or when it is unknown which records have changed:
//! it loads nothing more, and its caller builds another one.

use std::collections::BTreeSet;
use std::io::Read;
use std::ops::Range;
use std::sync::Arc;

use super::RecordIndex;
use crate::record::{Id, KindNo};

/// Access to the parts of a snapshot by number.
pub(crate) trait SavedParts: Send + Sync {
    /// `None` if the part cannot be read.
    fn open(&self, part: u16) -> Option<Box<dyn Read + '_>>;
}

/// The rows of one kind.
#[derive(Debug, Default)]
pub(super) struct SavedKind {
    pub no: KindNo,
    /// their slots, in order
    pub runs: Vec<Range<u32>>,
    /// the kinds that its rows link to, which are loaded with it
    pub named: Vec<KindNo>,
    pub has_rows: bool,
    pub has_notes: bool,
}

#[derive(Default)]
pub(super) struct SavedKinds {
    pub kinds: Vec<SavedKind>,
    pub parts: Option<Arc<dyn SavedParts>>,
    /// rows that changed before the further words of their kind were loaded
    pub rewritten: BTreeSet<u32>,
    pub is_lost: bool,
}

impl std::fmt::Debug for SavedKinds {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.kinds.fmt(f)
    }
}

/// Part number of the rows of the kind at this position in the snapshot.
pub(super) fn rows_part(at: usize) -> u16 {
    u16::try_from(at * 2 + 1).unwrap_or(u16::MAX)
}

pub(super) fn notes_part(at: usize) -> u16 {
    rows_part(at).saturating_add(1)
}

/// Number of rows.
pub(super) fn rows_in(runs: &[Range<u32>]) -> usize {
    runs.iter().map(ExactSizeIterator::len).sum()
}

impl SavedKinds {
    /// Positions in `kinds` of these kinds and, transitively, of those that they name.
    pub fn with_named(&self, kinds: &[KindNo]) -> BTreeSet<usize> {
        let mut found = BTreeSet::new();
        let mut open = kinds.to_vec();
        while let Some(no) = open.pop() {
            let at = self.kinds.iter().position(|kind| kind.no == no);
            if let Some(at) = at.filter(|at| found.insert(*at)) {
                open.extend(self.kinds.iter().skip(at).take(1).flat_map(|kind| &kind.named));
            }
        }
        found
    }

    fn is_missing(&self, slot: u32) -> bool {
        let has = |kind: &&SavedKind| {
            let at = kind.runs.partition_point(|run| run.end <= slot);
            kind.runs.get(at).is_some_and(|run| run.contains(&slot))
        };
        self.kinds.iter().find(has).is_some_and(|kind| !kind.has_notes)
    }

    /// A row's further words were replaced: the saved ones are not valid any more.
    pub fn note_rewritten(&mut self, slot: u32) {
        if self.is_missing(slot) {
            self.rewritten.insert(slot);
        }
    }
}

/// Whether the rows of all kinds are loaded.
pub fn has_all_rows(index: &RecordIndex) -> bool {
    !index.saved.is_lost && index.saved.kinds.iter().all(|kind| kind.has_rows)
}

/// Whether rows and further words of all kinds are loaded.
pub fn is_whole(index: &RecordIndex) -> bool {
    has_all_rows(index) && index.saved.kinds.iter().all(|kind| kind.has_notes)
}

/// Whether only the shared part is loaded.
pub fn is_unloaded(index: &RecordIndex) -> bool {
    let loaded = |kind: &SavedKind| !kind.runs.is_empty() && (kind.has_rows || kind.has_notes);
    let saved = &index.saved.kinds;
    index.len() == 0 || (!saved.is_empty() && !saved.iter().any(loaded))
}

/// Whether the rows of all these records are loaded.
pub fn knows(index: &RecordIndex, ids: &[Id]) -> bool {
    !index.saved.is_lost && ids.iter().all(|id| index.slot(*id).is_some())
}

/// Marks the index lost: it is unknown which records have changed.
pub fn lose(index: &mut RecordIndex) {
    index.saved.is_lost = true;
    index.changes += 1;
    index.last = None;
}
