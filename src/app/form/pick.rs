//! The list to choose from under a field: choices, yes or no, records, places. Typed text filters
//! it.

mod choices;

use choices::{choices, places};

use super::content::FormContent;
use super::undo::Join;
use super::{Env, Form, FormFocus};
use crate::app::intent::Intent;
use crate::app::record_details::Candidate;
use crate::programme::check;
use crate::programme::spec::{Programme, Type};
use crate::record::{Id, KindNo, Path, Value};
use crate::text::edit::Editor;

/// Maximum number of hits shown at once.
pub const SHOWN: usize = 7;
/// Maximum number of places in the list; the others are found with more words.
const MAX_HITS: usize = 40;

#[derive(Debug)]
pub struct Pick {
    pub editor: Editor,
    pub hits: Vec<Hit>,
    pub at: usize,
    pub top: usize,
    /// number of all matches; `hits` are the best of them
    pub total: usize,
    /// the marked answers, for a field with several answers
    pub marked: Option<Vec<Value>>,
    /// the answer when the list was opened, which cancelling restores
    opened_with: Option<Value>,
    /// a search for records in the store is under way
    pub searching: bool,
    /// a new record can be created from here
    pub can_create: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    pub text: String,
    /// details next to the name
    pub details: String,
    /// further details, shown when other hits have the same name
    pub more: String,
    /// the value to set; `None` clears the field
    pub value: Option<Value>,
}

impl Hit {
    fn plain(text: String, value: Value) -> Hit {
        Hit { text, details: String::new(), more: String::new(), value: Some(value) }
    }
}

impl Pick {
    /// Whether there is anything to choose, now or when the search is answered.
    pub fn can_choose(&self) -> bool {
        let nothing_typed = self.editor.text().is_empty();
        self.searching || !self.hits.is_empty() || (self.marked.is_some() && nothing_typed)
    }

    pub fn is_marked(&self, hit: &Hit) -> bool {
        match (&self.marked, &hit.value) {
            (Some(marked), Some(value)) => marked.contains(value),
            _ => false,
        }
    }

    pub fn step(&mut self, by: isize) {
        let last = self.hits.len().saturating_sub(1);
        self.at = self.at.saturating_add_signed(by).min(last);
        self.top = self.top.min(self.at).max((self.at + 1).saturating_sub(SHOWN));
    }

    /// The answer changed while the list is open.
    pub(super) fn refresh_marks(&mut self, value: Option<&Value>) {
        if let Some(marked) = &mut self.marked {
            *marked = value.map(marks).unwrap_or_default();
            self.opened_with = value.cloned();
        }
    }

    /// Moves the cursor to the present answer.
    fn select(&mut self, value: Option<&Value>) {
        if let Some(at) = self.hits.iter().position(|hit| hit.value.as_ref() == value) {
            self.step(at as isize);
        }
    }

    /// Removes hits that the rules would refuse.
    fn remove_refused(&mut self, content: &FormContent, path: Path, env: &Env) {
        let Some(kind) = content.spec(env.programme) else { return };
        let many = self.marked.is_some();
        self.hits.retain(|hit| {
            let one = match &hit.value {
                Some(Value::Choice(id)) if many => Value::Many(vec![id.clone()]),
                Some(value) => value.clone(),
                None => return true,
            };
            check::is_offered(env.programme, kind, &content.draft.fields, path, &one)
        });
        self.total = self.hits.len();
    }

    /// Sets the records found for the typed text.
    fn put_records(&mut self, found: Vec<Candidate>, total: usize) {
        self.searching = false;
        self.total = total.max(found.len());
        let hit = |Candidate { id, title, details, more }| Hit {
            text: title,
            details,
            more,
            value: Some(Value::Link(id)),
        };
        self.hits = found.into_iter().map(hit).collect();
        self.step(0);
    }

    /// Marks or unmarks the hit under the cursor; returns all marked values.
    fn toggle(&mut self) -> Option<Vec<Value>> {
        let value = self.hits.get(self.at)?.value.clone()?;
        let marked = self.marked.as_mut()?;
        match marked.iter().position(|one| *one == value) {
            Some(at) => {
                marked.remove(at);
            }
            None => marked.push(value),
        }
        Some(marked.clone())
    }
}

