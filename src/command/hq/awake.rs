//! A receiver whose laptop is gone without a word: a mobile line was lost, and nothing closes the
//! stream. It holds the device's lock, so it must not wait for ever. What came whole is durable, and
//! nothing else is worth keeping: the process ends.

use std::io::{self, Read, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// Nothing read and nothing written for so long. Longer than what a laptop waits, which ends the line
/// itself where it can.
const SILENT: Duration = Duration::from_secs(60);
const LOOK: Duration = Duration::from_millis(500);
/// "Try again": as sysexits.h names it.
const GONE: i32 = 75;

struct Seen {
    started: Instant,
    /// milliseconds since the start
    last: AtomicU64,
    over: AtomicBool,
}

impl Seen {
    fn note(&self) {
        let now = u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX);
        self.last.store(now, Ordering::Release);
    }

    fn is_silent(&self) -> bool {
        let last = Duration::from_millis(self.last.load(Ordering::Acquire));
        self.started.elapsed().saturating_sub(last) > SILENT
    }
}

/// Looks on while it lives.
pub struct Awake(Arc<Seen>);

impl Awake {
    pub fn start() -> Awake {
        let (last, over) = (AtomicU64::new(0), AtomicBool::new(false));
        let seen = Arc::new(Seen { started: Instant::now(), last, over });
        let beside = Arc::clone(&seen);
        std::thread::spawn(move || {
            while !beside.over.load(Ordering::Acquire) {
                if beside.is_silent() {
                    std::process::exit(GONE);
                }
                std::thread::sleep(LOOK);
            }
        });
        Awake(seen)
    }

    pub fn ends<'a, S: ?Sized>(&self, stream: &'a mut S) -> End<'a, S> {
        End { stream, seen: Arc::clone(&self.0) }
    }
}

impl Drop for Awake {
    fn drop(&mut self) {
        self.0.over.store(true, Ordering::Release);
    }
}

/// A stream of which every byte says that somebody is there.
pub struct End<'a, S: ?Sized> {
    stream: &'a mut S,
    seen: Arc<Seen>,
}

impl<S: Read + ?Sized> Read for End<'_, S> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let got = self.stream.read(into);
        self.seen.note();
        got
    }
}

impl<S: Write + ?Sized> Write for End<'_, S> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let done = self.stream.write(bytes);
        self.seen.note();
        done
    }

    fn flush(&mut self) -> io::Result<()> {
        let done = self.stream.flush();
        self.seen.note();
        done
    }
}
