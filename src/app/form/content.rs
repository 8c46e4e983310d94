//! The answers of a form with related data: the edited record, titles, faults, conflicts, undo
//! history. Knows no cursor, open editor or open list.

mod rules;

pub(super) use rules::faults_with_texts;

use std::collections::BTreeMap;

use super::Env;
use super::clash::{FormClash, value_in};
use super::spot::Spot;
use super::undo::{DraftSnapshot, FormHistory, FormStep, Join};
use crate::programme::answer;
use crate::programme::check::Need;
use crate::programme::faults::Fault;
use crate::programme::spec::{Field, Kind, Programme};
use crate::record::{Draft, FieldNo, Fields, Id, Path, Record, Row, Typed, Value};
use crate::text::edit::Editor;

#[derive(Debug)]
pub struct FormContent {
    pub draft: Draft,
    /// the edited record before the changes; `None` for a new record
    pub before: Option<Box<Record>>,
    pub titles: BTreeMap<Id, String>,
    /// details that distinguish a linked record from others of its name; empty: no namesake
    pub tells: BTreeMap<Id, String>,
    pub faults: Vec<Fault>,
    /// the records that the rules read when the faults were found
    pub(super) seen_clashes: Vec<(Need, Vec<Record>)>,
    /// the last save found only warnings, which are now shown: the next save commits
    pub(super) confirmed_warnings: bool,
    /// the commune for which the officer gave the first day
    pub(super) said_since: Option<String>,
    /// fields and rows changed both in the form and elsewhere
    pub clashes: Vec<FormClash>,
    pub(super) history: FormHistory,
    /// the draft before any change; unknown for a draft from the disk
    pub(super) start: Option<DraftSnapshot>,
    /// fields where words were typed to search a list of choices
    pub(super) searched: Vec<Path>,
    /// a draft of this form is on the disk
    pub(super) stored: bool,
    /// there are changes that are not on the disk
    pub(super) dirty: bool,
    /// something was entered since the form was opened
    pub(super) touched: bool,
}

impl FormContent {
    pub(super) fn new(draft: Draft) -> FormContent {
        FormContent {
            draft,
            before: None,
            titles: BTreeMap::new(),
            tells: BTreeMap::new(),
            faults: Vec::new(),
            seen_clashes: Vec::new(),
            confirmed_warnings: false,
            said_since: None,
            clashes: Vec::new(),
            history: FormHistory::default(),
            start: None,
            searched: Vec::new(),
            stored: false,
            dirty: false,
            touched: false,
        }
    }

    pub fn spec(&self, programme: &'static Programme) -> Option<&'static Kind> {
        programme.kind(self.draft.kind)
    }

    /// The field or column at a path.
    pub fn field_at(
        &self,
        programme: &'static Programme,
        path: Path,
    ) -> Option<&'static Field> {
        let field = self.spec(programme)?.field(path.field)?;
        match path.cell {
            Some((_, column)) => field.column(column),
            None => Some(field),
        }
    }

    pub fn value_at(&self, path: Path) -> Option<&Value> {
        value_in(&self.draft.fields, path)
    }

    /// The id of the edited record, or of the record to be created.
    pub fn subject_id(&self) -> Id {
        self.draft.edits.map_or(self.draft.id, |(id, _)| id)
    }

    /// The unfinished text at a path.
    pub(super) fn typed_at(&self, path: Path) -> Option<&Typed> {
        self.draft.typed.iter().find(|typed| typed.path == path)
    }

    /// Stores a text that is not a valid value (yet), as typed.
    pub(super) fn set_typed(&mut self, path: Path, editor: &Editor) {
        let cursor = u32::try_from(editor.cursor()).unwrap_or(0);
        self.forget_typed(path);
        self.draft.typed.push(Typed { path, text: editor.text().to_string(), cursor });
    }

    /// Removes an unfinished text; false where there was none.
    pub(super) fn forget_typed(&mut self, path: Path) -> bool {
        let unfinished = self.draft.typed.len();
        self.draft.typed.retain(|typed| typed.path != path);
        unfinished != self.draft.typed.len()
    }

    pub(super) fn forget_faults(&mut self, path: Path) {
        self.faults.retain(|fault| fault.at != path);
    }

    /// Sets or clears an answer, and computes dependent answers again.
    pub fn put(&mut self, path: Path, value: Option<Value>, env: &Env) {
        if self.value_at(path) == value.as_ref() {
            // The same answer was typed again: its faults stay.
            self.dirty |= self.forget_typed(path);
            return;
        }
        let was = self.draft.fields.clone();
        self.forget_typed(path);
        self.forget_faults(path);
        match path.cell {
            None => self.draft.fields.put(path.field, value),
            Some((row, column)) => self.with_rows(path.field, |rows| {
                if let Some(row) = rows.iter_mut().find(|r| r.id == row) {
                    row.cells.put(column, value);
                }
            }),
        }
        self.changed();
        self.recompute(&was, env);
    }

