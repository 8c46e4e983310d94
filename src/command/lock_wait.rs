//! Waits for the lock of headquarters' notebook. It is held by a fold, which ends soon and is
//! waited for, or by `sotay-hq review`, which stays open. They are distinguished by how long the
//! lock has been held and whether the holder has a terminal.

use std::time::{Duration, Instant};

use crate::command::command_io::{CommandIo, Stop};
use crate::lang::hq as hq_words;
use crate::storage::error::Holder;
use crate::store::{StoreError, messages};

/// Maximum wait; a large fold takes about this long.
const MAX_WAIT: Duration = Duration::from_secs(10);
/// Milliseconds after which a holder with a terminal counts as a person at work, not a fold.
const LONG_HELD: u64 = 10_000;
const RETRY_PAUSE: Duration = Duration::from_millis(50);

/// Calls `open` until the lock is free, at most for `MAX_WAIT`.
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
