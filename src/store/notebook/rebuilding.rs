//! Rebuilds the state while the officer works: it answers with what it has so far and takes new
//! records at once. What changes a record waits until all its ops are read again.

use std::path::Path;

use super::lifecycle::{News, Phase};
use super::loader::Loader;
use crate::storage::error::{OpeningFinding, StoreError};
use crate::storage::mutex::{lock, write};
use crate::store::state::rebuild::{JournalPart, finish, in_batches, remove_partial};
use crate::store::state::{State, StateFault};

impl Loader {
    /// The phase is `Rebuilding` until the caller enters another.
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
        findings.push(projections.try_query(|state| finish(state, &is_closing))?);
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

    /// Holds the writer, so that the snapshot of the index is of the state's moment. Reopens the
    /// state: sled keeps pages far beyond its cache's size until then.
    pub(super) fn reopen_rebuilt(&self) -> Result<(), StateFault> {
        let projections = &self.notebook.projections;
        let _writer = self.notebook.settled_writer();
        let mut place = write(&projections.state);
        let state = place.take().ok_or(StateFault::Foreign)?;
        let applied = state.applied()?;
        if projections.builder.scratch.is_none() {
            let mut index = lock(&projections.index);
            self.notebook.write_index(&mut index, applied)?;
        }
        let folder = state.folder().to_owned();
        state.close(false);
        *place = Some(State::open(&folder, &projections.builder.context)?);
        Ok(())
    }
}
