//! Loads parts of a record index. All functions return false if a part cannot be read; the index is
//! then lost.

use super::RecordIndex;
use super::saved::{SavedKind, notes_part, rows_part};
use super::snapshot::{read_notes, read_rows};
use crate::record::KindNo;

/// Loads the rows of these kinds and of the kinds that they name.
pub fn kinds(index: &mut RecordIndex, wanted: &[KindNo]) -> bool {
    let wanted = index.saved.with_named(wanted);
    rows_of(index, wanted.into_iter())
}

/// Loads the rows of all kinds.
pub fn all(index: &mut RecordIndex) -> bool {
    rows_of(index, 0..index.saved.kinds.len())
}

/// Loads what searching a kind needs: its rows and its further words.
pub fn for_search(index: &mut RecordIndex, kind: KindNo) -> bool {
    let at = index.saved.kinds.iter().position(|one| one.no == kind);
    kinds(index, &[kind]) && at.is_none_or(|at| notes_of(index, at))
}

/// Loads everything, as a snapshot requires.
pub fn whole(index: &mut RecordIndex) -> bool {
    all(index) && (0..index.saved.kinds.len()).all(|at| notes_of(index, at))
}

fn rows_of(index: &mut RecordIndex, wanted: impl Iterator<Item = usize>) -> bool {
    if index.saved.is_lost {
        return false;
    }
    let mut count = 0;
    for at in wanted {
        let is_missing = |kind: &&SavedKind| !kind.has_rows;
        let Some(kind) = index.saved.kinds.get(at).filter(is_missing) else { continue };
        let (no, runs) = (kind.no, kind.runs.clone());
        let parts = index.saved.parts.clone();
        let part = parts.as_ref().and_then(|parts| parts.open(rows_part(at)));
        if part.and_then(|mut part| read_rows(index, no, &runs, &mut *part)).is_none() {
            index.saved.is_lost = true;
            return false;
        }
        count += 1;
        if let Some(kind) = index.saved.kinds.get_mut(at) {
            kind.has_rows = true;
        }
    }
    if count > 0 {
        index.order_ids();
    }
    true
}

fn notes_of(index: &mut RecordIndex, at: usize) -> bool {
    if index.saved.is_lost {
        return false;
    }
    let is_missing = |kind: &&mut SavedKind| !kind.has_notes;
    let Some(kind) = index.saved.kinds.get_mut(at).filter(is_missing) else { return true };
    kind.has_notes = true;
    let runs = kind.runs.clone();
    let parts = index.saved.parts.clone();
    let part = parts.as_ref().and_then(|parts| parts.open(notes_part(at)));
    let is_read = part.is_some_and(|mut part| read_notes(index, &runs, &mut *part).is_some());
    index.saved.is_lost |= !is_read;
    is_read
}
