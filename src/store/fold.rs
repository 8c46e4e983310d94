//! What a record is: the fold of its ops. Pure, and idempotent: an op that is already inside a
//! record changes nothing, so a journal may be replayed from any earlier place.
//!
//! What is folded here is durable already, so a fold never fails: no size, number, time or content
//! of an op, an image or a review is an error. A piece that would make a record larger than the
//! state holds (`limits`) is set aside: it stays in the journal, and the record is marked partial.
//! The state, `verify` and the history fold through this module only, so that they agree.

use crate::programme::spec::Programme;
use crate::record::{
    Body, FieldNo, Fields, Hlc, Id, Op, Record, Review, Stamp, Value, Verdict,
};
use crate::storage::format::down::{About, Frame, Image, Kept};
use crate::storage::{format, limits};

/// The number of no question: `true` here marks a record of which the journal has lost an op
/// ("thiếu một phần"). It is in the state only, never in an op.
pub const PARTIAL: FieldNo = FieldNo::MAX;

/// Whether ops of this record were lost.
pub fn is_partial(record: &Record) -> bool {
    record.fields.get(PARTIAL).is_some()
}

/// Room for all of a record, an image or an op that is not an answer.
const AROUND: usize = 512;

/// What the fold knows of one id.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FoldState {
    pub record: Option<Record>,
    /// a review that came before its record; lanes are read one after the other, so a verdict may
    /// be here before the image that it is about
    pub early: Option<Review>,
}

/// A change of a slot.
pub type FoldStep<'s> = dyn Fn(FoldState) -> FoldState + 's;

impl FoldState {
    pub fn of(record: Option<Record>) -> FoldState {
        FoldState { record, early: None }
    }

    /// A review that waited belongs to the record as soon as there is one.
    fn settled(mut self) -> FoldState {
        if self.early.is_some()
            && let Some(record) = &mut self.record
        {
            record.review = newer(record.review.take(), self.early.take());
        }
        self
    }

    fn marked_partial(mut self) -> FoldState {
        if let Some(record) = &mut self.record {
            record.fields.set(PARTIAL, Value::Bool(true));
        }
        self
    }

    /// At least the bytes that the record takes in the state.
    fn weight(&self) -> usize {
        self.record.as_ref().map_or(0, |record| {
            let fields = record.fields.iter().map(|(_, value)| weight(value)).sum::<usize>();
            let deleted = record.deleted.as_ref().map_or(0, String::len);
            let review = record.review.as_ref().map_or(0, |r| r.reason.len() + r.by.len());
            AROUND + fields + deleted + review
        })
    }
}

/// At least the bytes of a field with this value.
fn weight(value: &Value) -> usize {
    const CELL: usize = 24;
    CELL + match value {
        Value::Text(text) | Value::Choice(text) => text.len(),
        Value::Many(ids) => ids.iter().map(|id| id.len() + CELL).sum(),
        Value::Links(ids) => ids.len() * CELL,
        Value::Place(place) => place.commune.len() + place.name.len() + CELL,
        Value::Lines(rows) => {
            let row =
                |cells: &Fields| cells.iter().map(|(_, value)| weight(value)).sum::<usize>();
            rows.iter().map(|r| CELL + row(&r.cells)).sum()
        }
        Value::Unknown(bytes) => bytes.len(),
        Value::Int(_)
        | Value::Decimal(_)
        | Value::Date(_)
        | Value::Bool(_)
        | Value::Link(_) => 0,
    }
}

/// One step by a piece of at most `size` bytes. What the state cannot hold is set aside.
fn bounded(
    slot: FoldState,
    size: usize,
    step: impl FnOnce(FoldState) -> FoldState,
) -> FoldState {
    if slot.weight().saturating_add(size) <= limits::HELD_RECORD {
        return step(slot).settled();
    }
    let before = slot.clone();
    let after = step(slot).settled();
    let size = after.record.as_ref().map_or(0, format::record::size);
    if size <= limits::HELD_RECORD { after } else { before.marked_partial() }
}

/// One op of this notebook.
pub fn fold_op(programme: &Programme, slot: FoldState, op: &Op, head: u64) -> FoldState {
    bounded(slot, format::op_size(op).saturating_add(AROUND), |slot| FoldState {
        record: fold(programme, slot.record, op, head),
        ..slot
    })
}

/// The record that an op speaks of; `None` for ops about the journal itself.
pub fn entity(op: &Op) -> Option<Id> {
    match &op.body {
        Body::Put { entity, .. }
        | Body::Patch { entity, .. }
        | Body::Del { entity, .. }
        | Body::Restore { entity, .. }
        | Body::Erase { entity, .. } => Some(*entity),
        Body::Epoch { .. } | Body::Unknown { .. } => None,
    }
}

