//! Finds the other records that a check reads, by the index keys of the state.

use super::projections::Projections;
use super::writer::RecordMap;
use crate::programme::check;
use crate::programme::check::Need;
use crate::record::{FieldNo, Id, KindNo, Record, Value};
use crate::storage::error::StoreError;
pub(crate) use crate::store::schema::targets;
use crate::store::state::index_keys;
use crate::text;

/// Maximum number of records with the same answer that a check receives. One is enough for a
/// warning, and a list with one line copied a thousand times must not cost a million look-ups.
pub(crate) const MAX_SAME: usize = 32;

impl Projections {
    /// `read`: records that are known from earlier needs; adds those that these needs name.
    pub fn find_needs(
        &self,
        needs: &[Need],
        read: &mut RecordMap,
    ) -> Result<Vec<(Need, Vec<Record>)>, StoreError> {
        needs.iter().map(|need| Ok((need.clone(), self.find_need(need, read)?))).collect()
    }

    fn find_need(&self, need: &Need, read: &mut RecordMap) -> Result<Vec<Record>, StoreError> {
        let (kind, prefix) = match need {
            Need::Record(id) => return Ok(find_record(self, *id, read)?.into_iter().collect()),
            Need::Same { kind, field, folded, .. } => {
                let indexed =
                    self.context.schema.kind(*kind).is_some_and(|k| k.same.contains(field));
                if !indexed {
                    return self.scan(need);
                }
                let keys = &self.context.keys;
                (*kind, index_keys::same_prefix(keys, *kind, *field, folded))
            }
            Need::LinkingTo { kind, field, to } => {
                (*kind, index_keys::link_prefix(*kind, *field, *to))
            }
            Need::LinkedVia { kind, field, via: (via, by), to } => {
                return self.find_via((*kind, *field), (*via, *by), *to);
            }
        };
        self.query(|state| {
            let mut found = Vec::new();
            for id in state.ids(&prefix)? {
                found.extend(state.get(id, Some(kind))?.filter(|r| answers(need, r)));
                if matches!(need, Need::Same { .. }) && found.len() == MAX_SAME {
                    break;
                }
            }
            Ok(found)
        })
    }

    /// Follows links in two steps; index keys of deleted records do not exist.
    fn find_via(
        &self,
        (kind, field): (KindNo, FieldNo),
        (via, by): (KindNo, FieldNo),
        to: Id,
    ) -> Result<Vec<Record>, StoreError> {
        self.query(|state| {
            let mut found = Vec::new();
            for between in state.ids(&index_keys::link_prefix(via, by, to))? {
                for id in state.ids(&index_keys::link_prefix(kind, field, between))? {
                    found.extend(state.get(id, Some(kind))?);
                }
            }
            Ok(found)
        })
    }

    /// Reads all records: for a field without an index.
    fn scan(&self, need: &Need) -> Result<Vec<Record>, StoreError> {
        self.query(|state| {
            let mut found = Vec::new();
            state.each(|record| {
                if answers(need, &record) {
                    found.push(record);
                }
            })?;
            Ok(found)
        })
    }
}

fn find_record(
    projections: &Projections,
    id: Id,
    read: &mut RecordMap,
) -> Result<Option<Record>, StoreError> {
    if let Some(record) = read.get(&id) {
        return Ok(Some(record.clone()));
    }
    let found = projections.get(id)?;
    // during a rebuild the state may still hold an older version
    if projections.lifecycle.is_ready() {
        read.extend(found.clone().map(|record| (id, record)));
    }
    Ok(found)
}

/// Whether a record satisfies the need.
pub(crate) fn answers(need: &Need, record: &Record) -> bool {
    let live = |k: KindNo| record.kind == k && record.deleted.is_none();
    match need {
        Need::Record(id) => record.id == *id,
        Need::Same { kind, field, folded, with } => {
            let text = record.fields.get(*field).and_then(Value::as_text);
            live(*kind)
                && text.is_some_and(|t| text::fold::fold(t) == *folded)
                && with.iter().all(|(no, v)| check::agree(v.as_ref(), record.fields.get(*no)))
        }
        Need::LinkingTo { kind, field, to } => {
            live(*kind) && targets(record, *field).contains(to)
        }
        // needs two steps, so uncommitted records are not found
        Need::LinkedVia { .. } => false,
    }
}
