//! What happened to a record: when, by whom, and what was there before each change.

use serde_json::{Map, Value as Json, json};

use super::notebook;
use super::show::{Titles, named, pick, text};
use crate::lang::Lang;
use crate::lang::cli::WorkWord;
use crate::programme::spec::{Field, Kind};
use crate::programme::{answer, programme};
use crate::record::{Body, FieldNo, Fields, Id, Value};
use crate::store::{Past, Store, StoreError};
use crate::text::format::{clock_from_millis, iso, show_date, today_from_millis};

/// The history as lines to read, the newest change first.
pub fn history(store: &Store, id: Id, lang: Lang) -> Result<Vec<String>, StoreError> {
    let Some(kind) = store.get(id)?.and_then(|r| programme().kind(r.kind)) else {
        return Ok(Vec::new());
    };
    let past = store.history(id)?;
    let all = past.iter().flat_map(|step| &step.changes);
    let values: Fields = all
        .flat_map(|(_, before, after)| [before, after])
        .flatten()
        .zip(0..)
        .map(|(value, at)| (at, value.clone()))
        .collect();
    let titles = store.titles(&named(&values))?;
    let name = store.officer()?.and_then(|o| notebook::officer_text(&o, "name"));
    let mut lines = Vec::new();
    for step in past.iter().rev() {
        lines.push(heading(step, name.as_deref(), lang));
        // what a record began with stands on its page; only changes have a before
        if matches!(step.op.body, Body::Patch { .. }) {
            let changes = step.changes.iter();
            lines.extend(changes.filter_map(|c| change_line(kind, c, &titles, lang)));
        }
    }
    Ok(lines)
}

fn heading(step: &Past, name: Option<&str>, lang: Lang) -> String {
    let day = today_from_millis(step.op.hlc.millis());
    let at = format!("{} {}", show_date(day), clock_from_millis(step.op.hlc.millis()));
    let at = at.as_str();
    let what = match &step.op.body {
        Body::Put { .. } => WorkWord::Made { at },
        Body::Patch { .. } => WorkWord::Changed { at },
        Body::Del { reason, .. } => WorkWord::Removed { at, reason },
        Body::Restore { .. } => WorkWord::Restored { at },
        Body::Epoch { .. } | Body::Unknown { .. } => WorkWord::NotReadable { at },
    };
    match name {
        Some(name) => format!("{}  ({})", what.text(lang), WorkWord::By { name }.text(lang)),
        None => what.text(lang),
    }
}

/// A field, its answer before and after.
type Change = (FieldNo, Option<Value>, Option<Value>);

fn change_line(kind: &Kind, change: &Change, titles: &Titles, lang: Lang) -> Option<String> {
    let (no, before, after) = change;
    let field = kind.field(*no)?;
    let show = |value: &Option<Value>| match value {
        Some(value) => short(field, value, titles, lang),
        None => WorkWord::Nothing.text(lang),
    };
    let before = WorkWord::Before { what: &show(before) }.text(lang);
    Some(format!("    {}: {}  [{before}]", pick(&field.label, lang), show(after)))
}

/// One line of an answer, long notes cut.
fn short(field: &Field, value: &Value, titles: &Titles, lang: Lang) -> String {
    let whole = match value {
        Value::Lines(rows) => format!("{} x", rows.len()),
        value => text(field, value, titles, lang),
    };
    let line = whole.split_whitespace().collect::<Vec<_>>().join(" ");
    crate::text::cells::cut(&line, 160).into_owned()
}

/// The history as JSON, the oldest step first.
pub fn history_json(store: &Store, id: Id) -> Result<Vec<Json>, StoreError> {
    let Some(kind) = store.get(id)?.and_then(|r| programme().kind(r.kind)) else {
        return Ok(Vec::new());
    };
    let past = store.history(id)?;
    let name = store.officer()?.and_then(|o| notebook::officer_text(&o, "name"));
    Ok(past.iter().map(|step| step_json(kind, step, &name)).collect())
}

fn step_json(kind: &Kind, step: &Past, name: &Option<String>) -> Json {
    let side = |after: bool| {
        let mut object = Map::new();
        for (no, was, is) in &step.changes {
            let value = if after { is } else { was };
            if let Some(field) = kind.field(*no) {
                let value = value.as_ref().map_or(Json::Null, |v| answer::to_json(field, v));
                object.insert(field.id.clone(), value);
            }
        }
        Json::Object(object)
    };
    let day = today_from_millis(step.op.hlc.millis());
    let at = format!("{} {}", iso(day), clock_from_millis(step.op.hlc.millis()));
    let mut object = json!({ "at": at, "by": name });
    let more = match &step.op.body {
        Body::Put { .. } => json!({ "what": "created", "to": side(true) }),
        Body::Patch { .. } => {
            json!({ "what": "changed", "from": side(false), "to": side(true) })
        }
        Body::Del { reason, .. } => json!({ "what": "deleted", "reason": reason }),
        Body::Restore { .. } => json!({ "what": "restored" }),
        Body::Epoch { .. } | Body::Unknown { .. } => json!({ "what": "unreadable" }),
    };
    if let (Some(into), Json::Object(more)) = (object.as_object_mut(), more) {
        into.extend(more);
    }
    object
}
