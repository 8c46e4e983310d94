//! A connection over any transport: a stream in each direction, and a function that ends both.
//! Reads incoming messages in the background, and cuts a line that is silent for too long.

use std::io::{self, Read, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::time::{Duration, Instant};

use super::message::{self, Message};

/// Maximum number of received messages in the queue.
const QUEUED_MESSAGES: usize = 64;
const POLL_INTERVAL: Duration = Duration::from_millis(50);

pub struct Connection {
    pub input: Box<dyn Read + Send>,
    pub out: Box<dyn Write + Send>,
    /// ends both streams, even for threads blocked in them
    pub cut: Box<dyn Fn() + Send + Sync>,
    pub patience: LineTimeouts,
}

/// Maximum times without incoming bytes.
#[derive(Clone, Copy, Debug)]
pub struct LineTimeouts {
    /// before the first byte, while the connection is being established
    pub first: Duration,
    pub silent: Duration,
}

impl Default for LineTimeouts {
    fn default() -> LineTimeouts {
        LineTimeouts { first: Duration::from_secs(30), silent: Duration::from_secs(8) }
    }
}

pub enum LineEvent {
    Message(Message),
    /// closed between two messages
    End,
    Broken(io::Error),
}

/// State shared by the threads of a connection.
struct LineWatch {
    started: Instant,
    /// bytes received
    received: AtomicU64,
    sent: AtomicU64,
    /// time of the last read, milliseconds since the start
    at: AtomicU64,
    /// the reader is waiting for bytes
    waiting: AtomicBool,
    is_over: AtomicBool,
    /// the line was cut: nothing more is received, even if a process keeps the other end open
    cut: AtomicBool,
}

impl LineWatch {
    fn now(&self) -> u64 {
        u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX)
    }

    fn is_silent(&self, patience: LineTimeouts) -> bool {
        let first = self.received.load(Ordering::Acquire) == 0;
        let patience = if first { patience.first } else { patience.silent };
        let silent = self.now().saturating_sub(self.at.load(Ordering::Acquire));
        self.waiting.load(Ordering::Acquire) && u128::from(silent) > patience.as_millis()
    }
}

/// The session's side of the line.
pub struct LineEnds<'a> {
    out: &'a mut (dyn Write + Send),
    events: Receiver<LineEvent>,
    watch: &'a LineWatch,
}

impl LineEnds<'_> {
    pub fn send(&mut self, message: &Message) -> io::Result<()> {
        let mut counted = CountedStream { out: self.out, sent: &self.watch.sent };
        message::send(&mut counted, message)?;
        self.out.flush()
    }

    /// The next event that has arrived, without waiting.
    pub fn try_event(&mut self) -> Option<LineEvent> {
        self.events.try_recv().ok()
    }

    pub fn wait_event(&mut self) -> LineEvent {
        loop {
            match self.events.recv_timeout(POLL_INTERVAL) {
                Ok(event) => return event,
                Err(RecvTimeoutError::Timeout) if !self.watch.cut.load(Ordering::Acquire) => {}
                Err(_) => return LineEvent::End,
            }
        }
    }

    /// (bytes sent, bytes received).
    pub fn bytes(&self) -> (u64, u64) {
        (self.watch.sent.load(Ordering::Acquire), self.watch.received.load(Ordering::Acquire))
    }
}

/// Runs a session over a line, with a reading thread and a watching thread; the line is closed on
/// return. Does not join the reader: some process may keep the other end open indefinitely.
pub fn with_line<T>(
    line: Connection,
    stop: &AtomicBool,
    session: impl FnOnce(&mut LineEnds<'_>) -> T,
) -> T {
    let Connection { mut input, mut out, cut, patience } = line;
    let watch = Arc::new(LineWatch {
        started: Instant::now(),
        received: AtomicU64::new(0),
        sent: AtomicU64::new(0),
        at: AtomicU64::new(0),
        waiting: AtomicBool::new(false),
        is_over: AtomicBool::new(false),
        cut: AtomicBool::new(false),
    });
    let (sender, event) = sync_channel(QUEUED_MESSAGES);
    let beside = Arc::clone(&watch);
    std::thread::spawn(move || read(&mut *input, &beside, &sender));
    let watch = &*watch;
    std::thread::scope(|scope| {
        let watchman = scope.spawn(|| {
            while !watch.is_over.load(Ordering::Acquire) {
                if stop.load(Ordering::Acquire) || watch.is_silent(patience) {
                    break;
                }
                std::thread::park_timeout(POLL_INTERVAL);
            }
            cut();
            watch.cut.store(true, Ordering::Release);
        });
        let mut ends = LineEnds { out: &mut *out, events: event, watch };
        let done = session(&mut ends);
        drop(ends);
        drop(out);
        watch.is_over.store(true, Ordering::Release);
        // otherwise every session would end only after the watcher's next poll
        watchman.thread().unpark();
        done
    })
}

fn read(input: &mut dyn Read, watch: &LineWatch, sender: &SyncSender<LineEvent>) {
    let mut counted = Waited { input, watch };
    loop {
        let (event, more) = match message::receive(&mut counted) {
            Ok(Some(message)) => (LineEvent::Message(message), true),
            Ok(None) => (LineEvent::End, false),
            Err(e) => (LineEvent::Broken(e), false),
        };
        // a send error means that the session is over
        if sender.send(event).is_err() || !more {
            return;
        }
    }
}

struct Waited<'a> {
    input: &'a mut dyn Read,
    watch: &'a LineWatch,
}

impl Read for Waited<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let watch = self.watch;
        watch.at.store(watch.now(), Ordering::Release);
        watch.waiting.store(true, Ordering::Release);
        let got = self.input.read(into);
        watch.waiting.store(false, Ordering::Release);
        if let Ok(n) = got {
            watch.received.fetch_add(n as u64, Ordering::AcqRel);
        }
        got
    }
}

struct CountedStream<'a> {
    out: &'a mut (dyn Write + Send),
    sent: &'a AtomicU64,
}

impl Write for CountedStream<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let n = self.out.write(bytes)?;
        self.sent.fetch_add(n as u64, Ordering::AcqRel);
        Ok(n)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}
