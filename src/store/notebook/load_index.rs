//! Loads the record index: from its snapshot and the few ops since, or from all records.

use std::collections::BTreeSet;

use super::Notebook;
use super::loader::{IndexSnapshot, Loader};
use crate::record::Id;
use crate::storage::mutex::lock;
use crate::store::fold;
use crate::store::index::records::{RecordIndex, load};
use crate::store::journal::Entry;
use crate::store::state::{State, StateFault, generations};

/// Records read at an opening after which the index is written again.
const MANY_CHANGES: usize = 1000;

impl Loader {
    pub(super) fn load_index(
        &self,
        snapshot: Option<IndexSnapshot>,
        state: State,
    ) -> Result<(RecordIndex, State), StateFault> {
        let projections = &self.notebook.projections;
        generations::note_boot(state.folder())?;
        let applied = state.applied()?;
        let (index, read) = match snapshot {
            Some((index, at, file))
                if at.no <= applied.no && projections.builder.has_frame(at) =>
            {
                *lock(&projections.index_file) = Some(file);
                let changed = (at != applied).then(|| self.notebook.changed_since(at.no));
                self.update_index(index, changed.unwrap_or_default(), &state)?
            }
            _ => self.index_all(&state)?,
        };
        self.store_index(index, state, read)
    }

    /// Writes an index into which many records went now (`read`), so that the next start does not read
    /// them again however this session ends, and reopens the state: sled keeps pages far beyond its
    /// cache's size until then.
    pub(super) fn store_index(
        &self,
        mut index: RecordIndex,
        state: State,
        read: usize,
    ) -> Result<(RecordIndex, State), StateFault> {
        let projections = &self.notebook.projections;
        if read < MANY_CHANGES || projections.builder.scratch.is_some() {
            return Ok((index, state));
        }
        let applied = state.applied()?;
        if !load::whole(&mut index) {
            index = self.index_all(&state)?.0;
        }
        self.notebook.write_index(&mut index, applied)?;
        let folder = state.folder().to_owned();
        state.close(false);
        Ok((index, State::open(&folder, &projections.builder.context)?))
    }

    /// The index of all records, and how many those are.
    fn index_all(&self, state: &State) -> Result<(RecordIndex, usize), StateFault> {
        let index = self.notebook.projections.index_of(state)?;
        let read = index.len();
        Ok((index, read))
    }

    fn update_index(
        &self,
        mut index: RecordIndex,
        changed: BTreeSet<Id>,
        state: &State,
    ) -> Result<(RecordIndex, usize), StateFault> {
        if changed.is_empty() {
            return Ok((index, 0));
        }
        if !load::all(&mut index) {
            return self.index_all(state);
        }
        let read = changed.len();
        for id in changed {
            if let Some(record) = state.get(id, None)? {
                self.notebook.projections.index_record(&mut index, &record);
            }
        }
        Ok((index, read))
    }
}

impl Notebook {
    /// The records that the journal's frames after this one are about.
    pub(super) fn changed_since(&self, no: u64) -> BTreeSet<Id> {
        let mut ids = BTreeSet::new();
        for (_, entry) in self.reader().frames(no + 1).flatten() {
            match entry {
                Entry::Ops { ops, .. } => ids.extend(ops.iter().filter_map(fold::entity)),
                Entry::Down(down) => ids.extend(down.read().ids()),
                _ => {}
            }
        }
        ids
    }
}
