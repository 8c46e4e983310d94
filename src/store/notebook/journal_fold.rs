//! Folds a journal's ops into records packed in memory, and compares these with a state.

use std::collections::{BTreeMap, BTreeSet};

use crate::programme::spec::Programme;
use crate::record::{Id, KindNo, Record};
use crate::storage::error::StoreError;
use crate::storage::format::dictionary;
use crate::storage::format::record::{decode_record, encode_record};
use crate::storage::{format, limits};
use crate::store::fold;
use crate::store::journal::{Entry, FrameRef};
use crate::store::state::{State, StateFault};

/// The records of one part of the id space, folded from the journal.
pub(crate) struct JournalFold {
    /// (index of the part, number of parts)
    part: (u64, u64),
    applied: u64,
    slots: BTreeMap<Id, Slot>,
    /// records changed by frames after `applied`
    pub late: BTreeSet<Id>,
}

#[derive(Default)]
pub(crate) struct Comparison {
    /// records of the state, up to a damaged block
    pub records: usize,
    /// records that differ in the state or are missing there
    pub different: usize,
}

/// A folded record, compressed to save memory.
enum Slot {
    Record(KindNo, Box<[u8]>),
    Other(Box<fold::FoldState>),
}

impl Slot {
    fn of(state: fold::FoldState) -> Result<Slot, StoreError> {
        match state.record.as_ref().filter(|_| state.early.is_none()) {
            Some(record) => {
                let packed = dictionary::pack(&encode_record(record)?)?;
                Ok(Slot::Record(record.kind, packed.into()))
            }
            None => Ok(Slot::Other(Box::new(state))),
        }
    }

    fn open(&self, id: Id, programme: &Programme) -> Result<fold::FoldState, StateFault> {
        match self {
            Slot::Other(state) => Ok(fold::FoldState::clone(state)),
            Slot::Record(kind, packed) => {
                let record = decode_record(*kind, id, &unpack(packed)?, programme)?;
                Ok(fold::FoldState::of(Some(record)))
            }
        }
    }

    /// Whether the slot is a record with exactly this content.
    fn is(&self, kind: KindNo, content: &[u8]) -> Result<bool, StateFault> {
        match self {
            Slot::Record(own, packed) => Ok(*own == kind && unpack(packed)? == content),
            Slot::Other(_) => Ok(false),
        }
    }
}

impl JournalFold {
    /// `applied`: the last frame that the state has applied.
    pub fn new(part: (u64, u64), applied: u64) -> JournalFold {
        JournalFold { part, applied, slots: BTreeMap::new(), late: BTreeSet::new() }
    }

    pub fn take(
        &mut self,
        programme: &Programme,
        frame: &FrameRef,
        entry: Entry,
    ) -> Result<(), StateFault> {
        let (pass, passes) = self.part;
        let part =
            |id: &Id| id.0.last_chunk::<8>().map_or(0, |b| u64::from_le_bytes(*b)) % passes;
        let mut failed = Ok(());
        let mut step = |id: Id, step: &fold::FoldStep<'_>| {
            if part(&id) == pass {
                self.late.extend((frame.no > self.applied).then_some(id));
                let done = self.step(id, step, programme);
                failed = std::mem::replace(&mut failed, Ok(())).and(done);
            }
        };
        match entry {
            Entry::Ops { ops, .. } => {
                for (op, opid) in ops.iter().zip(&frame.opids) {
                    let head = format::head(opid);
                    let take = |slot| fold::fold_op(programme, slot, op, head);
                    fold::entity(op).into_iter().for_each(|id| step(id, &take));
                }
            }
            Entry::Down(down) => fold::for_each_step(programme, &down, &mut step),
            _ => {}
        }
        failed
    }

    fn step(
        &mut self,
        id: Id,
        step: &fold::FoldStep<'_>,
        programme: &Programme,
    ) -> Result<(), StateFault> {
        let before = self.slots.get(&id).map(|slot| slot.open(id, programme)).transpose()?;
        self.slots.insert(id, Slot::of(step(before.unwrap_or_default()))?);
        Ok(())
    }

    pub fn each(
        &self,
        programme: &Programme,
        tell: &mut dyn FnMut(&Record),
    ) -> Result<(), StateFault> {
        for (id, slot) in &self.slots {
            if let Some(record) = slot.open(*id, programme)?.record {
                tell(&record);
            }
        }
        Ok(())
    }

    /// Compares with the state, except late records. `tell` receives the records that both have;
    /// they are removed from the fold.
    pub fn compare(
        &mut self,
        state: &State,
        programme: &Programme,
        tell: &mut dyn FnMut(&Record),
    ) -> Result<Comparison, StateFault> {
        let mut found = Comparison::default();
        let mut failed = Ok(());
        let walked = state.each_content(|has, content| {
            found.records += 1;
            let Some(slot) = self.slots.get(&has.id) else { return };
            // most records are equal byte for byte, which is faster to check
            match slot.is(has.kind, content).and_then(|is| match is {
                true => Ok(Some(None)),
                false => Ok(slot.open(has.id, programme)?.record.map(Some)),
            }) {
                Ok(Some(wanted)) => {
                    let is_late = self.late.contains(&has.id);
                    let is_same = wanted.as_ref().is_none_or(|wanted| same(&has, wanted));
                    found.different += usize::from(!is_late && !is_same);
                    tell(wanted.as_ref().unwrap_or(&has));
                    self.slots.remove(&has.id);
                }
                Ok(None) => {}
                Err(fault) => failed = Err(fault),
            }
        });
        match walked {
            // the scan stops at a damaged block; the records after it are looked up below
            Err(StateFault::Undecodable) => {}
            walked => walked.and(failed)?,
        }
        for (id, slot) in &self.slots {
            let wanted = slot.open(*id, programme)?.record.filter(|_| !self.late.contains(id));
            let Some(wanted) = wanted else { continue };
            let has = match state.get(*id, Some(wanted.kind)) {
                Ok(has) => has,
                Err(StateFault::Undecodable) => None,
                Err(fault) => return Err(fault),
            };
            found.different += usize::from(has.is_none_or(|has| !same(&has, &wanted)));
        }
        Ok(found)
    }
}

fn unpack(packed: &[u8]) -> Result<Vec<u8>, StateFault> {
    Ok(dictionary::unpack(dictionary::CURRENT, packed, limits::HELD_RECORD)?)
}

/// Equal, also if one side holds an answer as unknown bytes.
fn same(a: &Record, b: &Record) -> bool {
    if a == b {
        return true;
    }
    let bare = |r: &Record| Record { fields: Default::default(), ..r.clone() };
    let bytes = |r: &Record| -> Vec<_> {
        r.fields.iter().map(|(no, value)| (no, format::value_bytes(value))).collect()
    };
    bare(a) == bare(b) && bytes(a) == bytes(b)
}
