//! Records and index keys of a state that is being built. Contents are in a file, each sealed; keys
//! and positions are in memory. The file is useless without this value, and is removed with it.

use std::collections::BTreeMap;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use super::{
    ContentDigest, KeyChange, KeyVisitor, RecordChange, RecordKey, RecordVisitor, SealedContent,
};
use crate::record::Id;
use crate::storage::crypto::seal::Sealer;
use crate::storage::disk::{Disk, DiskFile, File, open_regular};
use crate::storage::error::{IoOperation, StoreError};
use crate::storage::format::record::open_record;
use crate::storage::limits;
use crate::storage::mutex::lock;
use crate::store::state::faults::StateFault;

/// File name, in the folder of the state.
const FILE: &str = "spool";
/// Bytes per write.
const BUFFER: usize = 256 << 10;
/// Entries copied per lock; the lock is released before the caller's closure, which may use the
/// spool.
const CHUNK: usize = 512;
/// Stands for an empty value of an index key.
const PLAIN: [u8; 4] = [0xff; 4];

pub struct Spool {
    sealer: Sealer,
    disk: Arc<dyn Disk>,
    path: PathBuf,
    /// Whether index keys are looked up during the build. If not, the spool has only the keys with
    /// values, which cannot be made from the records at the end.
    is_served: bool,
    /// an open handle for reading: `Disk::read_at` would open the file for every record
    reader: File,
    content: Mutex<SpoolContent>,
}

struct SpoolContent {
    file: Box<dyn DiskFile>,
    /// bytes written to the file; `buffer` comes after them
    written: u64,
    buffer: Vec<u8>,
    records: BTreeMap<RecordKey, SpoolPlace>,
    index: BTreeMap<Vec<u8>, [u8; 4]>,
    /// refuses further writes
    is_frozen: bool,
}

/// Position of a sealed content in the file.
#[derive(Clone, Copy)]
struct SpoolPlace {
    at: u64,
    len: u32,
    digest: ContentDigest,
}

impl Spool {
    pub fn create(
        disk: Arc<dyn Disk>,
        folder: &Path,
        sealer: &Sealer,
        is_served: bool,
    ) -> Result<Spool, StateFault> {
        let path = folder.join(FILE);
        let file = disk.create(&path);
        let file = file.map_err(|e| StoreError::io(IoOperation::Create, &path, e))?;
        let reader = open_regular(&path);
        let reader = reader.map_err(|e| StoreError::io(IoOperation::Read, &path, e))?;
        let content = SpoolContent {
            file,
            written: 0,
            buffer: Vec::new(),
            records: BTreeMap::new(),
            index: BTreeMap::new(),
            is_frozen: false,
        };
        let (sealer, content) = (sealer.clone(), Mutex::new(content));
        Ok(Spool { sealer, disk, path, is_served, reader, content })
    }

    pub fn is_empty(&self) -> bool {
        let content = lock(&self.content);
        content.records.is_empty() && content.index.is_empty()
    }

    pub fn is_served(&self) -> bool {
        self.is_served
    }

    /// Refuses writes from now on.
    pub fn freeze(&self) {
        lock(&self.content).is_frozen = true;
    }

    /// Stores all changes; returns false, and stores none, when frozen.
    pub fn take(
        &self,
        records: &[RecordChange],
        index: &[KeyChange],
    ) -> Result<bool, StateFault> {
        let mut content = lock(&self.content);
        if content.is_frozen {
            return Ok(false);
        }
        for (key, sealed) in records {
            content.put(&self.path, *key, sealed.as_ref())?;
        }
        let is_made_later = |value: &[u8]| !self.is_served && value.is_empty();
        for (key, value) in index {
            match value {
                Some(value) if is_made_later(value) => {}
                Some(value) => {
                    let value = value.as_slice().try_into().unwrap_or(PLAIN);
                    content.index.insert(key.clone(), value);
                }
                None => drop(content.index.remove(key)),
            }
        }
        Ok(true)
    }

    pub fn get(&self, key: &RecordKey) -> Result<Option<Vec<u8>>, StateFault> {
        let place = lock(&self.content).records.get(key).copied();
        place.map(|place| self.open(key, place)).transpose()
    }

