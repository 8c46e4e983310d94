//! The events of the screen's loop, and its clock.

use std::time::{SystemTime, UNIX_EPOCH};

use super::decode::TerminalInput;
use super::signals::Signal;
use crate::app::event::{RequestEnd, RequestId, WorkerAnswer};

pub enum Wake {
    Input(TerminalInput),
    Signal(Signal),
    Answer(RequestId, RequestEnd),
    Notice(WorkerAnswer),
}

impl From<Signal> for Wake {
    fn from(signal: Signal) -> Wake {
        Wake::Signal(signal)
    }
}

impl From<TerminalInput> for Wake {
    fn from(input: TerminalInput) -> Wake {
        Wake::Input(input)
    }
}

/// The present time in Unix milliseconds; the only clock of the screen.
pub fn now() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.map_or(0, |d| u64::try_from(d.as_millis()).unwrap_or(u64::MAX))
}
