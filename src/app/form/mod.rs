//! A form: the questions of a kind, one after the other, with the answers as they are typed.
//!
//! Pure. It holds a draft and says in `Intent`s what the outside must do; its owner fetches
//! records, writes drafts and commits. A text that is not (yet) a value stays as it was typed,
//! with its fault at the field: nothing typed is lost.

mod answers;
mod edit;
mod keys;
mod layer;
mod layout;
mod merge;
mod pick;
mod rebase;
mod save;
mod sheet;
mod spot;
mod undo;

use std::collections::BTreeMap;

pub use crate::app::env::Env;
pub use edit::edit_action;
pub use keys::no_effect_text;
pub use layout::{ClashText, FormLayout, FormLine, FormPart, choices_column, label_width};
pub use merge::{FieldConflict, MergedForm, SavedChange, merge};
pub use pick::{Hit, Pick};
pub use rebase::FormClash;
pub use spot::{Spot, answerable};
pub use undo::FormHistory;

use crate::programme::check::Need;
use crate::programme::faults::Fault;
use crate::programme::spec::{Field, Kind, Programme};
use crate::record::{Draft, FieldNo, Fields, Id, KindNo, Path, Record, Value};
use crate::text::edit::Editor;
use undo::{DraftSnapshot, Join};

#[derive(Debug)]
pub struct Form {
    pub kind: KindNo,
    pub draft: Draft,
    /// the record as it was, when one is edited
    pub before: Option<Box<Record>>,
    pub titles: BTreeMap<Id, String>,
    /// what tells a record linked to from others of its name; empty where it has no namesake
    pub tells: BTreeMap<Id, String>,
    pub faults: Vec<Fault>,
    /// the records that the rules looked at when the faults were found
    seen_clashes: Vec<(Need, Vec<Record>)>,
    pub pick: Option<Pick>,
    pub top: usize,
    at: Spot,
    /// the table row whose cells are shown
    open_row: Option<Id>,
    editor: Option<Editor>,
    /// the save found nothing but what is shown now: the next one goes on
    confirmed_warnings: bool,
    /// what others saved where something was changed here, too
    clashes: Vec<FormClash>,
    history: FormHistory,
    /// what a form held before anybody changed it; nobody knows that of a draft from the disk
    start: Option<DraftSnapshot>,
    /// places where words were typed into a list of choices
    searched: Vec<Path>,
    /// the disk holds a draft of this form
    stored: bool,
    /// saving continues when the record is here
    save_on_load: bool,
    /// the cursor has come to a filled number and nothing was done there: a digit begins it again
    selects_all: bool,
    /// a question was raised that no frame has shown yet: a save key typed ahead is no answer to it
    shown_faults: bool,
    /// something changed that the disk does not hold
    dirty: bool,
    /// something was entered since the form was opened
    touched: bool,
    /// a save is on its way: no second one is sent
    waiting: bool,
    /// cells of a line of a note, as it was laid out last
    note_width: usize,
    /// lines that the list under the question may take
    list_height: usize,
}

impl Form {
    /// A new record, with what it starts with.
    pub fn new(kind: &Kind, fields: Fields, env: &mut Env) -> Form {
        let id = env.ids.next(env.now);
        let form = kind.version;
        let (edits, typed, at) = (None, Vec::new(), None);
        let changed = env.now;
        let draft =
            Draft { id, kind: kind.no, form, edits, fields, typed, at, changed, hidden: false };
        let mut form = Form::resume(draft, env);
        form.start = Some(DraftSnapshot::of(&form.draft));
        form
    }

    /// An existing record, at the field given.
    pub fn edit(kind: &Kind, record: Box<Record>, at: Option<FieldNo>, env: &mut Env) -> Form {
        let draft = Draft {
            id: env.ids.next(env.now),
            kind: kind.no,
            form: kind.version,
            edits: Some((record.id, record.head)),
            fields: record.fields.clone(),
            typed: Vec::new(),
            at: at.map(Path::field),
            changed: env.now,
            hidden: false,
        };
        let mut form = Form::resume(draft, env);
        form.before = Some(record);
        form.start = Some(DraftSnapshot::of(&form.draft));
        form
    }

