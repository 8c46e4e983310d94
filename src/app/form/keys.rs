//! What keys do in a form.

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
use crate::record::{Fields, Path, Row, Value};

impl Form {
    pub fn can(&self, action: Action, programme: &'static Programme) -> bool {
        use Action::*;
        let field = self.at().path().and_then(|path| self.field_at(programme, path));
        match action {
            FormSave | FormClose | FieldNext | FieldPrev | FormNextSection
            | FormPrevSection => true,
            FormNextFault => {
                !(self.faults.is_empty()
                    && self.draft.typed.is_empty()
                    && self.clashes.is_empty())
                    || self.spots(programme).iter().any(|s| self.is_lacking(*s, programme))
            }
            FormDiscard => self.touched || self.stored,
            FormUndo => self.history.can_undo(),
            FormRedo => self.history.can_redo(),
            FieldSwap => self
                .clash_at_cursor()
                .is_some_and(|clash| matches!(clash.saved, SavedChange::Answer(_))),
            FieldEdit => self.editor.is_none(),
            FieldDone => self.editor.is_some(),
            RowAdd => !matches!(self.at, Spot::Field(_)),
            RowDelete => self.at.row().is_some(),
            FieldClear => {
                let unfinished = |path| self.draft.typed.iter().any(|t| t.path == path);
                let filled = |path| self.value_at(path).is_some() || unfinished(path);
                self.editor.is_none() && self.at().path().is_some_and(filled)
            }
            FieldReset => field.is_some_and(|f| f.computed.is_some()),
            PickChoose => self.pick.as_ref().is_some_and(Pick::can_choose),
            PickCancel | PickUp | PickDown | PickPageUp | PickPageDown => self.pick.is_some(),
            PickToggle => self.pick.as_ref().is_some_and(|p| p.marked.is_some()),
            PickCreate => self.pick.as_ref().is_some_and(|p| p.can_create),
            TextNewline | TextUp | TextDown => self.editor.is_some(),
            RowUp | RowDown => !matches!(self.at, Spot::Field(_)),
            _ if action.spec().group == ActionGroup::Typing => {
                self.editor.is_some() || self.pick.is_some()
            }
            _ => false,
        }
    }

    pub fn act(&mut self, action: Action, env: &mut Env) -> Vec<Intent> {
        match action {
            Action::FormUndo => self.move_field(true, env),
            Action::FormRedo => self.move_field(false, env),
            // without a text to leave, this adds a row or opens a list
            Action::FieldEdit if self.editor.is_none() => {
                self.with_undo(Join::Alone, env, |form, env| form.carry_out(action, env))
            }
            _ => self.with_undo(join_of(action), env, |form, env| form.carry_out(action, env)),
        }
    }

    /// Every change of the draft by the officer's hand goes through here, so that all of them can
    /// be undone.
    pub(super) fn with_undo(
        &mut self,
        join: Join,
        env: &mut Env,
        run: impl FnOnce(&mut Form, &mut Env) -> Vec<Intent>,
    ) -> Vec<Intent> {
        let (was, at) = (DraftSnapshot::of(&self.draft), self.at);
        let intents = run(self, env);
        self.history.record(was, &self.draft, at, self.at, join);
        intents
    }

    /// One step back or forth, and the cursor to the field that it changed.
    fn move_field(&mut self, back: bool, env: &mut Env) -> Vec<Intent> {
        let was = self.draft.fields.clone();
        let step = match back {
            true => self.history.undo(&mut self.draft),
            false => self.history.redo(&mut self.draft),
        };
        let Some(step) = step else { return Vec::new() };
        (self.editor, self.pick) = (None, None);
        self.recompute(&was, env);
        self.keep_rows_of_texts();
        self.faults.retain(|fault| !step.touches(fault.at));
        self.mark_unchosen(env);
        self.changed();
        let there = back || step.to.field() != step.at.field();
        self.at = self.nearest(if there { step.at } else { step.to }, env);
        self.focus(env);
        let unfinished =
            self.at.path().filter(|path| self.editor.is_none() && step.touches(*path));
        let label = self.spec(env.programme).and_then(|kind| kind.field(step.at.field()));
        let label = label.map(|field| field.label.get(env.lang)).unwrap_or_default();
        let text =
            if back { say::undone(env.lang, label) } else { say::redone(env.lang, label) };
        let mut intents = vec![Intent::ShowMessage(text)];
        if unfinished.is_some_and(|path| self.draft.typed.iter().any(|t| t.path == path)) {
            intents.extend(self.open_pick("", env));
        }
        intents
    }

    /// An unfinished text whose row was deleted elsewhere keeps a row.
    fn keep_rows_of_texts(&mut self) {
        let cells = self.draft.typed.iter();
        let cells: Vec<_> =
            cells.filter_map(|typed| Some((typed.path.field, typed.path.cell?.0))).collect();
        for (no, id) in cells {
            let rows = self.draft.fields.get(no).map(Value::as_lines).unwrap_or_default();
            if !rows.iter().any(|row| row.id == id) {
                self.with_rows(no, |rows| rows.push(Row { id, cells: Fields::new() }));
            }
        }
    }

