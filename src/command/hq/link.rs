//! Where headquarters' program meets the wire: ssh's forced command, sticks, and the devices' logs.

use std::path::Path;

use super::super::notebook;
use super::super::stage::{CommandEnd, CommandIo, CommandResult, Stop};
use super::awake::Awake;
use super::{fold, home};
use crate::hq::HqDirectory;
use crate::hq::fold::Logs;
use crate::hq::ingest::intake::{BundleNotTaken, IngestContext};
use crate::hq::ingest::server::{SessionError, receive as talk};
use crate::hq::ingest::{log, stick};
use crate::lang::Lang;
use crate::lang::sync::SyncWord;
use crate::store::{StoreError, messages};
use crate::sync::bundle::Refused;
use crate::text::visible_line;

/// What the devices sent, as the fold asks for it.
pub fn logs(home: &HqDirectory) -> Box<Logs<'_>> {
    Box::new(|cursors, most| log::gather(&home.dir, &home.keys, cursors, most))
}

/// stdin and stdout are the line; words go to stderr. What came in is understood afterwards, if
/// nobody else is at it.
pub fn receive(stage: &mut CommandIo<'_>, officer: Option<u32>) -> CommandResult {
    let home = home(stage)?;
    let desk = IngestContext { home: &home, now: stage.now };
    let awake = Awake::start();
    let done = talk(desk, officer, &mut awake.ends(stage.input), &mut awake.ends(stage.out));
    drop(awake);
    let done = match done {
        Ok(done) => done,
        // the line broke: what came whole is kept, and the laptop comes again
        Err(SessionError::Line(_)) => return Ok(CommandEnd::Some),
        Err(SessionError::NotTaken(e)) => return Err(Stop::Failed(why(&e, stage.lang))),
    };
    stage.flush()?;
    if done.ops > 0
        && let Err(Stop::Failed(text)) = fold(stage)
    {
        // what came is durable and receipted; whoever comes next understands it
        stage.say(&text)?;
    }
    Ok(CommandEnd::All)
}

pub fn import(stage: &mut CommandIo<'_>, path: &Path) -> CommandResult {
    let home = home(stage)?;
    let desk = IngestContext { home: &home, now: stage.now };
    let failed = |e: &StoreError, lang| Stop::Failed(messages::error(e, lang));
    let brought = stick::take_in(desk, path).map_err(|e| failed(&e, stage.lang))?;
    // understood before it is answered, so that verdicts ride on the same stick
    if brought.files.iter().any(|b| b.ops > 0) {
        fold(stage)?;
    }
    let answers = stick::answer(desk, path, &brought).map_err(|e| failed(&e, stage.lang))?;
    let mut all = true;
    for one in &brought.files {
        let file = visible_line(&one.file);
        if one.ops > 0 || (one.files == 0 && one.refused.is_none()) {
            stage.put(&SyncWord::StickTaken { file: &file, n: one.ops }.text(stage.lang))?;
        }
        if one.files > 0 {
            stage.put(&SyncWord::StickFiles { file: &file, n: one.files }.text(stage.lang))?;
        }
        if let Some(refused) = &one.refused {
            all = false;
            let why = why(refused, stage.lang);
            let word = match one.ops == 0 && one.files == 0 {
                true => SyncWord::StickLeft { file: &file, why: &why },
                false => SyncWord::StickRefused { file: &file, why: &why },
            };
            stage.say(&word.text(stage.lang))?;
        }
    }
    if brought.files.is_empty() {
        stage.say(&SyncWord::StickEmpty.text(stage.lang))?;
    }
    stage.put(&SyncWord::StickAnswers { n: answers as u64 }.text(stage.lang))?;
    stage.flush()?;
    Ok(if all { CommandEnd::All } else { CommandEnd::Some })
}

pub fn export(stage: &mut CommandIo<'_>, path: &Path) -> CommandResult {
    let home = home(stage)?;
    fold(stage)?;
    let officers = home.officers().map_err(|e| notebook::failed(stage, &e))?;
    let devices: Vec<[u8; 16]> = officers.iter().map(|o| o.who().device).collect();
    let desk = IngestContext { home: &home, now: stage.now };
    let written = stick::export(desk, path, &devices);
    let written = written.map_err(|e| notebook::failed(stage, &e))?;
    stage.put(&SyncWord::StickAnswers { n: written as u64 }.text(stage.lang))?;
    stage.flush()?;
    Ok(CommandEnd::All)
}

fn why(refused: &BundleNotTaken, lang: Lang) -> String {
    match refused {
        BundleNotTaken::Need { from, .. } => SyncWord::WhyNeed { from: *from },
        BundleNotTaken::Fork { .. } => SyncWord::WhyFork,
        BundleNotTaken::Full => SyncWord::WhyFull,
        BundleNotTaken::Busy => SyncWord::WhyBusy,
        BundleNotTaken::Stranger => SyncWord::WhyStranger,
        BundleNotTaken::OtherOfficer => SyncWord::WhyOfficer,
        BundleNotTaken::Bundle(Refused::Key) => SyncWord::WhyKey,
        BundleNotTaken::Bundle(Refused::Newer(_)) => SyncWord::WhyNewer,
        BundleNotTaken::Bundle(_) => SyncWord::WhyDamaged,
        BundleNotTaken::Store(StoreError::Io { source, .. }) => {
            return messages::why(source, lang);
        }
        BundleNotTaken::Store(e) => return messages::error(e, lang),
    }
    .text(lang)
}
