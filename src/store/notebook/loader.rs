//! Loads drafts, state and record index in the background of an opening. Decides whether the state
//! on disk is caught up, rebuilt, or rebuilt with the records that only the old state has.

use std::path::PathBuf;
use std::sync::Arc;

use super::Notebook;
use super::draft_book::DraftIndex;
use super::erasing::Erasures;
use super::lifecycle::Phase;
use super::projections::{CurrentScreen, StartScreen};
use super::survey::JournalSurvey;
use crate::record::{Id, Op};
use crate::storage::error::{OpeningFinding, StoreError};
use crate::storage::format::frame::ty;
use crate::storage::mutex::{lock, write};
use crate::storage::panic_guard;
use crate::store::fold;
use crate::store::index::records::{RecordIndex, load};
use crate::store::index::start_cache;
use crate::store::index::start_cache::{IndexFile, StartCache};
use crate::store::journal::Entry;
use crate::store::state::rebuild::{BuiltState, StateVerdict};
use crate::store::state::{Applied, State, StateFault, generations};

/// Niceness of the loading thread: the screen has priority.
const NICENESS: i32 = 10;

/// The record index from its file, the last frame in it, and the file's identity.
pub(super) type IndexSnapshot = (RecordIndex, Applied, IndexFile);

pub(crate) struct Loader {
    pub notebook: Arc<Notebook>,
    /// Rebuild the state even if it is good.
    pub rebuild: bool,
    /// During a rebuild serve the records so far; otherwise callers block.
    pub serve_early: bool,
    /// A caller waits already: run at normal priority.
    pub is_awaited: bool,
}

impl Loader {
    /// Updates the start cache with the frames after it. False: the first screen needs the state.
    pub fn load_start_screen(&self, cache: Option<StartCache>) -> bool {
        let Some(mut cache) = cache else { return false };
        let projections = &self.notebook.projections;
        let is_officer = |id: Id| id == projections.officer;
        let mut book = DraftIndex::load(std::mem::take(&mut cache.drafts));
        let mut is_current = true;
        let mut officer = cache.officer();
        let newer = (cache.no < projections.builder.tail.frame_no)
            .then(|| self.notebook.reader().frames(cache.no + 1));
        for found in newer.into_iter().flatten() {
            let Ok((_, entry)) = found else { return false };
            is_current &= matches!(
                entry,
                Entry::Draft(_) | Entry::Mark(_) | Entry::Other { ty: ty::AUDIT, .. }
            );
            let changes_officer = match &entry {
                Entry::Ops { ops, .. } => {
                    let changes = |op: &Op| fold::entity(op).is_some_and(is_officer);
                    ops.iter().any(changes)
                }
                Entry::Down(down) => down.read().ids().any(is_officer),
                _ => false,
            };
            if changes_officer {
                officer = None;
            }
            book.take(projections.context.programme, &entry);
        }
        projections.set_drafts(book);
        let (today, status) = (cache.today, cache.status);
        if let Some(status) = status.filter(|_| is_current) {
            // no op was written since: saves walking the journal at the session's end
            let tail = &projections.builder.tail;
            *lock(&self.notebook.received) = Some((tail.epoch, tail.seq, status.received));
        }
        let is_whole = is_current && officer.is_some() && status.is_some();
        let current = is_current.then_some(CurrentScreen { today, status });
        *lock(&projections.start) = Some(StartScreen { officer, current });
        is_whole
    }

    /// Loads everything else.
    pub fn load(&self) {
        if self.serve_early && !self.is_awaited {
            // applies to this thread only; a failure is ignored
            rustix::process::nice(NICENESS).map(drop).unwrap_or(());
        }
        // a requested rebuild reads the whole journal and takes the drafts from it
        if !self.rebuild && !self.notebook.projections.has_drafts() {
            self.notebook.projections.set_drafts(self.read_drafts());
        }
        let loaded = panic_guard::catch(|| {
            let findings = self.load_state()?;
            // on a failed write the next session notes it
            self.note_unknown_erasures().unwrap_or_default();
            Ok::<_, StateFault>(findings)
        });
        if !self.notebook.projections.has_drafts() {
            self.notebook.projections.set_drafts(self.read_drafts());
        }
        let (phase, findings) = match loaded {
            Ok(Ok(findings)) => (Phase::Ready, findings),
            Ok(Err(fault)) => (Phase::Failed(fault.into()), Vec::new()),
            Err(_) => (Phase::Failed(StoreError::StateLost), Vec::new()),
        };
        self.notebook.lifecycle.end_loading(phase, findings);
    }

