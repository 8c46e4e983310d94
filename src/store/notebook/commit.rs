//! The road of every change: checked against what is known, refused before any number is given,
//! numbered, made durable in the journal, and only then folded into the state.
//!
//! A change that comes alone is answered for when the journal has it; the state takes it when
//! somebody asks the state, or together with others. What waits is known to the checks meanwhile.

use crate::store::notebook::change::{Commit, CommitError, Committed};
use crate::store::notebook::writer::{UncommittedRecords, Writer};

use super::change::{body, changed, limits_hold, size, split, told, wanted};
use crate::programme::check::{self, Context, Fault, Need, Subject};
use crate::programme::spec::Level;
use crate::record::{Batch, Body, Change, HybridClock, Id, KindNo, Op, Origin, Record, Value};
use crate::storage::error::{Sized, StoreError};
use crate::storage::{format, limits};
use crate::store::journal::{BatchPart, Entry, Mark};
use crate::store::schema::targets;
use crate::store::state::OpsFrame;
use crate::store::{Inner, fold};
use crate::text::{self, format::today_from_millis};

/// Ops that may wait for the state: more in one transaction make each cheaper, but whoever reads
/// pays for those that wait.
const WAITING: usize = 64;
/// Commands go into one write up to so many bytes.
const WRITE: usize = 1 << 20;
/// A clock that was so far behind its last value ...
const BEHIND_MILLIS: u64 = 5 * 60 * 1000;
/// ... or so far beyond it is told with the op.
const BEYOND_MILLIS: u64 = 30 * 24 * 3600 * 1000;

/// A command that has been found good.
#[derive(Clone)]
struct PreparedCommit {
    bodies: Vec<(Id, Body)>,
    ends_draft: Option<Id>,
    warnings: Vec<(Id, Fault)>,
    size: usize,
}

impl Inner {
    /// `batch`: the name under which all of it can be undone.
    pub(crate) fn commit_many(
        &self,
        commits: Vec<Commit>,
        batch: Option<&Batch>,
    ) -> Vec<Result<Committed, CommitError>> {
        // before the lock: the background may have something to write itself
        if let Err(error) = self.wait_open(Writer::takes_early(&commits)) {
            let again = |_| Err(CommitError::Store(error.again()));
            return commits.into_iter().map(again).collect();
        }
        let mut writer = self.writer();
        if writer.must_fold_first(&commits) {
            self.fold_waiting(&mut writer);
        }
        let alone = commits.len() == 1;
        let mut results: Vec<Option<Result<Committed, CommitError>>> = Vec::new();
        let mut ahead = UncommittedRecords::new();
        let mut waiting: Vec<(usize, PreparedCommit)> = Vec::new();
        let mut size = 0;
        for (at, commit) in commits.into_iter().enumerate() {
            match self.prepare(commit, &mut ahead, &writer.ahead) {
                Ok(ready) => {
                    size += ready.size;
                    waiting.push((at, ready));
                    results.push(None);
                }
                Err(refused) => results.push(Some(Err(refused))),
            }
            if size >= WRITE {
                self.write_all(&mut writer, &mut waiting, &mut results, batch);
                self.fold_waiting(&mut writer);
                ahead.clear();
                size = 0;
            }
        }
        self.write_all(&mut writer, &mut waiting, &mut results, batch);
        let written = results.iter().all(|r| matches!(r, Some(Ok(_))));
        if alone && written && self.waiting() < WAITING {
            writer.ahead.extend(ahead);
        } else {
            self.fold_waiting(&mut writer);
        }
        self.checkpoint_if_due(&mut writer);
        let lost = || Err(StoreError::Bug("a commit without an answer").into());
        results.into_iter().map(|r| r.unwrap_or_else(lost)).collect()
    }

