//! Batches: groups of changes that can be undone as a whole unless later changes depend on them.
//! The journal has a mark after the ops of each batch; undoing is done with ordinary changes.

use std::collections::{BTreeMap, BTreeSet};

use super::Notebook;
use super::commit::Committer;
use super::history::History;
use super::query::Records;
use crate::record::{Batch, BatchDone, Change, Draft, Fields, Hlc, Id, Record, Value};
use crate::storage::error::StoreError;
use crate::storage::format;
use crate::store::fold;
use crate::store::journal::{BatchPart, Entry, Mark};
use crate::store::notebook::change::differences;
use crate::store::notebook::change::{Commit, CommitError, Committed};

/// Time during which a batch can be undone.
pub const KEPT_MILLIS: u64 = 30 * 24 * 3600 * 1000;

/// Result of undoing a batch.
#[derive(Debug, Default)]
pub struct UndoOutcome {
    /// new records that were deleted
    pub deleted: usize,
    /// changed records that have their earlier answers again
    pub restored: usize,
    /// records that were not undone
    pub left: Vec<(Id, NotUndoneReason)>,
}

/// Why a record was not undone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotUndoneReason {
    /// it was changed or deleted since
    Changed,
    /// this many records or drafts point at it
    Used(usize),
    /// its earlier answers cannot be read, or fail validation now
    NoWay,
}

/// Heads of the first and last op of a batch on one record.
struct Touched {
    first: u64,
    last: u64,
    created: bool,
}

#[derive(Clone, Copy)]
pub struct Batches<'a> {
    pub(crate) notebook: &'a Notebook,
}

