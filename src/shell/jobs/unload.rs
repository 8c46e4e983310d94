//! Waits for the next job of a thread, and meanwhile unloads unused parts of the store. When
//! nothing is left to unload, the thread sleeps without a timer.

use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Duration;

use super::Shared;

/// The next job; `None` when the channel is closed.
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

/// Unloads what is unused; returns the time until there may be more, `None` if nothing is loaded.
pub fn unload_unused(store: &Shared) -> Option<Duration> {
    // after an error the data stays loaded, because it could not be written
    let left = store.get()?.maintenance().unload_unused().unwrap_or_default();
    left.map(Duration::from_millis)
}
