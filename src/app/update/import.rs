//! The import preview on the stack: opening it, and planning again after choices.

use crate::app::Effect;
use crate::app::env::Env;
use crate::app::intent::Intent;
use crate::app::layer::import::Import;
use crate::app::layer::import_choices as choices;
use crate::app::layer::{Screen, StackedLayer};
use crate::app::model::Model;
use crate::app::update::{prompt, work};
use crate::programme::role::KindRole;
use crate::record::{FileSide, KindNo, Listing, MapChoice, MapTo, Preview, ReadOptions};
use crate::text::path::TargetPath;

/// Opens a preview, or replaces the one on top if it is of the same list.
pub fn show_preview(model: &mut Model, preview: Preview) {
    let lang = model.lang;
    if let Some(Screen::Import(import)) = model.screen()
        && import.preview.listing.path == preview.listing.path
        && import.preview.listing.kind == preview.listing.kind
    {
        import.replace(preview, lang);
        model.mark_dirty();
        return;
    }
    if preview.can_enter() {
        model.tried = None;
    }
    // if the list cannot be imported, its path prompt is below the preview to correct the path
    prompt::ask_again(model);
    model.push(Import::new(preview, lang));
}

/// Plans the import again with this choice.
pub fn reread_with(model: &mut Model, theirs: FileSide) -> Vec<Effect> {
    let Some(Screen::Import(import)) = model.screen() else { return Vec::new() };
    let mut listing = import.preview.listing.clone();
    listing.wanted.theirs = theirs;
    work::start(model, Effect::PlanImport { listing, map: Vec::new() })
}

/// Plans the import again with these mappings, which are also remembered for later lists.
pub fn reread_mapped(model: &mut Model, choices: Vec<MapChoice>) -> Vec<Effect> {
    let Some(Screen::Import(import)) = model.screen() else { return Vec::new() };
    let mut listing = import.preview.listing.clone();
    let mapped = &mut listing.wanted.mapped;
    for choice in &choices {
        match choice {
            MapChoice::Column { heading, to: Some(_) } => mapped.insert(heading.clone()),
            MapChoice::Column { heading, to: None } => mapped.remove(heading),
            MapChoice::Value { .. } => false,
        };
    }
    work::start(model, Effect::PlanImport { listing, map: choices })
}

/// The kind of the list or the record in view, if such lists can be imported; otherwise the kind
/// that most records belong to.
pub fn kind_in_view(model: &mut Model) -> KindNo {
    let mut ids = model.ids();
    let env = model.env(&mut ids);
    let below = model.stack.iter().rev().find(|layer| !layer.screen.is_dialog());
    let shown = below.and_then(|layer| match &layer.screen {
        Screen::List(list) => Some(list.query.kind),
        Screen::Page(page) => page.record.as_ref().map(|record| record.kind),
        _ => None,
    });
    let home = || model.programme.with_role(KindRole::Home).map(|kind| kind.no);
    shown.filter(|kind| env.imports(*kind)).or_else(home).unwrap_or_default()
}

pub fn request_preview(model: &mut Model, kind: KindNo, path: TargetPath) -> Vec<Effect> {
    let listing = Listing { path, kind, wanted: ReadOptions::default() };
    work::start(model, Effect::PlanImport { listing, map: Vec::new() })
}

/// Opens the choice of the field for a column.
pub fn map_column(model: &mut Model, at: usize) {
    choose(model, |preview, env| choices::map_column(preview, at, env));
}

/// Asks what to do with the column that is already mapped to the field.
pub fn ask_taken(model: &mut Model, at: usize, to: MapTo, other: usize) {
    choose(model, |preview, env| choices::ask_taken(preview, at, to, other, env));
}

fn choose(model: &mut Model, of: impl FnOnce(&Preview, &Env) -> Option<Intent>) {
    let mut ids = model.ids();
    let env = model.env(&mut ids);
    let Some(StackedLayer { id, screen: Screen::Import(import) }) = model.top() else { return };
    let (layer, choices) = (*id, of(&import.preview, &env));
    model.want(layer, choices);
}