impl Batches<'_> {
    /// Batches of the last 30 days, newest first.
    pub fn list(&self) -> Result<Vec<BatchDone>, StoreError> {
        let since = self.notebook.now().saturating_sub(KEPT_MILLIS);
        let mut all: Vec<BatchDone> = Vec::new();
        for (batch, parts) in self.marks(since)? {
            let changes = parts.iter().map(|part| part.to - part.from + 1).sum();
            all.push(BatchDone { batch, changes, undone: false });
        }
        let undone: Vec<Id> = all.iter().filter_map(|done| done.batch.undoes).collect();
        all.iter_mut().for_each(|done| done.undone = undone.contains(&done.batch.id));
        all.retain(|done| done.batch.undoes.is_none());
        all.reverse();
        Ok(all)
    }

    /// Undoes the batch `done` as the batch `by`. `reason` is stored in deleted records. After an
    /// error it can be called again and does the rest.
    pub fn undo(
        &self,
        done: &Batch,
        by: &Batch,
        reason: &str,
    ) -> Result<UndoOutcome, StoreError> {
        let parts: Vec<BatchPart> = self
            .marks(done.made)?
            .into_iter()
            .filter(|(batch, _)| batch.id == done.id)
            .flat_map(|(_, parts)| parts)
            .collect();
        let touched = self.touched(done.made, &parts);
        let ids: BTreeSet<Id> = touched.keys().copied().collect();
        let changed: BTreeSet<Id> =
            touched.iter().filter(|(_, t)| !t.created).map(|(id, _)| *id).collect();
        let versions = History { notebook: self.notebook }.versions(&changed)?;
        let drafts = self.drafts_in_work();
        let mut undone = UndoOutcome::default();
        let mut ready: Vec<(Id, bool, Change)> = Vec::new();
        for id in ids {
            let (Some(record), Some(touched)) = (self.notebook.get(id)?, touched.get(&id))
            else {
                continue;
            };
            if record.head != touched.last || record.deleted.is_some() {
                // a created record that was deleted since needs no undo
                let gone = touched.created && record.deleted.is_some();
                undone.left.extend((!gone).then_some((id, NotUndoneReason::Changed)));
                continue;
            }
            let used = Records { notebook: self.notebook }
                .links_to(id)?
                .iter()
                .map(|(_, n)| n)
                .sum::<usize>()
                + drafts.iter().filter(|draft| points_at(draft, id)).count();
            if touched.created && used > 0 {
                undone.left.push((id, NotUndoneReason::Used(used)));
                continue;
            }
            let change = match touched.created {
                true => {
                    let (base, reason) = (record.head, reason.to_owned());
                    Some(Change::Delete { id, base, reason })
                }
                false => {
                    let before = versions.get(&id).and_then(|all| {
                        let at = all.iter().position(|(head, _)| *head == touched.first)?;
                        Some(&all.get(at.checked_sub(1)?)?.1)
                    });
                    before.map(|before| self.inverse(&record, before, reason))
                }
            };
            match change {
                Some(change) => ready.push((id, touched.created, change)),
                None => undone.left.push((id, NotUndoneReason::NoWay)),
            }
        }
        let commit = |(_, _, change): &(Id, bool, Change)| Commit {
            changes: vec![change.clone()],
            ends_draft: None,
            allow_incomplete: true,
            ..Commit::default()
        };
        let results = Committer { notebook: self.notebook }
            .commit_many(ready.iter().map(commit).collect(), Some(by));
        for ((id, made, _), result) in ready.into_iter().zip(results) {
            match result {
                Ok(Committed { .. }) if made => undone.deleted += 1,
                Ok(Committed { .. }) => undone.restored += 1,
                Err(CommitError::Stale { .. }) => {
                    undone.left.push((id, NotUndoneReason::Changed))
                }
                Err(CommitError::Store(error)) => return Err(error),
                Err(_) => undone.left.push((id, NotUndoneReason::NoWay)),
            }
        }
        Ok(undone)
    }

    fn marks(&self, since: u64) -> Result<Vec<(Batch, Vec<BatchPart>)>, StoreError> {
        self.notebook.wait_ready()?;
        let mut all: Vec<(Batch, Vec<BatchPart>)> = Vec::new();
        for found in self.notebook.reader().frames_around(Hlc(since << 16)) {
            let Ok((_, Entry::Mark(Mark::Batch { batch, part }))) = found else { continue };
            if batch.made < since {
                continue;
            }
            match all.iter_mut().find(|(known, _)| known.id == batch.id) {
                Some((_, parts)) => parts.push(part),
                None => all.push((batch, vec![part])),
            }
        }
        Ok(all)
    }

    fn touched(&self, made: u64, parts: &[BatchPart]) -> BTreeMap<Id, Touched> {
        let mut all: BTreeMap<Id, Touched> = BTreeMap::new();
        for found in self.notebook.reader().frames_around(Hlc(made << 16)) {
            let Ok((frame, Entry::Ops { ops, .. })) = found else { continue };
            let is_part = |seq: u64| {
                parts.iter().any(|p| p.epoch == frame.epoch && (p.from..=p.to).contains(&seq))
            };
            let of_batch = ops.iter().zip(&frame.opids).filter(|(op, _)| is_part(op.seq));
            for (op, opid) in of_batch {
                let (Some(id), head) = (fold::entity(op), format::head(opid)) else { continue };
                let made = matches!(op.body, crate::record::Body::Put { .. });
                let touched =
                    all.entry(id).or_insert(Touched { first: head, last: head, created: made });
                touched.last = head;
            }
        }
        all
    }

    fn drafts_in_work(&self) -> Vec<Draft> {
        let drafts = self.notebook.projections.drafts();
        let all = drafts.as_ref().into_iter().flat_map(|book| book.all());
        all.filter(|draft| !draft.hidden).cloned().collect()
    }

    /// A patch back to the earlier answers; a locked record also gets the reason.
    fn inverse(&self, record: &Record, before: &Fields, reason: &str) -> Change {
        let mut set = differences(&record.fields, before);
        let kind = self.notebook.projections.context.programme.kind(record.kind);
        let lock = kind.and_then(|kind| kind.lock.as_ref()).filter(|lock| {
            record.fields.get(lock.field).and_then(Value::as_text) == Some(&lock.is)
        });
        if let Some(lock) = lock {
            set.retain(|(no, _)| *no != lock.reason);
            set.push((lock.reason, Some(Value::Text(reason.to_owned()))));
            set.sort_by_key(|(no, _)| *no);
        }
        Change::Patch { id: record.id, base: record.head, set }
    }
}

fn points_at(draft: &Draft, id: Id) -> bool {
    draft.edits.is_some_and(|(of, _)| of == id) || names(&draft.fields, id)
}

fn names(fields: &Fields, id: Id) -> bool {
    fields.iter().any(|(_, value)| match value {
        Value::Link(to) => *to == id,
        Value::Links(to) => to.contains(&id),
        Value::Lines(rows) => rows.iter().any(|row| names(&row.cells, id)),
        _ => false,
    })
}
