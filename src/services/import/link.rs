//! Finds the record that a name in a list means. A link is written as an id, or as the whole text
//! of an identifying answer of the other record (its name, its tax code).

use std::cell::Cell;

use super::linked_place::{self, LinkPlace};
use super::note::{ImportNote, Note, NoteSort};
use super::unclear;
use crate::programme::check::Need;
use crate::programme::role::KindRole;
use crate::programme::spec::{Field, Kind, Type};
use crate::record::{Id, Value};
use crate::services::import::row::{Named, PlanRow};
use crate::services::validator::RecordValidator;
use crate::store::StoreError;
use crate::text::fold::fold;

/// Looks up the names of a row; sets the answers that are found and adds a note for the others.
pub fn resolve(
    row: &mut PlanRow,
    kind: &Kind,
    validator: &RecordValidator<'_>,
) -> Result<(), StoreError> {
    for Named { field, heading, text, communes, ids } in std::mem::take(&mut row.named) {
        let Some(field) = kind.field(field) else { continue };
        if !ids.is_empty() && all_there(&ids, validator)? {
            row.fields.set(field.no, value(field, &ids));
            continue;
        }
        if validator.programme.links(field, KindRole::File) && !is_here(&text, validator)? {
            row.notes.push(Note::of_cell(NoteSort::Warning, heading, ImportNote::NoFile));
            continue;
        }
        // the ids are unknown in this notebook; it may have records of that name
        let text = if text.is_empty() { ids.iter().map(Id::to_string).collect() } else { text };
        let narrow = LinkPlace { communes: &communes, chosen: Cell::new(false) };
        let read = answer(field, &text, &narrow, validator)?;
        // visits on one day to two establishments of the same name are two rows
        if narrow.chosen.get() {
            row.print = row.print.with_communes(&communes);
        }
        match read {
            Ok(value) => row.fields.set(field.no, value),
            Err(message) => {
                let sort = match ids.is_empty() {
                    true => unclear::sort(kind, field.no),
                    // in an export: the row must wait until the other record is imported
                    false => NoteSort::Fault,
                };
                row.notes.push(Note::of_cell(sort, heading, message));
            }
        }
    }
    Ok(())
}

fn answer(
    field: &Field,
    text: &str,
    narrow: &LinkPlace<'_>,
    validator: &RecordValidator<'_>,
) -> Result<Result<Value, ImportNote>, StoreError> {
    let (to, names): (&str, Vec<&str>) = match &field.ty {
        Type::Link(to) => (to, vec![text]),
        // a name may contain a comma; a list is recognised by semicolons or by consisting of ids
        Type::Links(to) => {
            let ids = || text.split([';', ',', ' ']).filter(|t| !t.is_empty());
            let all_ids = ids().all(|t| t.parse::<Id>().is_ok());
            let parts = text.split(';').map(str::trim).filter(|t| !t.is_empty());
            (to, if all_ids { ids().collect() } else { parts.collect() })
        }
        _ => return Ok(Err(ImportNote::NoRecord(text.to_owned()))),
    };
    let several = matches!(field.ty, Type::Links(_));
    let mut found = Vec::new();
    for name in names {
        let whole = meant(to, name, validator)?;
        // split a name only if no record has the whole name
        let parts = if several && whole.is_empty() { parted(name) } else { vec![name] };
        for part in parts {
            let ids = if part == name { whole.clone() } else { meant(to, part, validator)? };
            let ids = match linked_place::narrowed(field, part, ids, narrow, validator)? {
                Ok(ids) => ids,
                Err(message) => return Ok(Err(message)),
            };
            match ids.as_slice() {
                [one] if found.contains(one) => {}
                [one] => found.push(*one),
                [] => return Ok(Err(ImportNote::NoRecord(part.to_owned()))),
                _ => return Ok(Err(ImportNote::ManyRecords(part.to_owned(), ids.len()))),
            }
        }
    }
    Ok(Ok(value(field, &found)))
}

/// Records by id, by name, or by name without a form of address.
fn meant(to: &str, name: &str, validator: &RecordValidator<'_>) -> Result<Vec<Id>, StoreError> {
    if let Ok(id) = name.parse::<Id>() {
        return Ok(vec![id]);
    }
    let ids = called(to, name, validator)?;
    let officer = validator.programme.with_role(KindRole::Officer);
    let is_officer = officer.is_some_and(|officer| officer.id == to);
    match addressed(name).filter(|_| ids.is_empty() && is_officer) {
        Some(bare) => called(to, bare, validator),
        None => Ok(ids),
    }
}

/// The name without a leading "Đ/c", "ông", "bà".
fn addressed(name: &str) -> Option<&str> {
    const WORDS: [&str; 14] = [
        "đồng chí",
        "đ/chí",
        "đ/c",
        "đc",
        "ông",
        "bà",
        "anh",
        "chị",
        "cô",
        "chú",
        "mr",
        "ms",
        "ths",
        "ks",
    ];
    let lower = name.to_lowercase();
    if lower.len() != name.len() {
        return None;
    }
    let rest = WORDS.iter().find_map(|word| lower.strip_prefix(word))?;
    let bare = rest.trim_start_matches(['.', ':', ' ']);
    (bare.len() < rest.len()).then(|| name.get(name.len() - bare.len()..))?
}

/// Splits "A, B", "A và B", "A / B", but not "Đ/c A".
fn parted(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    for part in text.split([',', '\n', '&', '+']).flat_map(|part| part.split(" và ")) {
        let part = part.trim();
        parts.extend(addressed(part).unwrap_or(part).split('/'));
    }
    parts.into_iter().map(str::trim).filter(|part| !part.is_empty()).collect()
}

fn value(field: &Field, ids: &[Id]) -> Value {
    match (&field.ty, ids) {
        (Type::Link(_), [one]) => Value::Link(*one),
        _ => Value::Links(ids.to_vec()),
    }
}

/// Whether a text consists of ids of existing records only.
fn is_here(text: &str, validator: &RecordValidator<'_>) -> Result<bool, StoreError> {
    let parts = text.split([';', ',', ' ']).filter(|t| !t.is_empty());
    match parts.map(|t| t.parse().ok()).collect::<Option<Vec<Id>>>() {
        Some(ids) => all_there(&ids, validator),
        None => Ok(false),
    }
}

fn all_there(ids: &[Id], validator: &RecordValidator<'_>) -> Result<bool, StoreError> {
    for id in ids {
        if validator.store.records().get(*id)?.is_none() {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Records of a kind that match `name`: by a unique answer first, then by a title field.
fn called(
    kind: &str,
    name: &str,
    validator: &RecordValidator<'_>,
) -> Result<Vec<Id>, StoreError> {
    let Some(kind) = validator.programme.kind_by_id(kind) else { return Ok(Vec::new()) };
    let is_text = |f: &&Field| matches!(f.ty, Type::Text | Type::Phone);
    let own = kind.fields().filter(|f| f.is_unique_alone());
    let title = kind.list.title.iter().filter_map(|no| kind.field(*no));
    for field in own.chain(title).filter(is_text) {
        let (folded, with) = (fold(name), Vec::new());
        let need = Need::Same { kind: kind.no, field: field.no, folded, with };
        let found = validator.store.records().needs(&[need])?;
        let ids: Vec<Id> =
            found.iter().flat_map(|(_, records)| records).map(|r| r.id).collect();
        if !ids.is_empty() {
            return Ok(ids);
        }
    }
    Ok(Vec::new())
}
