//! Two small sealed files that make a start quick. `head`: the first screen, the drafts and the
//! officer. `names`: the whole names index. Both are copies, checked against the journal and
//! thrown away when anything about them is wrong.

use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::record::{Fields, Hlc, Id, KindNo, Record, Stamp};
use crate::storage::crypto::key::Domain;
use crate::storage::crypto::seal::Sealer;
use crate::storage::disk::{Disk, RealDisk, write_whole};
use crate::storage::error::StoreError;
use crate::store::index::agenda::StoredAgenda;
use crate::store::index::records::RecordIndex;
use crate::store::notebook::draft_book;
use crate::store::state::Applied;

const HEAD: &str = "head";
const NAMES: &str = "names";
/// Goes up with every change of `StartCache`.
const VERSION: u32 = 7;
/// A longer file is not ours.
const MAX_BYTES: u64 = 1 << 30;
const HEAD_RAW: usize = 16 << 20;
const NAMES_RAW: usize = 1 << 30;
/// Bytes of text in a part of `names`.
const PART: usize = 2 << 20;

/// What is in `head`.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct StartCache {
    version: u32,
    /// the journal's last frame when this was written
    pub no: u64,
    pub link: [u8; 32],
    pub today: StoredAgenda,
    pub drafts: Vec<draft_book::SavedDraft>,
    officer: Option<SavedRecord>,
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

impl StartCache {
    pub fn new(
        at: Applied,
        today: StoredAgenda,
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
        StartCache { version: VERSION, no: at.no, link: at.link, today, drafts, officer }
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
        (kept.version == VERSION).then_some(kept)
    }
}

/// How many parts; then each, sealed for its place, after its two lengths: as it is there, and
/// opened.
pub(crate) fn write_names(
    disk: &dyn Disk,
    dir: &Path,
    sealer: &Sealer,
    names: &mut RecordIndex,
    at: Applied,
) -> Result<(), StoreError> {
    let (mut columns, text) = names.snapshot();
    columns.extend_from_slice(&at.link);
    columns.extend_from_slice(&at.no.to_le_bytes());
    let parts: Vec<&[u8]> = std::iter::once(&columns[..]).chain(text.chunks(PART)).collect();
    let long = |n: usize| u32::try_from(n).map_err(|_| StoreError::Bug("a part too long"));
    let count = long(parts.len())?;
    let mut file = count.to_le_bytes().to_vec();
    for (part, place) in parts.into_iter().zip(0u32..) {
        let raw = long(part.len())?;
        let sealed = seal(sealer, &part_name(place, count, raw), part)?;
        file.extend_from_slice(&long(sealed.len())?.to_le_bytes());
        file.extend_from_slice(&raw.to_le_bytes());
        file.extend_from_slice(&sealed);
    }
    write_file(disk, dir, NAMES, &file)
}

/// The text is opened straight into its place, half of it in a thread of its own: of a large
/// notebook this is what a first search waits for, and copies would stay in memory.
pub(crate) fn read_names(dir: &Path, sealer: &Sealer) -> Option<(RecordIndex, Applied)> {
    let file = RealDisk.read(&dir.join(NAMES), MAX_BYTES).ok()?;
    let (count, mut rest) = file.split_first_chunk::<4>()?;
    let count = u32::from_le_bytes(*count);
    let mut parts = Vec::new();
    for place in 0..count {
        let (len, after) = rest.split_first_chunk::<4>()?;
        let (raw, after) = after.split_first_chunk::<4>()?;
        let (sealed, after) = after.split_at_checked(u32::from_le_bytes(*len) as usize)?;
        let raw = u32::from_le_bytes(*raw);
        parts.push(NamesPart { name: part_name(place, count, raw), raw: raw as usize, sealed });
        rest = after;
    }
    let (columns, texts) = parts.split_first()?;
    let most = parts.iter().map(|part| part.raw).sum::<usize>();
    let mut text = vec![0; most.checked_sub(columns.raw).filter(|_| most <= NAMES_RAW)?];
    let (left, right) = texts.split_at(texts.len() / 2);
    let middle = left.iter().map(|part| part.raw).sum();
    let (first, second) = text.split_at_mut(middle);
    let columns = std::thread::scope(|scope| {
        let beside = scope.spawn(|| unseal_into(sealer, right, second));
        let columns = unseal(sealer, &columns.name, columns.sealed, NAMES_RAW);
        unseal_into(sealer, left, first)?;
        beside.join().ok()??;
        columns
    })?;
    let (rest, no) = columns.split_last_chunk::<8>()?;
    let (rest, link) = rest.split_last_chunk::<32>()?;
    let at = Applied { no: u64::from_le_bytes(*no), link: *link };
    Some((RecordIndex::from_parts(rest, String::from_utf8(text).ok()?)?, at))
}

struct NamesPart<'a> {
    name: Vec<u8>,
    /// bytes when it is open
    raw: usize,
    sealed: &'a [u8],
}

fn unseal_into(sealer: &Sealer, parts: &[NamesPart<'_>], mut to: &mut [u8]) -> Option<()> {
    for part in parts {
        let (here, rest) = to.split_at_mut_checked(part.raw)?;
        let small = sealer.open(Domain::Names, &part.name, part.sealed).ok()?;
        let written = zstd::bulk::decompress_to_buffer(&small, here).ok()?;
        (written == part.raw).then_some(())?;
        to = rest;
    }
    Some(())
}

/// A part in another place, beside fewer or more, or of another length does not open.
fn part_name(place: u32, count: u32, raw: u32) -> Vec<u8> {
    let numbers = [place, count, raw].map(u32::to_le_bytes).concat();
    [NAMES.as_bytes(), &numbers].concat()
}

fn write_sealed(
    disk: &dyn Disk,
    dir: &Path,
    name: &str,
    sealer: &Sealer,
    bytes: &[u8],
) -> Result<(), StoreError> {
    write_file(disk, dir, name, &seal(sealer, name.as_bytes(), bytes)?)
}

fn write_file(disk: &dyn Disk, dir: &Path, name: &str, bytes: &[u8]) -> Result<(), StoreError> {
    match write_whole(disk, &dir.join(name), bytes) {
        // A start without it is slower, no more.
        Err(e) if e.is_full() => Ok(()),
        done => done,
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
    // the seal is ours, so the size it claims is too; the cap is for a mad file
    let size = zstd::zstd_safe::get_frame_content_size(&small).ok()??;
    let size = usize::try_from(size).ok().filter(|n| *n <= most)?;
    zstd::bulk::decompress(&small, size).ok()
}
