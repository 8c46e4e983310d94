//! What the screens show of review cases besides their answers: the compared records with authors
//! and counts, and titles in the screen's language. Only reads.

use crate::app::event::ComparedRecord;
use crate::app::title;
use crate::lang::Lang;
use crate::programme::role::KindRole;
use crate::programme::spec::Kind;
use crate::record::{Id, Query, Record, Today, Value};
use crate::store::{Store, StoreError};

/// The records that a case is about; empty for a record of another kind. `author`: the officer who
/// created a record, if headquarters knows it.
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

/// How many visits link to this record.
fn visits(store: &Store, id: Id) -> Result<usize, StoreError> {
    let visit = store.programme().with_role(KindRole::Visit);
    let Some((kind, field)) = visit.and_then(|k| Some((k, k.home_field()?))) else {
        return Ok(0);
    };
    let query = Query { pointing: Some((field.no, id)), ..Query::all(kind.no) };
    Ok(store.records().page(&query, 0, 1)?.total)
}

/// Sets the titles of cases in the screen's language: they consist of choices, and the store has
/// titles in one language only.
pub fn set_titles(store: &Store, today: &mut Today, lang: Lang) -> Result<(), StoreError> {
    for due in &mut today.matters.rows {
        let Some(record) = store.records().get(due.id)? else { continue };
        let Some(kind) = store.programme().kind(record.kind) else { continue };
        let links: Vec<Id> =
            record.fields.iter().filter_map(|(_, value)| value.as_link()).collect();
        let titles = store.records().titles(&links)?;
        due.title = title::title(store.programme(), kind, &record.fields, &titles, lang);
        // only the officer distinguishes an incident from others
        let who = kind.field_by_id("who").and_then(|field| record.fields.get(field.no));
        let who =
            who.and_then(Value::as_text).filter(|_| named(kind, &record, "about").is_none());
        due.title.extend(who.map(|who| format!(" · {who}")));
    }
    Ok(())
}
