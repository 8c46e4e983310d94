//! The history of a record, change by change: read from the journal, from the file in which the
//! record was created to its last op, and from the ops that headquarters sent.

use std::collections::{BTreeMap, BTreeSet};

use super::Notebook;
use crate::programme::spec::Kind;
use crate::record::{
    Body, Corrections, FieldBytes, FieldNo, Fields, Hlc, Id, Op, Record, Review, Value,
};
use crate::storage::error::StoreError;
use crate::storage::format;
use crate::storage::format::down::Foreign;
use crate::storage::mutex::lock;
use crate::store::fold;
use crate::store::fold::FoldState;
use crate::store::journal::Entry;
use crate::store::notebook::change::differences;

/// (head, answers) of each version of a record, oldest first.
pub type Versions = Vec<(u64, Fields)>;

/// One change to a record.
#[derive(Clone, Debug, PartialEq)]
pub struct PastChange {
    /// when it was saved, Unix milliseconds
    pub millis: u64,
    pub seq: u64,
    /// number of the frame that holds it
    pub frame: u64,
    /// the record's head after it
    pub head: u64,
    /// the author, if it was made on another device
    pub by: Option<String>,
    pub event: PastEvent,
    /// per field: the hash of the answer that the editor saw, from the op's `old_hash`
    pub seen: Vec<(FieldNo, u32)>,
    /// fields that it answered and that were erased later
    pub erased: Vec<FieldNo>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum PastEvent {
    Made {
        fields: Fields,
    },
    /// `None`: the answer was cleared
    Changed(Vec<(FieldNo, Option<Value>)>),
    Deleted {
        reason: String,
    },
    Restored,
    /// erased for good, with all earlier answers to these fields
    Erased {
        fields: Vec<FieldNo>,
        reason: String,
    },
    /// the frame that holds it is damaged, or from a newer version
    Unreadable,
}

#[derive(Clone, Copy)]
pub struct History<'a> {
    pub(crate) notebook: &'a Notebook,
}

