//! Compacts journal and state in a background thread. The screen does not show it; after a failure
//! the next idle time tries again.

use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

use crate::storage::limits;
use crate::store::Store;

/// Runs once at a time, whichever worker starts it.
#[derive(Clone, Default)]
pub struct Compaction(Arc<Mutex<Option<JoinHandle<()>>>>);

impl Compaction {
    pub fn start(&self, store: &Arc<Store>) {
        let mut running = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if running.as_ref().is_some_and(|thread| !thread.is_finished()) {
            return;
        }
        let store = Arc::clone(store);
        let work = move || {
            // a failure leaves the journal unchanged
            store.maintenance().cut_old_drafts(limits::OLD_DRAFTS).unwrap_or_default();
            // a failure leaves the old state in use
            store.maintenance().compact(limits::STATE_FILE).unwrap_or_default();
        };
        *running = std::thread::Builder::new().name("compaction".into()).spawn(work).ok();
    }

    /// Waits for the thread; call after the store has begun to close, which makes it end soon.
    pub fn wait(&self) {
        let running = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(thread) = running {
            // a panic leaves the old state in place
            thread.join().unwrap_or_default();
        }
    }
}