    /// The spot itself, or one of its field where it is gone.
    fn nearest(&mut self, spot: Spot, env: &Env) -> Spot {
        if let Some(row) = spot.row() {
            self.open_row = Some(row);
        }
        let spots = self.spots(env.programme);
        let near = spots.iter().find(|s| **s == spot);
        let near = near.or_else(|| spots.iter().find(|s| s.field() == spot.field()));
        near.or(spots.first()).copied().unwrap_or(spot)
    }

    fn carry_out(&mut self, action: Action, env: &mut Env) -> Vec<Intent> {
        if self.pick.is_some() {
            return self.act_pick(action, env);
        }
        use Action::*;
        match action {
            FormSave => self.save(env),
            FormClose => self.close(env),
            FormNextFault => self.next_fault(env),
            FieldNext | RowDown => self.step(1, env),
            FieldDone => {
                self.leave_field(env);
                vec![Intent::SaveDraft]
            }
            FieldPrev | RowUp => self.step(-1, env),
            FormNextSection => self.section(1, env),
            FormPrevSection => self.section(-1, env),
            FieldEdit => self.enter(env),
            FieldClear => self.clear(env),
            FieldSwap => self.swap_sides(env),
            FieldReset => self.reset(env),
            RowAdd => self.add_row(env),
            RowDelete => self.delete_row(env),
            TextNewline => self.newline(env),
            TextUp | TextDown => self.vertical(action == TextDown, env),
            _ => self.edit_key(action, env),
        }
    }

    fn edit_key(&mut self, action: Action, env: &Env) -> Vec<Intent> {
        self.selects_all = false;
        let Some(editor) = &mut self.editor else { return Vec::new() };
        match edit_action(editor, action) {
            Some(true) if changes_text(action) => self.text_changed(),
            Some(true) => {}
            _ => return nothing_done(action, env),
        }
        Vec::new()
    }

    fn act_pick(&mut self, action: Action, env: &mut Env) -> Vec<Intent> {
        use Action::*;
        let Some(pick) = &mut self.pick else { return Vec::new() };
        match action {
            PickUp => pick.step(-1),
            PickDown => pick.step(1),
            PickPageUp => pick.step(-(super::pick::SHOWN as isize)),
            PickPageDown => pick.step(super::pick::SHOWN as isize),
            PickToggle => self.toggle(env),
            PickChoose => return self.choose_hit(env),
            PickCancel | LayerClose | FormClose => self.cancel_pick(env),
            FormSave => return self.save(env),
            PickCreate => {
                let text = pick.editor.text().to_string();
                return self.create(text, env);
            }
            _ => match edit_action(&mut pick.editor, action) {
                Some(true) if changes_text(action) => return self.narrow(env),
                Some(true) => {}
                _ => return nothing_done(action, env),
            },
        }
        Vec::new()
    }

    fn create(&mut self, text: String, env: &mut Env) -> Vec<Intent> {
        let path = self.at.path();
        let field = path.and_then(|path| self.field_at(env.programme, path));
        let kind = match field.map(|f| &f.ty) {
            Some(Type::Link(kind) | Type::Links(kind)) => env.programme.kind_by_id(kind),
            _ => None,
        };
        match kind {
            Some(kind) => vec![Intent::SaveDraft, Intent::Create { kind: kind.no, text }],
            None => Vec::new(),
        }
    }

    /// Leaves the field by so many spots.
    pub(super) fn step(&mut self, by: isize, env: &mut Env) -> Vec<Intent> {
        let was = self.dirty;
        self.leave_field(env);
        let spots = self.spots(env.programme);
        let here = spots.iter().position(|s| *s == self.at);
        let here = here.or_else(|| spots.iter().position(|s| s.field() == self.at.field()));
        let to = here.unwrap_or(0).saturating_add_signed(by).min(spots.len().saturating_sub(1));
        if let Some(spot) = spots.get(to).copied() {
            self.at = spot;
        }
        self.focus(env);
        if was || self.dirty { vec![Intent::SaveDraft] } else { Vec::new() }
    }

    /// To the first spot of the next or the last section.
    fn section(&mut self, way: isize, env: &mut Env) -> Vec<Intent> {
        self.leave_field(env);
        let Some(kind) = self.spec(env.programme) else { return Vec::new() };
        let of = |spot: &Spot| {
            kind.sections.iter().position(|s| s.fields.iter().any(|f| f.no == spot.field()))
        };
        let (here, spots) = (of(&self.at), self.spots(env.programme));
        let next = spots.iter().find(|s| of(s) > here);
        let start_of = |section: Option<usize>| spots.iter().find(|s| of(s) == section);
        let to = match way > 0 {
            true => next.or(spots.last()),
            false if start_of(here) == Some(&self.at) => {
                let before = spots.iter().rev().find(|s| of(s) < here);
                start_of(before.map_or(here, of))
            }
            false => start_of(here),
        };
        if let Some(spot) = to.copied() {
            self.at = spot;
        }
        self.focus(env);
        vec![Intent::SaveDraft]
    }