    /// A draft, at the field where it was left, with the text as it was typed.
    pub fn resume(draft: Draft, env: &mut Env) -> Form {
        let mut form = Form {
            kind: draft.kind,
            before: None,
            titles: BTreeMap::new(),
            tells: BTreeMap::new(),
            faults: Vec::new(),
            seen_clashes: Vec::new(),
            pick: None,
            history: FormHistory::default(),
            start: None,
            searched: Vec::new(),
            clashes: Vec::new(),
            stored: false,
            save_on_load: false,
            selects_all: false,
            shown_faults: false,
            top: 0,
            at: Spot::Field(0),
            open_row: None,
            editor: None,
            confirmed_warnings: false,
            dirty: false,
            touched: false,
            waiting: false,
            note_width: 60,
            list_height: pick::SHOWN,
            draft,
        };
        let wanted = form.draft.at;
        form.open_row = wanted.and_then(|path| path.cell).map(|(row, _)| row);
        let spots = form.spots(env.programme);
        let found = wanted.map(Spot::at).filter(|spot| spots.contains(spot));
        // a table has no place of its own: its first row, or the line that adds one
        let table =
            || spots.iter().find(|s| wanted.is_some_and(|path| path.field == s.field()));
        let found = found.or_else(|| table().copied());
        form.at = found.or_else(|| form.first_empty(env, &spots)).unwrap_or(Spot::Field(0));
        form.mark_unchosen(env);
        form.focus(env);
        form
    }

    /// To a field of the form, where the officer wants to go on.
    pub fn go_to_field(&mut self, field: FieldNo, env: &mut Env) {
        if self.at.field() == field {
            return;
        }
        let spots = self.spots(env.programme);
        if let Some(spot) = spots.into_iter().find(|spot| spot.field() == field) {
            self.go_to(spot, env);
        }
    }

    pub fn spec(&self, programme: &'static Programme) -> Option<&'static Kind> {
        programme.kind(self.kind)
    }

    /// What the form holds has been drawn.
    pub fn mark_drawn(&mut self) {
        self.shown_faults = false;
    }

    pub fn at(&self) -> Spot {
        self.at
    }

    pub fn editor(&mut self) -> Option<&mut Editor> {
        match &mut self.pick {
            Some(pick) => Some(&mut pick.editor),
            None => self.editor.as_mut(),
        }
    }

    /// Is there anything that the disk does not hold?
    pub fn is_dirty(&self) -> bool {
        self.dirty
    }

    /// The disk did not take the draft.
    pub fn mark_dirty(&mut self) {
        (self.dirty, self.start) = (true, None);
    }

    /// The draft to be written, when there is anything new in it.
    pub fn take_draft(&mut self, now: u64) -> Option<Draft> {
        if !self.dirty {
            return None;
        }
        (self.dirty, self.stored) = (false, true);
        self.draft.at = Some(self.at.path().unwrap_or(Path::field(self.at.field())));
        self.draft.changed = now;
        self.keep_cursor();
        Some(self.draft.clone())
    }

    /// Was anything entered? Only then is there a draft to keep.
    pub fn was_touched(&self) -> bool {
        self.touched
    }

    /// Would closing the form lose anything? What was typed and taken out again can be undone, so
    /// that counts as well; words that only searched a list do not.
    pub fn has_content(&self) -> bool {
        let unchanged =
            self.start.as_ref().is_some_and(|start| start.equals_draft(&self.draft));
        if unchanged && !self.history.restores_more_than(&self.searched) {
            return false;
        }
        self.stored || (self.touched && self.history.can_undo())
    }

    /// The draft comes from the disk.
    pub fn mark_stored(&mut self) {
        self.stored = true;
    }

    /// What can be undone, for the next form that opens this draft.
    pub fn take_history(&mut self) -> FormHistory {
        std::mem::take(&mut self.history)
    }

    pub fn put_history(&mut self, history: FormHistory) {
        self.history = history;
    }

    pub fn is_stored(&self) -> bool {
        self.stored
    }

    /// What is in the form came by itself: no draft needs to be kept.
    pub fn mark_untouched(&mut self) {
        (self.dirty, self.touched) = (false, false);
        self.start = self.start.is_some().then(|| DraftSnapshot::of(&self.draft));
    }

    /// The record this form is about: the edited one's id, or the new one's.
    pub fn subject_id(&self) -> Id {
        self.draft.edits.map_or(self.draft.id, |(id, _)| id)
    }

    /// The field or column under a path.
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
        let value = self.draft.fields.get(path.field)?;
        match path.cell {
            None => Some(value),
            Some((row, column)) => {
                value.as_lines().iter().find(|r| r.id == row)?.cells.get(column)
            }
        }
    }