    fn write_all(
        &self,
        writer: &mut Writer,
        waiting: &mut Vec<(usize, PreparedCommit)>,
        results: &mut [Option<Result<Committed, CommitError>>],
        batch: Option<&Batch>,
    ) {
        let (places, commands): (Vec<usize>, Vec<PreparedCommit>) =
            std::mem::take(waiting).into_iter().unzip();
        let answers = match self.write(writer, &commands, batch) {
            Ok(all) => all.into_iter().map(Ok).collect(),
            // What does not fit into the journal must not take the commands beside it along.
            Err(StoreError::TooLarge { .. }) if commands.len() > 1 => {
                let alone = |command| self.write(writer, std::slice::from_ref(command), batch);
                let one = |mut written: Vec<Committed>| {
                    written.pop().ok_or(StoreError::Bug("too few frames"))
                };
                commands.iter().map(alone).map(|written| written.and_then(one)).collect()
            }
            Err(error) => commands.iter().map(|_| Err(error.again())).collect::<Vec<_>>(),
        };
        for (place, answer) in places.into_iter().zip(answers) {
            if let Some(slot) = results.get_mut(place) {
                *slot = Some(answer.map_err(CommitError::Store));
            }
        }
    }

    /// Numbers and appends; durable when it returns. The state takes it later.
    fn write(
        &self,
        writer: &mut Writer,
        commands: &[PreparedCommit],
        batch: Option<&Batch>,
    ) -> Result<Vec<Committed>, StoreError> {
        if commands.is_empty() {
            return Ok(Vec::new());
        }
        let tail = writer.journal.tail();
        let (mut seq, epoch, from) = (tail.seq, tail.epoch, tail.seq + 1);
        let mut clock = writer.clock;
        let mut entries = Vec::new();
        let mut counts = Vec::new();
        for command in commands {
            let ops = self.number(&command.bodies, &mut seq, &mut clock);
            let before = entries.len();
            split(ops, command.ends_draft, &mut entries);
            counts.push(entries.len() - before);
        }
        // behind its ops: a mark without them would name numbers that others get
        if let Some(batch) = batch.filter(|_| seq >= from) {
            let part = BatchPart { epoch, from, to: seq };
            entries.push(Entry::Mark(Mark::Batch { batch: batch.clone(), part }));
        }
        let kept = entries.clone();
        let frames = match entries.is_empty() {
            true => Vec::new(),
            false => writer.journal.append(entries)?,
        };
        writer.clock = clock;
        self.drafts_take(&kept);
        let mut pairs = frames.into_iter().zip(kept).map(|(frame, entry)| match entry {
            Entry::Ops { ops, .. } => (frame, ops),
            _ => (frame, Vec::new()),
        });
        let mut answers = Vec::new();
        for (command, count) in commands.iter().zip(counts) {
            let frames: Vec<OpsFrame> = pairs.by_ref().take(count).collect();
            writer.last = frames.iter().map(|(_, ops)| ops.len()).sum();
            writer.unflushed += writer.last;
            answers.push(committed(&frames, command.warnings.clone()));
            self.add_waiting(writer.last);
            writer.waiting.push(frames);
        }
        Ok(answers)
    }

    /// The state takes all that waits: whole commands, several in one transaction.
    pub(crate) fn fold_waiting(&self, writer: &mut Writer) {
        let mut frames: Vec<OpsFrame> = Vec::new();
        let mut ops = 0;
        for command in std::mem::take(&mut writer.waiting) {
            ops += command.iter().map(|(_, ops)| ops.len()).sum::<usize>();
            frames.extend(command);
            if ops >= WAITING {
                self.fold_in(std::mem::take(&mut frames));
                ops = 0;
            }
        }
        self.fold_in(frames);
        writer.ahead.clear();
        self.none_waiting();
    }

    fn number(&self, bodies: &[(Id, Body)], seq: &mut u64, clock: &mut HybridClock) -> Vec<Op> {
        let wall = (self.now)();
        let last = clock.shows();
        let odd = wall + BEHIND_MILLIS < last || (last > 0 && wall > last + BEYOND_MILLIS);
        let numbered = bodies.iter().map(|(_, body)| {
            *seq += 1;
            let hlc = clock.tick(wall);
            Op { seq: *seq, hlc, wall_flag: u8::from(odd), ver: 1, body: body.clone() }
        });
        numbered.collect()
    }

