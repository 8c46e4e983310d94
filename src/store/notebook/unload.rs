//! Unloads the record index and the facts of reports after a minute without a use. Both are loaded
//! again where they are needed next.

use std::sync::atomic::Ordering;

use super::Notebook;
use crate::storage::error::StoreError;
use crate::storage::mutex::lock;
use crate::store::index::facts_cache::FactsCache;
use crate::store::index::records::saved;
use crate::store::index::start_cache;

/// Milliseconds without a use.
const UNUSED: u64 = 60_000;

impl Notebook {
    /// Unloads what has not been used for a minute. In how many milliseconds to try again; `None`
    /// when nothing is loaded, or it must stay.
    pub fn unload_unused(&self) -> Result<Option<u64>, StoreError> {
        let projections = &self.projections;
        if !self.lifecycle.is_ready() || projections.builder.scratch.is_some() {
            return Ok(None);
        }
        let left = || {
            let used = projections.index_used.load(Ordering::Acquire);
            // a clock that was set back begins a minute again
            let idle = self.now().saturating_sub(used);
            UNUSED.saturating_sub(idle)
        };
        if saved::is_unloaded(&lock(&projections.index)) {
            return Ok(None);
        }
        if left() > 0 {
            return Ok(Some(left()));
        }
        // nothing is written meanwhile, and no figures are computed
        let _writer = self.settled_writer();
        let mut facts = lock(&projections.facts);
        if left() > 0 {
            return Ok(Some(left()));
        }
        let applied = projections.query(|state| state.applied())?;
        self.write_changed_index(applied)?;
        self.write_facts(&mut facts, applied)?;
        let mut index = lock(&projections.index);
        let own = *lock(&projections.index_file);
        let saved = start_cache::read_index(&projections.context, self.dir());
        // a full disk took none: what is loaded is all that there is
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
}
