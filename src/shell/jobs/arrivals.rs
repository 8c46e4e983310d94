//! At headquarters: what receivers put into the devices' logs while the notebook is open here. It is
//! noticed in idle time and folded a little at a time, so that a save waits for one batch at most.
//! Knows no thread and no clock: the worker says when.

use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::{Clock, NewsSender};
use crate::app::event::WorkerAnswer;
use crate::hq;
use crate::hq::HqDirectory;
use crate::hq::ingest::fingerprint;
use crate::store::{Store, StoreError};

/// Ops that are looked at between two effects.
const BATCH: usize = 100;
/// Milliseconds between two words that there is more to see.
const PROGRESS_INTERVAL: u64 = 2_000;

/// What is known of the logs.
#[derive(Default)]
pub struct Arrivals(Mutex<KnownLogs>);

#[derive(Default)]
struct KnownLogs {
    /// of the logs, when they were last looked at
    stamp: Option<u64>,
    /// something was applied that the screen does not know yet
    unannounced: bool,
    announced: u64,
}

impl Arrivals {
    /// True when something is there that was not there the last time, be it understood or not.
    pub fn has_news(&self, dir: &Path) -> Result<bool, StoreError> {
        let stamp = fingerprint::fingerprint(dir)?;
        Ok(self.lock_known().stamp.replace(stamp) != Some(stamp))
    }

    /// One batch; true while there is more.
    pub fn fold_batch(
        &self,
        store: &Store,
        now: Clock,
        tell: &NewsSender,
    ) -> Result<bool, StoreError> {
        let home = HqDirectory::open(store.keyed_folder())?;
        let mut all = crate::services::headquarters::logs(&home);
        let mut few = |cursors: &_, most: usize| all(cursors, most.min(BATCH));
        let (folded, more) = hq::fold::run_batch(&home, store, &mut few, now)?;
        let mut known = self.lock_known();
        known.unannounced |= folded != hq::fold::context::FoldOutcome::default();
        let time = now();
        if known.unannounced
            && (!more || time.saturating_sub(known.announced) >= PROGRESS_INTERVAL)
        {
            (known.unannounced, known.announced) = (false, time);
            tell(WorkerAnswer::Arrived);
        }
        Ok(more)
    }

    fn lock_known(&self) -> MutexGuard<'_, KnownLogs> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
