//! The base of a state: the records and index keys of its last build, sorted, and immutable once
//! packed. During the build they are in a writable spool, afterwards in packed blocks. Knows
//! nothing of the single entries on top of it (`overlay`).

mod digest;
mod key_list;
mod packed;
mod spool;

use super::faults::StateFault;
use crate::record::Id;
pub(super) use digest::{ContentDigest, KeyDigest, content_digest};
pub(super) use key_list::KeyList;
pub(super) use packed::{PackedBase, pack_keys, pack_records};
pub(super) use spool::Spool;

/// Kind and id.
pub(super) type RecordKey = [u8; 17];

pub(super) enum StateBase {
    Spool(Spool),
    Packed(PackedBase),
}

/// Receives a record's key and content; returns whether to continue.
pub(super) type RecordVisitor<'a> =
    &'a mut dyn FnMut(&RecordKey, Vec<u8>) -> Result<bool, StateFault>;

/// Receives an index key and its value; returns whether to continue.
pub(super) type KeyVisitor<'a> = &'a mut dyn FnMut(&[u8], &[u8]) -> Result<bool, StateFault>;

/// A key with its new value; `None` removes it.
pub(super) type KeyChange = (Vec<u8>, Option<Vec<u8>>);

/// A record's key with its new content; `None` removes it.
pub(super) type RecordChange = (RecordKey, Option<SealedContent>);

/// A record's content sealed as a single entry.
pub(super) struct SealedContent {
    pub bytes: Vec<u8>,
    /// digest of the unsealed content
    pub digest: ContentDigest,
}

impl StateBase {
    /// Whether it has neither records nor index keys.
    pub fn is_empty(&self) -> bool {
        match self {
            StateBase::Spool(spool) => spool.is_empty(),
            StateBase::Packed(packed) => packed.is_empty(),
        }
    }

    /// A record's content, unsealed.
    pub fn get(&self, key: &RecordKey) -> Result<Option<Vec<u8>>, StateFault> {
        match self {
            StateBase::Spool(spool) => spool.get(key),
            StateBase::Packed(packed) => packed.get(key),
        }
    }

    /// The lowest kind number from `kind` on that has records.
    pub fn first_kind_from(&self, kind: u8) -> Result<Option<u8>, StateFault> {
        match self {
            StateBase::Spool(spool) => Ok(spool.first_kind_from(kind)),
            StateBase::Packed(packed) => packed.first_kind_from(kind),
        }
    }

    /// Visits records in order, from this key on, with their contents.
    pub fn records_from(
        &self,
        from: &RecordKey,
        take: RecordVisitor<'_>,
    ) -> Result<(), StateFault> {
        match self {
            StateBase::Spool(spool) => spool.records_from(from, take),
            StateBase::Packed(packed) => packed.records_from(from, take),
        }
    }

    pub fn has_index_key(&self, key: &[u8]) -> Result<bool, StateFault> {
        let mut found = false;
        self.index_keys_from(key, &mut |first, _| {
            found = first == key;
            Ok(false)
        })?;
        Ok(found)
    }

    /// Visits index keys in order, from `from` on, with their values.
    pub fn index_keys_from(&self, from: &[u8], take: KeyVisitor<'_>) -> Result<(), StateFault> {
        match self {
            StateBase::Spool(spool) => spool.index_keys_from(from, take),
            StateBase::Packed(packed) => packed.index_keys_from(from, take),
        }
    }
}

pub(super) fn record_key(kind: u8, id: Id) -> RecordKey {
    let mut key = [kind; 17];
    key[1..].copy_from_slice(&id.0);
    key
}
