//! Navigation between screens, and refreshing them.

use crate::app::Effect;
use crate::app::event::LayerId;
use crate::app::layer::list::{List, rows_in};
use crate::app::layer::results::TREND_SCREEN;
use crate::app::layer::scene::RecordPage;
use crate::app::layer::{Screen, StackedLayer, scene, sync, today};
use crate::app::model::Model;
use crate::app::update::{can, drafts};
use crate::keymap::Keymap;
use crate::keymap::action::Action;
use crate::keymap::context::Context;
use crate::programme::spec::Kind;
use crate::record::{Id, KindNo};

/// Opens a main screen over Today and closes all other layers; open forms stay as drafts.
pub fn open_main(model: &mut Model, screen: impl Into<Screen>) -> Vec<Effect> {
    let mut effects = clear(model);
    let layer = model.push(screen);
    rebuild_sync(model);
    effects.extend(refresh_layer(model, layer));
    effects
}

/// Returns to the first screen, the bottom of the stack.
pub fn today(model: &mut Model) -> Vec<Effect> {
    let mut effects = clear(model);
    if let Some(Screen::Today(today)) = model.screen() {
        today.from_top = true;
    }
    effects.push(Effect::Today);
    effects
}

fn clear(model: &mut Model) -> Vec<Effect> {
    let mut effects = drafts::save_draft(model);
    if !effects.is_empty() {
        effects.push(Effect::Today);
    }
    drafts::save_histories(model, 0);
    model.clear_to_today();
    effects
}

pub fn list(model: &mut Model, kind: KindNo, deleted: bool) -> Vec<Effect> {
    match model.programme.kind(kind) {
        Some(kind) => open_main(model, List::new(kind, deleted)),
        None => Vec::new(),
    }
}

/// The kinds whose lists no action opens; none while navigation is not possible.
pub fn other_lists(model: &Model) -> impl Iterator<Item = &'static Kind> + use<> {
    let open = can::can(model, Action::GoMore);
    model.programme.kinds.iter().filter(move |kind| open && kind.actions.list.is_none())
}

pub fn page(model: &mut Model, id: Id) -> Vec<Effect> {
    let layer = model.push(RecordPage::new(id));
    vec![Effect::Load { layer, id }]
}

/// `refresh_layer` for the layer on top.
pub fn refresh_top(model: &mut Model) -> Vec<Effect> {
    let layer = model.top().map(|layer| layer.id).unwrap_or_default();
    refresh_layer(model, layer)
}

/// The requests that bring a layer up to date.
pub fn refresh_layer(model: &mut Model, layer: LayerId) -> Vec<Effect> {
    let mut ids = model.ids();
    let env = model.env(&mut ids);
    let fetch = |screen: &mut Screen| screen.layer_mut().fetch(layer, &env);
    model.layer(layer).map(fetch).unwrap_or_default()
}

/// Closes the top layer and refreshes the one below.
pub fn back(model: &mut Model) -> Vec<Effect> {
    model.pop();
    match model.top().map(|layer| layer.id) {
        Some(layer) => refresh_layer(model, layer),
        None => Vec::new(),
    }
}

/// Closes the menu that started the work, if one is on top.
pub fn close_start_menu(model: &mut Model) {
    if matches!(model.screen(), Some(Screen::Menu(_))) {
        model.pop();
    }
}

/// After a write: refreshes every layer. The first screen is refreshed later if it is covered.
pub fn refresh(model: &mut Model) -> Vec<Effect> {
    let layers = uncovered_layers(model);
    layers.into_iter().flat_map(|layer| refresh_layer(model, layer)).collect()
}

fn uncovered_layers(model: &Model) -> Vec<LayerId> {
    let covered = model.stack.iter().skip(1).any(|layer| !layer.screen.is_dialog());
    model.stack.iter().skip(usize::from(covered)).map(|layer| layer.id).collect()
}

/// After changes from others: like `refresh`, but list cursors stay on their records.
pub fn refresh_after_arrivals(model: &mut Model) -> Vec<Effect> {
    let height = rows_in(model.size);
    let mut effects = Vec::new();
    for layer in uncovered_layers(model) {
        if let Some(Screen::List(list)) = model.layer(layer) {
            list.keep_record();
            effects.push(list.request_rows(layer, height));
        } else {
            effects.extend(refresh_layer(model, layer));
        }
    }
    effects
}

/// The request for rows that a list needs and that are neither loaded nor requested.
pub fn missing_rows(model: &Model, layer: LayerId) -> Option<Effect> {
    let list = model.stack.iter().find(|l| l.id == layer)?;
    let Screen::List(list) = &list.screen else { return None };
    list.rows_request(layer, rows_in(model.size), model.requests.rows(layer))
}

/// Requests the trends of results after the window has become wide enough.
pub fn missing_trends(model: &mut Model) -> Vec<Effect> {
    let today = model.today;
    if model.size.0 < TREND_SCREEN {
        return Vec::new();
    }
    let missing = |layer: &mut StackedLayer| match &mut layer.screen {
        Screen::Results(results) => {
            let trend = results.compared.request_trend(today)?;
            Some(Effect::Figures { layer: layer.id, of: trend })
        }
        _ => None,
    };
    model.stack.iter_mut().filter_map(missing).collect()
}

/// Lays out all pages again: they show the sync status of their record.
pub fn rebuild_pages(model: &mut Model) {
    let scene = model.page_scene();
    for StackedLayer { screen, .. } in &mut model.stack {
        if let Screen::Page(page) = screen {
            page.build(&scene);
        }
    }
}

/// Lays out the first screen again, at any stack position.
pub fn rebuild_today(model: &mut Model, keymap: &Keymap) {
    let visit_key = keymap.key_label(Action::VisitNew, Context::List.chain());
    let scene = today::TodayScene {
        programme: model.programme,
        drafts: &model.drafts,
        titles: &model.titles,
        day: model.today,
        lang: model.lang,
        height: model.body_height(),
        visit_key,
        superior: model.superior(),
        revoked: model
            .sync
            .standing
            .as_ref()
            .and_then(|standing| sync::revoked(standing, model.today, model.lang)),
        width: usize::from(model.size.0),
    };
    for StackedLayer { screen, .. } in &mut model.stack {
        if let Screen::Today(today) = screen {
            today.build(&scene);
        }
    }
    model.mark_dirty();
}

/// Lays out the sync screen again, at any stack position.
pub fn rebuild_sync(model: &mut Model) {
    let scene = sync::SyncScene {
        sync: &model.sync,
        headquarters: model.at_headquarters(),
        busy: model.work.is_some(),
        day: model.today,
        lang: model.lang,
        width: usize::from(model.size.0),
    };
    for layer in &mut model.stack {
        if let Screen::Sync(sync) = &mut layer.screen {
            sync.build(&scene);
        }
    }
    model.mark_dirty();
}

/// `missing_rows` for the list on top.
pub fn fetch_missing_rows(model: &mut Model) -> Vec<Effect> {
    model.mark_dirty();
    let layer = model.top().map(|layer| layer.id).unwrap_or_default();
    missing_rows(model, layer).into_iter().collect()
}

/// The record page on top of the stack, if there is one.
pub fn page_on_top(model: &mut Model) -> Option<&mut scene::RecordPage> {
    match model.screen() {
        Some(Screen::Page(page)) => Some(page),
        _ => None,
    }
}
