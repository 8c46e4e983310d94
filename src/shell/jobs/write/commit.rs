//! Commits from the screen, with the additional checks of headquarters.

use std::sync::Arc;

use super::WriteWorker;
use crate::app::done_change::DoneChange;
use crate::app::effect::SeenByEditor;
use crate::app::event::LayerAnswer;
use crate::app::event::WorkerAnswer;
use crate::hq::{self, HqDirectory};
use crate::programme::faults::Fault;
use crate::record::{Change, Id, Record, Value};
use crate::services::erase::left_in_merged;
use crate::store::{Commit, CommitError, Committed, Confirmed, Store, StoreError, messages};
use crate::text::format::today_from_millis;

/// Whether the notebook has no intact file for this attachment.
pub(super) fn is_lost(store: &Store, id: Id) -> bool {
    let record = store.records().get(id).ok().flatten();
    record.is_none_or(|record| store.attachments().read_of(&record).is_err())
}

/// The change as `DoneChange`, if it has one.
fn deed(store: &Store, change: &Change, done: &Committed) -> Option<DoneChange> {
    let title = |id: Id| {
        store.records().titles(&[id]).ok()?.remove(&id).filter(|title| !title.is_empty())
    };
    let title = |id: Id| title(id).unwrap_or_else(|| "–".to_owned());
    match change {
        Change::Delete { id, .. } => {
            let (_, head) = *done.heads.iter().find(|(of, _)| of == id)?;
            Some(DoneChange::Deleted { id: *id, head, title: title(*id) })
        }
        Change::Restore { id, .. } => {
            let kind = store.records().get(*id).ok()??.kind;
            Some(DoneChange::Restored { id: *id, kind, title: title(*id) })
        }
        Change::Erase { id, .. } => {
            let is_complete = !store.erasures().is_pending();
            // only a hint: the erasure itself is done
            let twins = left_in_merged(store, *id).unwrap_or_default().len() as u64;
            Some(DoneChange::Erased { is_complete, twins })
        }
        Change::Patch { id, set, .. } => {
            let kind = store.programme().kind(store.records().get(*id).ok()??.kind)?;
            let lock = kind.lock.as_ref()?;
            let locks = (lock.field, Some(Value::Choice(lock.is.clone())));
            (*set == [locks]).then(|| DoneChange::Locked { title: title(*id) })
        }
        _ => None,
    }
}

/// The record that a form edits, if it was changed since the form read it.
fn newer_record(
    store: &Store,
    seen: Option<&SeenByEditor>,
) -> Result<Option<Box<Record>>, StoreError> {
    let Some((id, head, rev)) = seen.and_then(|seen| seen.edited) else { return Ok(None) };
    let record = store.records().get(id)?;
    Ok(record.filter(|record| (record.head, record.rev) != (head, rev)).map(Box::new))
}

fn changed(change: &Change) -> Id {
    match change {
        Change::Create { id, .. }
        | Change::Patch { id, .. }
        | Change::Delete { id, .. }
        | Change::Restore { id, .. }
        | Change::Erase { id, .. } => *id,
    }
}

impl WriteWorker {
    pub(super) fn commit(
        &self,
        store: &Arc<Store>,
        (changes, ends_draft): (Vec<Change>, Option<Id>),
        seen: Option<SeenByEditor>,
        reason: Option<&str>,
    ) -> Option<WorkerAnswer> {
        let failed = |error| Some(WorkerAnswer::Failed(messages::error(&error, self.lang)));
        match newer_record(store, seen.as_ref()) {
            Ok(None) => {}
            Ok(Some(record)) => {
                return Some(WorkerAnswer::Layer(LayerAnswer::Outdated(record)));
            }
            Err(error) => return failed(error),
        }
        let confirmed = match seen {
            Some(seen) => Confirmed::Shown(seen.warnings),
            None => Confirmed::All,
        };
        // check the rules of the programme, then those of headquarters, then ask for a reason
        let commit = Commit {
            changes: changes.clone(),
            confirmed: confirmed.clone(),
            ..Commit::default()
        };
        if self.at_headquarters()
            && let Err(error) = store.check(&commit)
        {
            return Some(self.not_committed(error));
        }
        match self.refused(store, &changes) {
            Ok(faults) if faults.is_empty() => {}
            Ok(faults) => {
                return Some(WorkerAnswer::Layer(LayerAnswer::Refused {
                    faults,
                    found: Vec::new(),
                }));
            }
            Err(error) => return failed(error),
        }
        let real: Vec<Change> =
            changes.iter().filter(|change| !change.is_empty()).cloned().collect();
        let ids = real.iter().map(changed).collect();
        let is_unchanged = real.is_empty() && ends_draft.is_none();
        let change = <[Change; 1]>::try_from(real).ok().map(|[one]| one);
        let explained = match self.with_reasons(store, changes.clone(), reason) {
            Ok(Some(explained)) => explained,
            Ok(None) => return Some(WorkerAnswer::AsksReason { changes, ends_draft }),
            Err(error) => return failed(error),
        };
        let commit =
            Commit { changes: explained, ends_draft, allow_incomplete: false, confirmed };
        Some(match store.commit(commit) {
            Ok(_) if is_unchanged => WorkerAnswer::Unchanged,
            Ok(done) => match self.carry_out(store) {
                Ok(()) => {
                    let deed = change.and_then(|change| deed(store, &change, &done));
                    WorkerAnswer::Committed { ids, deed }
                }
                // It is saved. The next look at the logs folds it, or says why that fails.
                Err(_) => {
                    self.arrivals.forget();
                    WorkerAnswer::Committed { ids, deed: None }
                }
            },
            Err(error) => self.not_committed(error),
        })
    }

    fn not_committed(&self, error: CommitError) -> WorkerAnswer {
        match error {
            CommitError::Refused(faults) => {
                WorkerAnswer::Layer(LayerAnswer::Refused { faults, found: Vec::new() })
            }
            CommitError::Unconfirmed { faults, found } => {
                WorkerAnswer::Layer(LayerAnswer::Refused { faults, found })
            }
            error => WorkerAnswer::Failed(messages::commit(&error, self.lang)),
        }
    }

    /// At headquarters: adds notes to the officers of the changed records; `None` if such a change
    /// still needs a reason.
    fn with_reasons(
        &self,
        store: &Store,
        changes: Vec<Change>,
        reason: Option<&str>,
    ) -> Result<Option<Vec<Change>>, StoreError> {
        if !self.at_headquarters() {
            return Ok(Some(changes));
        }
        let home = HqDirectory::open(store.keyed_folder())?;
        hq::review::edits::with_reasons(&home, store, changes, reason)
    }

    /// At headquarters: faults of assignments that no device would receive, and of decisions about
    /// missing records.
    fn refused(&self, store: &Store, changes: &[Change]) -> Result<Vec<Fault>, StoreError> {
        if !self.at_headquarters() {
            return Ok(Vec::new());
        }
        let home = HqDirectory::open(store.keyed_folder())?;
        let mut faults = hq::admin::assign::undeliverable(&home, store, changes)?;
        let today = today_from_millis((self.now)());
        faults.extend(hq::admin::assign::unenrolled_faults(store, changes));
        faults.extend(hq::review::check::review_faults(store, changes, today)?);
        Ok(faults)
    }
}