    /// Enter on a field that is not typed in, a table's row, or its last line.
    fn enter(&mut self, env: &mut Env) -> Vec<Intent> {
        match self.at {
            Spot::Add(_) => self.add_row(env),
            Spot::Row(_, row) => {
                self.open_row = if self.open_row == Some(row) { None } else { Some(row) };
                match self.open_row {
                    Some(_) => self.step(1, env),
                    None => Vec::new(),
                }
            }
            _ if self.editor.is_some() => self.step(1, env),
            Spot::Field(_) | Spot::Cell(..) => {
                let path = self.at.path();
                let field = path.and_then(|path| self.field_at(env.programme, path));
                match field {
                    Some(field) if is_typed(field) => {
                        self.open_editor(env);
                        Vec::new()
                    }
                    Some(_) => self.open_pick("", env),
                    None => Vec::new(),
                }
            }
        }
    }

    fn set(&mut self, value: Option<Value>, env: &mut Env) -> Vec<Intent> {
        if let Some(path) = self.at.path() {
            self.put(path, value, env);
            self.focus(env);
            return vec![Intent::SaveDraft];
        }
        Vec::new()
    }

    /// Empties the field: first of words from which nothing was chosen, then of its answer.
    fn clear(&mut self, env: &mut Env) -> Vec<Intent> {
        let path = self.at.path();
        let unfinished = self.draft.typed.len();
        self.draft.typed.retain(|typed| Some(typed.path) != path);
        if unfinished == self.draft.typed.len() {
            return self.set(None, env);
        }
        self.faults.retain(|fault| Some(fault.at) != path);
        self.changed();
        self.focus(env);
        vec![Intent::SaveDraft]
    }

    /// A computed answer that was overridden is computed again.
    fn reset(&mut self, env: &mut Env) -> Vec<Intent> {
        let path = self.at.path();
        let computed = path
            .and_then(|path| self.field_at(env.programme, path))
            .is_some_and(|f| f.computed.is_some());
        if computed { self.set(None, env) } else { Vec::new() }
    }

    fn add_row(&mut self, env: &mut Env) -> Vec<Intent> {
        let no = self.at.field();
        self.leave_field(env);
        let Some(field) = self.spec(env.programme).and_then(|k| k.field(no)) else {
            return Vec::new();
        };
        let Some(column) = field.columns().first().map(|c| c.no) else { return Vec::new() };
        let row = env.ids.next(env.now);
        let was = self.draft.fields.clone();
        self.with_rows(no, |rows| rows.push(Row { id: row, cells: Fields::new() }));
        self.changed();
        self.recompute(&was, env);
        self.open_row = Some(row);
        self.at = Spot::Cell(no, row, column);
        self.focus(env);
        vec![Intent::SaveDraft]
    }

    fn delete_row(&mut self, env: &mut Env) -> Vec<Intent> {
        let (no, Some(row)) = (self.at.field(), self.at.row()) else { return Vec::new() };
        let was = self.draft.fields.clone();
        self.editor = None;
        self.with_rows(no, |rows| rows.retain(|r| r.id != row));
        let gone = |path: Path| path.cell.is_some_and(|(id, _)| id == row);
        self.draft.typed.retain(|t| !gone(t.path));
        self.faults.retain(|f| !gone(f.at));
        self.open_row = None;
        self.at = Spot::Add(no);
        self.changed();
        self.recompute(&was, env);
        self.focus(env);
        vec![Intent::SaveDraft]
    }

    /// Up and down inside a note; at its edges they leave it.
    fn vertical(&mut self, down: bool, env: &mut Env) -> Vec<Intent> {
        let width = self.note_width;
        let Some(editor) = &mut self.editor else {
            return self.step(if down { 1 } else { -1 }, env);
        };
        let moved = if down { editor.down(width) } else { editor.up(width) };
        if moved { Vec::new() } else { self.step(if down { 1 } else { -1 }, env) }
    }

    /// Esc: the draft stays when anything was entered.
    fn close(&mut self, env: &mut Env) -> Vec<Intent> {
        self.leave_field(env);
        self.focus(env);
        match self.has_content() {
            true => vec![Intent::SaveDraft, Intent::CloseForm],
            false => vec![Intent::CloseForm],
        }
    }
}

/// How what an action changes joins the change before it, for undo.
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

/// What is said where a key of typing finds nothing to do. A cursor at its end needs no word.
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
