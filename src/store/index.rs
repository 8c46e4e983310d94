//! Keys of sled's `idx` tree: who points at a record, who has the same answer. sled puts at most 16
//! entries on a page and keeps something of every page in memory, so nothing stands here that can be
//! found another way: a record's history is read from the journal. No name, phone, address, tax code or coordinate stands in a key in clear; a text is
//! a keyed hash there. Days and filters are in the names index, not here.

use sha2::{Digest, Sha256};

use super::key::{Domain, Keys};
use super::plan::{Plan, targets};
use crate::record::{FieldNo, Id, KindNo, Record, Value};
use crate::text::fold::fold;

/// who points here: kind, field, target -> id
const LINK: u8 = 1;
/// who has this answer: kind, field, hash -> id
const SAME: u8 = 2;

pub(super) type Key = Vec<u8>;

/// All keys that stand for a record's present state; none for a deleted one.
pub(super) fn keys(plan: &Plan, keys: &Keys, record: &Record) -> Vec<Key> {
    let Some(kind) = plan.kind(record.kind).filter(|_| record.deleted.is_none()) else {
        return Vec::new();
    };
    let links = kind.links.iter().flat_map(|field| {
        let targets = targets(record, *field).into_iter();
        targets.map(|to| with_id(link_prefix(kind.no, *field, to), record.id))
    });
    let same = kind.same.iter().filter_map(|field| {
        let text = record.fields.get(*field).and_then(Value::as_text)?;
        Some(with_id(same_prefix(keys, kind.no, *field, &fold(text)), record.id))
    });
    links.chain(same).collect()
}

pub(super) fn link_prefix(kind: KindNo, field: FieldNo, to: Id) -> Key {
    let mut key = prefix(LINK, kind, field);
    key.extend_from_slice(&to.0);
    key
}

/// What stands before the record pointed at, in all links of a field.
pub(super) fn field_prefix(kind: KindNo, field: FieldNo) -> Key {
    prefix(LINK, kind, field)
}

/// 8 bytes of a keyed hash: enough to find, too little to prove; the answer itself is compared.
pub(super) fn same_prefix(keys: &Keys, kind: KindNo, field: FieldNo, folded: &str) -> Key {
    let mut hash = Sha256::new();
    hash.update(keys.subkey(Domain::IndexHash));
    hash.update([kind]);
    hash.update(field.to_be_bytes());
    hash.update(folded.as_bytes());
    let whole: [u8; 32] = hash.finalize().into();
    let mut key = prefix(SAME, kind, field);
    key.extend(whole.iter().take(8));
    key
}

/// The id at a key's end.
pub(super) fn id_of(key: &[u8]) -> Option<Id> {
    key.last_chunk::<16>().copied().map(Id)
}

fn prefix(index: u8, kind: KindNo, field: FieldNo) -> Key {
    let mut key = vec![index, kind];
    key.extend_from_slice(&field.to_be_bytes());
    key
}

fn with_id(mut key: Key, id: Id) -> Key {
    key.extend_from_slice(&id.0);
    key
}
