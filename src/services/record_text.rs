//! Answers as text for people, outside the screen.

use std::collections::BTreeMap;

use crate::lang::Lang;
use crate::programme::answer;
use crate::programme::spec::Field;
use crate::programme::spec::Programme;
use crate::record::{Fields, Id, Value};

/// Titles of the records that answers link to.
pub type Titles = BTreeMap<Id, String>;

pub fn text(
    programme: &Programme,
    field: &Field,
    value: &Value,
    titles: &Titles,
    lang: Lang,
) -> String {
    let title = |id: &Id| titles.get(id).cloned().unwrap_or_else(|| id.to_string());
    match value {
        Value::Link(id) => title(id),
        Value::Links(ids) => ids.iter().map(title).collect::<Vec<_>>().join(", "),
        value => answer::show(programme, field, value, lang),
    }
}

/// Ids of all records that the answers link to, tables included.
pub fn named(fields: &Fields) -> Vec<Id> {
    fields.iter().flat_map(|(_, value)| named_by(value)).collect()
}

/// Ids of all records that an answer links to.
pub fn named_by(value: &Value) -> Vec<Id> {
    match value {
        Value::Link(id) => vec![*id],
        Value::Links(all) => all.clone(),
        Value::Lines(rows) => rows.iter().flat_map(|row| named(&row.cells)).collect(),
        _ => Vec::new(),
    }
}
