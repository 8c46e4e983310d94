//! Choosing from a list under a field: choices, yes or no, records, places. Typing narrows.

mod choices;

use choices::{choices, places};

use super::edit::is_typed;
use super::undo::Join;
use super::{Env, Form};
use crate::app::intent::Intent;
use crate::app::record_details::Candidate;
use crate::programme::check;
use crate::programme::faults::{Fault, FaultKind};
use crate::programme::role::KindRole;
use crate::programme::spec::{Field, Level, Programme, Type};
use crate::record::{Id, KindNo, Path, Typed, Value};
use crate::text::edit::Editor;

/// Hits shown at once.
pub const SHOWN: usize = 7;
/// Places that can be scrolled to; the others are found by further words.
const MAX_HITS: usize = 40;

#[derive(Debug)]
pub struct Pick {
    pub editor: Editor,
    pub hits: Vec<Hit>,
    pub at: usize,
    pub top: usize,
    /// what matches, of which `hits` are the best
    pub total: usize,
    /// answers marked so far, where several may be given
    pub marked: Option<Vec<Value>>,
    /// records are found by the store; the answer is on its way
    pub searching: bool,
    /// "create new" is possible here
    pub can_create: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    pub text: String,
    /// what tells it from others of its name
    pub details: String,
    /// more of the same, where others have that name
    pub more: String,
    /// what is chosen with it; `None` empties the field
    pub value: Option<Value>,
}

impl Hit {
    fn plain(text: String, value: Value) -> Hit {
        Hit { text, details: String::new(), more: String::new(), value: Some(value) }
    }
}

impl Pick {
    /// Is there anything to take, now or as soon as the search is answered?
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
}

impl Form {
    /// Opens the list under the field, with the words that were typed there before and `more`.
    pub(super) fn open_pick(&mut self, more: &str, env: &mut Env) -> Vec<Intent> {
        let Some(path) = self.at.path() else { return Vec::new() };
        let Some(field) = self.field_at(env.programme, path) else { return Vec::new() };
        let marked = self.marked(field, path);
        let words = self.draft.typed.iter().find(|typed| typed.path == path);
        let mut editor = Editor::new(words.map_or("", |typed| &typed.text));
        editor.paste(more, false);
        self.faults.retain(|fault| fault.at != path);
        // headquarters' officers come by enrolment
        let kind = match &field.ty {
            Type::Link(kind) | Type::Links(kind) => Some(kind.as_str()),
            _ => None,
        };
        let officer = env.programme.with_role(KindRole::Officer);
        let is_made = |kind: &str| {
            officer.is_none_or(|officer| officer.id != kind) || !env.programme.is_headquarters()
        };
        let can_create = kind.is_some_and(is_made) && path.cell.is_none();
        let (hits, at, top, total, searching) = (Vec::new(), 0, 0, 0, false);
        self.pick = Some(Pick { editor, hits, at, top, total, marked, searching, can_create });
        let intents = self.narrow(env);
        self.select_current_answer(path);
        intents
    }

    /// The answers so far, where several may be given.
    fn marked(&self, field: &Field, path: Path) -> Option<Vec<Value>> {
        match (&field.ty, self.value_at(path)) {
            (Type::Many(_), Some(Value::Many(ids))) => {
                Some(ids.iter().cloned().map(Value::Choice).collect())
            }
            (Type::Links(_), Some(Value::Links(ids))) => {
                Some(ids.iter().copied().map(Value::Link).collect())
            }
            (Type::Many(_) | Type::Links(_), _) => Some(Vec::new()),
            _ => None,
        }
    }

    /// The answer changed below the open list.
    pub(super) fn refresh_marks(&mut self, path: Path) {
        let marks = match self.value_at(path) {
            Some(Value::Many(ids)) => ids.iter().cloned().map(Value::Choice).collect(),
            Some(Value::Links(ids)) => ids.iter().copied().map(Value::Link).collect(),
            _ => Vec::new(),
        };
        if let Some(marked) = self.pick.as_mut().and_then(|pick| pick.marked.as_mut()) {
            *marked = marks;
        }
    }