impl FormFocus {
    /// Opens the list under the field with the text typed there before, and `more` appended.
    pub(super) fn open_pick(
        &mut self,
        content: &mut FormContent,
        more: &str,
        env: &mut Env,
    ) -> Vec<Intent> {
        let Some((field, path)) = self.field_at_cursor(content, env.programme) else {
            return Vec::new();
        };
        let value = content.value_at(path);
        let several = matches!(field.ty, Type::Many(_) | Type::Links(_));
        let marked = several.then(|| value.map(marks).unwrap_or_default());
        let words = content.typed_at(path);
        let mut editor = Editor::new(words.map_or("", |typed| &typed.text));
        editor.paste(more, false);
        let kind = match &field.ty {
            Type::Link(kind) | Type::Links(kind) => env.programme.kind_by_id(kind),
            _ => None,
        };
        let can_create = kind.is_some_and(|kind| env.creates(kind.no)) && path.cell.is_none();
        let (hits, at, top, total, searching) = (Vec::new(), 0, 0, 0, false);
        let opened_with = value.cloned();
        self.pick = Some(Pick {
            editor,
            hits,
            at,
            top,
            total,
            marked,
            opened_with,
            searching,
            can_create,
        });
        content.forget_faults(path);
        let intents = self.narrow(content, env);
        if let (Some(pick), Some(value)) = (&mut self.pick, content.value_at(path)) {
            pick.select(Some(value));
        }
        intents
    }

    /// Closes the list and discards the marks made and the words typed in it; undo restores them.
    pub(super) fn cancel_pick(&mut self, content: &mut FormContent, env: &Env) {
        let path = self.cursor.at.path();
        if path.is_some_and(|path| content.forget_typed(path)) {
            content.changed();
        }
        let pick = self.pick.take().filter(|pick| pick.marked.is_some());
        if let (Some(path), Some(pick)) = (path, pick) {
            content.put(path, pick.opened_with, env);
        }
        self.open(content, env);
    }

    /// Updates the hits for the typed text.
    pub(super) fn narrow(&mut self, content: &mut FormContent, env: &mut Env) -> Vec<Intent> {
        let Some((field, path)) = self.field_at_cursor(content, env.programme) else {
            return Vec::new();
        };
        let Some(pick) = &mut self.pick else { return Vec::new() };
        (pick.at, pick.top) = (0, 0);
        content.keep_words(path, &pick.editor);
        let text = pick.editor.text();
        match &field.ty {
            Type::Link(kind) | Type::Links(kind) => {
                let Some(kind) = env.programme.kind_by_id(kind) else { return Vec::new() };
                pick.searching = true;
                let of = content.spec(env.programme).and_then(|k| k.home_field());
                let near = of.and_then(|f| content.draft.fields.get(f.no)?.as_link());
                return vec![Intent::Find { kind: kind.no, text: text.to_string(), near }];
            }
            Type::Place => (pick.hits, pick.total) = places(text, env),
            _ => {
                pick.hits = choices(env, field, text);
                pick.remove_refused(content, path, env);
            }
        }
        Vec::new()
    }

    /// The kind of the records in the open list; `None` if it does not list records.
    pub fn picks(
        &self,
        content: &FormContent,
        programme: &'static Programme,
    ) -> Option<KindNo> {
        self.pick.as_ref()?;
        match &self.field_at_cursor(content, programme)?.0.ty {
            Type::Link(kind) | Type::Links(kind) => programme.kind_by_id(kind).map(|k| k.no),
            _ => None,
        }
    }

    /// Sets the records found for `text`; an answer to an older text is dropped.
    pub fn set_hits(
        &mut self,
        content: &mut FormContent,
        text: &str,
        found: Vec<Candidate>,
        total: usize,
    ) {
        let Some(pick) = self.pick.as_mut().filter(|pick| pick.editor.text() == text) else {
            return;
        };
        let titles = found.iter().map(|one| (one.id, one.title.clone()));
        content.titles.extend(titles);
        pick.put_records(found, total);
    }

