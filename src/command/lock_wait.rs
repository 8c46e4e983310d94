//! Opening headquarters' notebook for a command. One process at a time holds it: a fold, which is
//! soon over and is waited for, or `sotay-hq review`, which stays. Which of the two it is shows in
//! how long it has been held and whether it has a terminal.

use std::time::{Duration, Instant};

use crate::command::command_io::{CommandIo, Stop};
use crate::lang::hq as hq_words;
use crate::storage::error::Holder;
use crate::store::{StoreError, messages};

/// As long as a fold of a busy morning takes.
const MAX_WAIT: Duration = Duration::from_secs(10);
/// Milliseconds after which a holder with a terminal counts as a person at work, not a fold.
const LONG_HELD: u64 = 10_000;
const RETRY_PAUSE: Duration = Duration::from_millis(50);

/// `open` is tried until it does not find the notebook held.
pub fn retry_while_locked<T>(
    io: &mut CommandIo<'_>,
    open: &mut dyn FnMut(&CommandIo<'_>) -> Result<T, StoreError>,
) -> Result<T, Stop> {
    let until = Instant::now() + MAX_WAIT;
    let mut said = false;
    loop {
        let holder = match open(io) {
            Err(StoreError::Held(holder)) => holder,
            done => return done.map_err(|e| io.failed(&e)),
        };
        if Instant::now() > until || is_long_held(io, &holder) {
            io.say(&messages::held_by(&holder, io.lang))?;
            return Err(Stop::Failed(hq_words::review_holds(io.lang)));
        }
        if !said {
            io.say(&hq_words::waiting(io.lang))?;
            said = true;
        }
        std::thread::sleep(RETRY_PAUSE);
    }
}

fn is_long_held(io: &CommandIo<'_>, holder: &Holder) -> bool {
    let since = (io.now)().saturating_sub(holder.start);
    !holder.terminal.is_empty() && since > LONG_HELD
}