    /// The last key of each block: a block has records of one kind, at most `most` of them, and
    /// ends at the record with which it reaches `BLOCK` bytes of sealed contents.
    pub fn block_ends(&self, most: usize) -> Vec<RecordKey> {
        let content = lock(&self.content);
        let mut ends = Vec::with_capacity(content.records.len() / most + 1);
        let (mut last, mut count, mut bytes) = (None::<RecordKey>, 0, 0);
        for (key, place) in &content.records {
            let is_full = count == most || bytes >= limits::BLOCK;
            if let Some(last) = last.filter(|last| last[0] != key[0] || is_full) {
                ends.push(last);
                (count, bytes) = (0, 0);
            }
            count += 1;
            bytes += place.len as usize;
            last = Some(*key);
        }
        ends.extend(last);
        ends
    }

    pub fn first_kind_from(&self, kind: u8) -> Option<u8> {
        let from = super::record_key(kind, Id([0; 16]));
        lock(&self.content).records.range(from..).next().map(|(key, _)| key[0])
    }

    /// Each record's key and the digest of its present content, in key order.
    pub fn digests(&self) -> Vec<(RecordKey, ContentDigest)> {
        let content = lock(&self.content);
        content.records.iter().map(|(key, place)| (*key, place.digest)).collect()
    }

    fn open(&self, key: &RecordKey, place: SpoolPlace) -> Result<Vec<u8>, StateFault> {
        let [kind, id @ ..] = *key;
        let (at, len) = (place.at, place.len as usize);
        let io = |e| StoreError::io(IoOperation::Read, &self.path, e);
        let buffered = lock(&self.content).buffered(at, len);
        let sealed = match buffered {
            Some(sealed) => sealed,
            None => {
                let mut sealed = vec![0; len];
                self.reader.read_exact_at(&mut sealed, at).map_err(io)?;
                sealed
            }
        };
        Ok(open_record(&self.sealer, kind, Id(id), &sealed)?)
    }

    pub fn records_from(
        &self,
        from: &RecordKey,
        take: RecordVisitor<'_>,
    ) -> Result<(), StateFault> {
        let mut from = Some(*from);
        while let Some(first) = from {
            let chunk: Vec<(RecordKey, SpoolPlace)> = {
                let content = lock(&self.content);
                content.records.range(first..).take(CHUNK).map(|(k, at)| (*k, *at)).collect()
            };
            from = chunk.last().and_then(|(last, _)| after(last));
            for (key, place) in chunk {
                if !take(&key, self.open(&key, place)?)? {
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    pub fn index_keys_from(&self, from: &[u8], take: KeyVisitor<'_>) -> Result<(), StateFault> {
        let mut from = Some(from.to_vec());
        while let Some(first) = from {
            let chunk: Vec<(Vec<u8>, [u8; 4])> = {
                let content = lock(&self.content);
                content.index.range(first..).take(CHUNK).map(|(k, v)| (k.clone(), *v)).collect()
            };
            // the smallest greater key
            from = chunk.last().map(|(last, _)| [&last[..], &[0]].concat());
            for (key, value) in chunk {
                let value = if value == PLAIN { &[][..] } else { &value[..] };
                if !take(&key, value)? {
                    return Ok(());
                }
            }
        }
        Ok(())
    }
}

impl SpoolContent {
    /// `None` removes the record.
    fn put(
        &mut self,
        path: &Path,
        key: RecordKey,
        sealed: Option<&SealedContent>,
    ) -> Result<(), StateFault> {
        let Some(SealedContent { bytes, digest }) = sealed else {
            self.records.remove(&key);
            return Ok(());
        };
        let len = u32::try_from(bytes.len()).map_err(|_| StoreError::Bug("a long record"))?;
        let at = self.written + self.buffer.len() as u64;
        self.buffer.extend_from_slice(bytes);
        self.records.insert(key, SpoolPlace { at, len, digest: *digest });
        if self.buffer.len() >= BUFFER {
            let io = |e| StoreError::io(IoOperation::Write, path, e);
            self.file.write_at(&self.buffer, self.written).map_err(io)?;
            self.written += self.buffer.len() as u64;
            self.buffer.clear();
        }
        Ok(())
    }

    fn buffered(&self, at: u64, len: usize) -> Option<Vec<u8>> {
        let at = usize::try_from(at.checked_sub(self.written)?).ok()?;
        self.buffer.get(at..at.checked_add(len)?).map(<[u8]>::to_vec)
    }
}

/// The next possible key; `None` after the last one.
fn after(key: &RecordKey) -> Option<RecordKey> {
    let mut next = *key;
    for byte in next.iter_mut().rev() {
        (*byte, _) = byte.overflowing_add(1);
        if *byte != 0 {
            return Some(next);
        }
    }
    None
}

impl Drop for Spool {
    fn drop(&mut self) {
        // If this fails, the file stays in a folder that is removed, or in an unfinished state.
        self.disk.remove(&self.path).unwrap_or_default();
    }
}
