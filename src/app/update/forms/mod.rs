//! Forms on the stack: passes input to them and manages their drafts.

mod committed;
mod discarded;
mod moved;
mod open;

use crate::app::intent::Intent;
use crate::app::update::drafts;
pub use crate::app::update::drafts::save_histories;
pub use committed::committed;
pub use discarded::{discard, restore, restore_discarded};
pub use moved::{place_since, place_since_typed};
pub use open::{
    create, edit, edit_record, edit_with, new_linked, new_record, new_visit, resume, task_of,
    who_answers,
};

use crate::app::Effect;
use crate::app::event::LayerId;
use crate::app::form::{Env, Form};
use crate::app::layer::Screen;
use crate::app::model::Model;
use crate::app::update::navigate;

/// Milliseconds from the first unwritten letter to the write of the draft.
const AUTOSAVE_PAUSE: u64 = 700;

/// Runs a closure on the form of a layer with an `Env` of the model, and queues its intents.
pub fn with_form(
    model: &mut Model,
    layer: LayerId,
    run: impl FnOnce(&mut Form, &mut Env) -> Vec<Intent>,
) {
    let mut ids = model.ids();
    let mut env = model.env(&mut ids);
    let (height, width) = (model.height_below_title(), usize::from(model.size.0));
    let wanted = match model.layer(layer) {
        Some(Screen::Form(form)) => {
            let wanted = run(form, &mut env);
            form.follow(height, width, env.programme, env.lang);
            wanted
        }
        _ => Vec::new(),
    };
    model.put_ids(ids);
    model.mark_dirty();
    model.want(layer, wanted.into_iter().chain([Intent::SettleForm]));
}

/// After the form's intents: schedules the write of the draft, and requests names of new links.
pub fn settle(model: &mut Model, layer: LayerId) -> Vec<Effect> {
    note_pause(model, layer);
    ask_names(model, layer)
}

/// Requests titles and distinguishing details for all new links, whatever set them.
fn ask_names(model: &mut Model, layer: LayerId) -> Vec<Effect> {
    let Some(Screen::Form(form)) = model.layer(layer) else { return Vec::new() };
    let ids = form.content.new_links();
    let unknown =
        ids.iter().filter(|id| !form.content.titles.contains_key(id)).copied().collect();
    let asked = [Effect::Namesakes { layer, ids }, Effect::Titles { layer, ids: unknown }];
    let says_of_any = |effect: &Effect| match effect {
        Effect::Namesakes { ids, .. } | Effect::Titles { ids, .. } => !ids.is_empty(),
        _ => false,
    };
    asked.into_iter().filter(says_of_any).collect()
}

/// Schedules the write of unwritten text.
fn note_pause(model: &mut Model, layer: LayerId) {
    let dirty =
        matches!(model.layer(layer), Some(Screen::Form(form)) if form.content.is_dirty());
    // the first letter sets the time, so that typing without a pause is saved too
    model.autosave = model.autosave.or(Some(model.now + AUTOSAVE_PAUSE)).filter(|_| dirty);
}

fn top(model: &Model) -> LayerId {
    model.top().map(|layer| layer.id).unwrap_or_default()
}

pub fn typed(model: &mut Model, c: char) {
    let layer = top(model);
    with_form(model, layer, |form, env| form.typed(c, env));
}

/// Replaces letters before the cursor, for the Telex input method.
pub fn compose(model: &mut Model, back: usize, insert: &str) {
    let layer = top(model);
    with_form(model, layer, |form, env| form.replace_back(back, insert, env));
}

pub fn paste(model: &mut Model, text: &str) {
    let layer = top(model);
    with_form(model, layer, |form, env| form.paste(text, env));
}

/// Closes a form. A draft worth keeping stays in the list of drafts, an empty one is ended.
pub fn close(model: &mut Model, layer: LayerId) -> Vec<Effect> {
    model.autosave = None;
    let (mut keeps, mut empty) = (false, None);
    if let Some(Screen::Form(form)) = model.layer(layer) {
        keeps = form.content.is_worth_keeping();
        empty = Some(form.content.draft.id).filter(|_| !keeps && form.content.is_stored());
    }
    if keeps {
        model.message = Some(crate::lang::app::draft_kept(model.lang));
    }
    // `Effect::Today` below lists the drafts again, after the write of this one
    save_histories(model, model.stack.len().saturating_sub(1));
    let mut effects = Vec::new();
    if let Some(id) = empty {
        drafts::end_draft(model, id);
        effects.push(Effect::EndDraft(id));
    }
    effects.push(Effect::Today);
    effects.extend(navigate::back(model));
    effects
}
