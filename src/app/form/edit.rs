//! Typing in a field: the editor is open while a text-like field has the focus.

use super::spot::Spot;
use super::{Env, Form};
use crate::keymap::action::Action;
use crate::programme::answer;
use crate::programme::faults::Fault;
use crate::programme::spec::{Field, Level, Type};
use crate::record::{Path, Typed, Value};
use crate::text::edit::Editor;
use crate::text::format;

/// Fields one types in; the others are picked from.
pub fn is_typed(field: &Field) -> bool {
    field.ty.behaviour().is_typed()
}

/// A key of the editing contexts, done to an editor; `None`: not such a key.
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

impl Form {
    /// The cursor has come to a field: where one types, the editor opens, unless the keymap wants
    /// a key for that; raw text is always there to be gone on with.
    pub(super) fn focus(&mut self, env: &Env) {
        self.pick = None;
        self.editor = None;
        self.mark_clash_seen();
        let raw =
            self.at.path().is_some_and(|path| self.draft.typed.iter().any(|t| t.path == path));
        if env.edit_on_focus || raw {
            self.open_editor(env);
        }
    }

    pub(super) fn open_editor(&mut self, env: &Env) {
        let Some(path) = self.at.path() else { return };
        let Some(field) = self.field_at(env.programme, path).filter(|f| is_typed(f)) else {
            return;
        };
        let typed = self.draft.typed.iter().find(|t| t.path == path);
        let number = field.ty.is_number();
        self.selects_all = number && typed.is_none();
        self.editor = Some(match typed {
            Some(typed) => Editor::with_cursor(&typed.text, typed.cursor as usize),
            None => Editor::new(&self.plain(field, path, env)),
        });
    }

    /// The answer as one would type it.
    fn plain(&self, field: &Field, path: Path, env: &Env) -> String {
        self.value_at(path)
            .map(|v| answer::show(env.programme, field, v, env.lang))
            .unwrap_or_default()
    }

    /// Keeps the text under the cursor in the draft, as typed.
    pub(super) fn keep_typed(&mut self) {
        let (Some(editor), Some(path)) = (&self.editor, self.at.path()) else { return };
        let cursor = u32::try_from(editor.cursor()).unwrap_or(0);
        let typed = Typed { path, text: editor.text().to_string(), cursor };
        self.draft.typed.retain(|t| t.path != path);
        self.draft.typed.push(typed);
    }

    /// Where the cursor is in an unfinished text.
    pub(super) fn keep_cursor(&mut self) {
        let Some(path) = self.at.path() else { return };
        let editor = self.pick.as_ref().map(|pick| &pick.editor).or(self.editor.as_ref());
        let cursor = editor.and_then(|editor| u32::try_from(editor.cursor()).ok());
        let typed = self.draft.typed.iter_mut().find(|typed| typed.path == path);
        if let (Some(typed), Some(cursor)) = (typed, cursor) {
            typed.cursor = cursor;
        }
    }

    /// The text changed: the draft on disk is older until it is written.
    pub(super) fn text_changed(&mut self) {
        self.changed();
        if let Some(path) = self.at.path() {
            self.faults.retain(|fault| fault.at != path);
        }
        self.keep_typed();
    }

    /// Leaves the field: its text becomes an answer, or stays as typed with its fault.
    pub(super) fn leave_field(&mut self, env: &mut Env) {
        if self.pick.take().is_some() {
            self.mark_unchosen(env);
        }
        let (Some(editor), Some(path)) = (self.editor.take(), self.at.path()) else { return };
        let Some(field) = self.field_at(env.programme, path) else { return };
        let text = editor.text().to_string();
        let was_typed = self.draft.typed.iter().any(|t| t.path == path);
        if !was_typed && text == self.plain(field, path, env) {
            return;
        }
        if self.coordinates(field, path, &text, env) {
            return;
        }
        match answer::parse(env.programme, field, &text, env.today) {
            Ok(value) => self.put(path, value, env),
            Err(what) => {
                let cursor = u32::try_from(editor.cursor()).unwrap_or(0);
                self.draft.typed.retain(|t| t.path != path);
                self.draft.typed.push(Typed { path, text, cursor });
                self.faults.retain(|fault| fault.at != path);
                let label = field.label.clone();
                self.faults.push(Fault { at: path, level: Level::Error, label, what });
                self.changed();
            }
        }
    }

    /// A pair of coordinates in the latitude's field fills both.
    fn coordinates(&mut self, field: &Field, path: Path, text: &str, env: &mut Env) -> bool {
        if field.id != "lat" {
            return false;
        }
        let longitude =
            self.spec(env.programme).and_then(|k| k.field_by_id("lon")).map(|f| f.no);
        let (Some(longitude), Ok((lat, lon))) = (longitude, format::parse_coordinates(text))
        else {
            return false;
        };
        self.put(path, Some(Value::Decimal(lat)), env);
        self.put(Path::field(longitude), Some(Value::Decimal(lon)), env);
        true
    }

    /// Is a note being typed, where Enter is a new line?
    pub(super) fn in_note(
        &self,
        env_programme: &'static crate::programme::spec::Programme,
    ) -> bool {
        self.editor.is_some()
            && self
                .at
                .path()
                .and_then(|path| self.field_at(env_programme, path))
                .is_some_and(|f| matches!(f.ty, Type::Note))
    }

    pub(super) fn go_to(&mut self, spot: Spot, env: &mut Env) {
        self.leave_field(env);
        self.at = spot;
        if let Some(row) = spot.row().filter(|_| matches!(spot, Spot::Cell(..))) {
            self.open_row = Some(row);
        }
        self.focus(env);
    }
}
