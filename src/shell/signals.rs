//! The thread that waits for signals and tells them to the one channel as events.
//!
//! Does nothing about them itself: what a hangup means is the model's. SIGHUP is always taken,
//! even where the program was started with it ignored.

use std::sync::mpsc::Sender;
use std::{io, thread};

use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM, SIGTSTP, SIGWINCH};
use signal_hook::iterator::Signals;

use super::terminal;
use crate::shell::decode::TerminalInput;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    Hangup,
    Terminate,
    Interrupt,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signal {
    /// Make everything durable and leave.
    Hangup(Which),
    /// Call [`terminal::Terminal::suspend`], then repaint everything.
    Suspend,
}

/// From here on the signals no longer end the process; the thread lives as long as it does.
pub fn start<E>(sender: Sender<E>) -> io::Result<thread::JoinHandle<()>>
where
    E: From<TerminalInput> + From<Signal> + Send + 'static,
{
    let mut signals = Signals::new([SIGHUP, SIGTERM, SIGINT, SIGTSTP, SIGWINCH])?;
    thread::Builder::new().name("signals".into()).spawn(move || {
        for number in signals.forever() {
            let event: E = match number {
                SIGHUP => Signal::Hangup(Which::Hangup).into(),
                SIGTERM => Signal::Hangup(Which::Terminate).into(),
                SIGINT => Signal::Hangup(Which::Interrupt).into(),
                SIGTSTP => Signal::Suspend.into(),
                _ => {
                    let (width, height) = terminal::size();
                    TerminalInput::Resize(width, height).into()
                }
            };
            if sender.send(event).is_err() {
                return;
            }
        }
    })
}
