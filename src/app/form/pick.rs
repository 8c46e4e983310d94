//! Choosing from a list under a field: choices, yes or no, records, places. Typing narrows.

use super::{Env, Form, Wish};
use crate::app::tell::Candidate;
use crate::lang::app as say;
use crate::programme::reference;
use crate::programme::spec::{Field, Programme, Type};
use crate::record::{Id, Path, Value};
use crate::text::edit::Editor;
use crate::text::fold::fold;
use crate::text::matcher::Query;

/// Hits shown at once.
pub const SHOWN: usize = 7;
/// Hits of a search in the reference lists.
const LIMIT: usize = 40;

#[derive(Debug)]
pub struct Pick {
    pub editor: Editor,
    pub hits: Vec<Hit>,
    pub at: usize,
    pub top: usize,
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
    pub tell: String,
    /// more of the same, where others have that name
    pub more: String,
    /// what is chosen with it; `None` empties the field
    pub value: Option<Value>,
}

impl Hit {
    fn plain(text: String, value: Value) -> Hit {
        Hit { text, tell: String::new(), more: String::new(), value: Some(value) }
    }
}

impl Pick {
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
    /// Opens the list under the field, with what was typed so far.
    pub(super) fn open_pick(&mut self, typed: Option<char>, env: &mut Env) -> Vec<Wish> {
        let Some(path) = self.at.path() else { return Vec::new() };
        let Some(field) = self.field_at(env.programme, path) else { return Vec::new() };
        let marked = match (&field.ty, self.value_at(path)) {
            (Type::Many(_), Some(Value::Many(ids))) => {
                Some(ids.iter().cloned().map(Value::Choice).collect())
            }
            (Type::Links(_), Some(Value::Links(ids))) => {
                Some(ids.iter().copied().map(Value::Link).collect())
            }
            (Type::Many(_) | Type::Links(_), _) => Some(Vec::new()),
            _ => None,
        };
        let mut editor = Editor::new("");
        if let Some(c) = typed {
            editor.insert(c);
        }
        let can_create =
            matches!(field.ty, Type::Link(_) | Type::Links(_)) && path.cell.is_none();
        let (hits, at, top, searching) = (Vec::new(), 0, 0, false);
        self.pick = Some(Pick { editor, hits, at, top, marked, searching, can_create });
        let wishes = self.narrow(env);
        self.stand_on_answer(path);
        wishes
    }

    /// A list opened without typing starts on the answer given.
    fn stand_on_answer(&mut self, path: Path) {
        let value = self.value_at(path).cloned();
        if let (Some(pick), Some(value)) = (&mut self.pick, value)
            && let Some(at) = pick.hits.iter().position(|h| h.value.as_ref() == Some(&value))
        {
            pick.step(at as isize);
        }
    }

    /// The hits for what is typed now.
    pub(super) fn narrow(&mut self, env: &mut Env) -> Vec<Wish> {
        let Some(path) = self.at.path() else { return Vec::new() };
        let Some(field) = self.field_at(env.programme, path) else { return Vec::new() };
        let Some(pick) = &mut self.pick else { return Vec::new() };
        (pick.at, pick.top) = (0, 0);
        let text = pick.editor.text().to_string();
        match &field.ty {
            Type::Link(kind) | Type::Links(kind) => {
                let Some(kind) = env.programme.kind_by_id(kind) else { return Vec::new() };
                pick.searching = true;
                let of = self.spec(env.programme).and_then(|k| k.field_by_id("establishment"));
                let near = of.and_then(|f| self.draft.fields.get(f.no)?.as_link());
                return vec![Wish::Find { kind: kind.no, text, near }];
            }
            Type::Place => pick.hits = places(&text, env),
            _ => pick.hits = choices(env, field, &text),
        }
        Vec::new()
    }

    /// Are records looked for, and the hits shown those of an older text?
    pub fn is_searching(&self) -> bool {
        self.pick.as_ref().is_some_and(|pick| pick.searching)
    }

    /// Records found for `text`; an answer to an older text is dropped.
    pub fn found(&mut self, text: &str, found: Vec<Candidate>) {
        let Some(pick) = &mut self.pick else { return };
        if pick.editor.text() != text {
            return;
        }
        pick.searching = false;
        self.titles.extend(found.iter().map(|one| (one.id, one.title.clone())));
        let hit = |Candidate { id, title, tell, more }| Hit {
            text: title,
            tell,
            more,
            value: Some(Value::Link(id)),
        };
        pick.hits = found.into_iter().map(hit).collect();
        pick.step(0);
    }

    /// Takes the hit under the cursor and goes on; where several may be given, the marked ones.
    pub(super) fn choose(&mut self, env: &mut Env) -> Vec<Wish> {
        let Some(path) = self.at.path() else { return Vec::new() };
        let Some(pick) = self.pick.take() else { return Vec::new() };
        let hit = pick.hits.get(pick.at).cloned();
        match (pick.marked.clone(), hit) {
            (Some(mut marked), hit) => {
                let narrowed = !pick.editor.text().is_empty();
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
                let mut wishes = self.step(1, env);
                wishes.extend(link.map(Wish::Linked));
                return wishes;
            }
            // Nothing found: what was typed stays, to be changed or made new.
            (None, None) => {
                self.pick = Some(Pick { marked: None, ..pick });
                return Vec::new();
            }
        }
        self.step(1, env)
    }

    /// Marks or unmarks the hit under the cursor.
    pub(super) fn toggle(&mut self) {
        let Some(pick) = &mut self.pick else { return };
        let value = pick.hits.get(pick.at).and_then(|h| h.value.clone());
        if let (Some(marked), Some(value)) = (&mut pick.marked, value) {
            match marked.iter().position(|m| *m == value) {
                Some(at) => {
                    marked.remove(at);
                }
                None => marked.push(value),
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
    pub fn chosen(&mut self, id: Id, title: String, env: &mut Env) -> Vec<Wish> {
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
        let mut wishes = self.step(1, env);
        wishes.push(Wish::Linked(id));
        wishes
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

fn choices(env: &Env, field: &Field, text: &str) -> Vec<Hit> {
    let mut hits: Vec<Hit> = match &field.ty {
        Type::YesNo => [true, false]
            .map(|yes| Hit::plain(say::yes_no(env.lang, yes), Value::Bool(yes)))
            .into(),
        Type::Choice(list) | Type::Many(list) => listed(env.programme, list, env),
        _ => Vec::new(),
    };
    let query = Query::new(text);
    if text.trim().is_empty() {
        return hits;
    }
    let mut scored: Vec<(u32, Hit)> = hits
        .drain(..)
        .filter_map(|hit| Some((query.matches(&fold(&hit.text), &hit.text)?, hit)))
        .collect();
    scored.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    scored.into_iter().map(|(_, hit)| hit).collect()
}

fn listed(programme: &Programme, list: &str, env: &Env) -> Vec<Hit> {
    let choices = programme.list(list).map(|l| l.choices.as_slice()).unwrap_or_default();
    let hit = |c: &crate::programme::spec::Choice| {
        Hit::plain(c.label.get(env.lang).to_string(), Value::Choice(c.id.clone()))
    };
    choices.iter().map(hit).collect()
}

/// Communes by their names of today and of before; the code tells twins apart.
fn places(text: &str, env: &Env) -> Vec<Hit> {
    reference::search_near(text, env.province.as_deref(), false, LIMIT)
        .into_iter()
        .map(|found| {
            let text = format!("{} · {}", found.label(env.lang), found.commune.code);
            Hit::plain(text, Value::Place(found.commune.place(env.today)))
        })
        .collect()
}
