//! Access to the record index for queries and folds: loads the parts that they need, and builds the index
//! again from the records when a part cannot be read. Knows no query and no op.

use std::sync::MutexGuard;
use std::sync::atomic::Ordering;

use super::projections::Projections;
use crate::record::{KindNo, Record};
use crate::storage::error::StoreError;
use crate::storage::mutex::lock;
use crate::store::index::records::{IndexEntry, RecordIndex, load, saved};
use crate::store::state::{State, StateFault};

impl Projections {
    /// Returns how many rows the index has after it.
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

    /// The record index after `load` has loaded what the caller needs. An index that cannot be read is
    /// built again from the records.
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
            // another thread may have done it meanwhile
            if !load(&mut index) {
                let mut again = self.index_of(state)?;
                again.take_place_of(&index);
                *index = again;
            }
            Ok(())
        })?;
        // reading all records may have taken longer than unused parts stay loaded
        self.note_use();
        let mut index = lock(&self.index);
        if load(&mut index) { Ok(index) } else { Err(StoreError::StateLost) }
    }

    /// Restarts the time after which the index and the facts are unloaded.
    pub fn note_use(&self) {
        self.index_used.store((self.now)(), Ordering::Release);
    }

    /// The kinds that are loaded while the state is still being opened.
    pub fn expect_kinds(&self, kinds: &[KindNo]) {
        if self.lifecycle.is_deferred() {
            lock(&self.expected).extend(kinds);
        }
    }

    /// With the rows of all kinds.
    pub fn whole_index(&self) -> Result<MutexGuard<'_, RecordIndex>, StoreError> {
        self.index_with(load::all)
    }

    /// Builds an index of all records. Its rows have new places, so that no file of an earlier one holds.
    pub fn index_of(&self, state: &State) -> Result<RecordIndex, StateFault> {
        *lock(&self.index_file) = None;
        let mut index = RecordIndex::default();
        state.each(|record| self.index_record(&mut index, &record))?;
        Ok(index)
    }
}
