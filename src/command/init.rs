//! `sotay init`: a new notebook, or a backup opened on this machine.

use std::path::Path;

use super::asked::InitHow;
use super::stage::{Done, Outcome, Stage, Stop};
use crate::lang::cli::{ArgsWord, WorkWord};
use crate::programme::reference;
use crate::store::{Finding, Setup, Store, words};

pub fn command(stage: &mut Stage<'_>, how: InitHow) -> Outcome {
    let folder = stage.data.display().to_string();
    match how {
        InitHow::Backup { file } => from_backup(stage, &file, &folder),
        InitHow::New { officer, unit, province, plain_said } => {
            let Some(found) = reference::province_by_name(&province) else {
                let word = ArgsWord::NoSuchProvince { given: &province };
                return Err(Stop::usage(&word, stage.lang));
            };
            let setup = Setup { officer_name: officer, unit, province: found.code.to_owned() };
            let now = (stage.now)();
            Store::init(&stage.data, &setup, now)
                .map_err(|e| Stop::Failed(words::error(&e, stage.lang)))?;
            if !plain_said {
                stage.say(&WorkWord::PlainSlot.text(stage.lang))?;
            }
            stage.say(&WorkWord::Initialised { folder: &folder }.text(stage.lang))?;
            if let Some(finding) = Finding::of_clock(now, 0) {
                stage.say(&words::finding(&finding, stage.lang))?;
            }
            Ok(Done::All)
        }
    }
}

fn from_backup(stage: &mut Stage<'_>, file: &Path, folder: &str) -> Outcome {
    Store::open_backup(file, &stage.data, (stage.now)())
        .map_err(|e| Stop::Failed(words::error(&e, stage.lang)))?;
    stage.say(&WorkWord::BackupOpened { folder }.text(stage.lang))?;
    Ok(Done::All)
}
