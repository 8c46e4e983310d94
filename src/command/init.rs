//! `sotay init`: a new notebook, or a backup opened on this machine.

use std::path::Path;

use super::asked::InitHow;
use super::stage::{CommandEnd, CommandIo, CommandResult, Stop};
use crate::lang::cli::{ArgsWord, WorkWord};
use crate::programme::reference;
use crate::store::{OpeningFinding, Setup, Store, messages};

pub fn command(stage: &mut CommandIo<'_>, how: InitHow) -> CommandResult {
    let folder = stage.data.display().to_string();
    match how {
        InitHow::Backup { file } => from_backup(stage, &file, &folder),
        InitHow::New { officer, unit, province, plain_said } => {
            // By its whole name: what is only begun is for a person to choose from.
            let found = reference::province_by_name(&province);
            let named = || match reference::named(&province).as_slice() {
                [one] => Some(one.province),
                _ => None,
            };
            let Some(found) = found.or_else(named) else {
                let word = ArgsWord::NoSuchProvince { given: &province };
                return Err(Stop::usage(&word, stage.lang));
            };
            let setup = Setup { officer_name: officer, unit, province: found.code.to_owned() };
            let now = (stage.now)();
            Store::init(&stage.data, &setup, now)
                .map_err(|e| Stop::Failed(messages::error(&e, stage.lang)))?;
            if !plain_said {
                stage.say(&WorkWord::PlainSlot.text(stage.lang))?;
            }
            stage.say(&WorkWord::Initialised { folder: &folder }.text(stage.lang))?;
            if let Some(finding) = OpeningFinding::of_clock(now, 0) {
                stage.say(&messages::finding(&finding, stage.lang))?;
            }
            Ok(CommandEnd::All)
        }
    }
}

fn from_backup(stage: &mut CommandIo<'_>, file: &Path, folder: &str) -> CommandResult {
    Store::open_backup(file, &stage.data, (stage.now)())
        .map_err(|e| Stop::Failed(messages::error(&e, stage.lang)))?;
    stage.say(&WorkWord::BackupOpened { folder }.text(stage.lang))?;
    Ok(CommandEnd::All)
}
