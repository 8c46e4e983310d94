//! Warnings of headquarters' commands: devices not confirmed after a restore, and outdated device
//! lists next to backups.

use crate::command::command_io::{CommandIo, Stop};
use crate::hq::HqDirectory;
use crate::lang::hq as hq_words;
use crate::services::headquarters::unconfirmed_text;

/// Warns that nothing is folded or sent: the devices are not confirmed after a restore, or this
/// headquarters was replaced by a restored one.
pub fn warn_unconfirmed(io: &mut CommandIo<'_>, home: &HqDirectory) -> Result<(), Stop> {
    match home.awaits_confirm().map_err(|e| io.failed(&e))? {
        Some(waits) => io.say(&unconfirmed_text(&waits, io.lang)),
        None => Ok(()),
    }
}

/// Refuses a deed that would go to the laptops while nothing is sent down.
pub fn require_confirmed(io: &CommandIo<'_>, home: &HqDirectory) -> Result<(), Stop> {
    match home.awaits_confirm().map_err(|e| io.failed(&e))? {
        Some(waits) => Err(Stop::Failed(unconfirmed_text(&waits, io.lang))),
        None => Ok(()),
    }
}

/// Updates the device lists next to backups, and warns about those that could not be updated.
pub fn warn_stale_lists(io: &mut CommandIo<'_>, home: &HqDirectory) -> Result<(), Stop> {
    let missed = home.update_roll_copies().map_err(|e| io.failed(&e))?;
    for folder in missed {
        let folder = folder.display().to_string();
        io.say(&hq_words::roll_not_beside(io.lang, &folder))?;
    }
    Ok(())
}
