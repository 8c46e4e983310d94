//! Applies a change to a record in memory, and encodes it as the body of an op.

use std::collections::BTreeSet;

use crate::programme::check;
use crate::programme::check::{Fault, Need};
use crate::programme::spec::{Kind, Programme};
use crate::record::{
    Body, Change, FieldBytes, FieldNo, Fields, Id, KindNo, Op, Origin, Patched, Record, Stamp,
    Value,
};
use crate::storage::error::{LimitedItem, StoreError};
use crate::storage::{format, limits};
use crate::store::fold;
use crate::store::journal::{Entry, Mark};

/// Ops go into one frame up to this many bytes before compression.
const FRAME_BYTES: usize = 60 * 1024;

pub(crate) fn record_after(
    change: &Change,
    before: Option<&Record>,
) -> Result<Record, CommitError> {
    let id = changed(change);
    let on = |base: u64| {
        let record = before.ok_or(CommitError::Missing(id))?;
        // A newer version from headquarters does not make the change stale: the op states its base,
        // and headquarters merges.
        match record.head == base || record.rev > 0 {
            true => Ok(record.clone()),
            false => Err(CommitError::Stale { id, head: record.head }),
        }
    };
    match change {
        Change::Create { kind, fields, origin, .. } => match before {
            Some(_) => Err(CommitError::Exists(id)),
            None => Ok(new_record(*kind, id, fields.clone(), *origin)),
        },
        Change::Patch { base, set, .. } => {
            let mut record = on(*base)?;
            if record.deleted.is_some() {
                return Err(CommitError::Deleted(id));
            }
            for (no, value) in set {
                record.fields.put(*no, value.clone());
            }
            Ok(record)
        }
        Change::Delete { base, reason, .. } => {
            let record = on(*base)?;
            Ok(Record { deleted: Some(reason.clone()), ..record })
        }
        Change::Restore { base, .. } => Ok(Record { deleted: None, ..on(*base)? }),
        Change::Erase { base, fields, .. } => {
            let mut record = on(*base)?;
            for no in fields {
                record.fields.remove(*no);
            }
            Ok(record)
        }
    }
}

fn new_record(kind: KindNo, id: Id, fields: Fields, origin: Origin) -> Record {
    Record { fields, origin, ..Record::blank(kind, id, Stamp::default()) }
}

/// The change to be journalled: with computed answers, without unchanged ones; `None` if nothing
/// changes.
pub(crate) fn effective_change(
    change: Change,
    before: Option<&Record>,
    after: &Record,
) -> Option<Change> {
    match change {
        Change::Create { kind, id, origin, .. } => {
            Some(Change::Create { kind, id, origin, fields: after.fields.clone() })
        }
        Change::Patch { id, base, .. } => {
            let set = differences(&before?.fields, &after.fields);
            (!set.is_empty()).then_some(Change::Patch { id, base, set })
        }
        other => Some(other),
    }
}

pub(crate) fn body(
    programme: &Programme,
    kind: KindNo,
    change: Change,
    before: Option<&Record>,
) -> Body {
    let known = programme.kind(kind);
    let personal =
        |fields: &Fields| known.map(|k| check::personal(k, fields)).unwrap_or_default();
    match change {
        Change::Create { kind, id, fields, origin } => {
            let closed = personal(&fields);
            let all = fields.iter().filter(|(no, _)| *no != fold::PARTIAL);
            let fields = all.map(|(no, value)| bytes_of(no, Some(value), &closed)).collect();
            Body::Put { kind, entity: id, origin, fields }
        }
        Change::Patch { id, base, set } => {
            let mut after = before.map(|r| r.fields.clone()).unwrap_or_default();
            let mut closed = personal(&after);
            set.iter().for_each(|(no, value)| after.put(*no, value.clone()));
            closed.extend(personal(&after));
            let fields = set.iter().map(|(no, value)| {
                let field = bytes_of(*no, value.as_ref(), &closed);
                let was = before.and_then(|r| r.fields.get(*no)).filter(|_| !field.personal);
                Patched { old_hash: format::old_hash(was), field }
            });
            Body::Patch { entity: id, base, fields: fields.collect() }
        }
        Change::Delete { id, base, reason } => Body::Del { entity: id, base, reason },
        Change::Restore { id, base } => Body::Restore { entity: id, base },
        Change::Erase { id, base, fields, reason } => {
            Body::Erase { entity: id, base, fields: erasable(known, fields), reason }
        }
    }
}

/// The fields that can be erased: only personal answers are stored outside the op's hash.
fn erasable(kind: Option<&Kind>, fields: Vec<FieldNo>) -> Vec<FieldNo> {
    let is_open = |no: FieldNo| {
        let field = kind.and_then(|kind| kind.field(no));
        field.is_some_and(|field| field.never_personal())
    };
    let all: BTreeSet<FieldNo> = fields.into_iter().filter(|no| !is_open(*no)).collect();
    all.into_iter().collect()
}

