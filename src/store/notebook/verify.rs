//! Everything read and compared: the journal frame by frame, and sled record by record with the
//! journal's fold. And the repair: the state laid aside and rebuilt. Prints nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use super::device::Device;
use super::{copies, erasing, init, open};
use crate::programme::ProgrammeSource;
use crate::programme::spec::Programme;
use crate::record::{Id, KindNo, Record};
use crate::storage::crypto::key::Keys;
use crate::storage::crypto::key_folder::KeyedFolder;
use crate::storage::disk::RealDisk;
use crate::storage::disk::lock::Lock;
use crate::storage::disk::space;
use crate::storage::error::{OpeningFinding, StoreError};
use crate::storage::format::dictionary;
use crate::storage::format::record::{decode_record, encode_record};
use crate::storage::{format, limits};
use crate::store::attachments::folder::{FileReport, Files};
use crate::store::erasures::plan::{Erasure, ErasureCount};
use crate::store::erasures::registry::ErasureRegistry;
use crate::store::journal::{Entry, finish_swap};
use crate::store::notebook::draft_book::DraftIndex;
use crate::store::state::{State, StateFault, StoreContext, generations};
use crate::store::{fold, journal};

/// Records folded in memory at a time, in ops; a larger notebook is read several times.
const RECORDS_PER_PASS: u64 = 400_000;

/// What `verify` found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VerifyReport {
    pub journal: journal::JournalReport,
    /// records by kind, by the journal's fold, deleted ones included
    pub records: BTreeMap<KindNo, usize>,
    pub deleted: usize,
    /// records of which ops are lost
    pub partial: usize,
    /// drafts that live
    pub live_drafts: usize,
    /// `None`: there is no state that opens
    pub state: Option<StateReport>,
    /// the files that attachments name, those of deleted ones included
    pub files: FileReport,
    /// answers erased for good, and what is left of them, which must be nothing
    pub erasures: Vec<Erasure>,
    /// of the records that have one
    pub erased_kinds: BTreeMap<Id, KindNo>,
    pub left: ErasureCount,
    /// what was found and done on the way
    pub findings: Vec<OpeningFinding>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StateReport {
    pub records: usize,
    /// records that sled has otherwise than the journal, or not, up to `applied`
    pub different: usize,
    /// records changed after `applied`: after a kill, and made up for at the next opening
    pub is_behind: usize,
    /// the frame up to which it is
    pub applied: u64,
    /// frames that it knows and the journal does not
    pub is_ahead: u64,
}

impl VerifyReport {
    /// Nothing lost, nothing different.
    pub fn whole(&self) -> bool {
        self.journal.damage.is_empty()
            && self.partial == 0
            && self.left.total() == 0
            && self.files.is_whole()
            && !self.findings.contains(&OpeningFinding::EnrolmentDamaged)
            && self.state.is_none_or(|s| s.different == 0 && s.is_ahead == 0)
    }
}

pub(crate) fn verify(
    source: impl ProgrammeSource,
    folder: KeyedFolder,
    now: u64,
) -> Result<VerifyReport, StoreError> {
    let programme = source.programme();
    let dir = &*folder.dir.clone();
    if !init::exists(dir) {
        return Err(StoreError::NoNotebook(dir.to_owned()));
    }
    let _lock = Lock::take(dir, now)?;
    let noted = ErasureRegistry::load(dir);
    finish_swap(&RealDisk, dir).or_else(|e| if init::exists(dir) { Ok(()) } else { Err(e) })?;
    let room = space::reserve_space(&RealDisk, dir)?;
    let scratch = open::scratch(room, dir)?;
    let (keys, mut findings) = Keys::load(folder)?;
    findings.extend(room.finding());
    let reader = journal::JournalReader::new(journal::JournalSettings::default(), dir, &keys);
    let context = StoreContext::new(Arc::new(RealDisk), programme, keys);
    let mut report =
        VerifyReport { journal: reader.verify()?, findings, ..VerifyReport::default() };
    let damage = report.journal.damage.iter().cloned().map(OpeningFinding::Damaged);
    report.findings.extend(damage);
    let device = Device::load(dir, &context.keys)?.id;
    report.findings.extend(copies::mend(&RealDisk, dir, &context.keys));
    let erased = erasing::read_noted(&reader, device, programme.is_headquarters(), &noted)?;
    report.erasures = erased.erasures().cloned().collect();
    report.erased_kinds = report.erasures.iter().map(|erasure| (erasure.entity, 0)).collect();
    report.left = erased.count;
    let home = scratch.as_ref().map_or(dir, |scratch| scratch.path());
    let state = newest(home, &context);
    let passes = report.journal.ops / RECORDS_PER_PASS + 1;
    let mut same = StateReport::default();
    if let Some(state) = &state {
        same.applied = state.applied()?.no;
    }
    let files = Files { disk: &RealDisk, dir, keys: &context.keys };
    let mut book = DraftIndex::default();
    let mut last = 0;
    for pass in 0..passes {
        let mut fold = JournalFold::read(
            &context,
            &reader,
            (pass, passes),
            same.applied,
            &mut |no, entry| {
                if pass == 0 {
                    last = no;
                    book.take(programme, entry);
                }
            },
        )?;
        let mut count = |record: &Record| count(record, &files, &context, &mut report);
        if let Some(state) = &state {
            same.is_behind += fold.late.len();
            let found = fold.compare(state, programme, &mut count)?;
            same.different += found.different;
            // each pass meets all of them
            same.records = found.records;
        }
        fold.each(programme, &mut count)?;
    }
    report.live_drafts = book.list(now).len();
    if let Some(state) = state {
        same.is_ahead = same.applied.saturating_sub(last);
        let folded: usize = report.records.values().sum();
        same.different += same.records.saturating_sub(folded);
        report.state = Some(same);
        state.close(false);
    }
    Ok(report)
}

