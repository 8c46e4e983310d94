//! `sotay-hq backup` and `restore`: the folder as it is, but for what is made from it.

use std::path::Path;

use super::super::keep::must_be_there;
use super::super::notebook;
use super::super::stage::{Done, Outcome, Stage};
use super::{fold, home, open};
use crate::hq::{Home, copy};
use crate::lang::hq::HqWord;
use crate::text::format::{iso, today_from_millis};

pub fn backup(stage: &mut Stage<'_>, folder: &Path) -> Outcome {
    must_be_there(stage, folder)?;
    home(stage)?;
    let store = open(stage)?;
    let now = (stage.now)();
    let name = format!("sotay-hq-{}-{}", iso(today_from_millis(now)), now % 86_400_000);
    let into = folder.join(name);
    // the store is held: nobody folds meanwhile, and logs only grow
    let copied = store.checkpoint().and_then(|()| copy::copy(&stage.data, &into));
    let closed = notebook::close(stage, &store);
    copied.map_err(|e| notebook::failed(stage, &e))?;
    closed?;
    let folder = into.display().to_string();
    stage.put(&folder)?;
    stage.say(&HqWord::BackedUp { folder: &folder }.text(stage.lang))?;
    stage.flush()?;
    Ok(Done::All)
}

pub fn restore(stage: &mut Stage<'_>, from: &Path) -> Outcome {
    Home::open(from).map_err(|e| notebook::failed(stage, &e))?;
    copy::must_be_empty(&stage.data).map_err(|e| notebook::failed(stage, &e))?;
    copy::copy(from, &stage.data).map_err(|e| notebook::failed(stage, &e))?;
    Home::raise_era(&stage.data, (stage.now)()).map_err(|e| notebook::failed(stage, &e))?;
    let store = open(stage)?;
    let parted = copy::begin_anew(&store);
    let closed = notebook::close(stage, &store);
    parted.map_err(|e| notebook::failed(stage, &e))?;
    closed?;
    // the new epoch is a matter for the reviewer
    fold(stage)?;
    let folder = stage.data.display().to_string();
    stage.say(&HqWord::Restored { folder: &folder }.text(stage.lang))?;
    Ok(Done::All)
}
