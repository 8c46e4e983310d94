//! What a record is: the fold of its ops. Pure, and idempotent: an op that is already inside a
//! record changes nothing, so a journal may be replayed from any earlier place.

use super::codec;
use crate::programme::spec::Programme;
use crate::record::{Body, FieldNo, Fields, Id, KindNo, Op, Origin, Record, Stamp, Value};

/// The number of no question: `true` here marks a record of which the journal has lost an op
/// ("thiếu một phần"). It lies in the state only, never in an op.
pub const PARTIAL: FieldNo = FieldNo::MAX;

/// Whether ops of this record were lost.
pub fn is_partial(record: &Record) -> bool {
    record.fields.get(PARTIAL).is_some()
}

/// The record that an op speaks of; `None` for ops about the journal itself.
pub fn entity(op: &Op) -> Option<Id> {
    match &op.body {
        Body::Put { entity, .. }
        | Body::Patch { entity, .. }
        | Body::Del { entity, .. }
        | Body::Restore { entity, .. } => Some(*entity),
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
        Some(r)
    };
    match &op.body {
        Body::Put { kind, entity, origin, fields } => changed(Record {
            created: record.map_or(stamp, |r| r.created),
            fields: codec::fields(programme.kind(*kind), fields),
            origin: *origin,
            ..blank(*kind, *entity, stamp)
        }),
        Body::Patch { entity, base, fields } => {
            let mut record = on(record, *entity, *base, stamp);
            let kind = programme.kind(record.kind);
            for field in fields.iter().map(|p| &p.field) {
                // an emptied field and an erased one look the same: no answer
                let answer = field.bytes.as_deref();
                let answer = answer.map(|b| codec::field_value(kind, field.no, b));
                record.fields.put(field.no, answer);
            }
            changed(record)
        }
        Body::Del { entity, base, reason } => {
            let mut record = on(record, *entity, *base, stamp);
            record.deleted = Some(reason.clone());
            changed(record)
        }
        Body::Restore { entity, base } => {
            let mut record = on(record, *entity, *base, stamp);
            record.deleted = None;
            changed(record)
        }
        Body::Epoch { .. } | Body::Unknown { .. } => record,
    }
}

/// The record that a change was made on. When it is not the one the editor saw, an op is lost.
fn on(record: Option<Record>, id: Id, base: u64, stamp: Stamp) -> Record {
    let lost = record.as_ref().is_none_or(|r| r.head != base);
    // no kind has number 0: of such a record even the first op is lost
    let mut record = record.unwrap_or_else(|| blank(0, id, stamp));
    if lost {
        record.fields.set(PARTIAL, Value::Bool(true));
    }
    record
}

fn blank(kind: KindNo, id: Id, stamp: Stamp) -> Record {
    Record {
        kind,
        id,
        fields: Fields::new(),
        head: 0,
        origin: Origin::Officer,
        created: stamp,
        changed: stamp,
        deleted: None,
    }
}
