//! Verifies a closed notebook: reads the journal frame by frame, and compares the state with the
//! journal's fold record by record. Also makes the report of a rebuild. Prints nothing.

use std::path::Path;
use std::sync::Arc;

use super::device::Device;
use super::journal_fold::JournalFold;
use super::survey::JournalSurvey;
use super::verify_report::{RebuildReport, StateReport, VerifyReport};
use super::{copies, erasing, init, open};
use crate::programme::ProgrammeSource;
use crate::record::Record;
use crate::storage::crypto::key::Keys;
use crate::storage::crypto::key_folder::KeyedFolder;
use crate::storage::disk::RealDisk;
use crate::storage::disk::lock::Lock;
use crate::storage::disk::space;
use crate::storage::error::StoreError;
use crate::store::attachments::folder::Files;
use crate::store::erasures::registry::ErasureRegistry;
use crate::store::journal;
use crate::store::journal::finish_swap;
use crate::store::state::{State, StoreContext, generations};

/// Bytes of journal per pass: a larger journal is read several times, each time folding one part of
/// the records in memory. Compressed records take about as much memory as their ops take in the
/// journal.
const BYTES_PER_PASS: u64 = 100 << 20;

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
    let device = Device::load(dir, &context.keys);
    let mut survey =
        JournalSurvey::new(programme, device.as_ref().map_or([0; 16], |device| device.id));
    let home = scratch.as_ref().map_or(dir, |scratch| scratch.path());
    let state = newest(home, &context);
    let mut same = StateReport::default();
    if let Some(state) = &state {
        same.applied = state.applied()?.no;
    }
    let passes = reader.size()? / BYTES_PER_PASS + 1;
    let mut fold = JournalFold::new((0, passes), same.applied);
    let mut frames = reader.frames(0);
    for found in frames.by_ref() {
        survey.take(&found);
        found.map_or(Ok(()), |(frame, entry)| fold.take(programme, &frame, entry))?;
    }
    survey.finish(&reader, &mut frames)?;
    let device = device?.id;
    let last = survey.last;
    let mut report = VerifyReport { findings, ..VerifyReport::default() };
    report.findings.extend(survey.findings());
    report.findings.extend(copies::mend(&RealDisk, dir, &context.keys));
    let mut erased = report.take_survey(survey, &noted, programme.is_headquarters(), now);
    erasing::count_left(&reader, &device, &mut erased)?;
    report.left = erased.count;
    let files = Files { disk: &RealDisk, dir, keys: &context.keys };
    for pass in 0..passes {
        if pass > 0 {
            fold = JournalFold::new((pass, passes), same.applied);
            for (frame, entry) in reader.frames(0).flatten() {
                fold.take(programme, &frame, entry)?;
            }
        }
        let mut count = |record: &Record| report.count(record, &files, &context);
        if let Some(state) = &state {
            same.is_behind += fold.late.len();
            let found = fold.compare(state, programme, &mut count)?;
            same.different += found.different;
            // each pass counts all records of the state
            same.records = found.records;
        }
        fold.each(programme, &mut count)?;
    }
    if let Some(state) = state {
        same.is_ahead = same.applied.saturating_sub(last);
        let folded: usize = report.records.values().sum();
        same.different += same.records.saturating_sub(folded);
        report.state = Some(same);
        state.close(false);
    }
    Ok(report)
}

/// The report of a rebuild; if the rebuild could not make one, that of `verify`.
pub(crate) fn after_rebuild(
    rebuilt: Option<RebuildReport>,
    reader: &journal::JournalReader,
    source: impl ProgrammeSource,
    folder: KeyedFolder,
    now: u64,
) -> Result<VerifyReport, StoreError> {
    let report = rebuilt.map(|rebuilt| rebuilt.complete(reader, &folder.dir, now));
    match report.transpose()?.flatten() {
        Some(report) => Ok(report),
        None => verify(source, folder, now),
    }
}

fn newest(dir: &Path, context: &StoreContext) -> Option<State> {
    generations::states(dir).iter().find_map(|folder| State::open(folder, context).ok())
}