    /// Notes erasures that an older program received as unknown ops and did not note. Call before
    /// the first caller is served.
    fn note_unknown_erasures(&self) -> Result<(), StoreError> {
        let projections = &self.notebook.projections;
        let is_new = lock(&projections.erased).is_new();
        let came =
            || projections.try_query(|state| state.has_remote_erasure()).unwrap_or(false);
        let is_read = self.rebuild && lock(&self.notebook.rebuilt).is_some();
        let may_be_there = (self.rebuild && !is_read) || (is_new && came());
        match !projections.at_headquarters() && may_be_there {
            true => projections.note_erasure(),
            false => Ok(()),
        }
    }

    /// Carries out erasures that an earlier session did not complete. The note stays on failure.
    pub fn finish_erasures(&self) {
        Erasures { notebook: &self.notebook }.finish();
        // the state is newer than an interrupted replacement of the journal
        if self.notebook.lifecycle.is_ready() {
            let projections = &self.notebook.projections;
            let disk = &*projections.context.disk;
            lock(&projections.erased).note_cut(disk).map(drop).unwrap_or_default();
        }
    }

    fn read_drafts(&self) -> DraftIndex {
        let mut book = DraftIndex::default();
        for (_, entry) in self.notebook.reader().frames(1).flatten() {
            book.take(self.notebook.projections.context.programme, &entry);
        }
        book
    }

    /// Loads state and index; returns the findings.
    fn load_state(&self) -> Result<Vec<OpeningFinding>, StateFault> {
        let builder = &self.notebook.projections.builder;
        let (snapshot, found) = self.read_snapshot_and_state();
        let ahead = matches!(found, Some((_, StateVerdict::Ahead)));
        let lost = builder.tail.has_hole || ahead;
        let old = match found {
            Some((state, StateVerdict::UpToDate)) if !lost && !self.rebuild => {
                match self.catch_up(&state) {
                    Ok(findings) => return self.serve_found(state, snapshot, findings),
                    Err(fault) if fault.is_disk() => return Err(fault),
                    Err(_) => {
                        state.close(true);
                        None
                    }
                }
            }
            Some((old, _)) => Some(old),
            None => None,
        };
        self.rebuild_state(old, lost)
    }

    /// Serves a state that was found. One that was built from a journal with losses is complete only
    /// after the records of the state before it are journalled.
    fn serve_found(
        &self,
        state: State,
        snapshot: Option<IndexSnapshot>,
        findings: Vec<OpeningFinding>,
    ) -> Result<Vec<OpeningFinding>, StateFault> {
        let unsaved = self.notebook.projections.builder.find_unsaved(&state)?;
        let (state, snapshot, findings) = match unsaved {
            Some((old, is_ahead)) => {
                let (state, findings) = self.salvage(Some(old), state, findings, is_ahead)?;
                (state, None, findings)
            }
            None => (state, snapshot, findings),
        };
        let (index, state) = self.load_index(snapshot, state)?;
        self.serve(index, state, findings)
    }

    /// Reads both in parallel: the snapshot needs the processor, the state mostly waits for the
    /// disk.
    fn read_snapshot_and_state(
        &self,
    ) -> (Option<IndexSnapshot>, Option<(State, StateVerdict)>) {
        let projections = &self.notebook.projections;
        std::thread::scope(|scope| {
            let snapshot = scope.spawn(|| {
                let context = &projections.context;
                // a rebuild makes a new index
                let read = || start_cache::read_index(context, self.notebook.dir());
                let (mut index, at, file) = (!self.rebuild).then(read)??;
                // unreadable rows are read from the records when needed
                load::kinds(&mut index, &lock(&projections.expected));
                Some((index, at, file))
            });
            let found = projections.builder.find();
            // an unreadable index is built from the records
            (snapshot.join().unwrap_or_default(), found)
        })
    }

