//! The base of a finished state, in two trees: blocks of records under the key of their first one, and
//! blocks of index keys likewise. Written once, by `pack_records` and `pack_keys`.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use sled::Tree;

use super::spool::Spool;
use super::{Goes, RecordKey, record_key};
use crate::record::Id;
use crate::storage::crypto::seal::Sealer;
use crate::storage::format::block::{self, KeyBlock, RECORDS, RecordBlock};
use crate::storage::mutex::lock;
use crate::store::state::faults::StateFault;

/// Index keys of a block.
const KEYS: usize = 96;
/// Opened blocks that are kept: a page of a list reads neighbours, and what is looked for among all
/// kinds mostly is the newest of its own.
const OPEN: usize = 32;

pub struct PackedBase {
    records: Tree,
    keys: Tree,
    sealer: Sealer,
    is_empty: bool,
    open: Mutex<VecDeque<(RecordKey, Arc<RecordBlock>)>>,
}

impl PackedBase {
    pub fn open(records: Tree, keys: Tree, sealer: &Sealer) -> PackedBase {
        let is_empty = records.is_empty() && keys.is_empty();
        let open = Mutex::new(VecDeque::new());
        PackedBase { records, keys, sealer: sealer.clone(), is_empty, open }
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

    /// The block in which a record would be.
    fn block_of(&self, key: &RecordKey) -> Result<Option<Arc<RecordBlock>>, StateFault> {
        let Some(found) = self.records.range(..=&key[..]).next_back().transpose()? else {
            return Ok(None);
        };
        let first = RecordKey::try_from(&found.0[..]).map_err(|_| StateFault::Undecodable)?;
        if first[0] != key[0] {
            return Ok(None);
        }
        let kept = lock(&self.open).iter().find(|(one, _)| *one == first).cloned();
        if let Some((_, block)) = kept {
            return Ok(Some(block));
        }
        let block = Arc::new(block::decode_records(&self.sealer, &first, &found.1)?);
        let mut open = lock(&self.open);
        open.truncate(OPEN - 1);
        open.push_front((first, Arc::clone(&block)));
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
        take: &mut dyn FnMut(&RecordKey, Vec<u8>) -> Goes,
    ) -> Result<(), StateFault> {
        for pair in self.records.range(start(&self.records, from)?..) {
            let (first, bytes) = pair?;
            let kind = *first.first().ok_or(StateFault::Undecodable)?;
            for (id, content) in block::decode_records(&self.sealer, &first, &bytes)? {
                let key = record_key(kind, id);
                if key >= *from && !take(&key, content)? {
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    pub fn index_keys_from(
        &self,
        from: &[u8],
        take: &mut dyn FnMut(&[u8], &[u8]) -> Goes,
    ) -> Result<(), StateFault> {
        for pair in self.keys.range(start(&self.keys, from)?..) {
            let (first, bytes) = pair?;
            for (key, value) in block::decode_keys(&self.sealer, &first, &bytes)? {
                if key.as_slice() >= from && !take(&key, &value)? {
                    return Ok(());
                }
            }
        }
        Ok(())
    }
}

/// Gets a record's key and its content.
type SeeRecord<'a> = &'a mut dyn FnMut(&RecordKey, &[u8]) -> Result<(), StateFault>;

/// The records of a frozen spool into an empty tree; `see` gets each. Keys come first: a page of sled's
/// that splits copies what is in it, and then there is nothing but keys.
pub fn pack_records(
    spool: &Spool,
    tree: &Tree,
    sealer: &Sealer,
    see: SeeRecord<'_>,
) -> Result<(), StateFault> {
    let starts = spool.block_starts(RECORDS);
    for first in &starts {
        tree.insert(first, &[])?;
    }
    let mut block: RecordBlock = Vec::new();
    let flush = |first: &RecordKey, block: &mut RecordBlock| -> Result<(), StateFault> {
        if !block.is_empty() {
            tree.insert(first, block::encode_records(sealer, first, block)?)?;
            block.clear();
        }
        Ok(())
    };
    let mut starts = starts.iter().peekable();
    let mut first = [0; 17];
    spool.records_from(&[0; 17], &mut |key, content| {
        if let Some(next) = starts.next_if(|next| *next == key) {
            flush(&first, &mut block)?;
            first = *next;
        }
        see(key, &content)?;
        let [_, id @ ..] = *key;
        block.push((Id(id), content));
        Ok(true)
    })?;
    flush(&first, &mut block)
}

/// Tells each index key with its value, in order, as often as it is called.
type KeySource<'a> = &'a dyn Fn(&mut dyn FnMut(&[u8], &[u8]) -> Goes) -> Result<(), StateFault>;

/// Sorted index keys likewise.
pub fn pack_keys(tree: &Tree, sealer: &Sealer, each: KeySource<'_>) -> Result<(), StateFault> {
    let mut at = 0usize;
    each(&mut |key, _| {
        if at.is_multiple_of(KEYS) {
            tree.insert(key, &[])?;
        }
        at += 1;
        Ok(true)
    })?;
    let mut block = KeyBlock::new();
    let flush = |block: &mut KeyBlock| -> Result<(), StateFault> {
        let Some((first, _)) = block.first() else { return Ok(()) };
        let packed = block::encode_keys(sealer, first, block)?;
        tree.insert(first.as_slice(), packed)?;
        block.clear();
        Ok(())
    };
    each(&mut |key, value| {
        if block.len() == KEYS {
            flush(&mut block)?;
        }
        block.push((key.to_vec(), value.to_vec()));
        Ok(true)
    })?;
    flush(&mut block)
}

/// The key of the block in which `from` would be: the last one not after it.
fn start(tree: &Tree, from: &[u8]) -> Result<Vec<u8>, StateFault> {
    let before = tree.range(..=from).next_back().transpose()?;
    Ok(before.map_or_else(|| from.to_vec(), |(key, _)| key.to_vec()))
}
