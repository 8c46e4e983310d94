//! The message and keys of a conflict in a form.

use crate::app::Model;
use crate::app::form::{ClashText, Form};
use crate::keymap::Keymap;
use crate::keymap::action::Action;
use crate::lang::form as words;

/// Both answers with the key for each. The save key is named only if the save would go through.
pub fn clash(model: &Model, keymap: &Keymap, form: &Form, text: &ClashText) -> String {
    let (lang, contexts) = (model.lang, model.contexts());
    let key = |action| keymap.key_label(action, &contexts);
    match text {
        ClashText::Answers { clock, ours: mine, takes_theirs: true, .. } => {
            let back = words::put_back(lang, &key(Action::FieldSwap), mine);
            format!("{} {back}", words::is_saved(lang, clock))
        }
        ClashText::Answers { clock, theirs, ours: mine, takes_theirs: false } => {
            let swap = key(Action::FieldSwap);
            let keys = match form.content.has_seen_clashes() {
                true => {
                    let save = key(Action::FormSave);
                    words::saved_answer_keys(lang, &save, &swap, theirs, mine)
                }
                false => words::take_saved(lang, &swap, theirs),
            };
            format!("{} {keys}", words::saved_answer(lang, clock, theirs, mine))
        }
        ClashText::RowDeleted { clock } => {
            let keys = words::row_keys(lang, &key(Action::RowDelete));
            format!("{} {keys}", words::row_deleted(lang, clock))
        }
        ClashText::RowChanged { clock } => {
            let keys = words::row_keys(lang, &key(Action::RowDelete));
            format!("{} {keys}", words::row_changed(lang, clock))
        }
    }
}

/// Only the keys, for the line below the answers at the field, where they always fit.
pub fn clash_keys(model: &Model, keymap: &Keymap, form: &Form, text: &ClashText) -> String {
    let (lang, contexts) = (model.lang, model.contexts());
    let key = |action| keymap.key_label(action, &contexts);
    match text {
        ClashText::Answers { takes_theirs: true, .. } => {
            words::key_puts_back(lang, &key(Action::FieldSwap))
        }
        ClashText::Answers { .. } if form.content.has_seen_clashes() => {
            words::keys_choose(lang, &key(Action::FormSave), &key(Action::FieldSwap))
        }
        ClashText::Answers { .. } => words::key_takes(lang, &key(Action::FieldSwap)),
        _ => words::row_keys(lang, &key(Action::RowDelete)),
    }
}
