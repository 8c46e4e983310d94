//! Text editing in a field.

use super::Env;
use super::content::FormContent;
use super::typed_day;
use crate::keymap::action::Action;
use crate::programme::faults::Fault;
use crate::programme::spec::{Field, Level};
use crate::record::Path;
use crate::text::edit::Editor;

/// Whether the field is typed; the others are chosen from a list.
pub fn is_typed(field: &Field) -> bool {
    field.ty.behaviour().is_typed()
}

/// Applies an editing action to the editor. Returns whether the editor changed; `None` for
/// other actions.
pub fn edit_action(editor: &mut Editor, action: Action) -> Option<bool> {
    use Action::*;
    Some(match action {
        TextLeft => editor.left(),
        TextRight => editor.right(),
        TextWordLeft => editor.word_left(),
        TextWordRight => editor.word_right(),
        TextHome => editor.home(),
        TextEnd => editor.end(),
        TextDeleteBack => editor.delete_back(),
        TextDeleteForward => editor.delete_forward(),
        TextDeleteWord => editor.delete_word_back(),
        TextClearLine => editor.clear(),
        TextUndo => editor.undo(),
        TextRedo => editor.redo(),
        _ => return None,
    })
}

impl FormContent {
    /// Turns the text of a field that is left into an answer, or stores it as typed with its fault.
    pub(super) fn take_text(&mut self, path: Path, editor: &Editor, env: &Env) {
        let Some(field) = self.field_at(env.programme, path) else { return };
        let text = editor.text();
        if self.typed_at(path).is_none() && text == self.plain(field, path, env) {
            return;
        }
        if self.coordinates(field, path, text, env) {
            return;
        }
        match typed_day::parse(self, (field, path), text, env.programme, env.today) {
            Ok(value) => self.put(path, value, env),
            Err(what) => {
                self.set_typed(path, editor);
                self.forget_faults(path);
                let label = field.label.clone();
                self.faults.push(Fault { at: path, level: Level::Error, label, what });
                self.changed();
            }
        }
    }
}
