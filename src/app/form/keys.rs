//! Actions of a form.

mod typing;

use typing::changes_text;

use super::edit::{edit_action, is_typed};
use super::merge::SavedChange;
use super::pick::Pick;
use super::spot::Spot;
use super::undo::{DraftSnapshot, Join};
use super::{Env, Form};
use crate::app::intent::Intent;
use crate::keymap::action::{Action, ActionGroup};
use crate::lang::{Lang, app, form as say};
use crate::programme::spec::{Programme, Type};
use crate::record::Value;

impl Form {
    pub fn can(&self, action: Action, programme: &'static Programme) -> bool {
        use Action::*;
        let field = self.focus.field_at_cursor(&self.content, programme);
        match action {
            FormSave | FormClose | FieldNext | FieldPrev | FormNextSection
            | FormPrevSection => true,
            FormNextFault => {
                !(self.content.faults.is_empty()
                    && self.content.draft.typed.is_empty()
                    && self.content.clashes.is_empty())
                    || self
                        .focus
                        .cursor
                        .spots(&self.content, programme)
                        .iter()
                        .any(|s| self.content.is_lacking(*s, programme))
            }
            FormDiscard => self.content.touched || self.content.stored,
            FormUndo => self.content.history.can_undo(),
            FormRedo => self.content.history.can_redo(),
            FieldSwap => self
                .content
                .clash_at_spot(self.focus.cursor.at)
                .is_some_and(|clash| matches!(clash.saved, SavedChange::Answer(_))),
            FieldEdit => self.focus.editor.is_none(),
            FieldDone => self.focus.editor.is_some(),
            RowAdd => !matches!(self.focus.cursor.at, Spot::Field(_)),
            RowDelete => self.focus.cursor.at.row().is_some(),
            FieldClear => {
                let content = &self.content;
                let filled =
                    |path| content.value_at(path).is_some() || content.typed_at(path).is_some();
                self.focus.editor.is_none() && self.focus.cursor.at.path().is_some_and(filled)
            }
            FieldReset => field.is_some_and(|(field, _)| field.computed.is_some()),
            PickChoose => self.focus.pick.as_ref().is_some_and(Pick::can_choose),
            PickCancel | PickUp | PickDown | PickPageUp | PickPageDown => {
                self.focus.pick.is_some()
            }
            PickToggle => self.focus.pick.as_ref().is_some_and(|p| p.marked.is_some()),
            PickCreate => self.focus.pick.as_ref().is_some_and(|p| p.can_create),
            TextNewline | TextUp | TextDown => self.focus.editor.is_some(),
            RowUp | RowDown => !matches!(self.focus.cursor.at, Spot::Field(_)),
            _ if action.spec().group == ActionGroup::Typing => {
                self.focus.editor.is_some() || self.focus.pick.is_some()
            }
            _ => false,
        }
    }

    pub fn act(&mut self, action: Action, env: &mut Env) -> Vec<Intent> {
        match action {
            Action::FormUndo => self.move_in_history(true, env),
            Action::FormRedo => self.move_in_history(false, env),
            // without an open editor, this adds a row or opens a list
            Action::FieldEdit if self.focus.editor.is_none() => {
                self.with_undo(Join::Alone, env, |form, env| form.carry_out(action, env))
            }
            _ => self.with_undo(join_of(action), env, |form, env| form.carry_out(action, env)),
        }
    }

    /// Runs a change of the draft by the officer and records it for undo. Every such change goes
    /// through here.
    pub(super) fn with_undo(
        &mut self,
        join: Join,
        env: &mut Env,
        run: impl FnOnce(&mut Form, &mut Env) -> Vec<Intent>,
    ) -> Vec<Intent> {
        let (was, at) = (DraftSnapshot::of(&self.content.draft), self.focus.cursor.at);
        let intents = run(self, env);
        let content = &mut self.content;
        content.history.record(was, &content.draft, at, self.focus.cursor.at, join);
        intents
    }

