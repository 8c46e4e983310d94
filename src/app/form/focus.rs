//! The focus of a form: the cursor, and the editor or list that is open there. The answers are
//! passed to its methods.

use super::Env;
use super::content::FormContent;
use super::cursor::FormCursor;
use super::edit::is_typed;
use super::pick::Pick;
use super::spot::Spot;
use crate::app::intent::Intent;
use crate::programme::spec::{Field, Programme, Type};
use crate::record::Path;
use crate::text::edit::Editor;

#[derive(Debug)]
pub struct FormFocus {
    pub cursor: FormCursor,
    /// the open list under the field
    pub pick: Option<Pick>,
    /// the open editor of the field
    pub editor: Option<Editor>,
    /// the number in the editor is selected: the first digit typed replaces it
    pub(super) selects_all: bool,
}

impl FormFocus {
    pub(super) fn new(content: &mut FormContent, env: &Env) -> FormFocus {
        let cursor = FormCursor::resume(content, env);
        let mut focus = FormFocus { cursor, pick: None, editor: None, selects_all: false };
        focus.open(content, env);
        focus
    }

    pub fn editor(&mut self) -> Option<&mut Editor> {
        match &mut self.pick {
            Some(pick) => Some(&mut pick.editor),
            None => self.editor.as_mut(),
        }
    }

    /// The field under the cursor, if the spot has one.
    pub(super) fn field_at_cursor(
        &self,
        content: &FormContent,
        programme: &'static Programme,
    ) -> Option<(&'static Field, Path)> {
        let path = self.cursor.at.path()?;
        Some((content.field_at(programme, path)?, path))
    }

    /// The cursor has reached a field: opens the editor of a typed field, unless the keymap
    /// requires a key for that. For an unfinished text the editor always opens.
    pub(super) fn open(&mut self, content: &mut FormContent, env: &Env) {
        (self.pick, self.editor) = (None, None);
        content.mark_clash_seen(self.cursor.at);
        let path = self.cursor.at.path();
        let raw = path.is_some_and(|path| content.typed_at(path).is_some());
        if env.edit_on_focus || raw {
            self.open_editor(content, env);
        }
    }

    pub(super) fn open_editor(&mut self, content: &FormContent, env: &Env) {
        let Some((field, path)) = self.field_at_cursor(content, env.programme) else { return };
        if !is_typed(field) {
            return;
        }
        let typed = content.typed_at(path);
        self.selects_all = field.ty.is_number() && typed.is_none();
        self.editor = Some(match typed {
            Some(typed) => Editor::with_cursor(&typed.text, typed.cursor as usize),
            None => Editor::new(&content.plain(field, path, env)),
        });
    }

    /// Stores the cursor position of an unfinished text in the draft.
    pub(super) fn keep_cursor(&mut self, content: &mut FormContent) {
        let Some(path) = self.cursor.at.path() else { return };
        let editor = self.pick.as_ref().map(|pick| &pick.editor).or(self.editor.as_ref());
        let cursor = editor.and_then(|editor| u32::try_from(editor.cursor()).ok());
        let typed = content.draft.typed.iter_mut().find(|typed| typed.path == path);
        if let (Some(typed), Some(cursor)) = (typed, cursor) {
            typed.cursor = cursor;
        }
    }

    /// The text changed: stores it as typed, and marks the draft dirty.
    pub(super) fn text_changed(&mut self, content: &mut FormContent) {
        content.changed();
        let Some(path) = self.cursor.at.path() else { return };
        content.forget_faults(path);
        if let Some(editor) = &self.editor {
            content.set_typed(path, editor);
        }
    }

    /// Leaves the field: its text becomes an answer, or is stored as typed with its fault.
    pub(super) fn leave_field(&mut self, content: &mut FormContent, env: &Env) {
        if self.pick.take().is_some() {
            content.mark_unchosen(env);
        }
        if let (Some(editor), Some(path)) = (self.editor.take(), self.cursor.at.path()) {
            content.take_text(path, &editor, env);
        }
    }

    /// Whether a note is being edited, where Enter inserts a line break.
    pub(super) fn in_note(&self, content: &FormContent, programme: &'static Programme) -> bool {
        let field = self.field_at_cursor(content, programme).filter(|_| self.editor.is_some());
        field.is_some_and(|(field, _)| matches!(field.ty, Type::Note))
    }

    pub(super) fn go_to(&mut self, content: &mut FormContent, spot: Spot, env: &mut Env) {
        self.leave_field(content, env);
        self.cursor.at = spot;
        if let Spot::Cell(_, row, _) = spot {
            self.cursor.open_row = Some(row);
        }
        self.open(content, env);
    }

    /// Moves to a spot, or to its field if the spot no longer exists.
    pub(super) fn go_to_nearest(
        &mut self,
        content: &mut FormContent,
        spot: Spot,
        env: &mut Env,
    ) {
        if let Some(near) = self.cursor.nearest(spot, content, env.programme) {
            self.go_to(content, near, env);
        }
    }

    /// Leaves the field and moves by a number of spots.
    pub(super) fn step(
        &mut self,
        content: &mut FormContent,
        by: isize,
        env: &mut Env,
    ) -> Vec<Intent> {
        let was = content.dirty;
        self.leave_field(content, env);
        let spot = self.cursor.step(by, content, env.programme);
        self.cursor.at = spot.unwrap_or(self.cursor.at);
        self.open(content, env);
        if was || content.dirty { vec![Intent::SaveDraft] } else { Vec::new() }
    }

    /// Moves to the first spot of the next or the previous section.
    pub(super) fn section(
        &mut self,
        content: &mut FormContent,
        back: bool,
        env: &mut Env,
    ) -> Vec<Intent> {
        self.leave_field(content, env);
        let spot = self.cursor.section(back, content, env.programme);
        self.cursor.at = spot.unwrap_or(self.cursor.at);
        self.open(content, env);
        vec![Intent::SaveDraft]
    }
}
