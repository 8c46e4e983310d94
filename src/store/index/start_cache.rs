//! Sealed cache files that make an opening fast. `head`: the first screen, the receipt status, the
//! drafts and the officer. `names`: the record index, most of which stays in the file until needed.
//! Both are checked against the journal and discarded if anything in them is wrong.

use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::programme::FILES_SUM;
use crate::record::sync_status::ReceiptStatus;
use crate::record::{Fields, Hlc, Id, KindNo, Record, Stamp};
use crate::storage::crypto::key::Domain;
use crate::storage::crypto::seal::Sealer;
use crate::storage::disk::{Disk, RealDisk, write_whole};
use crate::storage::error::{IoOperation, StoreError};
use crate::store::index::agenda::StoredAgenda;
use crate::store::index::pieces::{PartList, PieceReader, PieceWriter};
use crate::store::index::records::RecordIndex;
use crate::store::index::records::saved::SavedParts;
use crate::store::index::records::snapshot::{self, Snapshot};
use crate::store::notebook::draft_book;
use crate::store::state::{Applied, StoreContext};

const HEAD: &str = "head";
pub(super) const FACTS: &str = "facts";
const NAMES: &str = "names";
/// Increases with every change of what precedes the index in `names`.
const NAMES_VERSION: u32 = 1;
/// Increases with every change of `StartCache`.
const VERSION: u32 = 9;
/// Maximum bytes of a file that is read.
const MAX_BYTES: u64 = 1 << 30;
const HEAD_RAW: usize = 16 << 20;

/// The content of `head`.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct StartCache {
    version: u32,
    /// checksum of the programme's files, which define what needs attention
    files: u32,
    /// the journal's last frame when this was written
    pub no: u64,
    pub link: [u8; 32],
    pub today: StoredAgenda,
    pub status: Option<StoredStatus>,
    pub drafts: Vec<draft_book::SavedDraft>,
    officer: Option<SavedRecord>,
}

/// The sync status that the first screen shows.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(crate) struct StoredStatus {
    pub received: ReceiptStatus,
    /// Number of records with a file.
    pub attachments: usize,
}

#[derive(Debug, Serialize, Deserialize)]
struct SavedRecord {
    kind: KindNo,
    id: Id,
    fields: Fields,
    head: u64,
    created: (u64, u64),
    changed: (u64, u64),
}

/// Identity of the index in `names`. An index built from the records gets a new tag and keeps it
/// while it grows, with stable slots.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct IndexFile {
    pub tag: [u8; 16],
    /// number of slots in the file
    pub rows: u32,
}

impl IndexFile {
    /// Whether the slots of `older` are valid in this index.
    pub fn holds(&self, older: &IndexFile) -> bool {
        self.tag == older.tag && older.rows <= self.rows
    }
}

/// Removes all cache files; they are recreated.
pub(crate) fn remove(disk: &dyn Disk, dir: &Path) -> Result<(), StoreError> {
    for path in [dir.join(HEAD), dir.join(NAMES), dir.join(FACTS)] {
        if disk.exists(&path) {
            disk.remove(&path).map_err(|e| StoreError::io(IoOperation::Write, &path, e))?;
        }
    }
    Ok(())
}

impl StartCache {
    pub fn new(
        at: Applied,
        (today, status): (StoredAgenda, Option<StoredStatus>),
        drafts: Vec<draft_book::SavedDraft>,
        officer: Option<&Record>,
    ) -> StartCache {
        let stamp = |s: Stamp| (s.hlc.0, s.seq);
        let officer = officer.filter(|r| r.deleted.is_none()).map(|r| SavedRecord {
            kind: r.kind,
            id: r.id,
            fields: r.fields.clone(),
            head: r.head,
            created: stamp(r.created),
            changed: stamp(r.changed),
        });
        StartCache {
            version: VERSION,
            files: FILES_SUM,
            no: at.no,
            link: at.link,
            today,
            status,
            drafts,
            officer,
        }
    }

    pub fn officer(&self) -> Option<Record> {
        let stamp = |(hlc, seq)| Stamp { hlc: Hlc(hlc), seq };
        let saved = self.officer.as_ref()?;
        Some(Record {
            fields: saved.fields.clone(),
            head: saved.head,
            created: stamp(saved.created),
            changed: stamp(saved.changed),
            ..Record::blank(saved.kind, saved.id, Stamp::default())
        })
    }

    pub fn write(
        &self,
        disk: &dyn Disk,
        dir: &Path,
        sealer: &Sealer,
    ) -> Result<(), StoreError> {
        let bytes =
            serde_json::to_vec(self).map_err(|_| StoreError::Bug("head does not encode"))?;
        write_sealed(disk, dir, HEAD, sealer, &bytes)
    }

    pub fn read(dir: &Path, sealer: &Sealer) -> Option<StartCache> {
        let bytes = read_sealed(dir, HEAD, sealer, HEAD_RAW)?;
        let kept: StartCache = serde_json::from_slice(&bytes).ok()?;
        ((kept.version, kept.files) == (VERSION, FILES_SUM)).then_some(kept)
    }
}