impl History<'_> {
    /// The changes of a record, oldest first.
    pub fn of(&self, id: Id) -> Result<Vec<PastChange>, StoreError> {
        self.notebook.wait_serving()?;
        let Some(known) = self.notebook.get(id)? else { return Ok(Vec::new()) };
        let mut erased_elsewhere = Vec::new();
        let mut steps = match self.remote_changes(&known)? {
            // a complete history from headquarters: the changes of all devices, this one included
            remote
                if remote.iter().any(|step| matches!(step.event, PastEvent::Made { .. })) =>
            {
                remote
            }
            // images do not state erasures: take these from the remote ops
            mut remote => {
                remote.retain(|step| matches!(step.event, PastEvent::Erased { .. }));
                erased_elsewhere = remote;
                Vec::new()
            }
        };
        let have: BTreeSet<u64> = steps.iter().map(|step| step.head).collect();
        let pictures = steps.is_empty();
        if pictures || known.is_local > Hlc(0) {
            let own = self.own_changes(&known)?;
            let wanted = |step: &PastChange| {
                !have.contains(&step.head) && (pictures || step.by.is_none())
            };
            steps.extend(own.into_iter().filter(wanted));
        }
        if !erased_elsewhere.is_empty() {
            let have: BTreeSet<u64> = steps.iter().map(|step| step.head).collect();
            erased_elsewhere.retain(|step| !have.contains(&step.head));
            steps.extend(erased_elsewhere);
            steps.sort_by_key(order);
        } else if !pictures {
            steps.sort_by_key(order);
        }
        Ok(steps)
    }

    /// All reviews of a record by headquarters, oldest first.
    pub fn reviews(&self, id: Id) -> Result<Vec<Review>, StoreError> {
        self.notebook.wait_serving()?;
        let Some(known) = self.notebook.get(id)? else { return Ok(Vec::new()) };
        let mut words: Vec<Review> = known.review.into_iter().collect();
        // damaged frames are skipped
        for (_, entry) in self.notebook.reader().frames_around(known.created.hlc).flatten() {
            let Entry::Down(down) = entry else { continue };
            let about = down.read().reviews.into_iter().filter(|about| about.entity == id.0);
            for review in about.map(|about| about.review()) {
                // a new laptop or a restore receives the same review again
                let said = |r: &Review| (r.at, &r.verdict) == (review.at, &review.verdict);
                if !words.iter().any(said) {
                    words.push(review);
                }
            }
        }
        words.sort_by_key(|review| review.at);
        Ok(words)
    }

    /// A record's answers when it had this head; `None` if the journal does not contain them.
    pub fn fields_at(&self, id: Id, head: u64) -> Result<Option<Fields>, StoreError> {
        self.notebook.wait_serving()?;
        let Some(known) = self.notebook.get(id)? else { return Ok(None) };
        let programme = self.notebook.projections.context.programme;
        let mut slot = FoldState::default();
        let is_it = |slot: &FoldState| slot.record.as_ref().is_some_and(|r| r.head == head);
        for found in self.notebook.reader().frames_around(known.created.hlc) {
            match found {
                Ok((frame, Entry::Ops { ops, .. })) => {
                    let all = ops.iter().zip(&frame.opids);
                    for (op, opid) in all.filter(|(op, _)| fold::entity(op) == Some(id)) {
                        slot = fold::fold_op(programme, slot, op, format::head(opid));
                        if is_it(&slot) {
                            return Ok(slot.record.map(|record| record.fields));
                        }
                    }
                }
                Ok((_, Entry::Down(down))) => {
                    fold::for_each_step(programme, &down, &mut |of, step| {
                        if of == id {
                            slot = step(std::mem::take(&mut slot));
                        }
                    });
                    if is_it(&slot) {
                        return Ok(slot.record.map(|record| record.fields));
                    }
                }
                // A fold after a gap may lack answers, and a wrong base would hide changes.
                Err(_) => return Ok(None),
                Ok(_) => {}
            }
        }
        Ok(None)
    }

    /// All versions of the records. Empty if a frame is damaged: versions after a gap may lack
    /// answers.
    pub fn versions(&self, ids: &BTreeSet<Id>) -> Result<BTreeMap<Id, Versions>, StoreError> {
        self.notebook.wait_serving()?;
        let mut first = None;
        for id in ids {
            let made = self.notebook.get(*id)?.map(|record| record.created.hlc);
            first = [first, made].into_iter().flatten().min();
        }
        let (Some(first), programme) = (first, self.notebook.projections.context.programme)
        else {
            return Ok(BTreeMap::new());
        };
        let mut records: BTreeMap<Id, FoldState> = BTreeMap::new();
        let mut versions: BTreeMap<Id, Versions> = BTreeMap::new();
        let mut see = |id: Id, record: &Record| {
            let all = versions.entry(id).or_default();
            if all.last().is_none_or(|(head, _)| *head != record.head) {
                all.push((record.head, record.fields.clone()));
            }
        };
        for found in self.notebook.reader().frames_around(first) {
            match found {
                Ok((frame, Entry::Ops { ops, .. })) => {
                    for (op, opid) in ops.iter().zip(&frame.opids) {
                        let Some(id) = fold::entity(op).filter(|id| ids.contains(id)) else {
                            continue;
                        };
                        let before = records.remove(&id).unwrap_or_default();
                        let after = fold::fold_op(programme, before, op, format::head(opid));
                        after.record.iter().for_each(|record| see(id, record));
                        records.insert(id, after);
                    }
                }
                Ok((_, Entry::Down(down))) => {
                    fold::for_each_step(programme, &down, &mut |id, step| {
                        if !ids.contains(&id) {
                            return;
                        }
                        let after = step(records.remove(&id).unwrap_or_default());
                        after.record.iter().for_each(|record| see(id, record));
                        records.insert(id, after);
                    });
                }
                Err(_) => return Ok(BTreeMap::new()),
                Ok(_) => {}
            }
        }
        Ok(versions)
    }

    fn remote_changes(&self, known: &Record) -> Result<Vec<PastChange>, StoreError> {
        let kind = self.notebook.projections.context.programme.kind(known.kind);
        let remote = self.notebook.projections.query(|state| state.remote_ops(known.id))?;
        let one = |remote: &Foreign| {
            let op = format::op::read(remote.seq, remote.op.clone()).ok();
            let head = format::head(&format::op::opid(
                &remote.device,
                remote.op.hlc,
                remote.op.ver,
                &remote.op.body.0,
            ));
            let seen = op.as_ref().map(seen_hashes).unwrap_or_default();
            let erased = op.as_ref().map(erased_answers).unwrap_or_default();
            let what = op.map_or(PastEvent::Unreadable, |op| event_of(kind, &op));
            let millis = Hlc(remote.op.hlc).millis().min(remote.received);
            PastChange {
                millis,
                seq: remote.seq,
                frame: 0,
                head,
                by: Some(remote.name.clone()),
                event: what,
                seen,
                erased,
            }
        };
        let mut steps: Vec<PastChange> = remote.ops.iter().map(one).collect();
        steps.sort_by_key(order);
        Ok(steps)
    }

    fn own_changes(&self, known: &Record) -> Result<Vec<PastChange>, StoreError> {
        let (id, programme) = (known.id, self.notebook.projections.context.programme);
        let corrections = lock(&self.notebook.corrections).clone();
        let mut slot = FoldState::default();
        let mut steps = Vec::new();
        for found in self.notebook.reader().frames_around(known.created.hlc) {
            let (frame, ops) = match found {
                Ok((frame, Entry::Ops { ops, .. })) => (frame, ops),
                Ok((frame, Entry::Down(down))) => {
                    if down.at > known.changed.hlc.0 {
                        break;
                    }
                    let before = slot.record.clone();
                    fold::for_each_step(programme, &down, &mut |of, step| {
                        if of == id {
                            slot = step(std::mem::take(&mut slot));
                        }
                    });
                    let images = down.read().images;
                    let name = images.into_iter().find(|i| i.entity == id.0).map(|i| i.name);
                    steps.extend(image_change(
                        (frame.no, &corrections),
                        before,
                        slot.record.as_ref(),
                        name,
                    ));
                    continue;
                }
                Ok(_) => continue,
                Err(_) => {
                    // the damage concerns this record only if it is marked partial
                    steps.extend(fold::is_partial(known).then_some(UNREADABLE));
                    continue;
                }
            };
            if ops.first().is_some_and(|op| op.hlc > known.changed.hlc) {
                break;
            }
            let all = ops.iter().zip(&frame.opids);
            for (op, opid) in all.filter(|(op, _)| fold::entity(op) == Some(id)) {
                let head = format::head(opid);
                slot = fold::fold_op(programme, slot, op, head);
                let kind = slot.record.as_ref().and_then(|r| programme.kind(r.kind));
                let millis = corrections.true_millis(op.hlc);
                let (seq, what) = (op.seq, event_of(kind, op));
                let (frame, by, seen) = (frame.no, None, seen_hashes(op));
                let (event, erased) = (what, erased_answers(op));
                steps.push(PastChange { millis, seq, frame, head, by, event, seen, erased });
            }
        }
        Ok(steps)
    }
}