fn newest(dir: &Path, context: &StoreContext) -> Option<State> {
    generations::states(dir).iter().find_map(|folder| State::open(folder, context).ok())
}

fn count(record: &Record, files: &Files, context: &StoreContext, report: &mut VerifyReport) {
    *report.records.entry(record.kind).or_default() += 1;
    if let Some(kind) = report.erased_kinds.get_mut(&record.id) {
        *kind = record.kind;
    }
    report.deleted += usize::from(record.deleted.is_some());
    report.partial += usize::from(fold::is_partial(record));
    if context.schema.file(record.kind).is_some() {
        report.files.count(files.of(&context.schema, record).err());
    }
}

/// What the journal's ops make of one part of the records.
struct JournalFold {
    slots: BTreeMap<Id, Slot>,
    /// records that frames after `applied` change
    late: BTreeSet<Id>,
}

#[derive(Default)]
struct Comparison {
    /// of the state, up to a damaged block
    records: usize,
    /// records that the state has otherwise, or not
    different: usize,
}

/// Packed, so that many fit into memory.
enum Slot {
    Record(KindNo, Vec<u8>),
    Other(Box<fold::FoldState>),
}

impl Slot {
    fn of(state: fold::FoldState) -> Result<Slot, StoreError> {
        match state.record.as_ref().filter(|_| state.early.is_none()) {
            Some(record) => {
                let packed = dictionary::pack(&encode_record(record)?)?;
                Ok(Slot::Record(record.kind, packed))
            }
            None => Ok(Slot::Other(Box::new(state))),
        }
    }

    fn open(&self, id: Id, programme: &Programme) -> Result<fold::FoldState, StateFault> {
        match self {
            Slot::Other(state) => Ok(fold::FoldState::clone(state)),
            Slot::Record(kind, packed) => {
                let most = limits::HELD_RECORD;
                let content = dictionary::unpack(dictionary::CURRENT, packed, most)?;
                let record = decode_record(*kind, id, &content, programme)?;
                Ok(fold::FoldState::of(Some(record)))
            }
        }
    }
}

impl JournalFold {
    fn read(
        context: &StoreContext,
        reader: &journal::JournalReader,
        (pass, passes): (u64, u64),
        applied: u64,
        see: &mut dyn FnMut(u64, &Entry),
    ) -> Result<JournalFold, StateFault> {
        let mut fold = JournalFold { slots: BTreeMap::new(), late: BTreeSet::new() };
        let part =
            |id: &Id| id.0.last_chunk::<8>().map_or(0, |b| u64::from_le_bytes(*b)) % passes;
        let mut failed = Ok(());
        for (frame, entry) in reader.frames(1).flatten() {
            see(frame.no, &entry);
            let mut step = |id: Id, step: &fold::FoldStep<'_>| {
                if part(&id) == pass {
                    fold.late.extend((frame.no > applied).then_some(id));
                    let done = fold.step(id, step, context.programme);
                    failed = std::mem::replace(&mut failed, Ok(())).and(done);
                }
            };
            match entry {
                Entry::Ops { ops, .. } => {
                    for (op, opid) in ops.iter().zip(&frame.opids) {
                        let head = format::head(opid);
                        let take = |slot| fold::fold_op(context.programme, slot, op, head);
                        fold::entity(op).into_iter().for_each(|id| step(id, &take));
                    }
                }
                Entry::Down(down) => fold::for_each_step(context.programme, &down, &mut step),
                _ => {}
            }
        }
        failed.map(|()| fold)
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

    fn each(
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
    fn compare(
        &mut self,
        state: &State,
        programme: &Programme,
        tell: &mut dyn FnMut(&Record),
    ) -> Result<Comparison, StateFault> {
        let mut found = Comparison::default();
        let mut failed = Ok(());
        let walked = state.each(|has| {
            found.records += 1;
            let Some(slot) = self.slots.get(&has.id) else { return };
            match slot.open(has.id, programme) {
                Ok(wanted) => {
                    let Some(wanted) = wanted.record else { return };
                    let is_late = self.late.contains(&has.id);
                    found.different += usize::from(!is_late && !same(&has, &wanted));
                    tell(&wanted);
                    self.slots.remove(&has.id);
                }
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
