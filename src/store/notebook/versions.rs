//! Earlier answers of many records in one reading of the journal.

use std::collections::{BTreeMap, BTreeSet};

use super::inner::Inner;
use crate::record::{Fields, Id, Record};
use crate::storage::error::StoreError;
use crate::storage::format;
use crate::store::fold;
use crate::store::fold::Slot;
use crate::store::journal::Entry;

/// The answers of a record when it had this head, oldest first.
pub type Versions = Vec<(u64, Fields)>;

impl Inner {
    /// What cannot be read is left out: the versions behind a gap of the journal may lack answers,
    /// so a record without its beginning has none.
    pub(crate) fn versions(
        &self,
        ids: &BTreeSet<Id>,
    ) -> Result<BTreeMap<Id, Versions>, StoreError> {
        self.wait_served()?;
        let mut first = None;
        for id in ids {
            let made = self.state_get(*id)?.map(|record| record.created.hlc);
            first = [first, made].into_iter().flatten().min();
        }
        let (Some(first), programme) = (first, self.ground.programme) else {
            return Ok(BTreeMap::new());
        };
        let mut records: BTreeMap<Id, Slot> = BTreeMap::new();
        let mut versions: BTreeMap<Id, Versions> = BTreeMap::new();
        let mut see = |id: Id, record: &Record| {
            let all = versions.entry(id).or_default();
            if all.last().is_none_or(|(head, _)| *head != record.head) {
                all.push((record.head, record.fields.clone()));
            }
        };
        for found in self.reader().frames_around(first) {
            match found {
                Ok((frame, Entry::Ops { ops, .. })) => {
                    for (op, opid) in ops.iter().zip(&frame.opids) {
                        let Some(id) = fold::entity(op).filter(|id| ids.contains(id)) else {
                            continue;
                        };
                        let before = records.remove(&id).unwrap_or_default();
                        let after = fold::take_op(programme, before, op, format::head(opid));
                        after.record.iter().for_each(|record| see(id, record));
                        records.insert(id, after);
                    }
                }
                Ok((_, Entry::Down(down))) => {
                    fold::each_in(programme, &down, &mut |id, step| {
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
}