    /// Sets the hit under the cursor, or the marked ones of a field with several answers, and moves
    /// to the next field.
    pub(super) fn choose_hit(
        &mut self,
        content: &mut FormContent,
        env: &mut Env,
    ) -> Vec<Intent> {
        let Some(path) = self.cursor.at.path() else { return Vec::new() };
        let Some(pick) = self.pick.take() else { return Vec::new() };
        let hit = pick.hits.get(pick.at).cloned();
        let narrowed = !pick.editor.text().is_empty();
        // nothing found: the typed text stays, to be changed or to create a record
        if hit.is_none() && (narrowed || pick.marked.is_none()) {
            self.pick = Some(pick);
            return Vec::new();
        }
        match (pick.marked, hit) {
            (Some(mut marked), hit) => {
                if let Some(value) =
                    hit.and_then(|h| h.value).filter(|_| narrowed || marked.is_empty())
                    && !marked.contains(&value)
                {
                    marked.push(value);
                }
                content.put_marked(path, marked, env);
            }
            (None, Some(hit)) => {
                let link = hit.value.as_ref().and_then(Value::as_link);
                content.put(path, hit.value, env);
                let mut intents = self.step(content, 1, env);
                intents.extend(link.map(Intent::FollowLink));
                return intents;
            }
            (None, None) => {}
        }
        self.step(content, 1, env)
    }

    /// Marks or unmarks the hit under the cursor. The answer is set at once, so that leaving the
    /// form with the list open loses no mark.
    pub(super) fn toggle(&mut self, content: &mut FormContent, env: &mut Env) {
        let marked = self.pick.as_mut().and_then(Pick::toggle);
        let Some((marked, path)) = marked.zip(self.cursor.at.path()) else { return };
        // `put_marked` drops unfinished text, but the filter text of the list must stay
        let words = content.draft.typed.clone();
        content.put_marked(path, marked, env);
        content.draft.typed = words;
    }
}

impl Form {
    /// Sets the record that was created for a link in this form.
    pub fn choose_record(&mut self, id: Id, title: String, env: &mut Env) -> Vec<Intent> {
        self.with_undo(Join::Alone, env, |form, env| {
            let Some((field, path)) = form.focus.field_at_cursor(&form.content, env.programme)
            else {
                return Vec::new();
            };
            form.content.titles.insert(id, title);
            let value = match (&field.ty, form.content.value_at(path)) {
                (Type::Links(_), Some(Value::Links(ids))) => {
                    Value::Links(ids.iter().copied().chain([id]).collect())
                }
                (Type::Links(_), _) => Value::Links(vec![id]),
                _ => Value::Link(id),
            };
            form.content.put(path, Some(value), env);
            let mut intents = form.focus.step(&mut form.content, 1, env);
            intents.push(Intent::FollowLink(id));
            intents
        })
    }
}

impl FormContent {
    /// Stores the filter text of the list as the field's unfinished text in the draft.
    fn keep_words(&mut self, path: Path, editor: &Editor) {
        if self.typed_at(path).map_or("", |typed| &typed.text) == editor.text() {
            return;
        }
        self.forget_typed(path);
        if !self.searched.contains(&path) {
            self.searched.push(path);
        }
        if !editor.text().is_empty() {
            self.set_typed(path, editor);
        }
        self.changed();
    }

    /// Sets the marked values as the answer: choices in the order of their list, links in the order
    /// of marking.
    fn put_marked(&mut self, path: Path, mut marked: Vec<Value>, env: &Env) {
        let field = self.field_at(env.programme, path);
        if let Some(Type::Many(list)) = field.map(|f| &f.ty)
            && let Some(list) = env.programme.list(list)
        {
            let place =
                |v: &Value| list.choices.iter().position(|c| v.as_text() == Some(&c.id));
            marked.sort_by_key(place);
        }
        self.put(path, several(marked), env);
    }
}

/// The single answers of a field with several.
fn marks(value: &Value) -> Vec<Value> {
    match value {
        Value::Many(ids) => ids.iter().cloned().map(Value::Choice).collect(),
        Value::Links(ids) => ids.iter().copied().map(Value::Link).collect(),
        _ => Vec::new(),
    }
}

fn several(marked: Vec<Value>) -> Option<Value> {
    match marked.first()? {
        Value::Link(_) => {
            Some(Value::Links(marked.iter().filter_map(Value::as_link).collect()))
        }
        _ => {
            let ids = marked.iter().filter_map(|v| v.as_text().map(str::to_string));
            Some(Value::Many(ids.collect()))
        }
    }
}
