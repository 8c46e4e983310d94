//! Unloads the record index and the facts of reports after some time without a use. The next use loads
//! them again.

use std::sync::atomic::Ordering;

use super::Notebook;
use crate::storage::error::StoreError;
use crate::storage::mutex::{lock, try_lock};
use crate::store::index::facts_cache::FactsCache;
use crate::store::index::records::saved;
use crate::store::index::start_cache;

/// Milliseconds without a use.
const UNUSED: u64 = 60_000;
/// The same for what has changed. Unloading writes all of it first, which pauses while records are entered
/// must not repeat all day.
const UNUSED_CHANGED: u64 = 10 * UNUSED;

impl Notebook {
    /// Unloads what has not been used for a minute, or, where it has changed, for ten. In how many
    /// milliseconds to try again; `None` when nothing is loaded, or it must stay.
    pub fn unload_unused(&self) -> Result<Option<u64>, StoreError> {
        let projections = &self.projections;
        if projections.builder.scratch.is_some() {
            return Ok(None);
        }
        // figures are being computed
        let Some(facts) = try_lock(&projections.facts) else { return Ok(Some(UNUSED)) };
        match self.unused_for(&facts) {
            Some(0) => drop(facts),
            left => return Ok(left),
        }
        // Holding it, nothing is written meanwhile. Erasing and compacting hold it for long, and the thread
        // that reads must not wait for them.
        let Some(mut writer) = self.try_writer() else { return Ok(Some(UNUSED)) };
        if self.lifecycle.is_closing() {
            return Ok(None);
        }
        if self.lifecycle.is_ready() {
            writer.fold_pending(projections);
        }
        // no figures are computed meanwhile
        let mut facts = lock(&projections.facts);
        match self.unused_for(&facts) {
            Some(0) => {}
            left => return Ok(left),
        }
        if !self.lifecycle.is_ready() {
            *facts = FactsCache::default();
            return Ok(None);
        }
        let applied = projections.query(|state| state.applied())?;
        self.write_changed_index(applied)?;
        self.write_facts(&mut facts, applied)?;
        let mut index = lock(&projections.index);
        let own = *lock(&projections.index_file);
        let saved = start_cache::read_index(&projections.context, self.dir());
        // after a full disk refused the file, what is loaded is the only copy
        if let Some((mut saved, _, file)) = saved
            && own == Some(file)
            && !index.is_changed()
        {
            saved.take_place_of(&index);
            *index = saved;
            *facts = FactsCache { merges: index.merges(), ..FactsCache::default() };
        }
        Ok(None)
    }

    /// Milliseconds until what is loaded may be unloaded; `None`: nothing is, or it is being loaded.
    fn unused_for(&self, facts: &FactsCache) -> Option<u64> {
        let projections = &self.projections;
        let is_served = self.lifecycle.is_ready() || self.lifecycle.is_deferred();
        let index = lock(&projections.index);
        if !is_served || (saved::is_unloaded(&index) && facts.facts.is_none()) {
            return None;
        }
        let unused = if index.is_changed() || facts.is_new { UNUSED_CHANGED } else { UNUSED };
        let now = self.now();
        // a clock that was set back begins again
        let used = projections.index_used.fetch_min(now, Ordering::AcqRel).min(now);
        Some(unused.saturating_sub(now - used))
    }
}
