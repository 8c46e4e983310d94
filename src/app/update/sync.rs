//! The sync with headquarters: starting it and showing its status. It runs in the background;
//! nothing here waits.

use crate::app::Effect;
use crate::app::intent::Intent;
use crate::app::layer::Screen;
use crate::app::model::Model;
use crate::app::update::{navigate, prompt, work};
use crate::record::SyncStatus;
use crate::text::edit::Editor;

/// Starts a sync over the known link, or asks for an address; `files`: also fetch missing
/// attachments.
pub fn sync_now(model: &mut Model, files: bool) -> Vec<Effect> {
    let known = model.sync.standing.as_ref().and_then(|standing| standing.address.clone());
    match known {
        Some(to) => start(model, to, files),
        None => ask_address(model),
    }
}

pub fn ask_address(model: &mut Model) -> Vec<Effect> {
    prompt::ask(model, Intent::SyncTo);
    let last = model.sync.standing.as_ref().and_then(|standing| standing.by.clone());
    let by = model.sync.by.clone().or(last).unwrap_or_default();
    if let Some(Screen::Ask(ask)) = model.screen() {
        ask.editor = Some(Editor::new(&by));
    }
    Vec::new()
}

pub fn start(model: &mut Model, to: String, files: bool) -> Vec<Effect> {
    if model.work.is_none() {
        model.sync.last.clear();
        model.sync.by = Some(to.clone());
    }
    let effects = work::start(model, Effect::Sync { to, files });
    navigate::rebuild_sync(model);
    effects
}

pub fn show_status(model: &mut Model, standing: SyncStatus) {
    model.sync.standing = Some(standing);
    navigate::rebuild_pages(model);
    navigate::rebuild_sync(model);
}

/// A sync has ended, with or without success; records may have been received.
pub fn show_summary(model: &mut Model, lines: Vec<String>) -> Vec<Effect> {
    model.message = lines.first().cloned();
    model.sync.last = lines;
    navigate::rebuild_sync(model);
    let mut effects = navigate::refresh(model);
    effects.push(Effect::Standing);
    effects
}
