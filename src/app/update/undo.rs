//! How the officer undoes the last change from where the officer is now.

use crate::app::Model;
use crate::app::done_change::DoneChange;
use crate::app::update::can;
use crate::keymap::Keymap;
use crate::keymap::action::Action;
use crate::lang::done_change as words;

/// The key that undoes this change, or the command that does where the key has another meaning, as
/// in a form, where it undoes typing. The change must be the model's last one already.
pub fn way(model: &Model, keymap: &Keymap, deed: &DoneChange) -> String {
    let key = |action| keymap.key_label(action, &model.contexts());
    let undo = key(Action::DeedUndo);
    if can::can(model, Action::DeedUndo) && !undo.is_empty() {
        return undo;
    }
    match deed.undo_command() {
        Some(command) => {
            let name = command.spec().words.short.get(model.lang).to_lowercase();
            words::by_command(model.lang, &key(Action::PaletteOpen), &name)
        }
        None => undo,
    }
}
