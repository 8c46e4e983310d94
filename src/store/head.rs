//! Two small sealed files that make a start quick. `head`: the first screen, the drafts and the
//! officer. `names`: the whole names index. Both are copies, checked against the journal and
//! thrown away when anything about them is wrong.

use std::path::Path;

use serde::{Deserialize, Serialize};

use super::drafts;
use super::error::StoreError;
use super::file::{Disk, RealDisk, write_whole};
use super::key::Domain;
use super::names::Names;
use super::seal::Sealer;
use super::state::Applied;
use super::today::Head;
use crate::record::{Fields, Hlc, Id, KindNo, Origin, Record, Stamp};

const HEAD: &str = "head";
const NAMES: &str = "names";
/// Goes up with every change of `Kept`.
const VERSION: u32 = 1;
/// A longer file is not ours.
const MOST: u64 = 1 << 30;
const HEAD_RAW: usize = 16 << 20;
const NAMES_RAW: usize = 1 << 30;

/// What stands in `head`.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Kept {
    version: u32,
    /// the journal's last frame when this was written
    pub no: u64,
    pub link: [u8; 32],
    pub today: Head,
    pub drafts: Vec<drafts::Saved>,
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

impl Kept {
    pub fn new(
        at: Applied,
        today: Head,
        drafts: Vec<drafts::Saved>,
        officer: Option<&Record>,
    ) -> Kept {
        let stamp = |s: Stamp| (s.hlc.0, s.seq);
        let officer = officer.filter(|r| r.deleted.is_none()).map(|r| SavedRecord {
            kind: r.kind,
            id: r.id,
            fields: r.fields.clone(),
            head: r.head,
            created: stamp(r.created),
            changed: stamp(r.changed),
        });
        Kept { version: VERSION, no: at.no, link: at.link, today, drafts, officer }
    }

    pub fn officer(&self) -> Option<Record> {
        let stamp = |(hlc, seq)| Stamp { hlc: Hlc(hlc), seq };
        let saved = self.officer.as_ref()?;
        Some(Record {
            kind: saved.kind,
            id: saved.id,
            fields: saved.fields.clone(),
            head: saved.head,
            origin: Origin::Officer,
            created: stamp(saved.created),
            changed: stamp(saved.changed),
            deleted: None,
        })
    }

    pub fn write(&self, dir: &Path, sealer: &Sealer) -> Result<(), StoreError> {
        let bytes =
            serde_json::to_vec(self).map_err(|_| StoreError::Bug("head does not encode"))?;
        write_sealed(dir, HEAD, sealer, &bytes)
    }

    pub fn read(dir: &Path, sealer: &Sealer) -> Option<Kept> {
        let bytes = read_sealed(dir, HEAD, sealer, HEAD_RAW)?;
        let kept: Kept = serde_json::from_slice(&bytes).ok()?;
        (kept.version == VERSION).then_some(kept)
    }
}

pub(super) fn write_names(
    dir: &Path,
    sealer: &Sealer,
    names: &mut Names,
    at: Applied,
) -> Result<(), StoreError> {
    let mut bytes = at.no.to_le_bytes().to_vec();
    bytes.extend_from_slice(&at.link);
    bytes.append(&mut names.snapshot());
    write_sealed(dir, NAMES, sealer, &bytes)
}

pub(super) fn read_names(dir: &Path, sealer: &Sealer) -> Option<(Names, Applied)> {
    let bytes = read_sealed(dir, NAMES, sealer, NAMES_RAW)?;
    let (no, rest) = bytes.split_first_chunk::<8>()?;
    let (link, body) = rest.split_first_chunk::<32>()?;
    Some((Names::from_bytes(body)?, Applied { no: u64::from_le_bytes(*no), link: *link }))
}

fn write_sealed(
    dir: &Path,
    name: &str,
    sealer: &Sealer,
    bytes: &[u8],
) -> Result<(), StoreError> {
    let small = zstd::bulk::compress(bytes, 1).map_err(|_| StoreError::Bug("compressing"))?;
    let sealed = sealer.seal(Domain::Names, name.as_bytes(), &small)?;
    match write_whole(&RealDisk, &dir.join(name), &sealed) {
        // A start without it is slower, no more.
        Err(e) if e.is_full() => Ok(()),
        done => done,
    }
}

fn read_sealed(dir: &Path, name: &str, sealer: &Sealer, most: usize) -> Option<Vec<u8>> {
    let sealed = RealDisk.read(&dir.join(name), MOST).ok()?;
    let small = sealer.open(Domain::Names, name.as_bytes(), &sealed).ok()?;
    // of a large notebook each of these is large
    drop(sealed);
    // the seal is ours, so the size it claims is too; the cap is for a mad file
    let size = zstd::zstd_safe::get_frame_content_size(&small).ok()??;
    let size = usize::try_from(size).ok().filter(|n| *n <= most)?;
    zstd::bulk::decompress(&small, size).ok()
}