/// Sort key: by time, with the creation first among equal times.
fn order(step: &PastChange) -> (u64, bool) {
    (step.millis, !matches!(step.event, PastEvent::Made { .. }))
}

/// The change that an image from headquarters made; `None` if it changed nothing.
fn image_change(
    (frame, corrections): (u64, &Corrections),
    before: Option<Record>,
    after: Option<&Record>,
    by: Option<String>,
) -> Option<PastChange> {
    let after = after.filter(|after| before.as_ref().is_none_or(|b| b.rev != after.rev))?;
    let what = match before {
        None => PastEvent::Made { fields: after.fields.clone() },
        Some(before) => match (&before.deleted, &after.deleted) {
            (None, Some(reason)) => PastEvent::Deleted { reason: reason.clone() },
            (Some(_), None) => PastEvent::Restored,
            _ => {
                let set = differences(&before.fields, &after.fields);
                if set.is_empty() {
                    return None;
                }
                PastEvent::Changed(set)
            }
        },
    };
    let by_whom = after.by.map_or(after.changed.hlc, |by| by.hlc);
    let millis = corrections.true_millis(by_whom);
    Some(PastChange {
        millis,
        seq: 0,
        frame,
        head: after.head,
        by,
        event: what,
        seen: Vec::new(),
        erased: Vec::new(),
    })
}

const UNREADABLE: PastChange = PastChange {
    millis: 0,
    seq: 0,
    frame: 0,
    head: 0,
    by: None,
    event: PastEvent::Unreadable,
    seen: Vec::new(),
    erased: Vec::new(),
};

fn seen_hashes(op: &Op) -> Vec<(FieldNo, u32)> {
    match &op.body {
        Body::Patch { fields, .. } => {
            fields.iter().map(|patched| (patched.field.no, patched.old_hash)).collect()
        }
        _ => Vec::new(),
    }
}

/// Fields with personal answers that have lost salt and value: these were erased.
fn erased_answers(op: &Op) -> Vec<FieldNo> {
    let is_gone = |field: &&FieldBytes| field.personal && field.bytes.is_none();
    let no = |field: &FieldBytes| field.no;
    match &op.body {
        Body::Put { fields, .. } => fields.iter().filter(is_gone).map(no).collect(),
        Body::Patch { fields, .. } => {
            fields.iter().map(|patched| &patched.field).filter(is_gone).map(no).collect()
        }
        _ => Vec::new(),
    }
}

fn event_of(kind: Option<&Kind>, op: &Op) -> PastEvent {
    match &op.body {
        Body::Put { fields, .. } => PastEvent::Made { fields: format::fields(kind, fields) },
        Body::Patch { fields, .. } => {
            let set = fields.iter().map(|patched| {
                let (no, bytes) = (patched.field.no, patched.field.bytes.as_deref());
                (no, bytes.map(|b| format::field_value(kind, no, b)))
            });
            PastEvent::Changed(set.collect())
        }
        Body::Del { reason, .. } => PastEvent::Deleted { reason: reason.clone() },
        Body::Restore { .. } => PastEvent::Restored,
        Body::Erase { fields, reason, .. } => {
            PastEvent::Erased { fields: fields.clone(), reason: reason.clone() }
        }
        Body::Epoch { .. } | Body::Unknown { .. } => PastEvent::Unreadable,
    }
}
