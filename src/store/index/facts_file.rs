//! The sealed file `facts`: what results are computed from, as a session left it, so that the next one
//! opens them without reading records. It names records by their places in the record index, and holds
//! only with the index that the file `names` had then, or one that grew from it. A copy: when anything
//! about it is wrong it is not used.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::start_cache::{FACTS, IndexFile, write_file};
use crate::indicators::Facts;
use crate::programme::FILES_SUM;
use crate::programme::spec::indicator::IndicatorBook;
use crate::storage::error::StoreError;
use crate::storage::format::wire;
use crate::storage::limits;
use crate::store::index::pieces::{PartList, PieceReader, PieceWriter};
use crate::store::state::{Applied, StoreContext};

/// Goes up with every change of what is in the file.
const VERSION: u32 = 1;

#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct FactsSnapshot<F = Facts> {
    version: u32,
    /// of the programme's files, which say what counts
    files: u32,
    /// the index with the places by which it names records
    pub index: IndexFile,
    /// the journal's last frame that is in it
    pub no: u64,
    pub link: [u8; 32],
    /// records that were brought into others
    pub merged: BTreeMap<u32, u32>,
    pub facts: F,
}

pub(crate) fn write(
    context: &StoreContext,
    dir: &Path,
    index: IndexFile,
    at: Applied,
    merged: BTreeMap<u32, u32>,
    facts: &Facts,
) -> Result<bool, StoreError> {
    let (no, link) = (at.no, at.link);
    let snapshot =
        FactsSnapshot { version: VERSION, files: FILES_SUM, index, no, link, merged, facts };
    let encode = || {
        let mut file = PieceWriter::new(&context.sealer)?;
        file.write_all(&wire::encode(&snapshot))?;
        file.finish()
    };
    let file = encode().map_err(|_| StoreError::Bug("facts do not encode"))?;
    write_file(&*context.disk, dir, FACTS, &file)
}

pub(crate) fn read(
    context: &StoreContext,
    dir: &Path,
    book: &IndicatorBook,
) -> Option<FactsSnapshot> {
    let path = dir.join(FACTS);
    let parts = PartList::read(&*context.disk, &path).ok()?;
    let file = PieceReader::open(&*context.disk, &path, &context.sealer, (&parts, 0)).ok()?;
    let mut bytes = Vec::new();
    file.take(limits::FACTS as u64 + 1).read_to_end(&mut bytes).ok()?;
    let mut read: FactsSnapshot = wire::facts(&bytes).ok()?;
    let is_ours = (read.version, read.files) == (VERSION, FILES_SUM);
    read.facts.shrink();
    (is_ours && read.facts.fits(book, read.index.rows)).then_some(read)
}
