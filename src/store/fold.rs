//! Folds ops, images and reviews into records. Pure and idempotent: an op that is already in a
//! record changes nothing, so a journal may be replayed from any earlier place.
//!
//! The input is durable already, so a fold never fails: no size, number, time or content of an op,
//! an image or a review is an error. A piece that would make a record larger than the state accepts
//! (`limits`) is left out: it stays in the journal, and the record is marked partial. The state,
//! `verify` and the history fold through this module only, so that they agree.

use crate::programme::spec::Programme;
use crate::record::{
    Body, FieldNo, Fields, Hlc, Id, Op, Record, Review, Stamp, Value, Verdict,
};
use crate::storage::format::down::{About, Frame, Image, Kept};
use crate::storage::{format, limits};

/// A field number that no question has. `true` in it marks a record of which an op was lost or left
/// out ("thiếu một phần"). Only in the state, never in an op.
pub const PARTIAL: FieldNo = FieldNo::MAX;

/// Whether ops of this record were lost.
pub fn is_partial(record: &Record) -> bool {
    record.fields.get(PARTIAL).is_some()
}

/// Upper bound in bytes of everything in a record, an image or an op that is not an answer.
const AROUND: usize = 512;

/// The folded state of one id.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FoldState {
    pub record: Option<Record>,
    /// A review that arrived before its record. Lanes are read one after the other, so a verdict
    /// may precede the image that it is about.
    pub early: Option<Review>,
}

/// A pure change of a `FoldState`.
pub type FoldStep<'s> = dyn Fn(FoldState) -> FoldState + 's;

impl FoldState {
    pub fn of(record: Option<Record>) -> FoldState {
        FoldState { record, early: None }
    }

    /// Moves an early review into the record, if there is one.
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

    /// Upper bound in bytes of the record in the state.
    fn weight(&self) -> usize {
        self.record.as_ref().map_or(0, |record| {
            let fields = record.fields.iter().map(|(_, value)| weight(value)).sum::<usize>();
            let deleted = record.deleted.as_ref().map_or(0, String::len);
            let review = record.review.as_ref().map_or(0, |r| r.reason.len() + r.by.len());
            AROUND + fields + deleted + review
        })
    }
}

/// Upper bound in bytes of a field with this value.
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

/// Runs a step that adds at most `size` bytes. If the record becomes too large, undoes the step and
/// marks the record partial.
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

/// Folds one op of this notebook.
pub fn fold_op(programme: &Programme, slot: FoldState, op: &Op, head: u64) -> FoldState {
    bounded(slot, format::op_size(op).saturating_add(AROUND), |slot| FoldState {
        record: fold(programme, slot.record, op, head),
        ..slot
    })
}

/// The record that an op changes; `None` for ops about the journal itself.
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

/// Folds one op. `head`: the record's head after it, the first 8 bytes of its opid. Within one
/// notebook hybrid clocks strictly increase, so the clock says whether a record has an op already.
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
                // a cleared field and an erased one are both without an answer
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

/// Removes a `PARTIAL` mark that came from a device: only the fold sets it.
fn without_marks(mut fields: Fields) -> Fields {
    fields.remove(PARTIAL);
    fields
}

/// The record to apply a change to. If its head is not the change's base, an op was lost.
fn fold_base(record: Option<Record>, id: Id, base: u64, stamp: Stamp) -> Record {
    // with `rev` the head is that of an image, and the editor may have seen an earlier one
    let lost = record.as_ref().is_none_or(|r| r.head != base && r.rev == 0);
    // kind 0 marks a record that has lost its first op
    let mut record = record.unwrap_or_else(|| Record::blank(0, id, stamp));
    if lost {
        record.fields.set(PARTIAL, Value::Bool(true));
    }
    record
}

/// Folds an image from headquarters, received at `at`. The fields that `kept` names are newer in
/// this notebook and stay.
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
    // The head stays that of this notebook's last change, on which its next change is based.
    // Headquarters compares the rest of the image again, so rows are not taken for deleted ones.
    let deleted = if kept.life { was.deleted.clone() } else { now.deleted.clone() };
    let changed = Stamp { hlc: at, seq: was.changed.seq };
    Some(Record { head: was.head, changed, by: None, deleted, ..now })
}

/// Passes each image and review of a frame from headquarters to `step`, in order.
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

/// Folds a review by headquarters; the record may arrive later.
pub fn fold_review(slot: FoldState, about: &About) -> FoldState {
    let (review, said) = (about.review(), &about.review);
    bounded(slot, AROUND + said.reason.len() + said.by.len(), |mut slot| {
        slot.early = newer(slot.early, Some(review));
        slot
    })
}

/// Whether a review outlives a newer image. `Held` and undecided conflicts do not: only the newest
/// image knows them.
fn is_final(review: &Review) -> bool {
    review.is_decision() || !matches!(review.verdict, Verdict::Conflict { .. } | Verdict::Held)
}

fn newer(a: Option<Review>, b: Option<Review>) -> Option<Review> {
    let when = |review: &Option<Review>| review.as_ref().map(|r| r.at);
    if when(&b) >= when(&a) { b } else { a }
}
