//! Makes an outgrown state smaller in a thread of its own, beside the work. The screen shows nothing of
//! it, and a later quiet moment tries again where it fails.

use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

use crate::storage::limits;
use crate::store::Store;

/// One at a time, whoever asks for it.
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
            // the old state serves on
            store.maintenance().compact(limits::STATE_FILE).unwrap_or_default();
        };
        *running = std::thread::Builder::new().name("smaller".into()).spawn(work).ok();
    }

    /// Once the store is closing: then it ends soon.
    pub fn wait(&self) {
        let running = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(thread) = running {
            // a panic in there leaves the old state in place
            thread.join().unwrap_or_default();
        }
    }
}
