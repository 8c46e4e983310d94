//! What was done to one record, step by step, read from the journal itself.

use super::error::StoreError;
use super::inner::Inner;
use super::journal::Entry;
use super::{codec, fold};
use crate::record::{FieldNo, Id, Op, Record, Value};

/// One change, with what stood there before.
#[derive(Clone, Debug, PartialEq)]
pub struct Past {
    pub op: Op,
    /// number of the frame that holds it
    pub frame: u64,
    /// what it made the record's head
    pub head: u64,
    /// field, before, after
    pub changes: Vec<(FieldNo, Option<Value>, Option<Value>)>,
    /// the record as it stood then
    pub record: Record,
}

impl Inner {
    pub(super) fn history(&self, id: Id) -> Result<Vec<Past>, StoreError> {
        self.wait()?;
        let places = self.ask(|state| state.history(id))?;
        let mut steps: Vec<Past> = Vec::new();
        for (loc, opid) in places {
            let (frame, entry) = self.reader().at(loc)?;
            let Entry::Ops { ops, .. } = entry else { continue };
            let found = ops.into_iter().zip(&frame.opids).find(|(_, o)| **o == opid);
            let Some((op, _)) = found else { continue };
            let before = steps.last().map(|past| past.record.clone());
            let head = codec::head(&opid);
            let after = fold::fold(self.ground.programme, before.clone(), &op, head);
            let Some(record) = after else { continue };
            let changes = changes(before.as_ref(), &record);
            steps.push(Past { op, frame: frame.no, head, changes, record });
        }
        Ok(steps)
    }
}

fn changes(
    before: Option<&Record>,
    after: &Record,
) -> Vec<(FieldNo, Option<Value>, Option<Value>)> {
    let nothing = crate::record::Fields::new();
    let before = before.map_or(&nothing, |r| &r.fields);
    let list = super::rebuild::differences(before, &after.fields).into_iter();
    list.map(|(no, value)| (no, before.get(no).cloned(), value)).collect()
}
