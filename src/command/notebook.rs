//! Opening and closing the notebook for a command, and the words for what went wrong with it.

use super::stage::{CommandIo, Stop};
use crate::command::lock_wait::retry_while_locked;
use crate::hq::HqDirectory;
use crate::lang::cli::ArgsWord;
use crate::programme::programme;
use crate::programme::spec::Kind;
use crate::record::Record;
use crate::store::{Options, Store, StoreError, messages};

pub fn open(stage: &mut CommandIo<'_>) -> Result<Store, Stop> {
    let options = Options { take_over: false, serve_early: false, now: stage.now };
    let (store, opening) = if HqDirectory::exists(&stage.data) {
        retry_while_locked(stage, &mut |stage| Store::open(&stage.data, options))?
    } else {
        Store::open(&stage.data, options).map_err(|e| stage.failed(&e))?
    };
    for finding in &opening.findings {
        stage.say(&messages::finding(finding, stage.lang))?;
    }
    Ok(store)
}

/// Also says what was found while the lists were opened after the first answer.
pub fn close(stage: &mut CommandIo<'_>, store: &Store) -> Result<(), Stop> {
    for finding in &store.findings() {
        stage.say(&messages::finding(finding, stage.lang))?;
    }
    store.close().map_err(|e| stage.failed(&e))
}

pub fn kind(stage: &CommandIo<'_>, id: &str) -> Result<&'static Kind, Stop> {
    programme().kind_by_id(id).ok_or_else(|| {
        let all: Vec<&str> = programme().kinds.iter().map(|k| k.id.as_str()).collect();
        Stop::usage(&ArgsWord::NoSuchKind { given: id, all: &all.join(", ") }, stage.lang)
    })
}

pub fn officer(stage: &CommandIo<'_>, store: &Store) -> Result<Record, Stop> {
    let officer = store.records().officer().map_err(|e| stage.failed(&e))?;
    officer.ok_or_else(|| stage.failed(&StoreError::Bug("no officer")))
}
