//! What every command of headquarters says after a restore, and when a backup's list of devices is
//! out of date.

use crate::command::command_io::{CommandIo, Stop};
use crate::hq::HqDirectory;
use crate::lang::hq as hq_words;
use crate::services::headquarters::unconfirmed_text;

/// Until the administrator has confirmed the devices, nothing is folded and nothing goes down; nor at
/// a headquarters that was replaced by a restored one.
pub fn warn_unconfirmed(io: &mut CommandIo<'_>, home: &HqDirectory) -> Result<(), Stop> {
    match home.awaits_confirm().map_err(|e| io.failed(&e))? {
        Some(waits) => io.say(&unconfirmed_text(&waits, io.lang)),
        None => Ok(()),
    }
}

/// Warns of lists next to backups that could not be brought up to date.
pub fn warn_stale_lists(io: &mut CommandIo<'_>, home: &HqDirectory) -> Result<(), Stop> {
    let missed = home.update_roll_copies().map_err(|e| io.failed(&e))?;
    for folder in missed {
        let folder = folder.display().to_string();
        io.say(&hq_words::roll_not_beside(io.lang, &folder))?;
    }
    Ok(())
}