    /// Ops that no rule looks at: repairs, and the first op of a notebook.
    pub(crate) fn write_raw(
        &self,
        writer: &mut Writer,
        changes: Vec<Change>,
    ) -> Result<(), StoreError> {
        let mut commands = Vec::new();
        for change in changes {
            let (id, kind, before) = match &change {
                Change::Create { kind, id, .. } => (*id, Some(*kind), None),
                Change::Patch { id, .. }
                | Change::Delete { id, .. }
                | Change::Restore { id, .. } => (*id, None, self.state_get(*id)?),
            };
            let kind = kind.or(before.as_ref().map(|r| r.kind)).unwrap_or(0);
            let body = body(self.ground.programme, kind, change, before.as_ref());
            let size = size(&body);
            commands.push(PreparedCommit {
                bodies: vec![(id, body)],
                ends_draft: None,
                warnings: Vec::new(),
                size,
            });
        }
        let mut part = Vec::new();
        let mut size = 0;
        for command in commands {
            size += command.size;
            part.push(command);
            if size >= WRITE {
                self.write(writer, &std::mem::take(&mut part), None)?;
                self.fold_waiting(writer);
                size = 0;
            }
        }
        self.write(writer, &part, None)?;
        self.fold_waiting(writer);
        Ok(())
    }

    pub(crate) fn decide(&self, change: Change) -> Result<bool, StoreError> {
        self.wait()?;
        let mut writer = self.writer();
        self.fold_waiting(&mut writer);
        let base = match &change {
            Change::Patch { base, .. } => *base,
            _ => 0,
        };
        let record = self.state_get(changed(&change))?.filter(|r| r.head == base);
        let Some(before) = record else { return Ok(false) };
        let fits = wanted(&change, Some(&before)).is_ok_and(|after| {
            let body = body(self.ground.programme, before.kind, change.clone(), Some(&before));
            op_fits(&body).is_ok()
                && format::record::may_be_written(&after, Some(&before)).is_ok()
        });
        if fits {
            self.write_raw(&mut writer, vec![change])?;
        }
        Ok(fits)
    }

    fn prepare(
        &self,
        commit: Commit,
        ahead: &mut UncommittedRecords,
        waiting: &UncommittedRecords,
    ) -> Result<PreparedCommit, CommitError> {
        let mut mine = UncommittedRecords::new();
        let mut ready = PreparedCommit {
            bodies: Vec::new(),
            ends_draft: commit.ends_draft,
            warnings: Vec::new(),
            size: 0,
        };
        let mut faults = Vec::new();
        for change in commit.changes {
            let change = self.made_here(change);
            let id = changed(&change);
            let known = mine.get(&id).or_else(|| ahead.get(&id)).or_else(|| waiting.get(&id));
            let before = match known {
                Some(record) => Some(record.clone()),
                None => self.state_get(id)?,
            };
            let (after, found) = self.judge(
                &change,
                before.as_ref(),
                &[&mine, ahead, waiting],
                commit.allow_incomplete,
            )?;
            let (errors, warnings): (Vec<_>, Vec<_>) =
                found.into_iter().partition(|f| f.level == Level::Error);
            faults.extend(errors);
            ready.warnings.extend(warnings.into_iter().map(|fault| (id, fault)));
            if let Some(change) = told(change, before.as_ref(), &after) {
                let body = body(self.ground.programme, after.kind, change, before.as_ref());
                ready.size += op_fits(&body)?;
                ready.bodies.push((id, body));
            }
            format::record::may_be_written(&after, before.as_ref())?;
            mine.insert(id, after);
        }
        if !faults.is_empty() {
            return Err(CommitError::Refused(faults));
        }
        ahead.extend(mine);
        Ok(ready)
    }

    /// Whatever headquarters makes is headquarters', by whichever form or file it was written.
    fn made_here(&self, mut change: Change) -> Change {
        if let Change::Create { origin, .. } = &mut change
            && *origin != Origin::MadeUp
            && self.ground.programme.is_headquarters()
        {
            *origin = Origin::Headquarters;
        }
        change
    }

