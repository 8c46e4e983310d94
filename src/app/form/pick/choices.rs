//! The choices of a field.

use super::super::Env;
use super::{Hit, MAX_HITS};
use crate::lang::app as say;
use crate::programme::reference;
use crate::programme::spec::{Field, Programme, Type};
use crate::record::Value;
use crate::text::fold::fold;
use crate::text::matcher::TextQuery;

pub(super) fn choices(env: &Env, field: &Field, text: &str) -> Vec<Hit> {
    let mut hits: Vec<Hit> = match &field.ty {
        Type::YesNo => [true, false]
            .map(|yes| Hit::plain(say::yes_no(env.lang, yes), Value::Bool(yes)))
            .into(),
        Type::Choice(list) | Type::Many(list) => listed(env.programme, list, env),
        _ => Vec::new(),
    };
    let query = TextQuery::new(text);
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

/// Communes found by their present or former names, and the number of all matches. The code
/// distinguishes communes of the same name.
pub(super) fn places(text: &str, env: &Env) -> (Vec<Hit>, usize) {
    let found = reference::search_near(text, env.province.as_deref(), false, usize::MAX);
    let total = found.len();
    let hit = |found: reference::PlaceHit| {
        let text = format!("{} · {}", found.label(env.lang, env.today), found.commune.code);
        Hit::plain(text, Value::Place(found.commune.place(env.today)))
    };
    (found.into_iter().take(MAX_HITS).map(hit).collect(), total)
}