/// Writes the index, which must be completely loaded, with the last frame in it. `None`: the disk
/// is full.
pub(crate) fn write_index(
    disk: &dyn Disk,
    dir: &Path,
    sealer: &Sealer,
    index: &mut RecordIndex,
    (at, tag): (Applied, [u8; 16]),
) -> Result<Option<IndexFile>, StoreError> {
    let rows = u32::try_from(index.len()).map_err(|_| StoreError::Bug("too many records"))?;
    let encode = |index: &mut RecordIndex| {
        let snapshot = Snapshot::of(index).ok_or(std::io::ErrorKind::InvalidInput)?;
        let mut file = PieceWriter::new(sealer)?;
        file.write_all(&NAMES_VERSION.to_le_bytes())?;
        file.write_all(&tag)?;
        file.write_all(&at.no.to_le_bytes())?;
        file.write_all(&at.link)?;
        for part in 0..snapshot.parts() {
            if part > 0 {
                file.end_part()?;
            }
            snapshot.write(part, &mut file)?;
        }
        file.finish()
    };
    let file = encode(index).map_err(|_| StoreError::Bug("index does not encode"))?;
    let is_written = write_file(disk, dir, NAMES, &file)?;
    Ok(is_written.then_some(IndexFile { tag, rows }))
}

/// Reads the shared part of the index, which has access to the other parts.
pub(crate) fn read_index(
    context: &StoreContext,
    dir: &Path,
) -> Option<(RecordIndex, Applied, IndexFile)> {
    let (disk, sealer) = (Arc::clone(&context.disk), context.sealer.clone());
    let path = dir.join(NAMES);
    let list = PartList::read(&*disk, &path).ok()?;
    let parts = Arc::new(NamesFile { disk, path, sealer, list });
    let mut first = parts.open(0)?;
    let (mut version, mut tag, mut no, mut link) = ([0; 4], [0; 16], [0; 8], [0; 32]);
    first.read_exact(&mut version).ok()?;
    if u32::from_le_bytes(version) != NAMES_VERSION {
        return None;
    }
    first.read_exact(&mut tag).ok()?;
    first.read_exact(&mut no).ok()?;
    first.read_exact(&mut link).ok()?;
    let index = snapshot::read_shared(&mut *first, Arc::clone(&parts) as Arc<dyn SavedParts>)?;
    let rows = u32::try_from(index.len()).ok()?;
    Some((index, Applied { no: u64::from_le_bytes(no), link }, IndexFile { tag, rows }))
}

/// Access to the parts of `names`.
struct NamesFile {
    disk: Arc<dyn Disk>,
    path: PathBuf,
    sealer: Sealer,
    list: PartList,
}

impl SavedParts for NamesFile {
    fn open(&self, part: u16) -> Option<Box<dyn Read + '_>> {
        let part = (&self.list, part);
        let reader = PieceReader::open(&*self.disk, &self.path, &self.sealer, part).ok()?;
        Some(Box::new(reader))
    }
}

fn write_sealed(
    disk: &dyn Disk,
    dir: &Path,
    name: &str,
    sealer: &Sealer,
    bytes: &[u8],
) -> Result<(), StoreError> {
    write_file(disk, dir, name, &seal(sealer, name.as_bytes(), bytes)?).map(drop)
}

/// False: the disk is full. Without the file the next opening is only slower.
pub(super) fn write_file(
    disk: &dyn Disk,
    dir: &Path,
    name: &str,
    bytes: &[u8],
) -> Result<bool, StoreError> {
    match write_whole(disk, &dir.join(name), bytes) {
        Err(e) if e.is_full() => Ok(false),
        done => done.map(|()| true),
    }
}

fn read_sealed(dir: &Path, name: &str, sealer: &Sealer, most: usize) -> Option<Vec<u8>> {
    let sealed = RealDisk.read(&dir.join(name), MAX_BYTES).ok()?;
    unseal(sealer, name.as_bytes(), &sealed, most)
}

fn seal(sealer: &Sealer, name: &[u8], bytes: &[u8]) -> Result<Vec<u8>, StoreError> {
    let small = zstd::bulk::compress(bytes, 1).map_err(|_| StoreError::Bug("compressing"))?;
    sealer.seal(Domain::Names, name, &small)
}

fn unseal(sealer: &Sealer, name: &[u8], sealed: &[u8], most: usize) -> Option<Vec<u8>> {
    let small = sealer.open(Domain::Names, name, sealed).ok()?;
    // the claimed size is authenticated; the cap guards against a faulty writer
    let size = zstd::zstd_safe::get_frame_content_size(&small).ok()??;
    let size = usize::try_from(size).ok().filter(|n| *n <= most)?;
    zstd::bulk::decompress(&small, size).ok()
}
