//! Discarding drafts and restoring them.

use super::{resume, top};
use crate::app::done_change::DoneChange;
use crate::app::layer::Screen;
use crate::app::model::Model;
use crate::app::update::drafts::{save_draft, save_histories};
use crate::app::update::{can, navigate, undo};
use crate::app::{Effect, title};
use crate::keymap::Keymap;
use crate::lang::form as say;
use crate::record::Id;

/// Discards the draft of the form or of the row under the cursor. The undo key restores it, or
/// the list of discarded drafts for 30 days.
pub fn discard(model: &mut Model, keymap: &Keymap) -> Vec<Effect> {
    let mut effects = Vec::new();
    let id = match model.screen() {
        Some(Screen::Form(form)) => {
            let id = form.content.draft.id;
            form.content.mark_dirty();
            effects.extend(save_draft(model));
            save_histories(model, model.stack.len().saturating_sub(1));
            id
        }
        _ => match can::drafts_row(model) {
            Some(id) => id,
            None => return Vec::new(),
        },
    };
    model.drafts.iter_mut().filter(|d| d.id == id).for_each(|draft| draft.hidden = true);
    let deed = DoneChange::Discarded(id);
    effects.extend([Effect::HideDraft(id), Effect::Today]);
    if matches!(model.screen(), Some(Screen::Form(_))) {
        effects.extend(navigate::back(model));
    } else {
        navigate::rebuild_today(model, keymap);
    }
    model.deed = Some(deed.clone());
    let way = undo::way(model, keymap, &deed);
    model.message = Some(deed.summary(&way, None, model.lang));
    model.mark_dirty();
    effects
}

/// Restores a discarded draft; opens it unless the first screen is shown, which lists it.
pub fn restore_discarded(model: &mut Model, id: Id) -> Vec<Effect> {
    let named = model.drafts.iter().find(|draft| draft.id == id);
    let named = named.map(|d| title::draft(model.programme, d, &model.titles, model.lang));
    let effects = show(model, id);
    model.message = Some(say::restored(model.lang, &named.unwrap_or_default()));
    let layer = top(model);
    let today = matches!(model.layer(layer), Some(Screen::Today(_)));
    match today {
        true => effects,
        false => effects.into_iter().chain(resume(model, id)).collect(),
    }
}

/// Restores a discarded draft and opens it.
pub fn restore(model: &mut Model, id: Id) -> Vec<Effect> {
    let effects = show(model, id);
    effects.into_iter().chain(resume(model, id)).collect()
}

fn show(model: &mut Model, id: Id) -> Vec<Effect> {
    model.deed.take_if(|deed| *deed == DoneChange::Discarded(id));
    model.drafts.iter_mut().filter(|d| d.id == id).for_each(|draft| draft.hidden = false);
    model.mark_dirty();
    vec![Effect::ShowDraft(id), Effect::Today]
}
