//! At headquarters: folds what receivers append to the devices' logs while the notebook is open.
//! It runs in idle time and in batches, so that a save waits for at most one batch. Has no thread
//! and no timer: the worker calls it.

use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::{Clock, NewsSender};
use crate::app::event::WorkerAnswer;
use crate::hq;
use crate::hq::HqDirectory;
use crate::hq::ingest::fingerprint;
use crate::store::{Store, StoreError};

/// Maximum ops folded between two effects.
const BATCH: usize = 100;
/// Minimum milliseconds between two `Arrived` notices while there is more to fold.
const PROGRESS_INTERVAL: u64 = 2_000;

/// What is known about the logs.
#[derive(Default)]
pub struct Arrivals(Mutex<KnownLogs>);

#[derive(Default)]
struct KnownLogs {
    /// fingerprint of the logs at the last check
    stamp: Option<u64>,
    /// ops were folded that the screen was not notified about
    unannounced: bool,
    announced: u64,
}

impl Arrivals {
    /// Whether the logs have changed since the last call, whether or not the change can be folded.
    pub fn has_news(&self, dir: &Path) -> Result<bool, StoreError> {
        let stamp = fingerprint::fingerprint(dir)?;
        Ok(self.lock_known().stamp.replace(stamp) != Some(stamp))
    }

    /// Forgets what is known of the logs, so that the next call of `has_news` is true: a fold failed.
    pub fn forget(&self) {
        self.lock_known().stamp = None;
    }

    /// Folds one batch; true while there is more.
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