    /// The words in the list are unfinished text of the field, as in any other: the draft holds
    /// them while the list is open.
    fn keep_words(&mut self, path: Path) {
        let Some(pick) = &self.pick else { return };
        let (text, cursor) = (pick.editor.text().to_string(), pick.editor.cursor());
        let was = self.draft.typed.iter().find(|typed| typed.path == path);
        if was.map_or("", |typed| &typed.text) == text {
            return;
        }
        self.draft.typed.retain(|typed| typed.path != path);
        if !self.searched.contains(&path) {
            self.searched.push(path);
        }
        if !text.is_empty() {
            let cursor = u32::try_from(cursor).unwrap_or(0);
            self.draft.typed.push(Typed { path, text, cursor });
        }
        self.changed();
    }

    /// Words from which nothing was chosen stay in their fields, and the fault says so.
    pub(super) fn mark_unchosen(&mut self, env: &Env) {
        let typed = self.draft.typed.iter();
        let unchosen = typed.filter_map(|typed| {
            let field = self.field_at(env.programme, typed.path)?;
            let what = FaultKind::Unchosen { given: typed.text.clone() };
            let (at, level, label) = (typed.path, Level::Error, field.label.clone());
            (!is_typed(field)).then_some(Fault { at, level, label, what })
        });
        let unchosen: Vec<Fault> = unchosen.collect();
        for fault in unchosen {
            self.faults.retain(|other| other.at != fault.at);
            self.faults.push(fault);
        }
    }

    /// Closes the list. Its words go with it; undo brings them back.
    pub(super) fn cancel_pick(&mut self, env: &Env) {
        let unfinished = self.draft.typed.len();
        if let Some(path) = self.at.path() {
            self.draft.typed.retain(|typed| typed.path != path);
        }
        if unfinished != self.draft.typed.len() {
            self.changed();
        }
        self.focus(env);
    }

    /// A list opened without typing starts on the answer given.
    fn select_current_answer(&mut self, path: Path) {
        let value = self.value_at(path).cloned();
        if let (Some(pick), Some(value)) = (&mut self.pick, value)
            && let Some(at) = pick.hits.iter().position(|h| h.value.as_ref() == Some(&value))
        {
            pick.step(at as isize);
        }
    }

    /// The hits for what is typed now.
    pub(super) fn narrow(&mut self, env: &mut Env) -> Vec<Intent> {
        let Some(path) = self.at.path() else { return Vec::new() };
        let Some(field) = self.field_at(env.programme, path) else { return Vec::new() };
        let Some(pick) = &mut self.pick else { return Vec::new() };
        (pick.at, pick.top) = (0, 0);
        let text = pick.editor.text().to_string();
        self.keep_words(path);
        let Some(pick) = &mut self.pick else { return Vec::new() };
        match &field.ty {
            Type::Link(kind) | Type::Links(kind) => {
                let Some(kind) = env.programme.kind_by_id(kind) else { return Vec::new() };
                pick.searching = true;
                let of = self.spec(env.programme).and_then(|k| k.home_field());
                let near = of.and_then(|f| self.draft.fields.get(f.no)?.as_link());
                return vec![Intent::Find { kind: kind.no, text, near }];
            }
            Type::Place => (pick.hits, pick.total) = places(&text, env),
            _ => {
                let hits = choices(env, field, &text);
                pick.hits = hits;
                self.remove_refused(path, env);
            }
        }
        Vec::new()
    }

    /// What would be refused once it is chosen is not offered.
    fn remove_refused(&mut self, path: Path, env: &Env) {
        let Some(kind) = self.spec(env.programme) else { return };
        let many = self.pick.as_ref().is_some_and(|pick| pick.marked.is_some());
        let fields = &self.draft.fields;
        let Some(pick) = &mut self.pick else { return };
        pick.hits.retain(|hit| {
            let one = match &hit.value {
                Some(Value::Choice(id)) if many => Value::Many(vec![id.clone()]),
                Some(value) => value.clone(),
                None => return true,
            };
            check::is_offered(env.programme, kind, fields, path, &one)
        });
        pick.total = pick.hits.len();
    }

    /// The kind of records that the open list offers.
    pub fn picks(&self, programme: &'static Programme) -> Option<KindNo> {
        self.pick.as_ref()?;
        match &self.field_at(programme, self.at.path()?)?.ty {
            Type::Link(kind) | Type::Links(kind) => programme.kind_by_id(kind).map(|k| k.no),
            _ => None,
        }
    }

