//! Forms on the stack: passing keys, doing what they wish, keeping drafts.

mod answered;
mod aside;
mod open;

use crate::app::update::drafts;
pub use crate::app::update::drafts::keep_histories;
use crate::app::update::drafts::save_draft_of;
pub use answered::{
    carried, committed, edited, facts, found, loaded, namesakes, refused, titles,
};
pub use aside::{discard, restore, restore_discarded};
pub use open::{
    edit, edit_record, edit_with, new_linked, new_record, new_visit, not_asked, resume, task_of,
};

use open::create;

use crate::app::Effect;
use crate::app::event::LayerId;
use crate::app::form::{Env, Form, Wish};
use crate::app::ids::RowIds;
use crate::app::layer::Screen;
use crate::app::model::Model;
use crate::app::update::go;
use crate::keymap::action::Action;

/// Milliseconds after which typed text is durable.
const PAUSE: u64 = 700;

/// What forms are told of the model.
fn env<'a>(model: &Model, ids: &'a mut RowIds) -> Env<'a> {
    Env {
        programme: model.programme,
        lang: model.lang,
        today: model.today,
        now: model.now,
        officer: model.officer_id(),
        edit_on_focus: model.edit_on_focus,
        province: model.province().map(str::to_string),
        ids,
    }
}

/// Runs something on the form of a layer, with an environment made of the model; what it wishes
/// comes out as effects.
fn with_form(
    model: &mut Model,
    layer: LayerId,
    run: impl FnOnce(&mut Form, &mut Env) -> Vec<Wish>,
) -> Vec<Effect> {
    let mut ids = model.ids();
    let mut env = env(model, &mut ids);
    let (height, width) = (model.list_height(), usize::from(model.size.0));
    let wishes = match model.layer(layer) {
        Some(Screen::Form(form)) => {
            let wishes = run(form, &mut env);
            form.follow(height, width, env.programme, env.lang);
            wishes
        }
        _ => Vec::new(),
    };
    model.put_ids(ids);
    model.touch();
    let mut effects = Vec::new();
    for wish in wishes {
        effects.extend(grant(model, layer, wish));
    }
    note_pause(model, layer);
    effects.extend(ask_names(model, layer));
    effects
}

/// Whatever way a link has come into a form, it is shown with its title and with what tells it from
/// its namesakes.
fn ask_names(model: &mut Model, layer: LayerId) -> Vec<Effect> {
    let Some(Screen::Form(form)) = model.layer(layer) else { return Vec::new() };
    let ids = form.new_links();
    let unknown = ids.iter().filter(|id| !form.titles.contains_key(id)).copied().collect();
    let asked = [Effect::Namesakes { layer, ids }, Effect::Titles { layer, ids: unknown }];
    let says_of_any = |effect: &Effect| match effect {
        Effect::Namesakes { ids, .. } | Effect::Titles { ids, .. } => !ids.is_empty(),
        _ => false,
    };
    asked.into_iter().filter(says_of_any).collect()
}

/// Typing that the disk does not hold yet gets its latest time.
fn note_pause(model: &mut Model, layer: LayerId) {
    let dirty = matches!(model.layer(layer), Some(Screen::Form(form)) if form.is_dirty());
    // The first letter sets the time: who types on without a pause is kept too.
    model.autosave = model.autosave.or(Some(model.now + PAUSE)).filter(|_| dirty);
}

fn top(model: &Model) -> LayerId {
    model.top().map(|layer| layer.id).unwrap_or_default()
}

pub fn act(model: &mut Model, action: Action) -> Vec<Effect> {
    let layer = top(model);
    with_form(model, layer, |form, env| form.act(action, env))
}

pub fn typed(model: &mut Model, c: char) -> Vec<Effect> {
    let layer = top(model);
    with_form(model, layer, |form, env| form.typed(c, env))
}

/// What an input method asks for: letters before the cursor give way to others.
pub fn compose(model: &mut Model, back: usize, insert: &str) -> Vec<Effect> {
    let layer = top(model);
    with_form(model, layer, |form, env| form.replace_back(back, insert, env))
}

pub fn paste(model: &mut Model, text: &str) -> Vec<Effect> {
    let layer = top(model);
    with_form(model, layer, |form, env| form.paste(text, env))
}

fn grant(model: &mut Model, layer: LayerId, wish: Wish) -> Vec<Effect> {
    match wish {
        Wish::SaveDraft => save_draft_of(model, layer),
        Wish::Find { kind, text, near } => vec![Effect::Find { layer, kind, text, near }],
        Wish::Create { kind, text } => create(model, kind, text),
        Wish::Linked(id) => {
            let Some(Screen::Form(form)) = model.layer(layer) else { return Vec::new() };
            let kind = form.kind;
            vec![Effect::Carry { layer, kind, linked: id }]
        }
        Wish::Check => {
            let mut needs = Vec::new();
            let read = |form: &mut Form, env: &mut Env| {
                needs = form.needs(env);
                Vec::new()
            };
            let mut effects = with_form(model, layer, read);
            effects.push(Effect::Facts { layer, needs });
            effects
        }
        Wish::Commit(changes) => {
            let (draft, stored) = match model.layer(layer) {
                Some(Screen::Form(form)) => (Some(form.draft.id), form.is_stored()),
                _ => (None, false),
            };
            // A draft in which nothing differs from the record ends with this, too.
            if changes.is_empty() && !stored {
                return close(model, layer);
            }
            model.autosave = None;
            vec![Effect::Commit { layer, changes, ends_draft: draft }]
        }
        Wish::Close => close(model, layer),
        Wish::Load => {
            let Some(Screen::Form(form)) = model.layer(layer) else { return Vec::new() };
            let edited = form.draft.edits;
            edited
                .map(|(id, head)| Effect::LoadEdited { layer, id, head })
                .into_iter()
                .collect()
        }
        Wish::Say(text) => {
            model.message = Some(text);
            Vec::new()
        }
    }
}

/// Closes a form; the list of drafts learns of the one that stays.
fn close(model: &mut Model, layer: LayerId) -> Vec<Effect> {
    model.autosave = None;
    let (mut keeps, mut empty) = (false, None);
    if let Some(Screen::Form(form)) = model.layer(layer) {
        keeps = form.is_worth_keeping();
        empty = Some(form.draft.id).filter(|_| !keeps && form.is_stored());
    }
    if keeps {
        model.message = Some(crate::lang::app::draft_kept(model.lang));
    }
    // The list of drafts, behind the draft that has just been written.
    keep_histories(model, model.stack.len().saturating_sub(1));
    let mut effects = Vec::new();
    if let Some(id) = empty {
        drafts::end_draft(model, id);
        effects.push(Effect::EndDraft(id));
    }
    effects.push(Effect::Today);
    effects.extend(go::back(model));
    effects
}
