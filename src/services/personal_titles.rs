//! Decides whether the titles of records have personal answers: a list that shows whose household
//! was visited holds personal data, although the visit's own answers do not.

use std::collections::BTreeMap;

use crate::programme::check;
use crate::programme::spec::Kind;
use crate::record::{FieldNo, Fields, Id};
use crate::services::record_text::named_by;
use crate::store::{Store, StoreError};

/// A title names a record, which may name another one.
const DEPTH: u8 = 3;

/// Remembers what it has read.
pub struct PersonalTitles<'a> {
    store: &'a Store,
    /// by record and remaining depth
    known: BTreeMap<(Id, u8), bool>,
}

impl<'a> PersonalTitles<'a> {
    pub fn new(store: &'a Store) -> PersonalTitles<'a> {
        PersonalTitles { store, known: BTreeMap::new() }
    }

    /// Whether these answers of a record, shown with the titles of linked records, are personal.
    pub fn are_shown(
        &mut self,
        kind: &Kind,
        fields: &Fields,
        shown: &[FieldNo],
    ) -> Result<bool, StoreError> {
        self.of_answers(kind, fields, shown, DEPTH)
    }

    /// Whether one of these records has a personal title.
    pub fn any(&mut self, ids: &[Id]) -> Result<bool, StoreError> {
        self.any_to(ids, DEPTH)
    }

    fn of_answers(
        &mut self,
        kind: &Kind,
        fields: &Fields,
        shown: &[FieldNo],
        depth: u8,
    ) -> Result<bool, StoreError> {
        let personal = check::personal(kind, fields);
        let given = || shown.iter().filter_map(|no| Some((no, fields.get(*no)?)));
        if given().any(|(no, _)| personal.contains(no)) {
            return Ok(true);
        }
        let ids: Vec<Id> = given().flat_map(|(_, value)| named_by(value)).collect();
        self.any_to(&ids, depth)
    }

    fn any_to(&mut self, ids: &[Id], depth: u8) -> Result<bool, StoreError> {
        for id in ids {
            if self.of_record(*id, depth)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn of_record(&mut self, id: Id, depth: u8) -> Result<bool, StoreError> {
        let Some(depth) = depth.checked_sub(1) else { return Ok(false) };
        if let Some(known) = self.known.get(&(id, depth)) {
            return Ok(*known);
        }
        let record = self.store.records().get(id)?;
        let kind = record.as_ref().and_then(|of| self.store.programme().kind(of.kind));
        let is_personal = match (record.as_ref(), kind) {
            (Some(record), Some(kind)) => {
                self.of_answers(kind, &record.fields, &kind.list.title, depth)?
            }
            _ => false,
        };
        self.known.insert((id, depth), is_personal);
        Ok(is_personal)
    }
}
