//! Typing into the editor of the layer on top, except a form: search box, palette, prompt.

use crate::app::Model;
use crate::app::layer::Screen;
use crate::app::update::act::act_on_top;
use crate::keymap::Action;
use crate::lang::passphrase as words;
use crate::text::edit::Editor;

/// Inserts into the layer's editor, if it has one.
pub fn insert(model: &mut Model, run: impl FnOnce(&mut Editor) -> bool) {
    let mut ids = model.ids();
    let env = model.env(&mut ids);
    let Some(top) = model.stack.last_mut() else { return };
    let layer = top.screen.layer_mut();
    let Some(editor) = layer.editor() else { return };
    if !run(editor) {
        return;
    }
    let intents = layer.edited(&env);
    let id = top.id;
    model.want(id, intents);
    model.mark_dirty();
}

/// Inserts into the layer's secret; false if it has none.
pub fn insert_secret(model: &mut Model, text: &str) -> bool {
    let mut ids = model.ids();
    let env = model.env(&mut ids);
    let Some(top) = model.stack.last_mut() else { return false };
    let layer = top.screen.layer_mut();
    let Some(secret) = layer.secret() else { return false };
    let fits = secret.insert(text);
    let intents = layer.edited(&env);
    let id = top.id;
    model.want(id, intents);
    if !fits {
        model.message = Some(words::no_room(model.lang));
    }
    model.mark_dirty();
    true
}

pub fn delete_back(model: &mut Model) {
    let has_text = |screen: &mut Screen| screen.layer_mut().editor().is_some();
    if model.screen().is_some_and(has_text) {
        act_on_top(model, Action::TextDeleteBack);
    }
}
