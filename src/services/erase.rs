//! Permanently erases all personal answers of a record. The record's kind says which answers these
//! are.

use crate::programme::check;
use crate::programme::spec::Programme;
use crate::record::{Change, Id, Record};
use crate::store::{Commit, CommitError, Store, StoreError};

/// Why nothing was erased.
#[derive(Debug, thiserror::Error)]
pub enum NotErased {
    #[error("no such record")]
    NoRecord,
    #[error("no question about personal data")]
    NothingPersonal,
    /// the notebook's documents and ops carry the officer's name
    #[error("the officer of the notebook")]
    OwnOfficer,
    #[error(transparent)]
    Commit(#[from] CommitError),
}

/// The change that erases all personal answers of a record. `None` if the record has no personal
/// question.
pub fn erasure(programme: &Programme, record: &Record, reason: &str) -> Option<Change> {
    let fields = check::personal(programme.kind(record.kind)?, &record.fields);
    let (id, base, reason) = (record.id, record.head, reason.to_owned());
    (!fields.is_empty()).then_some(Change::Erase { id, base, fields, reason })
}

/// The records that were merged with this one and still have personal answers: they are mostly
/// about the same person, and an erasure reaches only one record.
pub fn left_in_merged(store: &Store, id: Id) -> Result<Vec<Id>, StoreError> {
    let programme = store.programme();
    let has_personal = |record: &Record| {
        let kind = programme.kind(record.kind);
        let fields = kind.map(|kind| check::personal(kind, &record.fields)).unwrap_or_default();
        fields.iter().any(|no| record.fields.get(*no).is_some())
    };
    let merged = store.records().merged_with(id)?;
    Ok(merged.iter().filter(|record| has_personal(record)).map(|record| record.id).collect())
}

/// Commits the erasure; it is durable on return. `Store::erasures` reports copies that may remain.
pub fn erase(store: &Store, id: Id, reason: &str) -> Result<(), NotErased> {
    if id == store.officer_id() {
        return Err(NotErased::OwnOfficer);
    }
    let record = store.records().get(id).map_err(CommitError::Store)?;
    let record = record.ok_or(NotErased::NoRecord)?;
    let change = erasure(store.programme(), &record, reason);
    let changes = vec![change.ok_or(NotErased::NothingPersonal)?];
    store.commit(Commit { changes, ..Commit::default() })?;
    Ok(())
}
