//! Loads the record index from its snapshot and the ops since, or from all records.

use std::collections::BTreeSet;

use super::Notebook;
use super::loader::{IndexSnapshot, Loader};
use crate::record::Id;
use crate::storage::mutex::lock;
use crate::store::fold;
use crate::store::index::records::{RecordIndex, load};
use crate::store::journal::Entry;
use crate::store::state::{State, StateFault, generations};

/// If an opening reads more records than this, it writes the index file.
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

    /// Writes the index file if many records (`read`) were read into the index, so that the next
    /// opening need not read them. Then reopens the state: until then sled keeps far more pages
    /// than its cache size.
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

    /// The index of all records, and their number.
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
    /// Ids of the records that frames after `no` change.
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
