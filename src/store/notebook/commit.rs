//! Commits changes: validates them, gives op numbers, makes them durable in the journal, and then
//! folds them into the state. A refused commit uses up no number.
//!
//! A single commit is acknowledged when it is durable in the journal; the projections fold it at
//! the next read, or together with others. Until then validation reads the pending records.

use super::Notebook;
use super::change::{Commit, CommitError, Committed, body, changed, op_bytes, record_after};
use super::validate::{CommitValidator, check_op_size};
use super::writer::{MAX_PENDING, PreparedCommit, RecordMap, Writer, needs_no_state};
use crate::record::{Batch, Change, Record};
use crate::storage::error::StoreError;
use crate::storage::format;

/// Maximum bytes of commands in one write.
const MAX_WRITE: usize = 1 << 20;

type CommitResult = Result<Committed, CommitError>;

#[derive(Clone, Copy)]
pub(crate) struct Committer<'a> {
    pub notebook: &'a Notebook,
}

impl Committer<'_> {
    /// Each commit succeeds or fails alone. `batch`: the batch that they belong to, for undo.
    pub fn commit_many(
        &self,
        commits: Vec<Commit>,
        batch: Option<&Batch>,
    ) -> Vec<CommitResult> {
        let notebook = self.notebook;
        // before locking the writer, which the background may need to become ready
        let waited = match needs_no_state(&commits) {
            true => notebook.lifecycle.wait_serving(),
            false => notebook.lifecycle.wait_ready(),
        };
        if let Err(error) = waited {
            let refuse = |_| Err(CommitError::Store(error.again()));
            return commits.into_iter().map(refuse).collect();
        }
        let projections = &notebook.projections;
        let validator = CommitValidator { projections };
        let mut writer = notebook.writer();
        if Writer::must_fold_first(&commits) {
            writer.fold_pending(projections);
        }
        let is_alone = commits.len() == 1;
        let mut results: Vec<Option<CommitResult>> = Vec::new();
        let mut uncommitted = RecordMap::new();
        let mut prepared: Vec<(usize, PreparedCommit)> = Vec::new();
        let mut size = 0;
        for (at, commit) in commits.into_iter().enumerate() {
            match validator.prepare(&commit, &mut uncommitted, &mut writer.records) {
                Ok(command) => {
                    size += command.size;
                    prepared.push((at, command));
                    results.push(None);
                }
                Err(refused) => results.push(Some(Err(refused))),
            }
            if size >= MAX_WRITE {
                self.write(&mut writer, &mut prepared, &mut results, batch);
                writer.fold_pending(projections);
                uncommitted.clear();
                size = 0;
            }
        }
        self.write(&mut writer, &mut prepared, &mut results, batch);
        let is_written = results.iter().all(|r| matches!(r, Some(Ok(_))));
        if is_alone && is_written && writer.pending() < MAX_PENDING {
            writer.records.created.extend(uncommitted);
        } else {
            writer.fold_pending(projections);
        }
        notebook.checkpoint_if_due(&mut writer);
        let lost = || Err(StoreError::Bug("a commit without an answer").into());
        results.into_iter().map(|r| r.unwrap_or_else(lost)).collect()
    }

    fn write(
        &self,
        writer: &mut Writer,
        prepared: &mut Vec<(usize, PreparedCommit)>,
        results: &mut [Option<CommitResult>],
        batch: Option<&Batch>,
    ) {
        let projections = &self.notebook.projections;
        let (places, commands): (Vec<usize>, Vec<PreparedCommit>) =
            std::mem::take(prepared).into_iter().unzip();
        let answers = match writer.append(projections, &commands, batch) {
            Ok(all) => all.into_iter().map(Ok).collect(),
            // One command is too large for the journal: append each alone, so that the others
            // succeed.
            Err(StoreError::TooLarge { .. }) if commands.len() > 1 => {
                let mut alone =
                    |command| writer.append(projections, std::slice::from_ref(command), batch);
                let one = |mut written: Vec<Committed>| {
                    written.pop().ok_or(StoreError::Bug("too few frames"))
                };
                commands.iter().map(|command| alone(command).and_then(one)).collect()
            }
            Err(error) => commands.iter().map(|_| Err(error.again())).collect::<Vec<_>>(),
        };
        for (place, answer) in places.into_iter().zip(answers) {
            if let Some(slot) = results.get_mut(place) {
                *slot = Some(answer.map_err(CommitError::Store));
            }
        }
    }

    /// Writes a reviewer's decision, even if it repeats the shown answer. Not validated: the
    /// officers' answers were. `Ok(false)`: the record has changed since, or would become too long.
    pub fn decide(&self, change: Change) -> Result<bool, StoreError> {
        let notebook = self.notebook;
        notebook.wait_ready()?;
        let mut writer = notebook.settled_writer();
        let base = match &change {
            Change::Patch { base, .. } => *base,
            _ => 0,
        };
        let record = notebook.get(changed(&change))?.filter(|r| r.head == base);
        let Some(before) = record else { return Ok(false) };
        let programme = notebook.projections.context.programme;
        let fits = record_after(&change, Some(&before)).is_ok_and(|after| {
            let body = body(programme, before.kind, change.clone(), Some(&before));
            check_op_size(&body).is_ok()
                && format::record::may_be_written(&after, Some(&before)).is_ok()
        });
        if fits {
            self.write_unchecked(&mut writer, vec![change])?;
        }
        Ok(fits)
    }

    /// Writes changes without validation: repairs, decisions, and the first op of a notebook.
    pub fn write_unchecked(
        &self,
        writer: &mut Writer,
        changes: Vec<Change>,
    ) -> Result<(), StoreError> {
        let projections = &self.notebook.projections;
        let mut part = Vec::new();
        let mut size = 0;
        for change in changes {
            let (id, before) = match &change {
                Change::Create { id, .. } => (*id, None),
                Change::Patch { id, .. }
                | Change::Delete { id, .. }
                | Change::Restore { id, .. }
                | Change::Erase { id, .. } => (*id, self.notebook.get(*id)?),
            };
            let command = self.unchecked(id, change, before.as_ref());
            size += command.size;
            part.push(command);
            if size >= MAX_WRITE {
                writer.append(projections, &std::mem::take(&mut part), None)?;
                writer.fold_pending(projections);
                size = 0;
            }
        }
        writer.append(projections, &part, None)?;
        writer.fold_pending(projections);
        Ok(())
    }

    fn unchecked(
        &self,
        id: crate::record::Id,
        change: Change,
        before: Option<&Record>,
    ) -> PreparedCommit {
        let kind = match &change {
            Change::Create { kind, .. } => *kind,
            _ => before.map_or(0, |record| record.kind),
        };
        let programme = self.notebook.projections.context.programme;
        let body = body(programme, kind, change, before);
        let size = op_bytes(&body);
        PreparedCommit {
            bodies: vec![(id, body)],
            ends_draft: None,
            warnings: Vec::new(),
            size,
        }
    }
}
