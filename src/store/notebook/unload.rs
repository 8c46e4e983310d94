//! Unloads the record index and the facts of reports after some idle time. The next use loads them
//! again.

use std::sync::atomic::Ordering;

use super::Notebook;
use crate::storage::error::StoreError;
use crate::storage::mutex::{lock, try_lock};
use crate::store::index::facts_cache::FactsCache;
use crate::store::index::records::saved;
use crate::store::index::start_cache;

/// Idle milliseconds before unloading.
const UNUSED: u64 = 60_000;
/// Idle milliseconds before unloading changed data. It has to be written first, which must not
/// happen at every pause in data entry.
const UNUSED_CHANGED: u64 = 10 * UNUSED;

impl Notebook {
    /// Unloads what has been idle for a minute, or for ten if it has changed. Returns after how
    /// many milliseconds to try again; `None`: nothing is loaded, or it must stay.
    pub fn unload_unused(&self) -> Result<Option<u64>, StoreError> {
        let projections = &self.projections;
        if projections.builder.scratch.is_some() {
            return Ok(None);
        }
        // locked: figures are being computed
        let Some(facts) = try_lock(&projections.facts) else { return Ok(Some(UNUSED)) };
        match self.unused_for(&facts) {
            Some(0) => drop(facts),
            left => return Ok(left),
        }
        // The writer's lock keeps records unchanged. Do not wait for it: erasing and compacting
        // hold it for long.
        let Some(mut writer) = self.try_writer() else { return Ok(Some(UNUSED)) };
        if self.lifecycle.is_closing() {
            return Ok(None);
        }
        if self.lifecycle.is_ready() {
            writer.fold_pending(projections);
        }
        // the lock keeps figures from being computed
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
        // if a full disk refused the file, the loaded data is the only copy: keep it
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

    /// Milliseconds until unloading is allowed; `None`: nothing is loaded, or loading is not
    /// finished.
    fn unused_for(&self, facts: &FactsCache) -> Option<u64> {
        let projections = &self.projections;
        let is_served = self.lifecycle.is_ready() || self.lifecycle.is_deferred();
        let index = lock(&projections.index);
        if !is_served || (saved::is_unloaded(&index) && facts.facts.is_none()) {
            return None;
        }
        let unused = if index.is_changed() || facts.is_new { UNUSED_CHANGED } else { UNUSED };
        let now = self.now();
        // after the clock was set back the idle time starts again
        let used = projections.index_used.fetch_min(now, Ordering::AcqRel).min(now);
        Some(unused.saturating_sub(now - used))
    }
}
