//! What the screens need of cases besides their answers: the records that they are about, each
//! with who wrote it and what was done there; and titles in the reader's language. Reads only.

use crate::app::event::ComparedRecord;
use crate::app::title;
use crate::lang::Lang;
use crate::programme::role::KindRole;
use crate::programme::spec::Kind;
use crate::record::{Id, Query, Record, Today, Value};
use crate::store::{Store, StoreError};

/// Nothing for a record of another kind.
/// `author`: who made a record, where headquarters knows him.
pub fn compared_records(
    store: &Store,
    matter: &Record,
    author: &dyn Fn(Id) -> Result<Option<String>, StoreError>,
) -> Result<Vec<ComparedRecord>, StoreError> {
    let kind = store.programme().kind(matter.kind).filter(|kind| kind.is(KindRole::Case));
    let Some(kind) = kind else { return Ok(Vec::new()) };
    let link = |field: &str| named(kind, matter, field);
    let mut found = Vec::new();
    for id in [link("about"), link("other")].into_iter().flatten() {
        found.extend(compared_record(store, id, author)?);
    }
    Ok(found)
}

fn named(kind: &Kind, record: &Record, field: &str) -> Option<Id> {
    record.fields.get(kind.field_by_id(field)?.no).and_then(Value::as_link)
}

fn compared_record(
    store: &Store,
    id: Id,
    author: &dyn Fn(Id) -> Result<Option<String>, StoreError>,
) -> Result<Option<ComparedRecord>, StoreError> {
    let Some(record) = store.records().get(id)? else { return Ok(None) };
    let first = store.history().of(id)?.into_iter().next();
    let made = first.as_ref().map_or(record.created.hlc.millis(), |step| step.millis);
    let name = || first.and_then(|step| step.by).unwrap_or_default();
    let by = author(id)?.unwrap_or_else(name);
    let (visits, hanging) = (visits(store, id)?, store.records().links_to(id)?);
    Ok(Some(ComparedRecord { record, by, made, visits, linked: hanging }))
}

/// How many visits name this record.
fn visits(store: &Store, id: Id) -> Result<usize, StoreError> {
    let visit = store.programme().with_role(KindRole::Visit);
    let Some((kind, field)) = visit.and_then(|k| Some((k, k.home_field()?))) else {
        return Ok(0);
    };
    let query = Query { pointing: Some((field.no, id)), ..Query::all(kind.no) };
    Ok(store.records().page(&query, 0, 1)?.total)
}

/// The store has titles in one language; the title of a case is made of choices, which have words
/// in both.
pub fn set_titles(store: &Store, today: &mut Today, lang: Lang) -> Result<(), StoreError> {
    for due in &mut today.matters.rows {
        let Some(record) = store.records().get(due.id)? else { continue };
        let Some(kind) = store.programme().kind(record.kind) else { continue };
        let links: Vec<Id> =
            record.fields.iter().filter_map(|(_, value)| value.as_link()).collect();
        let titles = store.records().titles(&links)?;
        due.title = title::title(store.programme(), kind, &record.fields, &titles, lang);
        // of an incident nothing else tells it from others
        let who = kind.field_by_id("who").and_then(|field| record.fields.get(field.no));
        let who =
            who.and_then(Value::as_text).filter(|_| named(kind, &record, "about").is_none());
        due.title.extend(who.map(|who| format!(" · {who}")));
    }
    Ok(())
}
