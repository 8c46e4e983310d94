//! Delays signals that would end the program between a commit and the printing of its ids. At any
//! other time they end it as usual, so that a command that waits for input can be stopped.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::flag;

pub struct Signals {
    /// true: a signal ends the program at once
    may_end: Arc<AtomicBool>,
    asked: Arc<AtomicBool>,
}

impl Signals {
    pub fn watch() -> Signals {
        let signals = Signals {
            may_end: Arc::new(AtomicBool::new(true)),
            asked: Arc::new(AtomicBool::new(false)),
        };
        for signal in [SIGINT, SIGTERM, SIGHUP] {
            // if a handler cannot be registered, the signal keeps its default
            flag::register_conditional_default(signal, signals.may_end.clone())
                .and_then(|_| flag::register(signal, signals.asked.clone()))
                .map(drop)
                .unwrap_or(());
        }
        signals
    }

    pub fn hold(&self) -> HeldSignals<'_> {
        self.may_end.store(false, Ordering::SeqCst);
        HeldSignals(self)
    }
}

/// While this exists, signals do not end the program.
pub struct HeldSignals<'a>(&'a Signals);

impl HeldSignals<'_> {
    /// Whether a signal arrived in the meantime.
    pub fn release(self) -> bool {
        self.0.asked.load(Ordering::SeqCst)
    }
}

impl Drop for HeldSignals<'_> {
    fn drop(&mut self) {
        self.0.may_end.store(true, Ordering::SeqCst);
    }
}
