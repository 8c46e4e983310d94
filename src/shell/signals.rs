//! The thread that waits for signals and sends them to the loop as events.
//!
//! The model decides what a hangup means. SIGHUP is always handled, even if the program was
//! started with it ignored. Signals without a meaning here are caught and dropped: by default they
//! would end the process with the terminal in raw mode and typed text unwritten.

use std::sync::mpsc::Sender;
use std::{io, thread};

use signal_hook::consts::{
    SIGALRM, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGUSR1, SIGUSR2, SIGVTALRM, SIGWINCH,
    SIGXCPU, SIGXFSZ,
};
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
    /// Write everything and quit.
    Hangup(Which),
    /// Call [`terminal::Terminal::suspend`], then repaint everything.
    Suspend,
}

const HANDLED: [i32; 6] = [SIGHUP, SIGTERM, SIGINT, SIGQUIT, SIGTSTP, SIGWINCH];

/// Signals that end a process by default. With SIGXFSZ caught, a write past the file size limit
/// fails with an error, as on a full disk.
const DROPPED: [i32; 6] = [SIGUSR1, SIGUSR2, SIGALRM, SIGVTALRM, SIGXCPU, SIGXFSZ];

/// Starts the thread. From now on the signals do not end the process.
pub fn start<E>(sender: Sender<E>) -> io::Result<thread::JoinHandle<()>>
where
    E: From<TerminalInput> + From<Signal> + Send + 'static,
{
    let mut signals = Signals::new(HANDLED.iter().chain(&DROPPED))?;
    thread::Builder::new().name("signals".into()).spawn(move || {
        for number in signals.forever() {
            let event: E = match number {
                SIGHUP => Signal::Hangup(Which::Hangup).into(),
                SIGTERM | SIGQUIT => Signal::Hangup(Which::Terminate).into(),
                SIGINT => Signal::Hangup(Which::Interrupt).into(),
                SIGTSTP => Signal::Suspend.into(),
                number if DROPPED.contains(&number) => continue,
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
