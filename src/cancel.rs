//! Cancels long work, from a key, a signal or another thread.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// A shared flag that cancels running work: the work fails at its next check.
#[derive(Clone, Debug, Default)]
pub struct CancelToken(pub Arc<AtomicBool>);

impl CancelToken {
    /// A token that is cancelled by a signal that ends a program (Ctrl-C too); a second signal ends
    /// the program at once.
    pub fn for_signals() -> CancelToken {
        use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
        use signal_hook::flag;
        let cancel = CancelToken::default();
        for signal in [SIGINT, SIGTERM, SIGHUP] {
            // if a handler cannot be registered, the signal keeps its default
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

    /// Clears the flag, so that a cancellation does not affect the next work.
    pub fn reset(&self) {
        self.0.store(false, Ordering::Relaxed);
    }

    /// An error if cancelled. Its kind is not `Interrupted`, because writers retry that.
    pub fn check(&self) -> io::Result<()> {
        if self.is_cancelled() { Err(io::ErrorKind::TimedOut.into()) } else { Ok(()) }
    }
}