    /// Records found for `text`; an answer to an older text is dropped.
    pub fn set_hits(&mut self, text: &str, found: Vec<Candidate>, total: usize) {
        let Some(pick) = &mut self.pick else { return };
        if pick.editor.text() != text {
            return;
        }
        pick.searching = false;
        pick.total = total.max(found.len());
        self.titles.extend(found.iter().map(|one| (one.id, one.title.clone())));
        let hit = |Candidate { id, title, details: tell, more }| Hit {
            text: title,
            details: tell,
            more,
            value: Some(Value::Link(id)),
        };
        pick.hits = found.into_iter().map(hit).collect();
        pick.step(0);
    }

    /// Takes the hit under the cursor and goes on; where several may be given, the marked ones.
    pub(super) fn choose_hit(&mut self, env: &mut Env) -> Vec<Intent> {
        let Some(path) = self.at.path() else { return Vec::new() };
        let Some(pick) = self.pick.take() else { return Vec::new() };
        let hit = pick.hits.get(pick.at).cloned();
        let narrowed = !pick.editor.text().is_empty();
        // Nothing found: what was typed stays, to be changed or made new.
        if hit.is_none() && (narrowed || pick.marked.is_none()) {
            self.pick = Some(pick);
            return Vec::new();
        }
        match (pick.marked.clone(), hit) {
            (Some(mut marked), hit) => {
                if let Some(value) =
                    hit.and_then(|h| h.value).filter(|_| narrowed || marked.is_empty())
                    && !marked.contains(&value)
                {
                    marked.push(value);
                }
                self.put(path, several(self.order(env, path, marked)), env);
            }
            (None, Some(hit)) => {
                let link = hit.value.as_ref().and_then(Value::as_link);
                self.put(path, hit.value, env);
                let mut intents = self.step(1, env);
                intents.extend(link.map(Intent::FollowLink));
                return intents;
            }
            (None, None) => {}
        }
        self.step(1, env)
    }

    /// Marks or unmarks the hit under the cursor. The answer follows at once: closing the list
    /// loses no mark.
    pub(super) fn toggle(&mut self, env: &mut Env) {
        let Some(pick) = &mut self.pick else { return };
        let value = pick.hits.get(pick.at).and_then(|h| h.value.clone());
        if let (Some(marked), Some(value)) = (&mut pick.marked, value) {
            match marked.iter().position(|m| *m == value) {
                Some(at) => {
                    marked.remove(at);
                }
                None => marked.push(value),
            }
            let (marked, path) = (marked.clone(), self.at.path());
            if let Some(path) = path {
                let words: Vec<Typed> = self.draft.typed.clone();
                self.put(path, several(self.order(env, path, marked)), env);
                // what narrows the list is no answer that the mark replaces
                self.draft.typed = words;
            }
        }
    }

    /// Marked choices in their list's order; links in the order of marking.
    fn order(&self, env: &Env, path: Path, mut marked: Vec<Value>) -> Vec<Value> {
        let field = self.field_at(env.programme, path);
        if let Some(Type::Many(list)) = field.map(|f| &f.ty)
            && let Some(list) = env.programme.list(list)
        {
            let place =
                |v: &Value| list.choices.iter().position(|c| v.as_text() == Some(&c.id));
            marked.sort_by_key(place);
        }
        marked
    }

    /// The record that was made for a link in this form.
    pub fn choose_record(&mut self, id: Id, title: String, env: &mut Env) -> Vec<Intent> {
        self.with_undo(Join::Alone, env, |form, env| form.set_chosen(id, title, env))
    }

    fn set_chosen(&mut self, id: Id, title: String, env: &mut Env) -> Vec<Intent> {
        let Some(path) = self.at.path() else { return Vec::new() };
        self.titles.insert(id, title);
        let several =
            self.field_at(env.programme, path).is_some_and(|f| matches!(f.ty, Type::Links(_)));
        let value = if several {
            let mut ids = match self.value_at(path) {
                Some(Value::Links(ids)) => ids.clone(),
                _ => Vec::new(),
            };
            ids.push(id);
            Value::Links(ids)
        } else {
            Value::Link(id)
        };
        self.put(path, Some(value), env);
        let mut intents = self.step(1, env);
        intents.push(Intent::FollowLink(id));
        intents
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