    /// An answer that comes with the deed for which the form was opened.
    pub fn answer(&mut self, no: FieldNo, value: Value, env: &mut Env) {
        let (was, at) = (DraftSnapshot::of(&self.draft), self.at);
        self.put(Path::field(no), Some(value), env);
        self.history.record(was, &self.draft, at, Spot::Field(no), Join::Alone);
        if !self.stored {
            self.mark_untouched();
        }
    }

    /// Sets or empties an answer; what was computed from it is computed again.
    pub fn put(&mut self, path: Path, value: Option<Value>, env: &mut Env) {
        if self.value_at(path) == value.as_ref() {
            // The same answer as before, typed again: nothing to warn of.
            let unfinished = self.draft.typed.len();
            self.draft.typed.retain(|typed| typed.path != path);
            self.dirty |= unfinished != self.draft.typed.len();
            return;
        }
        let was = self.draft.fields.clone();
        self.draft.typed.retain(|typed| typed.path != path);
        self.faults.retain(|fault| fault.at != path);
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

    /// Answers that follow from a link just chosen; only empty fields are filled.
    pub fn fill(&mut self, fields: &Fields, titles: BTreeMap<Id, String>, env: &mut Env) {
        self.titles.extend(titles);
        // the link that this follows from has been taken back
        if self.history.can_redo() {
            return;
        }
        let (before, at) = (DraftSnapshot::of(&self.draft), self.at);
        let was = self.draft.fields.clone();
        for (no, value) in fields.iter() {
            let path = Path::field(no);
            let typed = self.draft.typed.iter().any(|t| t.path == path);
            if self.draft.fields.get(no).is_none() && !typed {
                self.draft.fields.set(no, value.clone());
                self.dirty = true;
            }
        }
        self.recompute(&was, env);
        self.history.record(before, &self.draft, at, at, Join::Follows);
        if self.pick.is_none() && self.editor.as_ref().is_some_and(|e| e.text().is_empty()) {
            self.focus(env);
        }
    }

    /// Linked records whose namesakes have not been looked up; from now on they count as looked up.
    pub fn new_links(&mut self) -> Vec<Id> {
        let mut links = self.draft.fields.links();
        self.clashes.iter().for_each(|clash| clash.add_links(&mut links));
        links.retain(|id| !self.tells.contains_key(id));
        self.tells.extend(links.iter().map(|id| (*id, String::new())));
        links
    }

    fn with_rows(&mut self, no: FieldNo, change: impl FnOnce(&mut Vec<crate::record::Row>)) {
        let mut rows = match self.draft.fields.remove(no) {
            Some(Value::Lines(rows)) => rows,
            _ => Vec::new(),
        };
        change(&mut rows);
        if !rows.is_empty() {
            self.draft.fields.set(no, Value::Lines(rows));
        }
    }

    fn changed(&mut self) {
        (self.dirty, self.touched, self.confirmed_warnings) = (true, true, false);
    }
}
