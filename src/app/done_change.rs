//! The last change of a record or draft, and how one key undoes it.

use crate::keymap::action::Action;
use crate::lang::{Lang, done_change as words, erasing, revise};
use crate::record::{BatchDone, Change, Id, KindNo};
use crate::text::format::{show_int, show_moment};

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DoneChange {
    /// a draft was discarded
    Discarded(Id),
    /// `head`: the base of the change that restores the record
    Deleted {
        id: Id,
        head: u64,
        title: String,
    },
    Restored {
        id: Id,
        kind: KindNo,
        title: String,
    },
    Locked {
        title: String,
    },
    /// The record is not named: its name may be what was erased.
    Erased {
        /// false: the files are rewritten when the notebook is opened next
        is_complete: bool,
        /// records merged with it that still have personal answers
        twins: u64,
    },
    /// a list was imported
    Imported(BatchDone),
}

impl DoneChange {
    /// One sentence. `undo` is the key that undoes this or the command, as `update::undo` names it;
    /// `delete` is the key that deletes, if it would delete the record that was restored.
    pub fn summary(&self, undo: &str, delete: Option<&str>, lang: Lang) -> String {
        match self {
            DoneChange::Discarded(_) => words::discarded(lang, undo),
            DoneChange::Deleted { title, .. } => words::deleted(lang, title, undo),
            DoneChange::Restored { title, .. } => match delete {
                Some(delete) => words::restored(lang, title, delete),
                None => words::restored_elsewhere(lang, title),
            },
            DoneChange::Locked { title } => words::locked(lang, title),
            DoneChange::Erased { is_complete, twins } => {
                let text = match is_complete {
                    true => erasing::done(lang),
                    false => erasing::to_be_completed(lang),
                };
                match twins {
                    0 => text,
                    n => format!("{text} {}", erasing::twins_left(lang, *n)),
                }
            }
            DoneChange::Imported(done) => revise::undo_key(lang, undo, &changes(done)),
        }
    }

    pub fn is_undone_by_key(&self) -> bool {
        matches!(
            self,
            DoneChange::Discarded(_) | DoneChange::Deleted { .. } | DoneChange::Imported(_)
        )
    }

    /// The command that leads to undoing this, wherever the officer is.
    pub fn undo_command(&self) -> Option<Action> {
        match self {
            DoneChange::Discarded(_) => Some(Action::GoDiscarded),
            DoneChange::Deleted { .. } => Some(Action::GoTrash),
            DoneChange::Imported(_) => Some(Action::ImportUndo),
            _ => None,
        }
    }

    /// The change of a record that undoes this one, if there is such a change.
    pub fn inverse(&self) -> Option<Change> {
        match self {
            DoneChange::Deleted { id, head, .. } => {
                Some(Change::Restore { id: *id, base: *head })
            }
            _ => None,
        }
    }
}

/// One line about an import: "28/11/2026 10:42 · ds.xlsx · 287 hồ sơ".
pub fn line(done: &BatchDone, lang: Lang) -> String {
    let moment = show_moment(done.batch.made);
    let line = revise::batch(lang, &moment, &done.batch.label, &changes(done));
    if done.undone { format!("{line} · {}", revise::batch_undone(lang)) } else { line }
}

fn changes(done: &BatchDone) -> String {
    show_int(i64::try_from(done.changes).unwrap_or(i64::MAX))
}
