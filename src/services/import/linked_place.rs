//! Uses a column of communes to distinguish linked establishments of the same name, if the records
//! of the list have no place themselves.

use std::cell::Cell;

use super::header::{self, ColumnNames, HeaderColumn};
use super::mapping::Mapping;
use super::note::ImportNote;
use crate::programme::role::KindRole;
use crate::programme::spec::{Field, Kind, Programme, Type};
use crate::record::{Id, Value};
use crate::services::validator::RecordValidator;
use crate::store::StoreError;

pub fn column(
    kind: &Kind,
    programme: &Programme,
    columns: &[Option<HeaderColumn>],
    header: &[String],
    mapping: &Mapping,
) -> Option<usize> {
    let has_place = kind.fields().any(|field| matches!(field.ty, Type::Place));
    if has_place || !kind.fields().any(|field| programme.links(field, KindRole::Home)) {
        return None;
    }
    let placed = programme.with_role(KindRole::Home)?;
    let place = placed.fields().find(|field| matches!(field.ty, Type::Place))?.no;
    let read = header::columns(&ColumnNames::of(placed), header);
    let is_place = |at: &usize| {
        let free = columns.get(*at).is_none_or(Option::is_none);
        let chosen = header.get(*at).is_some_and(|heading| mapping.get(heading).is_some());
        free && !chosen && read.get(*at) == Some(&Some(HeaderColumn::Field(place)))
    };
    (0..header.len()).find(is_place)
}

/// The communes that a row names, and whether they decided between several records.
pub struct LinkPlace<'a> {
    pub communes: &'a [&'a str],
    pub chosen: Cell<bool>,
}

/// Reduces records of the same name to those in the communes of the row.
pub fn narrowed(
    field: &Field,
    name: &str,
    ids: Vec<Id>,
    narrow: &LinkPlace<'_>,
    validator: &RecordValidator<'_>,
) -> Result<Result<Vec<Id>, ImportNote>, StoreError> {
    let placed =
        validator.programme.with_role(KindRole::Home).filter(|home| field.links_to(&home.id));
    let place = placed.and_then(|kind| kind.fields().find(|f| matches!(f.ty, Type::Place)));
    let Some(place) = place.filter(|_| !narrow.communes.is_empty()) else { return Ok(Ok(ids)) };
    let communes = narrow.communes;
    let (mut near, mut other) = (Vec::new(), None);
    for id in &ids {
        match validator
            .store
            .records()
            .get(*id)?
            .as_ref()
            .and_then(|record| record.fields.get(place.no))
        {
            Some(Value::Place(at)) if !communes.contains(&at.commune.as_str()) => {
                other = Some(at.name.clone());
            }
            Some(_) => near.push(*id),
            // the place of the linked record is not known
            None => return Ok(Ok(ids)),
        }
    }
    Ok(match other {
        Some(place) if near.is_empty() => {
            Err(ImportNote::RecordElsewhere { name: name.to_owned(), place })
        }
        _ => {
            narrow.chosen.set(narrow.chosen.get() || near.len() == 1 && ids.len() > 1);
            Ok(near)
        }
    })
}
