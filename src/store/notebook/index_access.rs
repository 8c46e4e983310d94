//! Access to the record index for queries and folds: loads the needed parts, and rebuilds the index
//! from the records when a part cannot be read. Knows no query and no op.

use std::sync::MutexGuard;
use std::sync::atomic::Ordering;

use super::projections::Projections;
use crate::record::{KindNo, Record};
use crate::storage::error::StoreError;
use crate::storage::mutex::lock;
use crate::store::index::records::{IndexEntry, RecordIndex, load, saved};
use crate::store::state::{State, StateFault};

impl Projections {
    /// Puts records into the index; returns its number of rows.
    pub fn index_records<'r>(&self, records: impl Iterator<Item = &'r Record>) -> usize {
        match self.whole_index() {
            Ok(mut index) => {
                records.for_each(|record| self.index_record(&mut index, record));
                index.len()
            }
            Err(_) => {
                saved::lose(&mut lock(&self.index));
                0
            }
        }
    }

    pub fn index_record(&self, index: &mut RecordIndex, record: &Record) {
        index.put(&self.index_entry(record));
    }

    fn index_entry(&self, record: &Record) -> IndexEntry {
        let kind = self.context.schema.kind(record.kind);
        let known = kind.and_then(|kind| IndexEntry::of(self.context.programme, kind, record));
        known.unwrap_or_else(|| IndexEntry::bare(record))
    }

    /// The record index after `load` has loaded what the caller needs. `load` returns false if a
    /// part cannot be read; the index is then rebuilt from the records.
    pub fn index_with(
        &self,
        load: impl Fn(&mut RecordIndex) -> bool,
    ) -> Result<MutexGuard<'_, RecordIndex>, StoreError> {
        self.note_use();
        {
            let mut index = lock(&self.index);
            if load(&mut index) {
                return Ok(index);
            }
        }
        self.query(|state| {
            let mut index = lock(&self.index);
            // another thread may have rebuilt it
            if !load(&mut index) {
                let mut again = self.index_of(state)?;
                again.take_place_of(&index);
                *index = again;
            }
            Ok(())
        })?;
        // reading all records may take longer than the time after which unused parts are unloaded
        self.note_use();
        let mut index = lock(&self.index);
        if load(&mut index) { Ok(index) } else { Err(StoreError::StateLost) }
    }

    /// Restarts the idle time after which the index and the facts are unloaded.
    pub fn note_use(&self) {
        self.index_used.store((self.now)(), Ordering::Release);
    }

    /// Requests that the rows of these kinds are loaded while the state is being opened.
    pub fn expect_kinds(&self, kinds: &[KindNo]) {
        if self.lifecycle.is_deferred() {
            lock(&self.expected).extend(kinds);
        }
    }

    /// The index with the rows of all kinds.
    pub fn whole_index(&self) -> Result<MutexGuard<'_, RecordIndex>, StoreError> {
        self.index_with(load::all)
    }

    /// Builds an index of all records. Its rows have new places, which invalidates earlier index
    /// files.
    pub fn index_of(&self, state: &State) -> Result<RecordIndex, StateFault> {
        *lock(&self.index_file) = None;
        let mut index = RecordIndex::default();
        state.each(|record| self.index_record(&mut index, &record))?;
        Ok(index)
    }
}
