//! Drafts that lie aside: known before the disk has answered, discarded, brought back; and what
//! can be undone in them.

use super::{resume, save_draft, top};
use crate::app::deed::Deed;
use crate::app::layer::Screen;
use crate::app::model::Model;
use crate::app::update::{can, go};
use crate::app::{Effect, title};
use crate::keymap::Keymap;
use crate::keymap::action::Action;
use crate::keymap::context::Context;
use crate::lang::form as say;
use crate::record::{Draft, Id};

/// Forms that were closed and can still be undone.
const MOST_HISTORIES: usize = 8;

/// A draft on its way to the disk: whoever opens it meanwhile gets this one.
pub(super) fn know_draft(model: &mut Model, draft: Draft) {
    model.drafts.retain(|known| known.id != draft.id);
    model.drafts.insert(0, draft);
}

/// The disk's list. It may have been made before the last drafts were written or ended: what is
/// known here is later.
pub fn know_drafts(model: &mut Model, listed: &[Draft]) {
    let known = std::mem::take(&mut model.drafts);
    let later = |draft: &Draft| {
        let same = known.iter().find(|known| known.id == draft.id);
        let same = same.filter(|known| known.changed > draft.changed);
        same.cloned().unwrap_or_else(|| draft.clone())
    };
    let listed_too = |known: &&Draft| listed.iter().any(|draft| draft.id == known.id);
    let unwritten = known.iter().filter(|known| !listed_too(known)).cloned();
    model.drafts = unwritten.chain(listed.iter().map(later)).collect();
    model.drafts.retain(|draft| !model.ended.contains(&draft.id));
}

/// The record of this draft is saved.
pub(super) fn end_draft(model: &mut Model, id: Id) {
    model.drafts.retain(|draft| draft.id != id);
    model.histories.retain(|(of, _)| *of != id);
    model.ended.insert(id);
}

/// Before the layers from this place on leave the stack.
pub fn keep_histories(model: &mut Model, from: usize) {
    for layer in model.stack.iter_mut().skip(from) {
        if let Screen::Form(form) = &mut layer.screen {
            let id = form.draft.id;
            model.histories.retain(|(known, _)| *known != id);
            model.histories.push_back((id, form.take_history()));
        }
    }
    while model.histories.len() > MOST_HISTORIES {
        model.histories.pop_front();
    }
}

/// Puts the draft of the form, or of the marked row, aside. It can be brought back at once by one
/// key, and for 30 days from its list.
pub fn discard(model: &mut Model, keymap: &Keymap) -> Vec<Effect> {
    let mut effects = Vec::new();
    let id = match model.screen() {
        Some(Screen::Form(form)) => {
            let id = form.draft.id;
            form.mark_dirty();
            effects.extend(save_draft(model));
            keep_histories(model, model.stack.len().saturating_sub(1));
            id
        }
        _ => match can::drafts_row(model) {
            Some(id) => id,
            None => return Vec::new(),
        },
    };
    model.drafts.iter_mut().filter(|d| d.id == id).for_each(|draft| draft.hidden = true);
    let deed = Deed::Discarded(id);
    effects.extend([Effect::HideDraft(id), Effect::Today]);
    if matches!(model.screen(), Some(Screen::Form(_))) {
        effects.extend(go::back(model));
    } else {
        go::rebuild_today(model, keymap);
    }
    let key = keymap.shown(Action::DeedUndo, Context::List.chain());
    model.message = Some(deed.words(&key, "", model.lang));
    model.deed = Some(deed);
    model.touch();
    effects
}

/// The draft that was discarded last before the program was started: as long as nothing was saved
/// since then, undo brings it back.
pub fn discarded_before(model: &Model) -> Option<Id> {
    let hidden = model.drafts.iter().filter(|draft| draft.hidden);
    let last = hidden.max_by_key(|draft| draft.changed).map(|draft| draft.id);
    last.filter(|_| model.saved.is_none())
}

/// The draft that was discarded last is back on the first screen.
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

/// Brings a discarded draft back and opens it.
pub fn restore(model: &mut Model, id: Id) -> Vec<Effect> {
    let effects = show(model, id);
    effects.into_iter().chain(resume(model, id)).collect()
}

fn show(model: &mut Model, id: Id) -> Vec<Effect> {
    model.deed.take_if(|deed| *deed == Deed::Discarded(id));
    model.drafts.iter_mut().filter(|d| d.id == id).for_each(|draft| draft.hidden = false);
    model.touch();
    vec![Effect::ShowDraft(id), Effect::Today]
}