    /// Whether a new record is within every limit in bytes, as `prepare` will ask again.
    pub(crate) fn fits(&self, new: &Change) -> Result<(), CommitError> {
        let after = wanted(new, None)?;
        let programme = self.ground.programme;
        let kind = programme.kind(after.kind).ok_or(CommitError::Kind(after.kind))?;
        limits_hold(kind, &after.fields)?;
        op_fits(&body(programme, after.kind, new.clone(), None))?;
        format::record::may_be_written(&after, None)?;
        Ok(())
    }

    /// The record as it would be, and what is wrong with it.
    fn judge(
        &self,
        change: &Change,
        before: Option<&Record>,
        ahead: &[&UncommittedRecords],
        allow_incomplete: bool,
    ) -> Result<(Record, Vec<Fault>), CommitError> {
        let asked = wanted(change, before)?;
        let programme = self.ground.programme;
        let kind = programme.kind(asked.kind);
        let kind = kind.ok_or(CommitError::Kind(asked.kind))?;
        if matches!(change, Change::Delete { .. } | Change::Restore { .. }) {
            return Ok((asked, Vec::new()));
        }
        limits_hold(kind, &asked.fields)?;
        let subject = |fields| Subject { kind, id: asked.id, fields, before };
        let needs = check::needs(programme, &subject(&asked.fields));
        let mut found = self.find_needs(&needs)?;
        for (need, records) in &mut found {
            overlay(need, records, ahead);
        }
        let today = today_from_millis((self.now)());
        let context = Context { today, officer: Some(self.officer), found };
        let fields = check::compute(programme, &subject(&asked.fields), &context);
        let mut faults = check::check(programme, &subject(&fields), &context);
        if allow_incomplete {
            faults.retain(|f| f.what != check::FaultKind::Required);
        }
        Ok((Record { fields, ..asked }, faults))
    }
}

/// The size of the op, which must fit into a frame and into a bundle, also where it does not pack.
fn op_fits(body: &Body) -> Result<usize, StoreError> {
    let too = |what, bytes, limit| Err(StoreError::TooLarge { what, bytes, limit });
    let reason = match body {
        Body::Del { reason, .. } => reason.len(),
        _ => 0,
    };
    if reason > limits::REASON {
        return too(Sized::Text, reason, limits::REASON);
    }
    let bytes = size(body);
    if bytes > limits::OP {
        return too(Sized::Op, bytes, limits::OP);
    }
    if bytes > limits::OP_PACKED {
        let packed = format::pack(&answers_of(body))?.len();
        if packed > limits::OP_PACKED {
            return too(Sized::Op, packed, limits::OP_PACKED);
        }
    }
    Ok(bytes)
}

/// All answers of an op, one behind the other.
fn answers_of(body: &Body) -> Vec<u8> {
    let bytes = |field: &crate::record::FieldBytes| field.bytes.clone().unwrap_or_default();
    match body {
        Body::Put { fields, .. } => fields.iter().flat_map(bytes).collect(),
        Body::Patch { fields, .. } => fields.iter().map(|p| &p.field).flat_map(bytes).collect(),
        _ => Vec::new(),
    }
}

/// Records that are about to be written stand in the answers as they will be.
fn overlay(need: &Need, records: &mut Vec<Record>, ahead: &[&UncommittedRecords]) {
    for new in ahead.iter().rev().flat_map(|a| a.values()) {
        records.retain(|r| r.id != new.id);
        if answers(need, new) {
            records.push(new.clone());
        }
    }
}

/// Whether a record belongs to what was asked for.
pub(crate) fn answers(need: &Need, record: &Record) -> bool {
    let live = |k: KindNo| record.kind == k && record.deleted.is_none();
    match need {
        Need::Record(id) => record.id == *id,
        Need::Same { kind, field, folded, with } => {
            let text = record.fields.get(*field).and_then(Value::as_text);
            live(*kind)
                && text.is_some_and(|t| text::fold::fold(t) == *folded)
                && with.iter().all(|(no, v)| check::agree(v.as_ref(), record.fields.get(*no)))
        }
        Need::Pointing { kind, field, to } => {
            live(*kind) && targets(record, *field).contains(to)
        }
        // that takes two steps: a record which is only about to be written is not seen
        Need::Behind { .. } => false,
    }
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