    /// Undoes or redoes one step, and moves the cursor to the changed field.
    fn move_in_history(&mut self, back: bool, env: &mut Env) -> Vec<Intent> {
        let Some(step) = self.content.move_in_history(back, env) else { return Vec::new() };
        (self.focus.editor, self.focus.pick) = (None, None);
        let there = back || step.to.field() != step.at.field();
        let wanted = if there { step.at } else { step.to };
        let near = self.focus.cursor.nearest(wanted, &self.content, env.programme);
        let first = || self.focus.cursor.spots(&self.content, env.programme).first().copied();
        self.focus.cursor.at = near.or_else(first).unwrap_or(wanted);
        self.focus.open(&mut self.content, env);
        let path = self.focus.cursor.at.path();
        let unfinished = path.filter(|path| self.focus.editor.is_none() && step.touches(*path));
        let kind = self.content.spec(env.programme);
        let label = kind.and_then(|kind| kind.field(step.at.field()));
        let label = label.map(|field| field.label.get(env.lang)).unwrap_or_default();
        let text =
            if back { say::undone(env.lang, label) } else { say::redone(env.lang, label) };
        let mut intents = vec![Intent::ShowMessage(text)];
        if unfinished.is_some_and(|path| self.content.typed_at(path).is_some()) {
            intents.extend(self.focus.open_pick(&mut self.content, "", env));
        }
        intents
    }

    fn carry_out(&mut self, action: Action, env: &mut Env) -> Vec<Intent> {
        if self.focus.pick.is_some() {
            return self.act_pick(action, env);
        }
        use Action::*;
        match action {
            FormSave => self.save(env),
            FormClose => self.close(env),
            FormNextFault => self.next_fault(env),
            FieldNext | RowDown => self.focus.step(&mut self.content, 1, env),
            FieldDone => {
                self.focus.leave_field(&mut self.content, env);
                vec![Intent::SaveDraft]
            }
            FieldPrev | RowUp => self.focus.step(&mut self.content, -1, env),
            FormNextSection => self.focus.section(&mut self.content, false, env),
            FormPrevSection => self.focus.section(&mut self.content, true, env),
            FieldEdit => self.enter(env),
            FieldClear => self.clear(env),
            FieldSwap => self.swap_sides(env),
            FieldReset => self.set(None, env),
            RowAdd => self.add_row(env),
            RowDelete => self.delete_row(env),
            TextNewline => self.newline(env),
            TextUp | TextDown => self.vertical(action == TextDown, env),
            _ => self.edit_key(action, env),
        }
    }

    fn edit_key(&mut self, action: Action, env: &Env) -> Vec<Intent> {
        self.focus.selects_all = false;
        let Some(editor) = &mut self.focus.editor else { return Vec::new() };
        match edit_action(editor, action) {
            Some(true) if changes_text(action) => self.focus.text_changed(&mut self.content),
            Some(true) => {}
            _ => return nothing_done(action, env),
        }
        Vec::new()
    }

    fn act_pick(&mut self, action: Action, env: &mut Env) -> Vec<Intent> {
        use Action::*;
        let Some(pick) = &mut self.focus.pick else { return Vec::new() };
        match action {
            PickUp => pick.step(-1),
            PickDown => pick.step(1),
            PickPageUp => pick.step(-(super::pick::SHOWN as isize)),
            PickPageDown => pick.step(super::pick::SHOWN as isize),
            PickToggle => self.focus.toggle(&mut self.content, env),
            PickChoose => return self.focus.choose_hit(&mut self.content, env),
            PickCancel | LayerClose | FormClose => {
                self.focus.cancel_pick(&mut self.content, env);
                return vec![Intent::SaveDraft];
            }
            FormSave => return self.save(env),
            PickCreate => {
                let text = pick.editor.text().to_string();
                return self.create(text, env);
            }
            _ => match edit_action(&mut pick.editor, action) {
                Some(true) if changes_text(action) => {
                    return self.focus.narrow(&mut self.content, env);
                }
                Some(true) => {}
                _ => return nothing_done(action, env),
            },
        }
        Vec::new()
    }

    fn create(&self, text: String, env: &Env) -> Vec<Intent> {
        let field = self.focus.field_at_cursor(&self.content, env.programme);
        let kind = match field.map(|(field, _)| &field.ty) {
            Some(Type::Link(kind) | Type::Links(kind)) => env.programme.kind_by_id(kind),
            _ => None,
        };
        match kind {
            Some(kind) => vec![Intent::SaveDraft, Intent::Create { kind: kind.no, text }],
            None => Vec::new(),
        }
    }

