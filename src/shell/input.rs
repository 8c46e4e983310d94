//! The thread that reads the terminal: what is pressed and pasted goes into the one channel.
//!
//! Reads the descriptor itself: crossterm's reader takes the end of input for nothing and spins,
//! and leaves what does not fit its buffer lying until the next key.

use std::io;
use std::sync::mpsc::Sender;
use std::thread;

use super::decode::Decoder;
use crate::keymap::key::Key;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    Key(Key),
    Paste(String),
    Resize(u16, u16),
    /// The terminal's window has (`true`) or has lost the focus, where a terminal tells it.
    Focus(bool),
    /// The line is gone; nothing will follow.
    Closed,
}

/// The thread ends with the input, or when nobody listens any more.
pub fn start<E>(sender: Sender<E>) -> io::Result<thread::JoinHandle<()>>
where
    E: From<Input> + Send + 'static,
{
    thread::Builder::new().name("input".into()).spawn(move || read_all(&sender))
}

fn read_all<E: From<Input>>(sender: &Sender<E>) {
    let mut decoder = Decoder::default();
    let mut buffer = [0; 4096];
    let mut inputs = Vec::new();
    while let Some(count) = read(&mut buffer) {
        let bytes = buffer.get(..count).unwrap_or_default();
        // All of a chunk is understood before any of it is sent: a burst makes one frame.
        decoder.feed(bytes, count == buffer.len(), |input| inputs.push(input));
        for input in inputs.drain(..) {
            if sender.send(input.into()).is_err() {
                return;
            }
        }
    }
    decoder.finish(|input| inputs.push(input));
    for input in inputs.into_iter().chain([Input::Closed]) {
        if sender.send(input.into()).is_err() {
            return;
        }
    }
}

/// `None`: end of file, or an error, which is the same to a terminal.
fn read(buffer: &mut [u8]) -> Option<usize> {
    loop {
        return match rustix::io::read(io::stdin(), &mut *buffer) {
            Err(rustix::io::Errno::INTR) => continue,
            Ok(0) | Err(_) => None,
            Ok(count) => Some(count),
        };
    }
}