/// One step. `head` is what the op makes the record's head: the first 8 bytes of its opid.
/// Inside one notebook hybrid times rise strictly, so they say which ops a record holds.
pub fn fold(
    programme: &Programme,
    record: Option<Record>,
    op: &Op,
    head: u64,
) -> Option<Record> {
    if record.as_ref().is_some_and(|r| r.changed.hlc >= op.hlc) {
        return record;
    }
    let stamp = Stamp { hlc: op.hlc, seq: op.seq };
    let changed = |mut r: Record| {
        r.head = head;
        r.changed = stamp;
        r.is_local = op.hlc;
        r.by = None;
        Some(r)
    };
    match &op.body {
        Body::Put { kind, entity, origin, fields } => changed(Record {
            review: record.as_ref().and_then(|r| r.review.clone()),
            created: record.map_or(stamp, |r| r.created),
            fields: without_marks(format::fields(programme.kind(*kind), fields)),
            origin: *origin,
            ..Record::blank(*kind, *entity, stamp)
        }),
        Body::Patch { entity, base, fields } => {
            let mut record = fold_base(record, *entity, *base, stamp);
            let kind = programme.kind(record.kind);
            for field in fields.iter().map(|p| &p.field).filter(|f| f.no != PARTIAL) {
                // an emptied field and an erased one look the same: no answer
                let answer = field.bytes.as_deref();
                let answer = answer.map(|b| format::field_value(kind, field.no, b));
                record.fields.put(field.no, answer);
            }
            changed(record)
        }
        Body::Del { entity, base, reason } => {
            let mut record = fold_base(record, *entity, *base, stamp);
            record.deleted = Some(reason.clone());
            changed(record)
        }
        Body::Restore { entity, base } => {
            let mut record = fold_base(record, *entity, *base, stamp);
            record.deleted = None;
            changed(record)
        }
        Body::Erase { entity, base, fields, .. } => {
            let mut record = fold_base(record, *entity, *base, stamp);
            for no in fields.iter().filter(|no| **no != PARTIAL) {
                record.fields.remove(*no);
            }
            changed(record)
        }
        Body::Epoch { .. } | Body::Unknown { .. } => record,
    }
}

/// Only the fold marks a record, whatever a device writes.
fn without_marks(mut fields: Fields) -> Fields {
    fields.remove(PARTIAL);
    fields
}

/// The record that a change was made on. When it is not the one the editor saw, an op is lost.
fn fold_base(record: Option<Record>, id: Id, base: u64, stamp: Stamp) -> Record {
    // after an image of headquarters the editor may have seen an earlier one
    let lost = record.as_ref().is_none_or(|r| r.head != base && r.rev == 0);
    // no kind has number 0: of such a record even the first op is lost
    let mut record = record.unwrap_or_else(|| Record::blank(0, id, stamp));
    if lost {
        record.fields.set(PARTIAL, Value::Bool(true));
    }
    record
}

/// Folds an image from headquarters, taken at `at`; what `kept` names is newer here and stays.
pub fn fold_image(
    programme: &Programme,
    before: Option<Record>,
    image: &Image,
    kept: Option<&Kept>,
    at: Hlc,
) -> Option<Record> {
    if before.as_ref().is_some_and(|r| r.changed.hlc >= at || r.rev >= image.rev) {
        return before;
    }
    let origin = format::op::origin_of(image.origin)?;
    let mut fields = without_marks(image.answers(programme.kind(image.kind)));
    let was = before.as_ref();
    for no in kept.iter().flat_map(|kept| &kept.fields) {
        fields.put(*no, was.and_then(|r| r.fields.get(*no)).cloned());
    }
    let created = Stamp { hlc: Hlc(image.created).min(at), seq: 0 };
    let now = Record {
        fields,
        origin,
        head: image.head,
        created: was.map_or(created, |r| r.created),
        deleted: image.deleted.clone(),
        is_local: was.map_or(Hlc(0), |r| r.is_local),
        by: Some(format::record::to_author(image.author.clone())),
        review: newer(was.and_then(|r| r.review.clone()).filter(is_final), image.review()),
        rev: image.rev,
        ..Record::blank(image.kind, Id(image.entity), Stamp { hlc: at, seq: 0 })
    };
    let (Some(kept), Some(was)) = (kept, was) else { return Some(now) };
    // A later change made here is based on the own change; what else is in the image headquarters
    // compares again, so that no rows are taken for deleted ones.
    let deleted = if kept.life { was.deleted.clone() } else { now.deleted.clone() };
    let changed = Stamp { hlc: at, seq: was.changed.seq };
    Some(Record { head: was.head, changed, by: None, deleted, ..now })
}

/// What a frame from headquarters does to records, one after the other.
pub fn for_each_step(
    programme: &Programme,
    down: &Frame,
    step: &mut dyn FnMut(Id, &FoldStep<'_>),
) {
    let content = down.read();
    for image in &content.images {
        let kept = down.kept.iter().find(|kept| kept.entity == image.entity);
        step(Id(image.entity), &|slot| {
            bounded(slot, image_weight(image), |slot| {
                let record = fold_image(programme, slot.record, image, kept, Hlc(down.at));
                FoldState { record, ..slot }
            })
        });
    }
    for about in &content.reviews {
        step(Id(about.entity), &|slot| fold_review(slot, about));
    }
}

fn image_weight(image: &Image) -> usize {
    let fields = image.fields.iter().map(|cell| cell.bytes.0.len() + 16).sum::<usize>();
    let review = image.review.as_ref().map_or(0, |r| r.reason.len() + r.by.len());
    AROUND + fields + review + image.deleted.as_ref().map_or(0, String::len)
}

/// A review of a record by headquarters, or about one that is still to come.
pub fn fold_review(slot: FoldState, about: &About) -> FoldState {
    let (review, said) = (about.review(), &about.review);
    bounded(slot, AROUND + said.reason.len() + said.by.len(), |mut slot| {
        slot.early = newer(slot.early, Some(review));
        slot
    })
}

/// That headquarters waits, or two disagree, only the newest image says; what was decided stays.
fn is_final(review: &Review) -> bool {
    review.is_decision() || !matches!(review.verdict, Verdict::Conflict { .. } | Verdict::Held)
}

fn newer(a: Option<Review>, b: Option<Review>) -> Option<Review> {
    let when = |review: &Option<Review>| review.as_ref().map(|r| r.at);
    if when(&b) >= when(&a) { b } else { a }
}
