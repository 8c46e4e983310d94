//! Made-up records. A notebook that is enrolled at headquarters accepts none, and one command
//! deletes existing ones, in a notebook or at headquarters.

use std::path::Path;

use crate::record::{Change, Origin, Query, Record};
use crate::storage::disk::{RealDisk, twin};
use crate::store::ENROLMENT;
use crate::store::{Commit, CommitError, Store, StoreError};

/// Records per commit, which is one fsync.
const BATCH: usize = 200;
/// Reason of the deletion, stored in the records.
const REASON: &str = "dữ liệu mẫu";

/// Whether the notebook is enrolled. Made-up records would go to headquarters and to colleagues.
pub fn is_enrolled(notebook: &Path) -> bool {
    twin::exists(&RealDisk, &notebook.join(ENROLMENT))
}

/// Number of made-up records that are not deleted.
pub fn count(store: &Store) -> Result<usize, StoreError> {
    let mut count = 0;
    each_sample(store, &mut |_| count += 1)?;
    Ok(count)
}

/// Deletes all made-up records; returns how many.
pub fn remove(store: &Store) -> Result<usize, CommitError> {
    let mut changes = Vec::new();
    each_sample(store, &mut |record| {
        let (id, base, reason) = (record.id, record.head, REASON.to_owned());
        changes.push(Change::Delete { id, base, reason });
    })?;
    let count = changes.len();
    while !changes.is_empty() {
        let rest = changes.split_off(changes.len().min(BATCH));
        store.commit(Commit {
            changes,
            ends_draft: None,
            allow_incomplete: true,
            ..Commit::default()
        })?;
        changes = rest;
    }
    Ok(count)
}

fn each_sample(store: &Store, see: &mut dyn FnMut(&Record)) -> Result<(), StoreError> {
    for kind in &store.programme().kinds {
        let mut start = 0;
        loop {
            let page = store.records().page(&Query::all(kind.no), start, BATCH)?;
            let made_up =
                |record: &&Record| record.origin == Origin::MadeUp && record.deleted.is_none();
            page.rows.iter().filter(made_up).for_each(&mut *see);
            start += page.rows.len();
            if page.rows.is_empty() || start >= page.total {
                break;
            }
        }
    }
    Ok(())
}
