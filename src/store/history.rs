//! What was done to one record, step by step, read from the journal itself: from the file on in
//! which it was made, to the op that changed it last.

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
        self.wait_served()?;
        let Some(known) = self.state_get(id)? else { return Ok(Vec::new()) };
        let mut record: Option<Record> = None;
        let mut steps = Vec::new();
        for found in self.reader().frames_around(known.created.hlc) {
            let (frame, ops) = match found {
                Ok((frame, Entry::Ops { ops, .. })) => (frame, ops),
                Ok(_) => continue,
                Err(_) => {
                    // damage may be another record's, unless ops of this one are missing
                    steps.extend(fold::is_partial(&known).then_some(UNREADABLE));
                    continue;
                }
            };
            if ops.first().is_some_and(|op| op.hlc > known.changed.hlc) {
                break;
            }
            let all = ops.iter().zip(&frame.opids);
            for (op, opid) in all.filter(|(op, _)| fold::entity(op) == Some(id)) {
                let head = codec::head(opid);
                record = fold::fold(self.ground.programme, record, op, head);
                let kind = record.as_ref().and_then(|r| self.ground.programme.kind(r.kind));
                let (millis, seq, what) = (op.hlc.millis(), op.seq, happened(kind, op));
                steps.push(Past { millis, seq, frame: frame.no, head, what });
            }
        }
        Ok(steps)
    }
}

const UNREADABLE: Past =
    Past { millis: 0, seq: 0, frame: 0, head: 0, what: Happened::Unreadable };

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
