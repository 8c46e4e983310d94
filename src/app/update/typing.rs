//! Typing and editing keys in a text outside a form: a search box, the palette, a question.

use crate::app::layer::Screen;
use crate::app::update::forms;
use crate::app::update::go::asked_list;
use crate::app::{Effect, Model};
use crate::keymap::Action;

/// Editing keys in a text that stands outside a form.
pub fn text_action(model: &mut Model, action: Action) -> Vec<Effect> {
    let Some(editor) = model.screen().and_then(Screen::editor) else { return Vec::new() };
    if crate::app::form::edit_action(editor, action) == Some(true) {
        return edited(model);
    }
    model.message = crate::app::form::typed_in_vain(model.lang, action);
    model.touch();
    Vec::new()
}

/// The text of a search box, the palette or a question changed.
pub fn edited(model: &mut Model) -> Vec<Effect> {
    model.touch();
    match model.screen() {
        Some(Screen::List(list)) => {
            if let Some(editor) = &list.search
                && list.query.text != editor.text()
            {
                list.query.text = editor.text().to_string();
                list.restart();
            }
            asked_list(model)
        }
        Some(Screen::Palette(palette)) => {
            palette.at = 0;
            Vec::new()
        }
        Some(Screen::Welcome(welcome)) => {
            welcome.fault = None;
            Vec::new()
        }
        _ => Vec::new(),
    }
}

pub fn delete_back(model: &mut Model) -> Vec<Effect> {
    match model.screen() {
        Some(Screen::Form(_)) => {
            forms::act(model, Action::TextDeleteBack);
            Vec::new()
        }
        _ => text_action(model, Action::TextDeleteBack),
    }
}
