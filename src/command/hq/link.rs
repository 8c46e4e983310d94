//! Where headquarters' program meets the wire: ssh's forced command, sticks, and the devices' logs.

use std::path::Path;

use super::super::notebook;
use super::super::stage::{Done, Outcome, Stage, Stop};
use super::{fold, home, say_folded};
use crate::hq::Home;
use crate::hq::fold::Logs;
use crate::hq::intake::{Desk, NotTaken};
use crate::hq::officer::{Enrolled, hex};
use crate::hq::receive::{Broken, receive as talk};
use crate::hq::{log, stick};
use crate::lang::Lang;
use crate::lang::hq::HqWord;
use crate::store::{StoreError, words};

/// What the devices sent, as the fold asks for it.
pub fn logs(home: &Home) -> Box<Logs<'_>> {
    Box::new(|cursors, most| log::gather(&home.dir, &home.keys, cursors, most))
}

/// stdin and stdout are the line; sentences go to stderr.
pub fn receive(stage: &mut Stage<'_>, officer: Option<u32>) -> Outcome {
    let home = home(stage)?;
    let desk = Desk { home: &home, now: stage.now };
    let done = talk(desk, officer, &mut *stage.input, &mut *stage.out);
    match done {
        Ok(done) if done.ops == 0 => Ok(Done::All),
        Ok(_) => {
            // What came is durable and receipted; whoever comes next understands it otherwise.
            if let Err(Stop::Failed(text)) = fold(stage) {
                stage.say(&text)?;
            }
            Ok(Done::All)
        }
        Err(Broken::Line(_)) => Err(Stop::Failed(HqWord::LineLost.text(stage.lang))),
        Err(Broken::NotTaken(why)) => Err(Stop::Failed(told(&why, stage.lang))),
    }
}

pub fn import(stage: &mut Stage<'_>, path: &Path) -> Outcome {
    let home = home(stage)?;
    let failed = |stage: &Stage<'_>, e: &StoreError| notebook::failed(stage, e);
    let officers = home.officers().map_err(|e| failed(stage, &e))?;
    let desk = Desk { home: &home, now: stage.now };
    let brought = stick::import(desk, path).map_err(|e| failed(stage, &e))?;
    if brought.is_empty() {
        stage.say(&HqWord::NothingOnStick.text(stage.lang))?;
    }
    let mut all = true;
    for one in &brought {
        let name = name(&officers, one.device);
        let (file, ops) = (one.file.as_str(), one.ops);
        stage.put(&HqWord::FileCame { file, name: &name, ops }.text(stage.lang))?;
        if let Some(why) = &one.refused {
            let why = told(why, stage.lang);
            stage.say(&HqWord::FileNot { file, why: &why }.text(stage.lang))?;
            all = false;
        }
    }
    stage.flush()?;
    if brought.iter().any(|one| one.ops > 0) {
        let folded = fold(stage)?;
        say_folded(stage, folded)?;
    }
    Ok(if all { Done::All } else { Done::Some })
}

pub fn export(stage: &mut Stage<'_>, path: &Path) -> Outcome {
    fold(stage)?;
    let home = home(stage)?;
    let officers = home.officers().map_err(|e| notebook::failed(stage, &e))?;
    let active = officers.iter().filter(|o| o.revoked.is_none());
    let devices: Vec<[u8; 16]> = active.map(|o| o.who().device).collect();
    let desk = Desk { home: &home, now: stage.now };
    let n = stick::export(desk, path, &devices).map_err(|e| notebook::failed(stage, &e))?;
    stage.say(&HqWord::Exported { n: n as u64 }.text(stage.lang))?;
    Ok(Done::All)
}

/// Every device's log, whole. False: something in them is damaged.
pub fn verify(stage: &mut Stage<'_>, home: &Home) -> Result<bool, Stop> {
    let devices = log::devices(&home.dir).map_err(|e| notebook::failed(stage, &e))?;
    let mut sound = 0;
    for device in &devices {
        let report = log::verify(&home.dir, &home.keys, device)
            .map_err(|e| notebook::failed(stage, &e))?;
        if report.damage.is_empty() {
            sound += 1;
        } else {
            let device = hex(device);
            stage.say(&HqWord::LogHurt { device: &device }.text(stage.lang))?;
        }
    }
    stage.put(&HqWord::LogsSound { n: sound }.text(stage.lang))?;
    Ok(sound == devices.len() as u64)
}

fn name(officers: &[Enrolled], device: Option<[u8; 16]>) -> String {
    let known = officers.iter().find(|o| Some(o.who().device) == device);
    known.map_or_else(|| "?".to_owned(), |o| o.who().name.clone())
}

fn told(why: &NotTaken, lang: Lang) -> String {
    let word = match why {
        NotTaken::Need { .. } => HqWord::WhyNeed,
        NotTaken::Fork { .. } => HqWord::WhyFork,
        NotTaken::Full => HqWord::WhyFull,
        NotTaken::Busy => HqWord::WhyBusy,
        NotTaken::Stranger => HqWord::WhyStranger,
        NotTaken::Bundle(_) => HqWord::WhyDamaged,
        NotTaken::Store(error) => return words::error(error, lang),
    };
    word.text(lang)
}
