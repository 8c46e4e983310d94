//! Finds the line of a file on which a fault is, from the ids and keys in its place.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The line of a place in words, as `lint` gives it: from 1, or 0 if the file cannot be parsed.
pub fn of_place(text: &str, place: &str, what: &str) -> usize {
    let Ok(root) = DeTable::parse(text) else { return 0 };
    let mut at: (&DeTable, usize) = (root.get_ref(), 0);
    for (n, step) in place.split('.').filter(|step| !step.is_empty()).enumerate() {
        if n == 0 && id(at.0) == Some(step) {
            continue;
        }
        match find(at.0, step) {
            Some(found) => at = found,
            // the rest of the place is not in the file; the table found so far is the nearest
            None => break,
        }
    }
    of_table(text, at, what)
}

/// The line of the table at the end of keys, each with an array index (from 1; 0: no array).
pub fn of_path(text: &str, path: &[(&str, usize)], what: &str) -> usize {
    let Ok(root) = DeTable::parse(text) else { return 0 };
    let mut at: (&DeTable, usize) = (root.get_ref(), 0);
    for (key, index) in path {
        let inner = at.0.get(*key).map(tables).unwrap_or_default();
        match inner.get(index.saturating_sub(1)) {
            Some(inner) => at = *inner,
            None => break,
        }
    }
    of_table(text, at, what)
}

/// The line of the first key or value that the fault quotes, or else of the table.
fn of_table(text: &str, (table, start): (&DeTable, usize), what: &str) -> usize {
    let mut named = what.split('`').skip(1).step_by(2);
    let key = named.find_map(|name| {
        let is_named = |value: &DeValue| value.as_str() == Some(name);
        let own = table.iter().find(|(key, value)| {
            key.get_ref() == name
                || is_named(value.get_ref())
                || value
                    .get_ref()
                    .as_array()
                    .is_some_and(|all| all.iter().any(|value| is_named(value.get_ref())))
        });
        own.map(|(key, _)| key.span().start)
    });
    let before = text.get(..key.unwrap_or(start)).unwrap_or_default();
    before.matches('\n').count() + 1
}

fn id<'a>(table: &'a DeTable) -> Option<&'a str> {
    table.get("id").and_then(|value| value.get_ref().as_str())
}

/// The nearest nested table with this id or under this key: `column`, `column[2]`.
fn find<'a>(root: &'a DeTable<'a>, step: &str) -> Option<(&'a DeTable<'a>, usize)> {
    let (key, index) = match step.strip_suffix(']').and_then(|step| step.split_once('[')) {
        Some((key, index)) => (key, index.parse().unwrap_or(0)),
        None => (step, 0),
    };
    let mut level: Vec<&DeTable> = vec![root];
    while !level.is_empty() {
        let mut below = Vec::new();
        for table in level {
            for (name, value) in table.iter() {
                for (n, (inner, start)) in tables(value).into_iter().enumerate() {
                    let is_named = name.get_ref() == key && (index == 0 || n + 1 == index);
                    if id(inner) == Some(step) || is_named {
                        return Some((inner, start));
                    }
                    below.push(inner);
                }
            }
        }
        level = below;
    }
    None
}

/// A table, or the tables of an array, each with its start in the text.
fn tables<'a>(value: &'a Spanned<DeValue<'a>>) -> Vec<(&'a DeTable<'a>, usize)> {
    let one = |value: &'a Spanned<DeValue<'a>>| match value.get_ref() {
        DeValue::Table(table) => Some((table, value.span().start)),
        _ => None,
    };
    match value.get_ref() {
        DeValue::Array(items) => items.iter().filter_map(one).collect(),
        _ => one(value).into_iter().collect(),
    }
}