    fn catch_up(&self, state: &State) -> Result<Vec<OpeningFinding>, StateFault> {
        let builder = &self.notebook.projections.builder;
        match builder.is_up_to_date(state.applied()?) {
            true => Ok(Vec::new()),
            false => builder.catch_up(state),
        }
    }

    fn serve(
        &self,
        index: RecordIndex,
        state: State,
        findings: Vec<OpeningFinding>,
    ) -> Result<Vec<OpeningFinding>, StateFault> {
        let projections = &self.notebook.projections;
        let live = state.folder().to_owned();
        *lock(&projections.index) = index;
        projections.keep_early_facts();
        *write(&projections.state) = Some(state);
        projections.builder.move_aside_others(&live)?;
        Ok(findings)
    }

    /// Rebuilds the state. If the journal has damage, records that only the old state has are
    /// journalled first.
    fn rebuild_state(
        &self,
        old: Option<State>,
        lost: bool,
    ) -> Result<Vec<OpeningFinding>, StateFault> {
        let builder = &self.notebook.projections.builder;
        if self.serve_early && !lost && !builder.has_several() {
            let findings = self.rebuild_serving()?;
            return self.finish_rebuild(old, findings);
        }
        let projections = &self.notebook.projections;
        let device = lock(&self.notebook.device).id;
        let mut survey = JournalSurvey::new(projections.context.programme, device);
        let built = projections.builder.build(&mut |found| {
            if self.rebuild {
                survey.take(found);
            }
        })?;
        if self.rebuild {
            projections.set_drafts(std::mem::take(&mut survey.drafts));
        }
        let BuiltState { state, mut findings, proof, chain } = built;
        let unsaved = builder.find_unsaved(&state)?;
        if lost || unsaved.is_some() || is_damage(&findings) {
            let mut state = self.read_back(state, &proof, &mut |_| ())?;
            if let Some((older, is_ahead)) = unsaved {
                (state, findings) = self.salvage(Some(older), state, findings, is_ahead)?;
            }
            let (state, findings) = self.salvage(old, state, findings, lost)?;
            let (index, state) = self.load_index(None, state)?;
            return self.serve(index, state, findings);
        }
        let replaced = old.map(close);
        survey.report.chain = chain.unwrap_or_default();
        let survey = chain.filter(|_| self.rebuild).map(|_| survey);
        let (index, state) = self.index_built(state, &proof, survey)?;
        builder.drop_replaced(replaced);
        self.serve(index, state, findings)
    }

    fn finish_rebuild(
        &self,
        old: Option<State>,
        findings: Vec<OpeningFinding>,
    ) -> Result<Vec<OpeningFinding>, StateFault> {
        let projections = &self.notebook.projections;
        let replaced = match old {
            Some(old) if is_damage(&findings) => {
                // blocks commits while the records of the old state are journalled
                self.notebook.lifecycle.enter(Phase::Loading);
                let state = write(&projections.state).take().ok_or(StateFault::Foreign)?;
                let (state, findings) = self.salvage(Some(old), state, findings, false)?;
                let (index, state) = self.load_index(None, state)?;
                return self.serve(index, state, findings);
            }
            old => old.map(close),
        };
        self.reopen_rebuilt()?;
        let live = projections.try_query(|state| Ok(state.folder().to_owned()))?;
        generations::note_boot(&live)?;
        projections.builder.drop_replaced(replaced);
        projections.builder.move_aside_others(&live)?;
        Ok(findings)
    }
}

/// Closes a state and returns its folder.
fn close(state: State) -> PathBuf {
    let folder = state.folder().to_owned();
    state.close(false);
    folder
}

fn is_damage(findings: &[OpeningFinding]) -> bool {
    findings.iter().any(|finding| matches!(finding, OpeningFinding::Damaged(_)))
}
