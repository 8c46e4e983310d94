//! `sotay verify`, `rebuild` and `backup`: looking after the notebook as a whole.

use std::path::Path;

use super::notebook;
use super::stage::{CommandEnd, CommandIo, CommandResult, Stop};
use crate::lang::cli::WorkWord;
use crate::store::{Store, messages};
use crate::text::visible_line;

/// A stick that is not in its place must not become a folder on this machine's own disk.
pub fn must_be_there(stage: &CommandIo<'_>, folder: &Path) -> Result<(), Stop> {
    let shown = folder.display().to_string();
    let missing = || WorkWord::NoFolder { folder: &visible_line(&shown) }.text(stage.lang);
    if folder.is_dir() { Ok(()) } else { Err(Stop::Failed(missing())) }
}

pub fn verify(stage: &mut CommandIo<'_>) -> CommandResult {
    let report = Store::verify(&stage.data)
        .map_err(|e| Stop::Failed(messages::not_verified(&e, stage.lang)))?;
    for line in messages::report(&report, stage.lang) {
        stage.put(&line)?;
    }
    for finding in &report.findings {
        stage.say(&messages::found(finding, stage.lang))?;
    }
    stage.flush()?;
    Ok(if report.whole() { CommandEnd::All } else { CommandEnd::Some })
}

pub fn rebuild(stage: &mut CommandIo<'_>) -> CommandResult {
    let lang = stage.lang;
    let report = Store::rebuild(&stage.data, stage.now)
        .map_err(|e| Stop::Failed(messages::error(&e, lang)))?;
    for line in messages::report(&report, lang) {
        stage.put(&line)?;
    }
    stage.flush()?;
    Ok(if report.whole() { CommandEnd::All } else { CommandEnd::Some })
}

pub fn backup(stage: &mut CommandIo<'_>, folder: &Path) -> CommandResult {
    must_be_there(stage, folder)?;
    let store = notebook::open(stage)?;
    let written = store.backup(folder);
    let closed = notebook::close(stage, &store);
    let file = written.map_err(|e| Stop::Failed(messages::error(&e, stage.lang)))?;
    closed?;
    let file = file.display().to_string();
    stage.put(&file)?;
    stage.say(&WorkWord::BackedUp { file: &file }.text(stage.lang))?;
    let half = Store::half_written_backups(folder).unwrap_or_default();
    if let Some(first) = half.first() {
        let (n, first) = (half.len() as u64, &*visible_line(first));
        stage.say(&WorkWord::HalfBackups { n, first }.text(stage.lang))?;
    }
    stage.flush()?;
    Ok(CommandEnd::All)
}
