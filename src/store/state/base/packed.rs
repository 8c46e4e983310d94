//! The base of a finished state, in two trees: blocks of records and blocks of index keys, each
//! block under the last key in it. So the block that may hold a key is the first one from that key
//! on. (A block under its first key would need backward iteration in sled, which links a table of a
//! megabyte into the program.) Written once, by `pack_records` and `pack_keys`.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use sled::Tree;

use super::spool::Spool;
use super::{KeyDigest, KeyVisitor, RecordKey, RecordVisitor, record_key};
use crate::record::Id;
use crate::storage::crypto::seal::Sealer;
use crate::storage::format::block::{self, KeyBlock, RECORDS, RecordBlock};
use crate::storage::mutex::lock;
use crate::store::state::faults::StateFault;

/// Index keys per block.
const KEYS: usize = 96;
/// Decoded blocks in the cache. Rows of a page are often in the same block, and a look-up among all
/// kinds mostly reads the newest block of each.
const CACHED: usize = 32;

pub struct PackedBase {
    records: Tree,
    keys: Tree,
    sealer: Sealer,
    is_empty: bool,
    /// (last key, block), the most recently loaded first
    cache: Mutex<VecDeque<(RecordKey, Arc<RecordBlock>)>>,
}

impl PackedBase {
    pub fn open(records: Tree, keys: Tree, sealer: &Sealer) -> PackedBase {
        let is_empty = records.is_empty() && keys.is_empty();
        let cache = Mutex::new(VecDeque::new());
        PackedBase { records, keys, sealer: sealer.clone(), is_empty, cache }
    }

    pub fn is_empty(&self) -> bool {
        self.is_empty
    }

    pub fn get(&self, key: &RecordKey) -> Result<Option<Vec<u8>>, StateFault> {
        let Some(block) = self.block_of(key)? else { return Ok(None) };
        let [_, id @ ..] = *key;
        let at = block.binary_search_by(|(one, _)| one.0.cmp(&id));
        Ok(at.ok().and_then(|at| block.get(at)).map(|(_, content)| content.clone()))
    }

    /// The only block that can hold the record.
    fn block_of(&self, key: &RecordKey) -> Result<Option<Arc<RecordBlock>>, StateFault> {
        let Some(found) = self.records.range(&key[..]..).next().transpose()? else {
            return Ok(None);
        };
        let last = RecordKey::try_from(&found.0[..]).map_err(|_| StateFault::Undecodable)?;
        if last[0] != key[0] {
            return Ok(None);
        }
        let cached = lock(&self.cache).iter().find(|(one, _)| *one == last).cloned();
        if let Some((_, block)) = cached {
            return Ok(Some(block));
        }
        let block = Arc::new(block::decode_records(&self.sealer, &last, &found.1)?);
        let mut cache = lock(&self.cache);
        cache.truncate(CACHED - 1);
        cache.push_front((last, Arc::clone(&block)));
        Ok(Some(block))
    }

    pub fn first_kind_from(&self, kind: u8) -> Result<Option<u8>, StateFault> {
        // a block holds records of one kind
        let first = self.records.range([kind].as_slice()..).keys().next().transpose()?;
        Ok(first.and_then(|key| key.first().copied()))
    }

    pub fn records_from(
        &self,
        from: &RecordKey,
        take: RecordVisitor<'_>,
    ) -> Result<(), StateFault> {
        for pair in self.records.range(&from[..]..) {
            let (last, bytes) = pair?;
            let kind = *last.first().ok_or(StateFault::Undecodable)?;
            for (id, content) in block::decode_records(&self.sealer, &last, &bytes)? {
                let key = record_key(kind, id);
                if key >= *from && !take(&key, content)? {
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    pub fn index_keys_from(&self, from: &[u8], take: KeyVisitor<'_>) -> Result<(), StateFault> {
        for pair in self.keys.range(from..) {
            let (last, bytes) = pair?;
            for (key, value) in block::decode_keys(&self.sealer, &last, &bytes)? {
                if key.as_slice() >= from && !take(&key, &value)? {
                    return Ok(());
                }
            }
        }
        Ok(())
    }
}

/// Receives a record's key and its content.
type SeeRecord<'a> = &'a mut dyn FnMut(&RecordKey, &[u8]) -> Result<(), StateFault>;

/// Packs the records of a frozen spool into an empty tree; `see` receives each. Inserts all keys
/// first: when a page of sled splits, its content is copied, and then it has only keys.
pub fn pack_records(
    spool: &Spool,
    tree: &Tree,
    sealer: &Sealer,
    see: SeeRecord<'_>,
) -> Result<(), StateFault> {
    let ends = spool.block_ends(RECORDS);
    for last in &ends {
        tree.insert(last, &[])?;
    }
    let mut ends = ends.iter().peekable();
    let mut block: RecordBlock = Vec::new();
    spool.records_from(&[0; 17], &mut |key, content| {
        see(key, &content)?;
        let [_, id @ ..] = *key;
        block.push((Id(id), content));
        if ends.next_if(|last| *last == key).is_some() {
            tree.insert(key, block::encode_records(sealer, key, &block)?)?;
            block.clear();
        }
        Ok(true)
    })
}

/// Visits each index key with its value, in order; called twice.
type KeySource<'a> = &'a dyn Fn(KeyVisitor<'_>) -> Result<(), StateFault>;

/// Packs sorted index keys in the same way, and adds each to `digest`.
pub fn pack_keys(
    tree: &Tree,
    sealer: &Sealer,
    digest: &mut KeyDigest,
    each: KeySource<'_>,
) -> Result<(), StateFault> {
    let (mut count, mut end) = (0usize, Vec::new());
    each(&mut |key, _| {
        count += 1;
        end = key.to_vec();
        if count.is_multiple_of(KEYS) {
            tree.insert(key, &[])?;
        }
        Ok(true)
    })?;
    if !count.is_multiple_of(KEYS) {
        tree.insert(end, &[])?;
    }
    let mut block = KeyBlock::new();
    let mut left = count;
    each(&mut |key, value| {
        digest.take(key, value);
        block.push((key.to_vec(), value.to_vec()));
        left = left.saturating_sub(1);
        if block.len() == KEYS || left == 0 {
            tree.insert(key, block::encode_keys(sealer, key, &block)?)?;
            block.clear();
        }
        Ok(true)
    })
}
