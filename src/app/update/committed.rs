//! Takes the answer to a commit: says what was done, and refreshes what is shown.

use crate::app::done_change::DoneChange;
use crate::app::event::LayerId;
use crate::app::layer::Screen;
use crate::app::update::{forms, navigate, review, undo};
use crate::app::{Effect, Model};
use crate::keymap::action::Action;
use crate::keymap::{Context, Keymap};
use crate::lang::app as say;
use crate::record::Id;
use crate::text::format::clock_from_millis;

pub fn take(
    model: &mut Model,
    keymap: &Keymap,
    layer: Option<LayerId>,
    ids: &[Id],
    deed: Option<DoneChange>,
) -> Vec<Effect> {
    // the undo key now undoes this change
    model.deed = deed;
    model.saved = Some(model.now);
    let clock = clock_from_millis(model.now);
    model.message = Some(match &model.deed {
        Some(deed) => {
            let undo = undo::way(model, keymap, deed);
            let delete = keymap.key_label(Action::RecordDelete, Context::List.chain());
            let delete = deletes_again(model, deed).then_some(&*delete);
            deed.summary(&undo, delete, model.lang)
        }
        None => say::saved(model.lang, &clock),
    });
    follow_restored(model);
    if let Some(layer) = layer {
        forms::committed(model, layer, ids);
    }
    if review::has_record_below(model) {
        model.message = Some(next_record_hint(model, keymap, &clock));
    }
    let mut effects = navigate::refresh(model);
    effects.push(Effect::Standing);
    model.mark_dirty();
    effects
}

/// Whether the key that deletes would delete the record that was restored.
fn deletes_again(model: &Model, deed: &DoneChange) -> bool {
    match (deed, model.top().map(|top| &top.screen)) {
        (DoneChange::Restored { id, .. }, Some(Screen::Page(page))) => page.id == *id,
        (DoneChange::Restored { kind, .. }, Some(Screen::List(list))) => {
            list.query.kind == *kind && !list.query.deleted
        }
        _ => false,
    }
}

/// Moves the cursor of lists to the restored record, which is the one that the message names.
fn follow_restored(model: &mut Model) {
    let Some(DoneChange::Restored { id, kind, .. }) = model.deed else { return };
    for layer in &mut model.stack {
        if let Screen::List(list) = &mut layer.screen
            && list.query.kind == kind
        {
            list.follow(id);
        }
    }
}

/// The message with the keys that lead to the next record to review.
fn next_record_hint(model: &Model, keymap: &Keymap, clock: &str) -> String {
    let contexts = model.contexts();
    let key = |action| keymap.key_label(action, &contexts);
    let (back, open) = (key(Action::LayerClose), key(Action::ListOpen));
    say::saved_next(model.lang, clock, &back, &open)
}
