//! A form: the fields of a kind with their answers, edited one after the other.
//!
//! Pure: it holds a draft and requests other work with `Intent`s; its owner fetches records,
//! writes drafts and commits. A text that is not (yet) a valid value stays as typed, with its
//! fault at the field, so nothing typed is lost.

mod answers;
mod clash;
mod content;
mod cursor;
mod edit;
mod focus;
mod keys;
mod layer;
mod layout;
mod merge;
mod moved;
mod pick;
mod rebase;
mod save;
mod sheet;
mod spot;
mod typed_day;
mod undo;

pub use crate::app::env::Env;
pub use clash::FormClash;
pub use content::FormContent;
pub use edit::edit_action;
pub use focus::FormFocus;
pub use keys::no_effect_text;
pub use layout::{ClashText, FormLayout, FormLine, FormPart, choices_column, label_width};
pub use merge::{FieldConflict, MergedForm, SavedChange, merge};
pub use moved::read_since;
pub use pick::{Hit, Pick};
pub use spot::{Spot, answerable};
pub use undo::FormHistory;

use std::collections::BTreeMap;

use crate::programme::spec::Kind;
use crate::record::{Draft, FieldNo, Fields, Id, Path, Record, Value};
use undo::{DraftSnapshot, Join};

#[derive(Debug)]
pub struct Form {
    pub content: FormContent,
    pub focus: FormFocus,
    /// first line shown
    pub top: usize,
    /// continue the save when the edited record is loaded
    save_on_load: bool,
    /// there are conflicts that no frame has shown yet: a save key typed ahead must not confirm
    /// them
    shown_faults: bool,
    /// a save is under way: no second one is sent
    waiting: bool,
    /// width of a note's lines in cells, from the last layout
    note_width: usize,
    /// maximum lines of the list under the field
    list_height: usize,
}

impl Form {
    /// A form for a new record; `fields` are its first answers.
    pub fn new(kind: &Kind, fields: Fields, env: &mut Env) -> Form {
        let id = env.ids.next(env.now);
        let form = kind.version;
        let (edits, typed, at) = (None, Vec::new(), None);
        let changed = env.now;
        let draft =
            Draft { id, kind: kind.no, form, edits, fields, typed, at, changed, hidden: false };
        let mut form = Form::resume(draft, env);
        form.content.start = Some(DraftSnapshot::of(&form.content.draft));
        form
    }

    /// A form on an existing record, with the cursor at field `at`.
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
        form.content.before = Some(record);
        form.content.start = Some(DraftSnapshot::of(&form.content.draft));
        form
    }

    /// A form on a draft, with its cursor position and unfinished texts.
    pub fn resume(draft: Draft, env: &mut Env) -> Form {
        let mut content = FormContent::new(draft);
        content.mark_unchosen(env);
        Form {
            focus: FormFocus::new(&mut content, env),
            content,
            top: 0,
            save_on_load: false,
            shown_faults: false,
            waiting: false,
            note_width: 60,
            list_height: pick::SHOWN,
        }
    }

    /// Moves the cursor to a field.
    pub fn go_to_field(&mut self, field: FieldNo, env: &mut Env) {
        if self.focus.cursor.at.field() == field {
            return;
        }
        let spots = self.focus.cursor.spots(&self.content, env.programme);
        if let Some(spot) = spots.into_iter().find(|spot| spot.field() == field) {
            self.focus.go_to(&mut self.content, spot, env);
        }
    }

    /// A frame with the present content was drawn.
    pub fn mark_drawn(&mut self) {
        self.shown_faults = false;
    }

    pub fn at(&self) -> Spot {
        self.focus.cursor.at
    }

    /// The draft to be written, if it has unwritten changes; marks it as written.
    pub fn take_draft(&mut self, now: u64) -> Option<Draft> {
        if !self.content.dirty {
            return None;
        }
        (self.content.dirty, self.content.stored) = (false, true);
        let at = self.focus.cursor.at;
        self.content.draft.at = Some(at.path().unwrap_or(Path::field(at.field())));
        self.content.draft.changed = now;
        self.focus.keep_cursor(&mut self.content);
        Some(self.content.draft.clone())
    }

    /// Sets an answer given by the action that opened the form.
    pub fn answer(&mut self, no: FieldNo, value: Value, env: &mut Env) {
        let (was, at) = (DraftSnapshot::of(&self.content.draft), self.focus.cursor.at);
        self.content.put(Path::field(no), Some(value), env);
        let content = &mut self.content;
        content.history.record(was, &content.draft, at, Spot::Field(no), Join::Alone);
        if !content.stored {
            content.mark_untouched();
        }
    }

    /// Fills empty fields with answers that follow from a link just chosen.
    pub fn fill(&mut self, fields: &Fields, titles: BTreeMap<Id, String>, env: &mut Env) {
        let was_filled = self.content.fill(fields, titles, self.focus.cursor.at, env);
        let is_empty = self.focus.editor.as_ref().is_some_and(|e| e.text().is_empty());
        if was_filled && self.focus.pick.is_none() && is_empty {
            self.focus.open(&mut self.content, env);
        }
    }
}
