//! A form: the questions of a kind, one after the other, with the answers as they are typed.
//!
//! Pure. It holds a draft and says in `Intent`s what the outside must do; its owner fetches
//! records, writes drafts and commits. A text that is not (yet) a value stays as it was typed,
//! with its fault at the field: nothing typed is lost.

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
    /// saving continues when the record is here
    save_on_load: bool,
    /// a question was raised that no frame has shown yet: a save key typed ahead is no answer to it
    shown_faults: bool,
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
        form.content.start = Some(DraftSnapshot::of(&form.content.draft));
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
        form.content.before = Some(record);
        form.content.start = Some(DraftSnapshot::of(&form.content.draft));
        form
    }

    /// A draft, at the field where it was left, with the text as it was typed.
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

    /// To a field of the form, where the officer wants to go on.
    pub fn go_to_field(&mut self, field: FieldNo, env: &mut Env) {
        if self.focus.cursor.at.field() == field {
            return;
        }
        let spots = self.focus.cursor.spots(&self.content, env.programme);
        if let Some(spot) = spots.into_iter().find(|spot| spot.field() == field) {
            self.focus.go_to(&mut self.content, spot, env);
        }
    }

    /// What the form holds has been drawn.
    pub fn mark_drawn(&mut self) {
        self.shown_faults = false;
    }

    pub fn at(&self) -> Spot {
        self.focus.cursor.at
    }

    /// The draft to be written, when there is anything new in it.
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

    /// An answer that comes with the deed for which the form was opened.
    pub fn answer(&mut self, no: FieldNo, value: Value, env: &mut Env) {
        let (was, at) = (DraftSnapshot::of(&self.content.draft), self.focus.cursor.at);
        self.content.put(Path::field(no), Some(value), env);
        let content = &mut self.content;
        content.history.record(was, &content.draft, at, Spot::Field(no), Join::Alone);
        if !content.stored {
            content.mark_untouched();
        }
    }

    /// Answers that follow from a link just chosen; only empty fields are filled.
    pub fn fill(&mut self, fields: &Fields, titles: BTreeMap<Id, String>, env: &mut Env) {
        let was_filled = self.content.fill(fields, titles, self.focus.cursor.at, env);
        let is_empty = self.focus.editor.as_ref().is_some_and(|e| e.text().is_empty());
        if was_filled && self.focus.pick.is_none() && is_empty {
            self.focus.open(&mut self.content, env);
        }
    }
}
