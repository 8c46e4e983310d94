//! Drafts of forms: writing and ending them, the list of drafts, and undo histories of closed
//! forms.

use crate::app::event::LayerId;
use crate::app::layer::Screen;
use crate::app::{Effect, Model};
use crate::lang::app as say;
use crate::record::{Draft, Id};

/// Writes the draft of every form with unwritten changes.
pub fn save_draft(model: &mut Model) -> Vec<Effect> {
    model.autosave = None;
    let unwritten = std::mem::take(&mut model.unwritten);
    let again = model.drafts.iter().filter(|draft| unwritten.contains(&draft.id));
    let mut effects: Vec<Effect> = again.cloned().map(Effect::SaveDraft).collect();
    let layers: Vec<LayerId> = model.stack.iter().map(|layer| layer.id).collect();
    effects.extend(layers.into_iter().flat_map(|layer| save_draft_of(model, layer)));
    effects
}

/// Writes the draft of a new form that contains something worth keeping before any key.
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

/// A draft was written, so the header is true again.
pub fn draft_saved(model: &mut Model) -> Vec<Effect> {
    if std::mem::take(&mut model.is_draft_refused) {
        model.mark_dirty();
    }
    Vec::new()
}

/// A draft could not be written: it is only in memory, and is written again with the next draft
/// or the next key in its form. Cancels a quit by the officer, but not one after a dropped line.
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
    model.is_draft_refused = true;
    let leaves = model.line_lost || model.quits_anyway;
    if model.is_quitting && !leaves {
        model.quit_offer = Some(say::quit_again(model.lang, &text));
        model.message = model.quit_offer.clone();
    } else if model.message.is_none() || model.message != model.quit_offer {
        model.message = Some(text);
    }
    model.is_quitting &= leaves;
    model.next = None;
    model.locks = false;
    model.mark_dirty();
}

/// Adds a draft that is being written to the list of drafts.
pub fn remember_draft(model: &mut Model, draft: Draft) {
    model.drafts.retain(|known| known.id != draft.id);
    model.drafts.insert(0, draft);
}

/// Merges the list from the disk, which may be older than the last writes: newer drafts of the
/// model win, and ended ones stay away.
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

/// Forgets a draft that has ended.
pub fn end_draft(model: &mut Model, id: Id) {
    model.drafts.retain(|draft| draft.id != id);
    model.histories.retain(|(of, _)| *of != id);
    model.ended.insert(id);
}

/// Stores the undo histories of the forms from stack position `from` on, before they are closed.
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

/// Maximum number of closed forms with an undo history.
pub const MOST_HISTORIES: usize = 8;

/// The last discarded draft, also from an earlier session: undo restores it as long as nothing
/// was saved in this session.
pub fn last_discarded(model: &Model) -> Option<Id> {
    let hidden = model.drafts.iter().filter(|draft| draft.hidden);
    let last = hidden.max_by_key(|draft| draft.changed).map(|draft| draft.id);
    last.filter(|_| model.saved.is_none())
}
