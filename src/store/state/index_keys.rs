//! Keys of sled's `idx` tree: who points at a record, who has the same answer. sled puts at most 16
//! entries on a page and keeps something of every page in memory, so nothing is here that can be
//! found another way: a record's history is read from the journal. No name, phone, address, tax code or coordinate is in a key in clear; a text is
//! a keyed hash there. Days and filters are in the record index, not here.

use sha2::{Digest, Sha256};

use crate::programme::twins::Marks;
use crate::record::{Date, FieldNo, Id, KindNo, Place, Record, Value};
use crate::storage::crypto::key::{Domain, Keys};
use crate::store::index::records::pack;
use crate::store::schema::{StoreSchema, targets};
use crate::text::fold::fold;

/// who points here: kind, field, target -> id
const LINK: u8 = 1;
/// who has this answer: kind, field, hash -> id
const SAME: u8 = 2;
/// where it was before it moved: kind, field, id, first day elsewhere -> the commune's number
const MOVED: u8 = 3;
/// what two records of the same establishment share: kind, hash -> id
const TWIN: u8 = 4;

pub(crate) type IndexKey = Vec<u8>;

/// All keys of a record's present state; none for a deleted one.
pub(crate) fn keys(plan: &StoreSchema, keys: &Keys, record: &Record) -> Vec<IndexKey> {
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
    let twins = kind.twins.map(|kind| Marks::of(kind, &record.fields).keys());
    let twins = twins.unwrap_or_default().into_iter();
    let twins = twins.map(|mark| with_id(twin_prefix(keys, kind.no, &mark), record.id));
    links.chain(same).chain(twins).collect()
}

pub(crate) fn link_prefix(kind: KindNo, field: FieldNo, to: Id) -> IndexKey {
    let mut key = prefix(LINK, kind, field);
    key.extend_from_slice(&to.0);
    key
}

/// What comes before the record pointed at, in all links of a field.
pub(crate) fn field_prefix(kind: KindNo, field: FieldNo) -> IndexKey {
    prefix(LINK, kind, field)
}

/// What comes before the moves of every record of a kind.
pub(crate) fn moves_prefix(kind: KindNo, field: FieldNo) -> IndexKey {
    prefix(MOVED, kind, field)
}

/// What comes before the moves of one record.
pub(crate) fn moves_of(plan: &StoreSchema, record: &Record) -> Option<IndexKey> {
    let field = plan.kind(record.kind)?.moves?;
    Some(with_id(moves_prefix(record.kind, field), record.id))
}

/// The commune where a record was, when an op has put it into another one as of another day. An
/// answer that is changed as of its own day was a mistake and no move: nothing says that the record
/// ever lay there. A commune's number is no secret: it says nothing without the record.
pub(crate) fn moved(before: &Place, after: &Place) -> Option<[u8; 4]> {
    let has_moved = before.commune != after.commune && before.day != after.day;
    let commune: u32 = before.commune.parse().ok()?;
    has_moved.then_some(commune.to_be_bytes())
}

/// Of the moves of a record, that on this day.
pub(crate) fn move_key(mut of: IndexKey, day: Date) -> IndexKey {
    of.extend_from_slice(&pack(Some(day)).to_be_bytes());
    of
}

/// Where a record is that others are counted by.
pub(crate) fn place_in<'a>(plan: &StoreSchema, record: &'a Record) -> Option<&'a Place> {
    record.fields.get(plan.kind(record.kind)?.moves?)?.as_place()
}

pub(crate) fn same_prefix(keys: &Keys, kind: KindNo, field: FieldNo, folded: &str) -> IndexKey {
    hashed(keys, prefix(SAME, kind, field), folded)
}

pub(crate) fn twin_prefix(keys: &Keys, kind: KindNo, mark: &str) -> IndexKey {
    hashed(keys, vec![TWIN, kind], mark)
}

/// 8 bytes of a keyed hash: enough to find, too little to prove; the answer itself is compared.
fn hashed(keys: &Keys, mut key: IndexKey, text: &str) -> IndexKey {
    let mut hash = Sha256::new();
    hash.update(keys.subkey(Domain::IndexHash));
    // the sort of index is in no hash: so it was before there was more than one
    hash.update(key.get(1..).unwrap_or_default());
    hash.update(text.as_bytes());
    let whole: [u8; 32] = hash.finalize().into();
    key.extend(whole.iter().take(8));
    key
}

/// The id at a key's end.
pub(crate) fn id_of(key: &[u8]) -> Option<Id> {
    key.last_chunk::<16>().copied().map(Id)
}

fn prefix(index: u8, kind: KindNo, field: FieldNo) -> IndexKey {
    let mut key = vec![index, kind];
    key.extend_from_slice(&field.to_be_bytes());
    key
}

fn with_id(mut key: IndexKey, id: Id) -> IndexKey {
    key.extend_from_slice(&id.0);
    key
}
