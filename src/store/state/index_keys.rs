//! Keys of sled's `idx` tree: which records link to a record, which have the same answer.
//!
//! sled puts at most 16 entries on a page and keeps part of every page in memory, so the tree has
//! only what cannot be found in another way: a record's history is read from the journal, days and
//! filters are in the record index. No name, phone, address, tax code or coordinate is in a key in
//! clear: a text is a keyed hash.

use sha2::{Digest, Sha256};

use crate::programme::twins::Marks;
use crate::record::{Date, FieldNo, Id, KindNo, Place, Record, Value};
use crate::storage::crypto::key::{Domain, Keys};
use crate::store::index::records::pack;
use crate::store::schema::{StoreSchema, targets};
use crate::text::fold::fold;

/// links to a record: kind, field, target -> id of the linking record
const LINK: u8 = 1;
/// records with an answer: kind, field, hash -> id
const SAME: u8 = 2;
/// the place before a move: kind, field, id, first day at the new place -> number of the old
/// commune
const MOVED: u8 = 3;
/// marks by which duplicates are found: kind, hash -> id
const TWIN: u8 = 4;

/// Bytes of a link's key.
const LONGEST: usize = 4 + 16 + 16;

pub(crate) type IndexKey = Vec<u8>;

/// All keys of a record's present answers; none for a deleted one.
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

/// Prefix of all links of a field.
pub(crate) fn field_prefix(kind: KindNo, field: FieldNo) -> IndexKey {
    prefix(LINK, kind, field)
}

/// Prefix of the moves of every record of a kind.
pub(crate) fn moves_prefix(kind: KindNo, field: FieldNo) -> IndexKey {
    prefix(MOVED, kind, field)
}

/// Prefix of the moves of one record; `None` if moves of its kind are not recorded.
pub(crate) fn moves_of(plan: &StoreSchema, record: &Record) -> Option<IndexKey> {
    let field = plan.kind(record.kind)?.moves?;
    Some(with_id(moves_prefix(record.kind, field), record.id))
}

/// The number of the commune that a record has left; `None` without a move. Another commune with
/// the same day corrects a mistake and is no move. The number needs no hash: it reveals nothing
/// without the record.
pub(crate) fn moved(before: &Place, after: &Place) -> Option<[u8; 4]> {
    let has_moved = before.commune != after.commune && before.day != after.day;
    let commune: u32 = before.commune.parse().ok()?;
    has_moved.then_some(commune.to_be_bytes())
}

/// Key of the move on this day; `of` is the record's prefix.
pub(crate) fn move_key(mut of: IndexKey, day: Date) -> IndexKey {
    of.extend_from_slice(&pack(Some(day)).to_be_bytes());
    of
}

/// The place of a record of a kind with recorded moves.
pub(crate) fn place_in<'a>(plan: &StoreSchema, record: &'a Record) -> Option<&'a Place> {
    record.fields.get(plan.kind(record.kind)?.moves?)?.as_place()
}

pub(crate) fn same_prefix(keys: &Keys, kind: KindNo, field: FieldNo, folded: &str) -> IndexKey {
    hashed(keys, prefix(SAME, kind, field), folded)
}

pub(crate) fn twin_prefix(keys: &Keys, kind: KindNo, mark: &str) -> IndexKey {
    hashed(keys, vec![TWIN, kind], mark)
}

/// Appends 8 bytes of a keyed hash. Collisions are possible: the caller compares the answer itself.
fn hashed(keys: &Keys, mut key: IndexKey, text: &str) -> IndexKey {
    let mut hash = Sha256::new();
    hash.update(keys.subkey(Domain::IndexHash));
    // The first byte (the index) is not hashed: it was added when a second index was.
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
    let mut key = Vec::with_capacity(LONGEST);
    key.extend([index, kind]);
    key.extend_from_slice(&field.to_be_bytes());
    key
}

fn with_id(mut key: IndexKey, id: Id) -> IndexKey {
    key.extend_from_slice(&id.0);
    key
}