fn bytes_of(no: FieldNo, value: Option<&Value>, personal: &[FieldNo]) -> FieldBytes {
    FieldBytes { no, bytes: value.map(format::value_bytes), personal: personal.contains(&no) }
}

pub(crate) fn op_bytes(body: &Body) -> usize {
    let stamp = Stamp::default();
    format::op_size(&Op { seq: 0, hlc: stamp.hlc, wall_flag: 0, ver: 1, body: body.clone() })
}

/// Splits ops into frames; the last frame ends the draft.
pub(crate) fn split(ops: Vec<Op>, ends_draft: Option<Id>, entries: &mut Vec<Entry>) {
    if ops.is_empty() {
        entries.extend(ends_draft.map(|draft| Entry::Mark(Mark::DraftEnded { draft })));
        return;
    }
    let mut part = Vec::new();
    let mut size = 0;
    for op in ops {
        let bytes = format::op_size(&op);
        if size + bytes > FRAME_BYTES && !part.is_empty() {
            entries.push(Entry::Ops { ops: std::mem::take(&mut part), ends_draft: None });
            size = 0;
        }
        size += bytes;
        part.push(op);
    }
    entries.push(Entry::Ops { ops: part, ends_draft });
}

pub(crate) fn changed(change: &Change) -> Id {
    match change {
        Change::Create { id, .. }
        | Change::Patch { id, .. }
        | Change::Delete { id, .. }
        | Change::Restore { id, .. }
        | Change::Erase { id, .. } => *id,
    }
}

/// Checks the store's size limits, in addition to the programme's.
pub(crate) fn limits_hold(kind: &Kind, fields: &Fields) -> Result<(), StoreError> {
    if fields.len() > limits::FIELDS {
        let (bytes, limit) = (fields.len(), limits::FIELDS);
        return Err(StoreError::TooLarge { what: LimitedItem::Fields, bytes, limit });
    }
    for (no, value) in fields.iter() {
        if let Some(field) = kind.field(no) {
            format::check_size(&field.ty, value)?;
        }
    }
    Ok(())
}

/// Changes that are applied all or none.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Commit {
    pub changes: Vec<Change>,
    /// the draft that the changes were typed in
    pub ends_draft: Option<Id>,
    /// import: required answers may be missing, the record is then marked incomplete
    pub allow_incomplete: bool,
    pub confirmed: Confirmed,
}

/// Warnings that the user has confirmed.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Confirmed {
    #[default]
    All,
    /// These and the warnings that the record had before; any other warning refuses the commit.
    Shown(Vec<Fault>),
}

/// The result of a durable commit.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Committed {
    /// number of the last frame
    pub frame: u64,
    pub seqs: Vec<u64>,
    /// new heads of the changed records
    pub heads: Vec<(Id, u64)>,
    pub warnings: Vec<(Id, Fault)>,
}

/// Why a commit was refused; nothing was written and no op number was used.
#[derive(Debug, thiserror::Error)]
pub enum CommitError {
    #[error("refused by the programme's rules")]
    Refused(Vec<Fault>),
    /// For `Confirmed::Shown`: all faults and warnings, and the records that the rules read.
    #[error("refused by the programme's rules, or not confirmed")]
    Unconfirmed { faults: Vec<Fault>, found: Vec<(Need, Vec<Record>)> },
    /// the record was changed since the editor saw it; `head` is its head now
    #[error("the record has been changed meanwhile")]
    Stale { id: Id, head: u64 },
    #[error("no such record")]
    Missing(Id),
    #[error("the record is deleted")]
    Deleted(Id),
    #[error("there is such a record already")]
    Exists(Id),
    #[error("no such kind")]
    Kind(KindNo),
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl CommitError {
    /// Whether the content of this commit is at fault, so that the next one may succeed. If false,
    /// the store itself has failed (full disk, damage), and a batch has to stop.
    pub fn is_in_commit(&self) -> bool {
        !matches!(self, CommitError::Store(error) if !error.is_about_content())
    }
}

/// The fields to set and clear to turn `from` into `to`.
pub(crate) fn differences(
    from: &Fields,
    to: &Fields,
) -> Vec<(crate::record::FieldNo, Option<crate::record::Value>)> {
    let set = to.iter().filter(|(no, value)| from.get(*no) != Some(value));
    let set = set.map(|(no, value)| (no, Some(value.clone())));
    let gone = from.iter().filter(|(no, _)| to.get(*no).is_none()).map(|(no, _)| (no, None));
    let mut all: Vec<_> = set.chain(gone).filter(|(no, _)| *no != fold::PARTIAL).collect();
    all.sort_by_key(|(no, _)| *no);
    all
}
