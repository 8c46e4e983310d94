//! What typed letters and pasted text do in a form.

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
    /// A character typed: into the text, into the list under the field, or opening that list.
    pub fn typed(&mut self, c: char, env: &mut Env) -> Vec<Intent> {
        let open = self.pick.is_some() || self.editor.is_some();
        // Where keys are commands, a letter that is none of them is not text either.
        if c.is_control() || !open && (c == ' ' || !env.edit_on_focus) {
            return Vec::new();
        }
        self.with_undo(Join::Typed, env, |form, env| {
            // "95" over 87 is 95 and not 8795; who moves the cursor first continues with what is there
            let replaces = std::mem::take(&mut form.selects_all) && c.is_ascii_digit();
            if let Some(editor) = form.editor.as_mut().filter(|_| replaces) {
                editor.clear();
            }
            form.insert_text(c.encode_utf8(&mut [0; 4]), env)
        })
    }

    /// What an input method asks for: letters before the cursor give way to others.
    pub fn replace_back(&mut self, graphemes: usize, text: &str, env: &mut Env) -> Vec<Intent> {
        self.with_undo(Join::Typed, env, |form, env| {
            let Some(editor) = form.editor() else { return Vec::new() };
            match (editor.replace_back(graphemes, text), &form.pick) {
                (false, _) => Vec::new(),
                (true, Some(_)) => form.narrow(env),
                (true, None) => {
                    form.text_changed();
                    Vec::new()
                }
            }
        })
    }

    /// Text begins editing the field under the cursor, whatever its type: a field that is typed
    /// in, a list, the first cell of a row.
    fn insert_text(&mut self, text: &str, env: &mut Env) -> Vec<Intent> {
        let mut intents = Vec::new();
        if self.pick.is_none() && self.editor.is_none() {
            match self.at {
                Spot::Add(_) => intents.extend(self.add_row(env)),
                Spot::Row(_, row) => {
                    self.open_row = Some(row);
                    intents.extend(self.step(1, env));
                }
                Spot::Field(_) | Spot::Cell(..) => {}
            }
            let path = self.at.path();
            let field = path.and_then(|path| self.field_at(env.programme, path));
            match field {
                Some(field) if is_typed(field) => self.open_editor(env),
                Some(_) => {
                    intents.extend(self.open_pick(text, env));
                    return intents;
                }
                None => return intents,
            }
        }
        let multiline = self.in_note(env.programme);
        if let Some(pick) = &mut self.pick {
            pick.editor.paste(text, false);
            intents.extend(self.narrow(env));
        } else if let Some(editor) = &mut self.editor
            && editor.paste(text, multiline)
        {
            self.text_changed();
        }
        intents
    }

    /// A new line, in a note only.
    pub(super) fn newline(&mut self, env: &Env) -> Vec<Intent> {
        if self.in_note(env.programme) && self.editor.as_mut().is_some_and(|e| e.newline()) {
            self.text_changed();
        }
        Vec::new()
    }

    pub fn paste(&mut self, text: &str, env: &mut Env) -> Vec<Intent> {
        self.with_undo(Join::Alone, env, |form, env| form.insert_text(text, env))
    }
}
