//! What was done last to a record or a draft, and how one key takes it back.

use crate::lang::{Lang, done_change as words, erasing, revise};
use crate::record::{BatchDone, Change, Id};
use crate::text::format::{show_int, show_moment};

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DoneChange {
    /// a draft was put aside
    Discarded(Id),
    /// `head`: what a change that takes it back is based on
    Deleted {
        id: Id,
        head: u64,
        title: String,
    },
    Restored {
        title: String,
    },
    Locked {
        title: String,
    },
    /// for good; the record is not named, as its name may be what was erased
    Erased {
        /// false: the files are cleared at the next opening
        is_complete: bool,
    },
    /// a list was imported
    Imported(BatchDone),
}

impl DoneChange {
    /// In a sentence. `undo` and `delete` are the keys of these actions.
    pub fn summary(&self, undo: &str, delete: &str, lang: Lang) -> String {
        match self {
            DoneChange::Discarded(_) => words::discarded(lang, undo),
            DoneChange::Deleted { title, .. } => words::deleted(lang, title, undo),
            DoneChange::Restored { title } => words::restored(lang, title, delete),
            DoneChange::Locked { title } => words::locked(lang, title),
            DoneChange::Erased { is_complete: true } => erasing::done(lang),
            DoneChange::Erased { is_complete: false } => erasing::to_be_completed(lang),
            DoneChange::Imported(done) => revise::undo_key(lang, undo, &changes(done)),
        }
    }

    pub fn is_undone_by_key(&self) -> bool {
        matches!(
            self,
            DoneChange::Discarded(_) | DoneChange::Deleted { .. } | DoneChange::Imported(_)
        )
    }

    /// What takes it back, where that is a change of a record.
    pub fn inverse(&self) -> Option<Change> {
        match self {
            DoneChange::Deleted { id, head, .. } => {
                Some(Change::Restore { id: *id, base: *head })
            }
            _ => None,
        }
    }
}

/// An import: "28/11/2026 10:42 · ds.xlsx · 287 hồ sơ".
pub fn line(done: &BatchDone, lang: Lang) -> String {
    let moment = show_moment(done.batch.made);
    let line = revise::batch(lang, &moment, &done.batch.label, &changes(done));
    if done.undone { format!("{line} · {}", revise::batch_undone(lang)) } else { line }
}

fn changes(done: &BatchDone) -> String {
    show_int(i64::try_from(done.changes).unwrap_or(i64::MAX))
}
