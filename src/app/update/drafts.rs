//! Drafts of forms: written, known before the disk has answered, ended; and what can be undone in
//! forms that were closed.

use crate::app::event::LayerId;
use crate::app::layer::Screen;
use crate::app::{Effect, Model};
use crate::record::{Draft, Id};

/// Every form's text that the disk does not hold yet.
pub fn save_draft(model: &mut Model) -> Vec<Effect> {
    model.autosave = None;
    let unwritten = std::mem::take(&mut model.unwritten);
    let again = model.drafts.iter().filter(|draft| unwritten.contains(&draft.id));
    let mut effects: Vec<Effect> = again.cloned().map(Effect::SaveDraft).collect();
    let layers: Vec<LayerId> = model.stack.iter().map(|layer| layer.id).collect();
    effects.extend(layers.into_iter().flat_map(|layer| save_draft_of(model, layer)));
    effects
}

/// A form that holds something worth keeping before a key is pressed in it.
pub fn save_draft_before_key(model: &mut Model) -> Vec<Effect> {
    if let Some(Screen::Form(form)) = model.screen() {
        form.content.mark_dirty();
    }
    save_draft(model)
}

pub fn save_draft_of(model: &mut Model, layer: LayerId) -> Vec<Effect> {
    let now = model.now;
    let draft = match model.layer(layer) {
        Some(Screen::Form(form)) => form.take_draft(now),
        _ => None,
    };
    if let Some(draft) = &draft {
        remember_draft(model, draft.clone());
    }
    draft.map(Effect::SaveDraft).into_iter().collect()
}

/// The disk did not take a draft: it is still only on the screen, and is tried again with the
/// next key. A quit of the officer's own waits; a dropped line does not.
pub fn draft_failed(model: &mut Model, draft: Id, text: String) {
    let mut open = false;
    for layer in &mut model.stack {
        if let Screen::Form(form) = &mut layer.screen
            && form.content.draft.id == draft
        {
            form.content.mark_dirty();
            open = true;
        }
    }
    if !open {
        model.unwritten.push(draft);
    }
    model.is_quitting &= model.line_lost;
    model.next = None;
    model.locks = false;
    model.message = Some(text);
    model.mark_dirty();
}

/// A draft on its way to the disk: the reader meanwhile gets this one.
pub fn remember_draft(model: &mut Model, draft: Draft) {
    model.drafts.retain(|known| known.id != draft.id);
    model.drafts.insert(0, draft);
}

/// The disk's list. It may have been made before the last drafts were written or ended: what is
/// known here is later.
pub fn merge_drafts(model: &mut Model, listed: &[Draft]) {
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
pub fn end_draft(model: &mut Model, id: Id) {
    model.drafts.retain(|draft| draft.id != id);
    model.histories.retain(|(of, _)| *of != id);
    model.ended.insert(id);
}

/// Before the layers from this place on leave the stack.
pub fn save_histories(model: &mut Model, from: usize) {
    for layer in model.stack.iter_mut().skip(from) {
        if let Screen::Form(form) = &mut layer.screen {
            let id = form.content.draft.id;
            model.histories.retain(|(known, _)| *known != id);
            model.histories.push_back((id, form.content.take_history()));
        }
    }
    while model.histories.len() > MOST_HISTORIES {
        model.histories.pop_front();
    }
}

/// Forms that were closed and can still be undone.
pub const MOST_HISTORIES: usize = 8;

/// The draft that was discarded last before the program was started: as long as nothing was saved
/// since then, undo brings it back.
pub fn last_discarded(model: &Model) -> Option<Id> {
    let hidden = model.drafts.iter().filter(|draft| draft.hidden);
    let last = hidden.max_by_key(|draft| draft.changed).map(|draft| draft.id);
    last.filter(|_| model.saved.is_none())
}
