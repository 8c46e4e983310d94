//! Typed letters and pasted text in a form.

use super::super::spot::Spot;
use super::super::undo::Join;
use super::super::{Env, Form};
use crate::app::form::edit::is_typed;
use crate::app::intent::Intent;
use crate::keymap::action::Action;

pub(super) fn changes_text(action: Action) -> bool {
    use Action::*;
    matches!(
        action,
        TextDeleteBack | TextDeleteForward | TextDeleteWord | TextClearLine | TextNewline
    )
}

impl Form {
    /// Inserts a typed character into the editor or the list's filter, opening one if needed.
    pub fn typed(&mut self, c: char, env: &mut Env) -> Vec<Intent> {
        let open = self.focus.pick.is_some() || self.focus.editor.is_some();
        // if a key is needed to start editing, an unbound letter does not start it
        if c.is_control() || !open && (c == ' ' || !env.edit_on_focus) {
            return Vec::new();
        }
        self.with_undo(Join::Typed, env, |form, env| {
            // "95" typed over a selected 87 gives 95, not 8795; moving the cursor deselects first
            let replaces = std::mem::take(&mut form.focus.selects_all) && c.is_ascii_digit();
            if let Some(editor) = form.focus.editor.as_mut().filter(|_| replaces) {
                editor.clear();
            }
            form.insert_text(c.encode_utf8(&mut [0; 4]), env)
        })
    }

    /// Replaces letters before the cursor, for the Telex input method.
    pub fn replace_back(&mut self, graphemes: usize, text: &str, env: &mut Env) -> Vec<Intent> {
        self.with_undo(Join::Typed, env, |form, env| {
            let Some(editor) = form.focus.editor() else { return Vec::new() };
            match (editor.replace_back(graphemes, text), &form.focus.pick) {
                (false, _) => Vec::new(),
                (true, Some(_)) => form.focus.narrow(&mut form.content, env),
                (true, None) => {
                    form.focus.text_changed(&mut form.content);
                    Vec::new()
                }
            }
        })
    }

    /// Inserts text; if nothing is open, first opens the editor or list of the field under the
    /// cursor, or a row.
    fn insert_text(&mut self, text: &str, env: &mut Env) -> Vec<Intent> {
        let mut intents = Vec::new();
        if self.focus.pick.is_none() && self.focus.editor.is_none() {
            match self.focus.cursor.at {
                Spot::Add(_) => intents.extend(self.add_row(env)),
                Spot::Row(_, row) => {
                    self.focus.cursor.open_row = Some(row);
                    intents.extend(self.focus.step(&mut self.content, 1, env));
                }
                Spot::Field(_) | Spot::Cell(..) => {}
            }
            match self.focus.field_at_cursor(&self.content, env.programme) {
                Some((field, _)) if is_typed(field) => {
                    self.focus.open_editor(&self.content, env)
                }
                Some(_) => {
                    intents.extend(self.focus.open_pick(&mut self.content, text, env));
                    return intents;
                }
                None => return intents,
            }
        }
        let multiline = self.focus.in_note(&self.content, env.programme);
        if let Some(pick) = &mut self.focus.pick {
            pick.editor.paste(text, false);
            intents.extend(self.focus.narrow(&mut self.content, env));
        } else if let Some(editor) = &mut self.focus.editor
            && editor.paste(text, multiline)
        {
            self.focus.text_changed(&mut self.content);
        }
        intents
    }

    /// Inserts a line break; only in a note.
    pub(super) fn newline(&mut self, env: &Env) -> Vec<Intent> {
        if self.focus.in_note(&self.content, env.programme)
            && self.focus.editor.as_mut().is_some_and(|e| e.newline())
        {
            self.focus.text_changed(&mut self.content);
        }
        Vec::new()
    }

    pub fn paste(&mut self, text: &str, env: &mut Env) -> Vec<Intent> {
        self.with_undo(Join::Alone, env, |form, env| form.insert_text(text, env))
    }
}