    /// Fills empty fields with answers that follow from a link. `at`: the cursor. Fills nothing and
    /// returns false if the link was undone meanwhile.
    pub(super) fn fill(
        &mut self,
        fields: &Fields,
        titles: BTreeMap<Id, String>,
        at: Spot,
        env: &Env,
    ) -> bool {
        self.titles.extend(titles);
        if self.history.can_redo() {
            return false;
        }
        let (before, was) = (DraftSnapshot::of(&self.draft), self.draft.fields.clone());
        for (no, value) in fields.iter() {
            let is_free = self.typed_at(Path::field(no)).is_none();
            if self.draft.fields.get(no).is_none() && is_free {
                self.draft.fields.set(no, value.clone());
                self.dirty = true;
            }
        }
        self.recompute(&was, env);
        self.history.record(before, &self.draft, at, at, Join::Follows);
        true
    }

    pub(super) fn with_rows(&mut self, no: FieldNo, change: impl FnOnce(&mut Vec<Row>)) {
        let mut rows = match self.draft.fields.remove(no) {
            Some(Value::Lines(rows)) => rows,
            _ => Vec::new(),
        };
        change(&mut rows);
        if !rows.is_empty() {
            self.draft.fields.set(no, Value::Lines(rows));
        }
    }

    /// Appends a row to a table; returns its id and the number of its first column.
    pub(super) fn add_row(&mut self, no: FieldNo, env: &mut Env) -> Option<(Id, FieldNo)> {
        let field = self.spec(env.programme)?.field(no)?;
        let column = field.columns().first()?.no;
        let row = env.ids.next(env.now);
        let was = self.draft.fields.clone();
        self.with_rows(no, |rows| rows.push(Row { id: row, cells: Fields::new() }));
        self.changed();
        self.recompute(&was, env);
        Some((row, column))
    }

    /// Deletes a row with its unfinished texts and faults.
    pub(super) fn delete_row(&mut self, no: FieldNo, row: Id, env: &Env) {
        let was = self.draft.fields.clone();
        self.with_rows(no, |rows| rows.retain(|r| r.id != row));
        let gone = |path: Path| path.cell.is_some_and(|(id, _)| id == row);
        self.draft.typed.retain(|t| !gone(t.path));
        self.faults.retain(|f| !gone(f.at));
        self.changed();
        self.recompute(&was, env);
    }

    /// Creates an empty row for each unfinished text whose row was deleted elsewhere.
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

    /// Undoes or redoes a step.
    pub(super) fn move_in_history(&mut self, back: bool, env: &Env) -> Option<FormStep> {
        let was = self.draft.fields.clone();
        let step = match back {
            true => self.history.undo(&mut self.draft),
            false => self.history.redo(&mut self.draft),
        }?;
        self.recompute(&was, env);
        self.keep_rows_of_texts();
        self.faults.retain(|fault| !step.touches(fault.at));
        self.mark_unchosen(env);
        self.changed();
        Some(step)
    }

    pub(super) fn changed(&mut self) {
        (self.dirty, self.touched, self.confirmed_warnings) = (true, true, false);
    }

    /// The answer as it is typed, for the editor.
    pub(super) fn plain(&self, field: &Field, path: Path, env: &Env) -> String {
        self.value_at(path)
            .map(|v| answer::show(env.programme, field, v, env.lang))
            .unwrap_or_default()
    }

    /// Linked records whose namesakes have not been looked up; marks them as looked up.
    pub fn new_links(&mut self) -> Vec<Id> {
        let mut links = self.draft.fields.links();
        self.clashes.iter().for_each(|clash| clash.add_links(&mut links));
        links.retain(|id| !self.tells.contains_key(id));
        self.tells.extend(links.iter().map(|id| (*id, String::new())));
        links
    }

    /// Whether there are changes that are not on the disk.
    pub fn is_dirty(&self) -> bool {
        self.dirty
    }

    /// The draft could not be written.
    pub fn mark_dirty(&mut self) {
        (self.dirty, self.start) = (true, None);
    }

    /// Whether anything was entered. Only then a draft is needed.
    pub(super) fn was_touched(&self) -> bool {
        self.touched
    }

    /// Whether closing the form would lose anything. Text that was typed and removed again counts,
    /// because undo restores it; words that only searched a list do not.
    pub fn is_worth_keeping(&self) -> bool {
        let unchanged =
            self.start.as_ref().is_some_and(|start| start.equals_draft(&self.draft));
        if unchanged && !self.history.restores_more_than(&self.searched) {
            return false;
        }
        self.stored || (self.touched && self.history.can_undo())
    }

    pub fn is_stored(&self) -> bool {
        self.stored
    }

    /// The draft was read from the disk.
    pub fn mark_stored(&mut self) {
        self.stored = true;
    }

    /// The form contains only defaults and computed answers: no draft is needed.
    pub(super) fn mark_untouched(&mut self) {
        (self.dirty, self.touched) = (false, false);
        self.start = self.start.is_some().then(|| DraftSnapshot::of(&self.draft));
    }

    /// Takes the undo history, for the next form that opens this draft.
    pub fn take_history(&mut self) -> FormHistory {
        std::mem::take(&mut self.history)
    }

    pub fn put_history(&mut self, history: FormHistory) {
        self.history = history;
    }
}
