//! Saves facts between sessions: reads the file `facts`, updates them with the records changed
//! since, and writes them at the end of a session that has changed them. Knows nothing of figures.

use super::Notebook;
use super::projections::Projections;
use crate::indicators::Facts;
use crate::record::Record;
use crate::storage::error::StoreError;
use crate::storage::format::frame::ty;
use crate::storage::mutex::lock;
use crate::store::index::facts_cache::FactsCache;
use crate::store::index::facts_file::{self, FactsSnapshot};
use crate::store::index::records::RecordIndex;
use crate::store::journal::Entry;
use crate::store::state::{Applied, State, StateFault};

/// If a session changes more records than this, the facts are computed at its end, to save the next
/// session from it.
const MANY_CHANGES: u64 = 1000;
/// With more changed records than this the saved facts are not used.
const MANY_READ: usize = 10_000;

impl Notebook {
    /// Loads the saved facts before state and index, if no record has changed since. They are
    /// checked against the index once it is loaded.
    pub(super) fn load_early_facts(&self, kept: &mut FactsCache) {
        if kept.facts.is_some() || !self.lifecycle.is_deferred() {
            return;
        }
        let Some(read) = self.read_facts().filter(|read| !self.has_changed_since(read.no))
        else {
            return;
        };
        kept.facts = Some(read.facts);
        (kept.early, kept.lasting, kept.is_new) = (Some(read.index), None, false);
    }

    fn read_facts(&self) -> Option<FactsSnapshot> {
        let projections = &self.projections;
        let context = &projections.context;
        let read = facts_file::read(context, self.dir(), &context.programme.indicators)?;
        let at = Applied { no: read.no, link: read.link };
        projections.builder.has_frame(at).then_some(read)
    }

    fn has_changed_since(&self, no: u64) -> bool {
        no < self.projections.builder.tail.frame_no
            && !self.reader().frames(no + 1).all(|found| match found {
                Ok((_, Entry::Draft(_) | Entry::Mark(_))) => true,
                Ok((_, Entry::Other { ty, .. })) => ty == ty::AUDIT,
                _ => false,
            })
    }

    /// Loads the facts if necessary, with all rows of the index, because facts refer to rows by
    /// place. Repeats if the index was rebuilt meanwhile.
    pub(super) fn load_facts(&self, kept: &mut FactsCache) -> Result<(), StoreError> {
        if kept.facts.is_some() {
            return Ok(());
        }
        let projections = &self.projections;
        let merges = projections.whole_index()?.merges();
        let (facts, is_new) = projections.query(|state| match self.saved_facts(state)? {
            Some(saved) => Ok(saved),
            None => Ok((projections.all_facts(state)?, true)),
        })?;
        if lock(&projections.index).merges() != merges {
            return self.load_facts(kept);
        }
        *kept = FactsCache { facts: Some(facts), is_new, merges, ..FactsCache::default() };
        Ok(())
    }

    /// The saved facts updated with the changed records, and whether these are many; `None` if the
    /// saved facts are not valid.
    fn saved_facts(&self, state: &State) -> Result<Option<(Facts, bool)>, StateFault> {
        let projections = &self.projections;
        let Some(read) = self.read_facts() else { return Ok(None) };
        let is_of_this =
            lock(&projections.index_file).is_some_and(|own| own.holds(&read.index));
        let is_merged_so = lock(&projections.index).into == read.merged;
        let changed = self.changed_since(read.no);
        if !is_of_this || !is_merged_so || changed.len() > MANY_READ {
            return Ok(None);
        }
        let (mut facts, is_much) = (read.facts, changed.len() as u64 >= MANY_CHANGES);
        for id in changed {
            if let Some(record) = state.get(id, None)?
                && !projections.put_facts(&mut facts, &mut lock(&projections.index), &record)
            {
                return Ok(None);
            }
        }
        Ok(Some((facts, is_much)))
    }

    /// At the end of a session with many changes, computes the facts for the next one.
    pub(super) fn load_changed_facts(&self) -> Result<(), StoreError> {
        let projections = &self.projections;
        let has_many = lock(&projections.index).changes() >= MANY_CHANGES;
        if has_many { self.load_facts(&mut lock(&projections.facts)) } else { Ok(()) }
    }

    /// Writes the facts at the end of a session or before unloading them. `at`: the last frame in
    /// them. The index file must be written before.
    pub(super) fn write_facts(
        &self,
        kept: &mut FactsCache,
        at: Applied,
    ) -> Result<(), StoreError> {
        let projections = &self.projections;
        let (merges, merged) = {
            let index = lock(&projections.index);
            (index.merges(), index.into.clone())
        };
        let file = *lock(&projections.index_file);
        let is_of_index = kept.is_new && kept.merges == merges;
        let (Some(facts), Some(file), true) = (&kept.facts, file, is_of_index) else {
            return Ok(());
        };
        let is_written =
            facts_file::write(&projections.context, self.dir(), file, at, merged, facts)?;
        kept.is_new = !is_written;
        Ok(())
    }
}

impl Projections {
    /// Drops facts that were loaded before the index if they refer to another index file.
    pub(super) fn keep_early_facts(&self) {
        let mut kept = lock(&self.facts);
        let own = *lock(&self.index_file);
        let holds = |early| own.is_some_and(|own| own.holds(&early));
        if kept.early.take().is_some_and(|early| !holds(early)) {
            *kept = FactsCache::default();
        }
        kept.merges = lock(&self.index).merges();
    }

    /// Puts a changed record into the facts. False: facts of other records became invalid, too.
    pub(super) fn put_facts(
        &self,
        facts: &mut Facts,
        names: &mut RecordIndex,
        record: &Record,
    ) -> bool {
        let programme = self.context.programme;
        if facts.lies_elsewhere(programme, record, names.slot_for(record.id)) {
            return false;
        }
        let complete = super::reports::is_complete(programme, record);
        facts.put(programme, record, complete, &mut |id| names.counted_slot(record.id, id));
        true
    }
}
