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
    let mut ids = Vec::new();
    for (_, value) in fields.iter() {
        match value {
            Value::Link(id) => ids.push(*id),
            Value::Links(all) => ids.extend(all),
            Value::Lines(rows) => ids.extend(rows.iter().flat_map(|row| named(&row.cells))),
            _ => {}
        }
    }
    ids
}
