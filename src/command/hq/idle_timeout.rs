//! Ends a receiver whose laptop has gone silent: a lost mobile line does not close the stream. The
//! receiver holds the device's lock, so it must not wait forever. Complete segments are durable and
//! the rest is sent again, so the process can simply exit.

use std::io::{self, Read, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// How long one read or write may take, and how often it is checked. `silent` is longer than the
/// laptop's own timeout. Both together are less than 15 s, the longest time that an officer who
/// retries finds the device busy.
const PATIENCE: ReceiverPatience =
    ReceiverPatience { silent: Duration::from_secs(12), look: Duration::from_millis(500) };

#[derive(Clone, Copy)]
struct ReceiverPatience {
    silent: Duration,
    look: Duration,
}

/// Exit code EX_TEMPFAIL of sysexits.h.
const GONE: i32 = 75;

/// Value of `since` while the receiver does not wait for the laptop.
const WORKING: u64 = u64::MAX;

struct ActivityClock {
    started: Instant,
    /// start of the present read or write, in milliseconds since `started`; or `WORKING`: time
    /// spent on this machine does not count
    since: AtomicU64,
    is_over: AtomicBool,
}

impl ActivityClock {
    fn wait<T>(&self, what: impl FnOnce() -> T) -> T {
        let now = u64::try_from(self.started.elapsed().as_millis()).unwrap_or(0);
        self.since.store(now, Ordering::Release);
        let done = what();
        self.since.store(WORKING, Ordering::Release);
        done
    }

    fn is_silent(&self, silent: Duration) -> bool {
        let since = self.since.load(Ordering::Acquire);
        let waited = self.started.elapsed().saturating_sub(Duration::from_millis(since));
        since != WORKING && waited > silent
    }
}

/// Watches the streams until it is dropped.
pub struct IdleTimeout(Arc<ActivityClock>);

impl IdleTimeout {
    pub fn start() -> IdleTimeout {
        IdleTimeout::start_with(PATIENCE, || std::process::exit(GONE))
    }

    fn start_with(
        patience: ReceiverPatience,
        gone: impl FnOnce() + Send + 'static,
    ) -> IdleTimeout {
        let (since, over) = (AtomicU64::new(WORKING), AtomicBool::new(false));
        let seen = Arc::new(ActivityClock { started: Instant::now(), since, is_over: over });
        let beside = Arc::clone(&seen);
        std::thread::spawn(move || {
            while !beside.is_over.load(Ordering::Acquire) {
                if beside.is_silent(patience.silent) {
                    return gone();
                }
                std::thread::sleep(patience.look);
            }
        });
        IdleTimeout(seen)
    }

    pub fn watch<'a, S: ?Sized>(&self, stream: &'a mut S) -> WatchedStream<'a, S> {
        WatchedStream { stream, clock: Arc::clone(&self.0) }
    }
}

impl Drop for IdleTimeout {
    fn drop(&mut self) {
        self.0.is_over.store(true, Ordering::Release);
    }
}

/// A stream whose reads and writes are timed.
pub struct WatchedStream<'a, S: ?Sized> {
    stream: &'a mut S,
    clock: Arc<ActivityClock>,
}

impl<S: Read + ?Sized> Read for WatchedStream<'_, S> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let WatchedStream { stream, clock: seen } = self;
        seen.wait(|| stream.read(into))
    }
}

impl<S: Write + ?Sized> Write for WatchedStream<'_, S> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let WatchedStream { stream, clock: seen } = self;
        seen.wait(|| stream.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        let WatchedStream { stream, clock: seen } = self;
        seen.wait(|| stream.flush())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)] // a test may stop
mod tests {
    use std::sync::mpsc;

    use super::*;

    /// No patience: a waiting read times out at once.
    const AT_ONCE: ReceiverPatience =
        ReceiverPatience { silent: Duration::ZERO, look: Duration::ZERO };

    #[test]
    fn a_line_that_vanished_kept_its_devices_lock_for_a_minute() {
        assert!(PATIENCE.silent + PATIENCE.look * 2 < Duration::from_secs(15));
        let (tell, gone) = mpsc::channel();
        let awake = IdleTimeout::start_with(AT_ONCE, move || tell.send(()).unwrap());
        let (mut line, other) = io::pipe().unwrap();
        std::thread::scope(|threads| {
            threads.spawn(|| awake.watch(&mut line).read(&mut [0]));
            gone.recv().unwrap();
            drop(other);
        });
    }

    #[test]
    fn work_on_this_machine_is_no_silence() {
        let (tell, gone) = mpsc::channel();
        let awake = IdleTimeout::start_with(AT_ONCE, move || tell.send(()).unwrap());
        assert!(!awake.0.is_silent(Duration::ZERO));
        drop(awake);
        assert!(gone.recv().is_err(), "the look-out ended without a word");
    }
}
