//! Records as a journal's ops make them, packed in memory, and compared with those of a state.

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

/// What the journal's ops make of one part of the records.
pub(crate) struct JournalFold {
    /// which part, of how many
    part: (u64, u64),
    applied: u64,
    slots: BTreeMap<Id, Slot>,
    /// records that frames after `applied` change
    pub late: BTreeSet<Id>,
}

#[derive(Default)]
pub(crate) struct Comparison {
    /// of the state, up to a damaged block
    pub records: usize,
    /// records that the state has otherwise, or not
    pub different: usize,
}

/// Packed, so that many fit into memory.
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

    /// Whether it is a record with exactly this content.
    fn is(&self, kind: KindNo, content: &[u8]) -> Result<bool, StateFault> {
        match self {
            Slot::Record(own, packed) => Ok(*own == kind && unpack(packed)? == content),
            Slot::Other(_) => Ok(false),
        }
    }
}

impl JournalFold {
    /// `applied`: up to which frame the state is.
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

    /// Compares with the state, but for records that are late. `tell` gets the records that both have;
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
            // mostly to the byte, which is the quicker to see
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
            // records after a damaged block are looked up one by one
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

/// Equal but for how an unknown answer is held.
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
