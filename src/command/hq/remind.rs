//! What every command of headquarters says after a restore, and when a backup's list of devices is
//! out of date.

use crate::command::stage::{CommandIo, Stop};
use crate::hq::HqDirectory;
use crate::lang::hq::HqWord;
use crate::sync::messages::when;

/// Until the administrator has confirmed the devices, nothing is folded and nothing goes down.
pub fn waits(stage: &mut CommandIo<'_>, home: &HqDirectory) -> Result<(), Stop> {
    match home.waits().map_err(|e| stage.failed(&e))? {
        Some(waits) => {
            let since = when(waits.since);
            stage.say(&HqWord::WaitsForWord { since: &since }.text(stage.lang))
        }
        None => Ok(()),
    }
}

/// Lists beside backups that could not be brought up to date.
pub fn beside(stage: &mut CommandIo<'_>, home: &HqDirectory) -> Result<(), Stop> {
    let missed = home.spread_roll().map_err(|e| stage.failed(&e))?;
    for folder in missed {
        let folder = folder.display().to_string();
        stage.say(&HqWord::RollNotBeside { folder: &folder }.text(stage.lang))?;
    }
    Ok(())
}
