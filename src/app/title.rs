//! Titles of records in lists and on pages, from the title fields of the kind.

use std::collections::BTreeMap;

use crate::lang::{Lang, app as say};
use crate::programme::answer;
use crate::programme::role::KindRole;
use crate::programme::short_names::shortened;
use crate::programme::spec::{Field, Kind, Programme};
use crate::record::{Draft, FieldNo, Fields, Id, Record, Reviewed, Value};
use crate::text::cells;
use crate::text::format::{show_date_short, show_decimal_grouped, show_size};

/// Field id: whether a row of a reference set was verified against its legal source.
pub const VERIFIED: &str = "verified";

/// Between the parts of a title.
const BETWEEN: &str = " · ";
const BETWEEN_CELLS: usize = 3;

/// A value as one line; a link is shown as the title of its target.
pub fn answer_text(
    programme: &Programme,
    field: &Field,
    value: &Value,
    titles: &BTreeMap<Id, String>,
    lang: Lang,
) -> String {
    let name = |id: &Id| match titles.get(id).map(String::as_str) {
        None => "…".to_string(),
        // the linked record has no name yet
        Some("") => "–".to_string(),
        Some(title) => title.to_string(),
    };
    let text = match value {
        Value::Link(id) => name(id),
        Value::Links(ids) => ids.iter().map(name).collect::<Vec<_>>().join(", "),
        // an unverified figure is marked wherever it is shown
        Value::Bool(true) if field.id == VERIFIED => say::verified(lang),
        Value::Bool(false) if field.id == VERIFIED => say::unverified(lang),
        Value::Int(n) if is_size(field) => show_size(*n),
        // grouped digits: the text is only read, not typed again
        Value::Decimal(n) => show_decimal_grouped(*n),
        other => answer::show(programme, field, other, lang),
    };
    one_line(&text)
}

/// The unit to append to a shown value; none for a file size, whose text contains its unit.
pub fn unit(field: &Field, lang: Lang) -> Option<&str> {
    field.unit.as_ref().filter(|_| !is_size(field)).map(|unit| unit.get(lang))
}

fn is_size(field: &Field) -> bool {
    field.unit.as_ref().is_some_and(|unit| unit.vi == "byte")
}

/// The record's title: the title fields of its kind, joined.
pub fn title(
    programme: &Programme,
    kind: &Kind,
    fields: &Fields,
    titles: &BTreeMap<Id, String>,
    lang: Lang,
) -> String {
    let text =
        |field: &Field, value: &Value| answer_text(programme, field, value, titles, lang);
    parts(kind, fields, &text).join(BETWEEN)
}

/// The answers that make the title, never none.
fn parts(kind: &Kind, fields: &Fields, text: &dyn Fn(&Field, &Value) -> String) -> Vec<String> {
    let title = kind.list.title.iter();
    let answers = title.filter_map(|no| Some(text(kind.field(*no)?, fields.get(*no)?)));
    let parts: Vec<String> = answers.filter(|part| !part.is_empty()).collect();
    if parts.is_empty() { vec!["–".to_owned()] } else { parts }
}

/// A value as a cell of a list: choices and days in their short form, a place without its province,
/// which is nearly always the same, a linked record's name in `room` cells.
pub fn cell_text(
    programme: &Programme,
    field: &Field,
    value: &Value,
    titles: &BTreeMap<Id, String>,
    (lang, room): (Lang, usize),
) -> String {
    let text = match value {
        Value::Choice(id) => {
            let list = field.ty.list().and_then(|list| programme.list(list));
            let choice = list.and_then(|list| list.choice(id));
            choice.map(|choice| choice.short().get(lang).to_owned())
        }
        Value::Date(day) => Some(show_date_short(*day)),
        Value::Place(place) => Some(one_line(place.name.split(',').next().unwrap_or_default())),
        _ => None,
    };
    let text = text.unwrap_or_else(|| answer_text(programme, field, value, titles, lang));
    match value {
        Value::Link(_) if cells::width(&text) > room => {
            cells::cut_middle(&shortened(&text), room).into_owned()
        }
        _ => text,
    }
}

/// Cells that the longest value of a column of choices takes; `None` for other columns.
pub fn choice_cells(programme: &Programme, field: &Field, lang: Lang) -> Option<usize> {
    let list = programme.list(field.ty.list()?)?;
    list.choices.iter().map(|choice| cells::width(choice.short().get(lang))).max()
}

/// The record's title in a row of a list: if it is longer than `room` cells, its legal forms are
/// shortened first, and then its longest part is cut in the middle.
pub fn row_title(
    programme: &Programme,
    kind: &Kind,
    fields: &Fields,
    titles: &BTreeMap<Id, String>,
    (lang, room): (Lang, usize),
) -> String {
    let text = |field: &Field, value: &Value| match value {
        Value::Date(day) => show_date_short(*day),
        _ => answer_text(programme, field, value, titles, lang),
    };
    let mut parts = parts(kind, fields, &text);
    let all = |parts: &[String]| {
        parts.iter().map(|part| cells::width(part)).sum::<usize>()
            + BETWEEN_CELLS * (parts.len() - 1)
    };
    if all(&parts) > room {
        parts.iter_mut().for_each(|part| *part = shortened(part).into_owned());
    }
    let over = all(&parts).saturating_sub(room);
    if over > 0
        && let Some(longest) = parts.iter_mut().max_by_key(|part| cells::width(part))
    {
        *longest =
            cells::cut_middle(longest, cells::width(longest).saturating_sub(over)).into_owned();
    }
    parts.join(BETWEEN)
}

/// The establishment that a record is about: the record itself, or the target of its home field.
pub fn establishment(kind: &Kind, record: &Record) -> Option<Id> {
    if kind.is(KindRole::Home) {
        return Some(record.id);
    }
    kind.home_field().and_then(|f| record.fields.get(f.no)?.as_link())
}

fn one_line(text: &str) -> String {
    if text.contains(['\n', '\r', '\t']) {
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    } else {
        text.to_string()
    }
}

/// The review status of a record.
pub fn reviewed(lang: Lang, reviewed: Reviewed) -> String {
    match reviewed {
        Reviewed::Waits => say::state_waits(lang),
        Reviewed::SentBack => say::state_sent_back(lang),
        Reviewed::Corrected => say::state_corrected(lang),
        Reviewed::Approved => say::state_approved(lang),
    }
}

/// The title of a draft: its kind, and the title fields filled so far.
pub fn draft(
    programme: &Programme,
    draft: &Draft,
    titles: &BTreeMap<Id, String>,
    lang: Lang,
) -> String {
    let Some(kind) = programme.kind(draft.kind) else { return String::new() };
    let name = |no: &FieldNo| match draft.fields.get(*no)? {
        Value::Link(id) => titles.get(id).map(String::as_str),
        Value::Text(text) => Some(text.as_str()),
        _ => None,
    };
    let label = kind.label.get(lang);
    let names = kind.list.title.iter().filter_map(name);
    std::iter::once(label).chain(names).collect::<Vec<_>>().join(" – ")
}
