//! The write side of an open notebook: numbers ops, makes them durable, and keeps those that the
//! projections have not folded yet. Used by one thread at a time. Checks nothing: its input is
//! validated.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::change::{Commit, Committed, split};
use super::projections::Projections;
use crate::programme::check::Fault;
use crate::record::{Batch, Body, Change, Correction, HybridClock, Id, Op, Record};
use crate::storage::error::StoreError;
use crate::storage::format;
use crate::store::fold;
use crate::store::journal::{BatchPart, Entry, Journal, Mark};
use crate::store::state::OpsFrame;

/// Maximum number of pending ops. Larger transactions are cheaper per op, but the next reader has
/// to wait for them.
pub(crate) const MAX_PENDING: usize = 64;
/// Ops of a bulk entry per transaction: each transaction rewrites all pages that it touches.
const FOLDED_TOGETHER: usize = 1000;
/// An op is flagged if the clock is this far behind the last op's time ...
const BEHIND_MILLIS: u64 = 5 * 60 * 1000;
/// ... or this far ahead of it.
const BEYOND_MILLIS: u64 = 30 * 24 * 3600 * 1000;

/// A command that passed every check.
#[derive(Clone)]
pub(crate) struct PreparedCommit {
    pub bodies: Vec<(Id, Body)>,
    pub ends_draft: Option<Id>,
    pub warnings: Vec<(Id, Fault)>,
    /// Bytes of all its ops.
    pub size: usize,
}

/// Records by their ids, as they are after pending commands are folded.
pub(crate) type RecordMap = HashMap<Id, Record>;

/// What is known of records until the next fold.
#[derive(Default)]
pub(crate) struct PendingRecords {
    /// created by journalled commands that are not folded
    pub created: RecordMap,
    /// Stored records that checks have read, as most commits check the same few. They stay as they
    /// are until a fold, which clears this.
    pub read: RecordMap,
}

pub(crate) struct Writer {
    pub journal: Journal,
    pub clock: HybridClock,
    /// Ops since the last checkpoint.
    pub unflushed: usize,
    /// Ops of the last command.
    pub last: usize,
    /// Journalled commands that the projections have not folded, oldest first.
    commands: Vec<Vec<OpsFrame>>,
    pub records: PendingRecords,
    /// Number of ops in `commands`; read without the writer's lock.
    pending: Arc<AtomicUsize>,
}

impl Writer {
    pub fn new(
        journal: Journal,
        correction: Option<Correction>,
        pending: Arc<AtomicUsize>,
    ) -> Writer {
        let clock = HybridClock::after(journal.tail().hlc).corrected(correction);
        let (commands, records) = (Vec::new(), PendingRecords::default());
        Writer { journal, clock, unflushed: 0, last: 0, commands, records, pending }
    }

    pub fn pending(&self) -> usize {
        self.pending.load(Ordering::Acquire)
    }

    /// Whether pending commands must be folded before these are checked: all but single creations
    /// need the new heads of the pending records.
    pub fn must_fold_first(commits: &[Commit]) -> bool {
        commits.len() > 1 || !commits.iter().flat_map(|c| &c.changes).all(creates)
    }

