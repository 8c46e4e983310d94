//! Everything read and compared: the journal frame by frame, and sled record by record with the
//! journal's fold. And the repair: the state laid aside and rebuilt. Prints nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use super::{init, open};
use crate::programme::ProgrammeSource;
use crate::record::{Id, KindNo, Record};
use crate::storage::crypto::key::Keys;
use crate::storage::disk::RealDisk;
use crate::storage::disk::lock::Lock;
use crate::storage::disk::space;
use crate::storage::error::{OpeningFinding, StoreError};
use crate::storage::format;
use crate::store::attachments::folder::{FileReport, Files};
use crate::store::journal::Entry;
use crate::store::state::{State, StateFault, StoreContext, generations};
use crate::store::{fold, journal};

/// Records folded in memory at a time, in ops; a larger notebook is read several times.
const RECORDS_PER_PASS: u64 = 50_000;

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
            && self.files.is_whole()
            && self.state.is_none_or(|s| s.different == 0 && s.is_ahead == 0)
    }
}

pub(crate) fn verify(
    source: impl ProgrammeSource,
    dir: &Path,
    now: u64,
) -> Result<VerifyReport, StoreError> {
    let programme = source.programme();
    if !init::exists(dir) {
        return Err(StoreError::NoNotebook(dir.to_owned()));
    }
    let _lock = Lock::take(dir, now)?;
    let room = space::reserve_space(&RealDisk, dir)?;
    let scratch = open::scratch(room, dir)?;
    let (keys, mut findings) = Keys::load(dir)?;
    findings.extend(room.finding());
    let reader = journal::JournalReader::new(journal::JournalSettings::default(), dir, &keys);
    let context = StoreContext::new(Arc::new(RealDisk), programme, keys);
    let mut report =
        VerifyReport { journal: reader.verify()?, findings, ..VerifyReport::default() };
    let damage = report.journal.damage.iter().cloned().map(OpeningFinding::Damaged);
    report.findings.extend(damage);
    let home = scratch.as_ref().map_or(dir, |scratch| scratch.path());
    let state = newest(home, &context);
    let passes = report.journal.ops / RECORDS_PER_PASS + 1;
    let mut same = StateReport::default();
    if let Some(state) = &state {
        same.applied = state.applied()?.no;
    }
    for pass in 0..passes {
        let (mut records, late) = fold_part(&context, &reader, (pass, passes), same.applied);
        count(&records, &mut report);
        count_files(
            &Files { disk: &RealDisk, dir, keys: &context.keys },
            &context,
            &records,
            &mut report,
        );
        if let Some(state) = &state {
            same.is_behind += late.len();
            records.retain(|id, _| !late.contains(id));
            same.different += compare(state, &records)?;
        }
    }
    let mut book = crate::store::notebook::draft_book::DraftIndex::default();
    let mut last = 0;
    for (frame, entry) in reader.frames(1).flatten() {
        last = frame.no;
        book.take(programme, &entry);
    }
    report.live_drafts = book.list(now).len();
    if let Some(state) = state {
        same.records = state.len();
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

/// The fold of one part of the records, and those of them that frames after `applied` change.
fn fold_part(
    context: &StoreContext,
    reader: &journal::JournalReader,
    (pass, passes): (u64, u64),
    applied: u64,
) -> (BTreeMap<Id, Record>, BTreeSet<Id>) {
    let mut late = BTreeSet::new();
    let mut slots: BTreeMap<Id, fold::FoldState> = BTreeMap::new();
    let part = |id: &Id| id.0.last_chunk::<8>().map_or(0, |b| u64::from_le_bytes(*b)) % passes;
    for (frame, entry) in reader.frames(1).flatten() {
        let mut step = |id: Id, step: &fold::FoldStep<'_>| {
            if part(&id) == pass {
                late.extend((frame.no > applied).then_some(id));
                let slot = slots.entry(id).or_default();
                *slot = step(std::mem::take(slot));
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
    let records = slots.into_iter().filter_map(|(id, slot)| Some((id, slot.record?)));
    (records.collect(), late)
}

fn count(records: &BTreeMap<Id, Record>, report: &mut VerifyReport) {
    for record in records.values() {
        *report.records.entry(record.kind).or_default() += 1;
        report.deleted += usize::from(record.deleted.is_some());
        report.partial += usize::from(fold::is_partial(record));
    }
}

fn count_files(
    files: &Files,
    context: &StoreContext,
    records: &BTreeMap<Id, Record>,
    report: &mut VerifyReport,
) {
    for record in records.values() {
        if context.schema.file(record.kind).is_some() {
            report.files.count(files.of(&context.schema, record).err());
        }
    }
}

fn compare(state: &State, records: &BTreeMap<Id, Record>) -> Result<usize, StateFault> {
    let mut different = 0;
    for (id, record) in records {
        let has = match state.get(*id, Some(record.kind)) {
            Ok(has) => has,
            Err(StateFault::Undecodable) => None,
            Err(fault) => return Err(fault),
        };
        different += usize::from(has.is_none_or(|has| !same(&has, record)));
    }
    Ok(different)
}

/// Equal but for how an unknown answer is held.
fn same(a: &Record, b: &Record) -> bool {
    let bare = |r: &Record| Record { fields: Default::default(), ..r.clone() };
    let bytes = |r: &Record| -> Vec<_> {
        r.fields.iter().map(|(no, value)| (no, format::value_bytes(value))).collect()
    };
    bare(a) == bare(b) && bytes(a) == bytes(b)
}
