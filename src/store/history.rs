//! What was done to one record, step by step, read from the journal itself.

use super::error::StoreError;
use super::inner::Inner;
use super::journal::Entry;
use super::{codec, fold};
use crate::programme::spec::Kind;
use crate::record::{Body, FieldNo, Fields, Id, Op, Record, Value};

/// One change to a record.
#[derive(Clone, Debug, PartialEq)]
pub struct Past {
    /// when it was saved, Unix milliseconds
    pub millis: u64,
    pub seq: u64,
    /// number of the frame that holds it
    pub frame: u64,
    /// what it made the record's head
    pub head: u64,
    pub what: Happened,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Happened {
    Made {
        fields: Fields,
    },
    /// `None`: the answer was taken away
    Changed(Vec<(FieldNo, Option<Value>)>),
    Deleted {
        reason: String,
    },
    Restored,
    /// the frame that holds it is damaged, or from a newer version
    Unreadable,
}

impl Inner {
    pub(super) fn history(&self, id: Id) -> Result<Vec<Past>, StoreError> {
        self.wait()?;
        let places = self.ask(|state| state.history(id))?;
        let mut record: Option<Record> = None;
        let mut steps = Vec::new();
        for (loc, opid) in places {
            let head = codec::head(&opid);
            let found = self.reader().at(loc).ok().and_then(|(frame, entry)| {
                let Entry::Ops { ops, .. } = entry else { return None };
                let op = ops.into_iter().zip(&frame.opids).find(|(_, o)| **o == opid)?.0;
                Some((frame.no, op))
            });
            let Some((frame, op)) = found else {
                let what = Happened::Unreadable;
                steps.push(Past { millis: 0, seq: 0, frame: 0, head, what });
                continue;
            };
            record = fold::fold(self.ground.programme, record, &op, head);
            let kind = record.as_ref().and_then(|r| self.ground.programme.kind(r.kind));
            let (millis, seq) = (op.hlc.millis(), op.seq);
            steps.push(Past { millis, seq, frame, head, what: happened(kind, &op) });
        }
        Ok(steps)
    }
}

fn happened(kind: Option<&Kind>, op: &Op) -> Happened {
    match &op.body {
        Body::Put { fields, .. } => Happened::Made { fields: codec::fields(kind, fields) },
        Body::Patch { fields, .. } => {
            let set = fields.iter().map(|patched| {
                let (no, bytes) = (patched.field.no, patched.field.bytes.as_deref());
                (no, bytes.map(|b| codec::field_value(kind, no, b)))
            });
            Happened::Changed(set.collect())
        }
        Body::Del { reason, .. } => Happened::Deleted { reason: reason.clone() },
        Body::Restore { .. } => Happened::Restored,
        Body::Epoch { .. } | Body::Unknown { .. } => Happened::Unreadable,
    }
}
