//! Compares two states: what an old one knows and the journal, of which the new one is built, has lost.
//! The caller writes that again as ops of a new epoch, so that no op number is used twice.

use crate::record::{Change, Id, Record};
use crate::store::fold;
use crate::store::notebook::change::differences;
use crate::store::state::{State, StateFault};

/// What an old state knows and a new one does not.
#[derive(Default)]
pub(crate) struct Surplus {
    /// changes of fields
    pub changes: Vec<Change>,
    /// to apply after `changes`: delete with this reason, or restore
    pub deletions: Vec<(Id, Option<String>)>,
}

/// Compares each record; the side with the later change counts.
pub(crate) fn surplus(old: &State, new: &State) -> Result<Surplus, StateFault> {
    let mut found = Surplus::default();
    let mut failed = None;
    old.each(|was| {
        if fold::is_partial(&was) {
            return;
        }
        match new.get(was.id, Some(was.kind)) {
            Ok(now) => found.add_difference(was, now.as_ref()),
            Err(fault) => failed = Some(fault),
        }
    })?;
    failed.map_or(Ok(found), Err)
}

/// Whether `old` has a record, or a later form of one, that `new` has not.
pub(crate) fn lacks_records(new: &State, old: &State) -> Result<bool, StateFault> {
    let (mut lacks, mut failed) = (false, None);
    old.each(|was| match new.get(was.id, Some(was.kind)) {
        Ok(now) => {
            lacks |= now.is_none_or(|now| {
                let loses_part = fold::is_partial(&now) && !fold::is_partial(&was);
                loses_part || now.changed.hlc < was.changed.hlc
            });
        }
        Err(fault) => failed = Some(fault),
    })?;
    failed.map_or(Ok(lacks), Err)
}

impl Surplus {
    fn add_difference(&mut self, was: Record, now: Option<&Record>) {
        let whole = now.filter(|now| !fold::is_partial(now));
        if whole.is_some_and(|now| now.changed.hlc >= was.changed.hlc) {
            return;
        }
        let deleted = whole.is_some_and(|now| now.deleted.is_some());
        if deleted != was.deleted.is_some() {
            self.deletions.push((was.id, was.deleted));
        }
        match whole {
            Some(now) => {
                let set = differences(&now.fields, &was.fields);
                if !set.is_empty() {
                    self.changes.push(Change::Patch { id: was.id, base: now.head, set });
                }
            }
            None => self.changes.push(Change::Create {
                kind: was.kind,
                id: was.id,
                fields: was.fields,
                origin: was.origin,
            }),
        }
    }
}
