//! `sotay-hq confirm`: after a restore the administrator says that the devices shown are the ones that
//! count; until then nothing that they send is understood, and nothing goes down.

use super::super::notebook;
use super::super::stage::{CommandEnd, CommandIo, CommandResult, Stop};
use super::{fold, home, people, say_folded};
use crate::hq::HqDirectory;
use crate::hq::admin::roll::{AwaitingConfirm, Learned};
use crate::lang::hq::HqWord;
use crate::sync::messages::when;

pub fn command(stage: &mut CommandIo<'_>, yes: bool) -> CommandResult {
    let home = home(stage)?;
    let lang = stage.lang;
    let Some(waits) = home.waits().map_err(|e| notebook::failed(stage, &e))? else {
        stage.say(&HqWord::NobodyWaits.text(lang))?;
        return Ok(CommandEnd::All);
    };
    show(stage, &home, &waits)?;
    if !yes {
        stage.say(&HqWord::AreTheseAll.text(lang))?;
        if !["y", "c"].contains(&&*stage.typed_line().to_lowercase()) {
            stage.say(&HqWord::NotConfirmed.text(lang))?;
            return Ok(CommandEnd::Some);
        }
    }
    home.confirm((stage.now)()).map_err(|e| notebook::failed(stage, &e))?;
    stage.say(&HqWord::Confirmed.text(lang))?;
    let folded = fold(stage)?;
    let done = say_folded(stage, folded)?;
    beside(stage, &home)?;
    Ok(done)
}

/// The devices as they would count, and what lists have added.
pub fn show(
    stage: &mut CommandIo<'_>,
    home: &HqDirectory,
    waits: &AwaitingConfirm,
) -> Result<(), Stop> {
    let Learned { enrolled, removed } = waits.learned;
    if !waits.learned.is_nothing() {
        stage.say(&HqWord::Learned { enrolled, removed }.text(stage.lang))?;
    }
    let all = home.officers().map_err(|e| notebook::failed(stage, &e))?;
    for officer in &all {
        let line = people::row(officer, stage);
        stage.say(&line)?;
    }
    Ok(())
}

/// Whoever runs any command is reminded, for nothing goes on before.
pub fn remind(stage: &mut CommandIo<'_>, home: &HqDirectory) -> Result<(), Stop> {
    match home.waits().map_err(|e| notebook::failed(stage, &e))? {
        Some(waits) => {
            let since = when(waits.since);
            stage.say(&HqWord::WaitsForWord { since: &since }.text(stage.lang))
        }
        None => Ok(()),
    }
}

/// Lists beside backups that could not be brought up to date.
pub fn beside(stage: &mut CommandIo<'_>, home: &HqDirectory) -> Result<(), Stop> {
    let missed = home.spread_roll().map_err(|e| notebook::failed(stage, &e))?;
    for folder in missed {
        let folder = folder.display().to_string();
        stage.say(&HqWord::RollNotBeside { folder: &folder }.text(stage.lang))?;
    }
    Ok(())
}
