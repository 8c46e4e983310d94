//! Records from answers in JSON, and common changes of records in a store.

use serde_json::Value as Json;
use sotay::programme::answer::{JsonReader, record_from_json};
use sotay::programme::spec::Programme;
use sotay::record::{Change, Fields, Id, Origin};
use sotay::store::{Commit, Committed, Store};
use sotay::text::format::today_from_millis;

use super::NOW;

/// Answers for the `made`th record of a machine; `mark` makes its ids differ from those of other
/// machines.
pub fn fields(
    programme: &'static Programme,
    kind: &str,
    (mark, made): (u8, u64),
    answers: &Json,
) -> (Id, Fields) {
    let kind = programme.kind_by_id(kind).unwrap_or_else(|| panic!("no kind {kind}"));
    let mut tail = [mark; 10];
    tail[..8].copy_from_slice(&made.to_be_bytes());
    let id = Id::new(NOW - 1_000_000 + made, tail);
    let mut rows = 0;
    let mut new_id = || {
        rows += 1;
        tail[9] = rows;
        Id::new(NOW, tail)
    };
    let today = today_from_millis(NOW);
    let mut reader = JsonReader { programme, today, new_id: &mut new_id };
    let fields = record_from_json(kind, answers.as_object().unwrap(), &mut reader)
        .unwrap_or_else(|faults| panic!("{}: {faults:?}", kind.id));
    (id, fields)
}

/// Commits; required answers may be missing.
pub fn commit(store: &Store, changes: Vec<Change>) -> Committed {
    let commit =
        Commit { changes, ends_draft: None, allow_incomplete: true, ..Commit::default() };
    store.commit(commit).unwrap_or_else(|e| panic!("{e:?}"))
}

pub fn create(
    store: &Store,
    kind: &str,
    (mark, made): (u8, u64),
    answers: &Json,
    origin: Origin,
) -> Id {
    let programme = store.programme();
    let (id, fields) = fields(programme, kind, (mark, made), answers);
    let kind = programme.kind_by_id(kind).unwrap().no;
    commit(store, vec![Change::Create { kind, id, fields, origin }]);
    id
}

/// Changes answers of a record.
pub fn edit(store: &Store, id: Id, answers: &Json) {
    let record = store.records().get(id).unwrap().unwrap();
    let programme = store.programme();
    let kind = &programme.kind(record.kind).unwrap().id;
    let (_, fields) = fields(programme, kind, (0, 0), answers);
    let set = fields.iter().map(|(no, value)| (no, Some(value.clone()))).collect();
    commit(store, vec![Change::Patch { id, base: record.head, set }]);
}

pub fn delete(store: &Store, id: Id, reason: &str) {
    let base = store.records().get(id).unwrap().unwrap().head;
    commit(store, vec![Change::Delete { id, base, reason: reason.into() }]);
}

/// The number of records of a notebook, deleted ones included.
pub fn count(store: &Store) -> usize {
    store.programme().kinds.iter().map(|kind| store.records().ids(kind.no).unwrap().len()).sum()
}