    /// Appends commands to the journal; durable when it returns `Ok`. The projections fold them
    /// later.
    pub fn append(
        &mut self,
        projections: &Projections,
        commands: &[PreparedCommit],
        batch: Option<&Batch>,
    ) -> Result<Vec<Committed>, StoreError> {
        if commands.is_empty() {
            return Ok(Vec::new());
        }
        let bodies = || commands.iter().flat_map(|command| &command.bodies);
        match bodies().any(|(_, body)| matches!(body, Body::Erase { .. })) {
            true => projections.note_erasure()?,
            false => projections.note_erasable(bodies().map(|(id, _)| *id))?,
        }
        let tail = self.journal.tail();
        let (mut seq, epoch, from) = (tail.seq, tail.epoch, tail.seq + 1);
        let mut clock = self.clock;
        let wall = (projections.now)();
        let mut entries = Vec::new();
        let mut counts = Vec::new();
        for command in commands {
            let ops = number(&command.bodies, wall, &mut seq, &mut clock);
            let before = entries.len();
            split(ops, command.ends_draft, &mut entries);
            counts.push(entries.len() - before);
        }
        // After its ops: if the ops were lost, a mark would name numbers that other ops get.
        if let Some(batch) = batch.filter(|_| seq >= from) {
            let part = BatchPart { epoch, from, to: seq };
            entries.push(Entry::Mark(Mark::Batch { batch: batch.clone(), part }));
        }
        let journalled = entries.clone();
        let frames = match entries.is_empty() {
            true => Vec::new(),
            false => self.journal.append(entries)?,
        };
        self.clock = clock;
        projections.forget_start_screen();
        projections.fold_drafts(&journalled);
        let mut pairs = frames.into_iter().zip(journalled).map(|(frame, entry)| match entry {
            Entry::Ops { ops, .. } => (frame, ops),
            _ => (frame, Vec::new()),
        });
        let mut answers = Vec::new();
        for (command, count) in commands.iter().zip(counts) {
            let frames: Vec<OpsFrame> = pairs.by_ref().take(count).collect();
            self.last = frames.iter().map(|(_, ops)| ops.len()).sum();
            self.unflushed += self.last;
            answers.push(committed(&frames, command.warnings.clone()));
            self.pending.fetch_add(self.last, Ordering::AcqRel);
            self.commands.push(frames);
        }
        Ok(answers)
    }

    /// Folds all pending commands into the projections; a command is never split between
    /// transactions.
    pub fn fold_pending(&mut self, projections: &Projections) {
        let mut frames: Vec<OpsFrame> = Vec::new();
        let mut ops = 0;
        for command in std::mem::take(&mut self.commands) {
            ops += command.iter().map(|(_, ops)| ops.len()).sum::<usize>();
            frames.extend(command);
            if ops >= FOLDED_TOGETHER {
                projections.fold_ops(std::mem::take(&mut frames));
                ops = 0;
            }
        }
        projections.fold_ops(frames);
        self.records = PendingRecords::default();
        self.pending.store(0, Ordering::Release);
    }

    /// Appends an entry about a draft; durable when it returns `Ok`. Returns the frame's number.
    pub fn append_draft(
        &mut self,
        projections: &Projections,
        entry: Entry,
    ) -> Result<u64, StoreError> {
        projections.note_deferred_state()?;
        if let Entry::Draft(frame) = &entry {
            projections.note_erasable(frame.edits.iter().map(|(id, _)| *id))?;
        }
        let frames = self.journal.append(vec![entry.clone()])?;
        projections.fold_drafts(&[entry]);
        frames.last().map(|f| f.no).ok_or(StoreError::Bug("a frame without a number"))
    }
}

/// Whether a commit is allowed during a rebuild: it only creates records, so it depends on nothing
/// that is not read yet.
pub(crate) fn needs_no_state(commits: &[Commit]) -> bool {
    commits.len() == 1 && commits.iter().flat_map(|c| &c.changes).all(creates)
}

fn creates(change: &Change) -> bool {
    matches!(change, Change::Create { .. })
}

fn number(bodies: &[(Id, Body)], wall: u64, seq: &mut u64, clock: &mut HybridClock) -> Vec<Op> {
    let last = clock.newest_millis();
    let odd = wall + BEHIND_MILLIS < last || (last > 0 && wall > last + BEYOND_MILLIS);
    let numbered = bodies.iter().map(|(_, body)| {
        *seq += 1;
        let hlc = clock.tick(wall);
        Op { seq: *seq, hlc, wall_flag: u8::from(odd), ver: 1, body: body.clone() }
    });
    numbered.collect()
}

fn committed(frames: &[OpsFrame], warnings: Vec<(Id, Fault)>) -> Committed {
    let mut done = Committed { warnings, ..Committed::default() };
    for (frame, ops) in frames {
        done.frame = frame.no;
        for (op, opid) in ops.iter().zip(&frame.opids) {
            done.seqs.push(op.seq);
            done.heads.extend(fold::entity(op).map(|id| (id, format::head(opid))));
        }
    }
    done
}
