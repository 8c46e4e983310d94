//! Waits for the next job of a thread, and meanwhile unloads what is not used any more. Once all is
//! unloaded the thread sleeps without a timer.

use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Duration;

use super::Shared;

/// `None` when there will be none.
pub fn next_job<T>(store: &Shared, jobs: &Receiver<T>) -> Option<T> {
    while let Some(pause) = unload_unused(store) {
        match jobs.recv_timeout(pause) {
            Ok(job) => return Some(job),
            Err(RecvTimeoutError::Disconnected) => return None,
            Err(RecvTimeoutError::Timeout) => {}
        }
    }
    jobs.recv().ok()
}

/// How long until there may be something to unload.
pub fn unload_unused(store: &Shared) -> Option<Duration> {
    // an error leaves it loaded, as it cannot be written
    let left = store.get()?.maintenance().unload_unused().unwrap_or_default();
    left.map(Duration::from_millis)
}
