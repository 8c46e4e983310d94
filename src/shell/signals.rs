//! The thread that waits for signals and sends them to the loop's channel as events.
//!
//! Does nothing about them itself: what a hangup means is the model's. SIGHUP is always taken,
//! even where the program was started with it ignored. A signal that means nothing here is taken and
//! dropped: left to itself it would end the process with the terminal raw and what is typed not durable.

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
    /// Make everything durable and leave.
    Hangup(Which),
    /// Call [`terminal::Terminal::suspend`], then repaint everything.
    Suspend,
}

const HANDLED: [i32; 6] = [SIGHUP, SIGTERM, SIGINT, SIGQUIT, SIGTSTP, SIGWINCH];

/// These end a process by default. A write past the limit of SIGXFSZ then fails, as on a full disk.
const DROPPED: [i32; 6] = [SIGUSR1, SIGUSR2, SIGALRM, SIGVTALRM, SIGXCPU, SIGXFSZ];

/// From here on the signals no longer end the process; the thread lives as long as it does.
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
