//! Cancels long work, from a key, a signal or another thread. Knows none of the work.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Cancels work that is under way: it fails at its next write.
#[derive(Clone, Debug, Default)]
pub struct CancelToken(pub Arc<AtomicBool>);

impl CancelToken {
    /// Taken from the keys and signals that end a program; the second one ends it at once.
    pub fn for_signals() -> CancelToken {
        use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
        use signal_hook::flag;
        let cancel = CancelToken::default();
        for signal in [SIGINT, SIGTERM, SIGHUP] {
            // Where signals cannot be taken they end the program, as they always did.
            let twice = flag::register_conditional_default(signal, cancel.0.clone());
            twice
                .and_then(|_| flag::register(signal, cancel.0.clone()))
                .map(drop)
                .unwrap_or(());
        }
        cancel
    }

    pub fn is_cancelled(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }

    pub fn cancel(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// A cancellation of earlier work does not hold for the next.
    pub fn reset(&self) {
        self.0.store(false, Ordering::Relaxed);
    }

    /// Not `Interrupted`: that one is tried again by those who write.
    pub fn check(&self) -> io::Result<()> {
        if self.is_cancelled() { Err(io::ErrorKind::TimedOut.into()) } else { Ok(()) }
    }
}
