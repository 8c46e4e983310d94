//! The thread that reads the terminal and sends keys and pastes to the loop.
//!
//! Reads the descriptor directly: crossterm's reader spins at the end of input, and holds back
//! bytes that do not fit its buffer until the next key.

use std::sync::mpsc::Sender;
use std::time::{Duration, Instant};
use std::{io, thread};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;

use super::decode::Decoder;
use crate::shell::decode::TerminalInput;

/// Starts the thread. It ends with the input or when the receiver is dropped. A lone escape is
/// held for `escape_wait`.
pub fn start<E>(sender: Sender<E>, escape_wait: Duration) -> io::Result<thread::JoinHandle<()>>
where
    E: From<TerminalInput> + Send + 'static,
{
    let decoder = Decoder::new(escape_wait);
    thread::Builder::new().name("input".into()).spawn(move || read_all(decoder, &sender))
}

fn read_all<E: From<TerminalInput>>(mut decoder: Decoder, sender: &Sender<E>) {
    let mut buffer = [0; 4096];
    let mut inputs = Vec::new();
    loop {
        // decode the whole chunk before sending any of it, so that a burst makes one frame
        if is_quiet_until(decoder.deadline()) {
            decoder.time_out(Instant::now(), |input| inputs.push(input));
        } else {
            let Some(count) = read(&mut buffer) else { break };
            let bytes = buffer.get(..count).unwrap_or_default();
            decoder.feed(bytes, Instant::now(), |input| inputs.push(input));
        }
        for input in inputs.drain(..) {
            if sender.send(input.into()).is_err() {
                return;
            }
        }
    }
    decoder.finish(|input| inputs.push(input));
    for input in inputs.into_iter().chain([TerminalInput::Closed]) {
        if sender.send(input.into()).is_err() {
            return;
        }
    }
}

/// Waits for input until the deadline; true if there was none. Returns false at once without a
/// deadline.
fn is_quiet_until(deadline: Option<Instant>) -> bool {
    let Some(deadline) = deadline else { return false };
    let stdin = io::stdin();
    loop {
        let left = deadline.saturating_duration_since(Instant::now());
        let timeout = Timespec::try_from(left).unwrap_or_default();
        return match poll(&mut [PollFd::new(&stdin, PollFlags::IN)], Some(&timeout)) {
            Err(Errno::INTR) => continue,
            Ok(0) => true,
            Ok(_) | Err(_) => false,
        };
    }
}

/// `None`: end of file or an error; both mean that the terminal is gone.
fn read(buffer: &mut [u8]) -> Option<usize> {
    loop {
        return match rustix::io::read(io::stdin(), &mut *buffer) {
            Err(Errno::INTR) => continue,
            Ok(0) | Err(_) => None,
            Ok(count) => Some(count),
        };
    }
}
