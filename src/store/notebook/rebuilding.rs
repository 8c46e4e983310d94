//! Rebuilds the state. A serving rebuild answers with the records so far and accepts new records at
//! once; changes of existing records wait for its end. Any other rebuild is read back once: for its
//! proof, for the record index and for the report of `sotay rebuild`.

use std::path::Path;

use super::lifecycle::{News, Phase};
use super::loader::Loader;
use super::survey::JournalSurvey;
use super::verify_report::RebuildReport;
use crate::record::Record;
use crate::storage::error::{OpeningFinding, StoreError};
use crate::storage::mutex::{lock, write};
use crate::store::attachments::folder::Files;
use crate::store::index::records::{RecordIndex, load};
use crate::store::state::proof::BuildProof;
use crate::store::state::rebuild::{JournalPart, finish, in_batches, remove_partial};
use crate::store::state::{State, StateFault, generations};

/// Records that are read back before the state is reopened: measured 0.3 KB of sled's pages each.
const READ_BACK: usize = 1 << 16;

impl Loader {
    /// Leaves the phase at `Rebuilding`.
    pub(super) fn rebuild_serving(&self) -> Result<Vec<OpeningFinding>, StateFault> {
        let projections = &self.notebook.projections;
        let folder = projections.builder.new_folder()?;
        let rebuilt = self.rebuild_in(&folder);
        if rebuilt.is_err() {
            if let Some(state) = write(&projections.state).take() {
                state.close(true);
            }
            remove_partial(&*projections.context.disk, &folder);
        }
        rebuilt
    }

    fn rebuild_in(&self, folder: &Path) -> Result<Vec<OpeningFinding>, StateFault> {
        let projections = &self.notebook.projections;
        *write(&projections.state) =
            Some(State::create(folder, &projections.builder.context, true)?);
        projections.keep_early_facts();
        self.notebook.lifecycle.enter(Phase::Rebuilding);
        let frames = projections.builder.all_frames();
        let mut findings = in_batches(frames, |part| self.take_part(part))?;
        let is_closing = || self.notebook.lifecycle.is_closing();
        findings.push(projections.try_query(|state| finish(state, &is_closing))?.0);
        Ok(findings)
    }

    fn take_part(&self, part: JournalPart) -> Result<(), StateFault> {
        if self.notebook.lifecycle.is_closing() {
            return Err(StateFault::Store(StoreError::Closed));
        }
        let projections = &self.notebook.projections;
        let records = projections.try_query(|state| part.copy_into(state))?;
        let records = projections.index_records(records.iter());
        self.notebook.lifecycle.announce(News::Rebuilding { records });
        Ok(())
    }

    /// Reads a new state back and indexes its records. Stores a report of the rebuild, unless
    /// something was found that only `verify` can report.
    pub(super) fn index_built(
        &self,
        state: State,
        proof: &BuildProof,
        survey: Option<JournalSurvey>,
    ) -> Result<(RecordIndex, State), StateFault> {
        let projections = &self.notebook.projections;
        generations::note_boot(state.folder())?;
        // an incomplete erasure may build another state
        let is_settled = !lock(&projections.erased).is_open();
        let survey = survey.filter(|survey| is_settled && survey.is_plain());
        let live_drafts = || {
            let drafts = projections.drafts();
            drafts.as_ref().map_or(0, |drafts| drafts.list((projections.now)()).len())
        };
        let mut rebuilt = survey.map(|survey| RebuildReport::of(survey, live_drafts()));
        let files = Files {
            disk: &*projections.context.disk,
            dir: self.notebook.dir(),
            keys: &projections.context.keys,
        };
        *lock(&projections.index_file) = None;
        let mut index = RecordIndex::default();
        let state = self.read_back(state, proof, &mut |record| {
            projections.index_record(&mut index, &record);
            if let Some(rebuilt) = &mut rebuilt {
                rebuilt.report.count(&record, &files, &projections.context);
            }
        })?;
        if let Some(rebuilt) = &mut rebuilt {
            rebuilt.take_state(state.applied()?.no);
        }
        *lock(&self.notebook.rebuilt) = rebuilt;
        let read = index.len();
        self.store_index(index, state, read)
    }

    /// Reopens a new state, so that its files are read, and compares it with the proof. Removes a
    /// state that differs.
    pub(super) fn read_back(
        &self,
        state: State,
        proof: &BuildProof,
        tell: &mut dyn FnMut(Record),
    ) -> Result<State, StateFault> {
        let builder = &self.notebook.projections.builder;
        let folder = state.folder().to_owned();
        state.close(false);
        let read = self.read_parts(&folder, proof, tell);
        if read.is_err() {
            remove_partial(&*builder.context.disk, &folder);
        }
        read
    }

    /// Reopens the state for each part, because sled keeps the pages that it has read.
    fn read_parts(
        &self,
        folder: &Path,
        proof: &BuildProof,
        tell: &mut dyn FnMut(Record),
    ) -> Result<State, StateFault> {
        let mut from = 0;
        loop {
            let state = State::open(folder, &self.notebook.projections.builder.context)?;
            match state.read_back(proof, (from, READ_BACK), tell) {
                Ok(None) => return Ok(state),
                Ok(Some(next)) => {
                    state.close(false);
                    from = next;
                }
                Err(fault) => {
                    state.close(true);
                    return Err(fault);
                }
            }
        }
    }

    /// Writes the index file and reopens the state: until then sled keeps far more pages than its
    /// cache size. Holds the writer, so that index and state agree.
    pub(super) fn reopen_rebuilt(&self) -> Result<(), StateFault> {
        let projections = &self.notebook.projections;
        let _writer = self.notebook.settled_writer();
        let mut place = write(&projections.state);
        let state = place.take().ok_or(StateFault::Foreign)?;
        let applied = state.applied()?;
        if projections.builder.scratch.is_none() {
            let mut index = lock(&projections.index);
            // an unreadable index is rebuilt when it is next needed
            if load::whole(&mut index) {
                self.notebook.write_index(&mut index, applied)?;
            }
        }
        let folder = state.folder().to_owned();
        state.close(false);
        *place = Some(State::open(&folder, &projections.builder.context)?);
        Ok(())
    }
}