    /// Enter: adds or expands a table row, opens the editor or the list of a field.
    fn enter(&mut self, env: &mut Env) -> Vec<Intent> {
        match self.focus.cursor.at {
            Spot::Add(_) => self.add_row(env),
            Spot::Row(_, row) if self.focus.cursor.open_row == Some(row) => {
                self.focus.cursor.open_row = None;
                Vec::new()
            }
            Spot::Row(_, row) => {
                self.focus.cursor.open_row = Some(row);
                self.focus.step(&mut self.content, 1, env)
            }
            _ if self.focus.editor.is_some() => self.focus.step(&mut self.content, 1, env),
            Spot::Field(_) | Spot::Cell(..) => {
                match self.focus.field_at_cursor(&self.content, env.programme) {
                    Some((field, _)) if is_typed(field) => {
                        self.focus.open_editor(&self.content, env);
                        Vec::new()
                    }
                    Some(_) => self.focus.open_pick(&mut self.content, "", env),
                    None => Vec::new(),
                }
            }
        }
    }

    fn set(&mut self, value: Option<Value>, env: &mut Env) -> Vec<Intent> {
        if let Some(path) = self.focus.cursor.at.path() {
            self.content.put(path, value, env);
            self.focus.open(&mut self.content, env);
            return vec![Intent::SaveDraft];
        }
        Vec::new()
    }

    /// Clears the field: first an unfinished text, then the answer.
    fn clear(&mut self, env: &mut Env) -> Vec<Intent> {
        let Some(path) = self.focus.cursor.at.path() else { return Vec::new() };
        if !self.content.forget_typed(path) {
            return self.set(None, env);
        }
        self.content.forget_faults(path);
        self.content.changed();
        self.focus.open(&mut self.content, env);
        vec![Intent::SaveDraft]
    }

    pub(super) fn add_row(&mut self, env: &mut Env) -> Vec<Intent> {
        let no = self.focus.cursor.at.field();
        self.focus.leave_field(&mut self.content, env);
        let Some((row, column)) = self.content.add_row(no, env) else { return Vec::new() };
        self.focus.cursor.open_row = Some(row);
        self.focus.cursor.at = Spot::Cell(no, row, column);
        self.focus.open(&mut self.content, env);
        vec![Intent::SaveDraft]
    }

    fn delete_row(&mut self, env: &mut Env) -> Vec<Intent> {
        let (no, Some(row)) = (self.focus.cursor.at.field(), self.focus.cursor.at.row()) else {
            return Vec::new();
        };
        self.focus.editor = None;
        self.content.delete_row(no, row, env);
        self.focus.cursor.open_row = None;
        self.focus.cursor.at = Spot::Add(no);
        self.focus.open(&mut self.content, env);
        vec![Intent::SaveDraft]
    }

    /// Up and down inside a note; at its first and last line they leave it.
    fn vertical(&mut self, down: bool, env: &mut Env) -> Vec<Intent> {
        let width = self.note_width;
        let Some(editor) = &mut self.focus.editor else {
            return self.focus.step(&mut self.content, if down { 1 } else { -1 }, env);
        };
        let moved = if down { editor.down(width) } else { editor.up(width) };
        if moved {
            Vec::new()
        } else {
            self.focus.step(&mut self.content, if down { 1 } else { -1 }, env)
        }
    }

    /// Esc: closes the form; the draft stays if anything was entered.
    fn close(&mut self, env: &mut Env) -> Vec<Intent> {
        self.focus.leave_field(&mut self.content, env);
        self.focus.open(&mut self.content, env);
        match self.content.is_worth_keeping() {
            true => vec![Intent::SaveDraft, Intent::CloseForm],
            false => vec![Intent::CloseForm],
        }
    }
}

/// How the change made by an action joins the change before it, for undo.
fn join_of(action: Action) -> Join {
    use Action::*;
    match action {
        TextDeleteBack | TextDeleteForward => Join::Deleted,
        FieldNext | FieldPrev | RowUp | RowDown | FormNextSection | FormPrevSection
        | FormNextFault | FormSave | FormClose | FieldDone | FieldEdit | TextUp | TextDown => {
            Join::Left
        }
        _ => Join::Alone,
    }
}

/// The message for an editing key without effect; none for cursor movement at an end of the text.
pub fn no_effect_text(lang: Lang, action: Action) -> Option<String> {
    match action {
        Action::TextUndo => Some(app::nothing_to_undo(lang)),
        Action::TextRedo => Some(app::nothing_to_redo(lang)),
        _ => changes_text(action).then(|| app::nothing_to_delete(lang)),
    }
}

fn nothing_done(action: Action, env: &Env) -> Vec<Intent> {
    no_effect_text(env.lang, action).map(Intent::ShowMessage).into_iter().collect()
}
