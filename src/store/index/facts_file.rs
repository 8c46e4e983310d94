//! The sealed file `facts`: the facts at the end of a session, so that the next one opens the
//! results without reading records. Facts refer to records by their rows in the record index, so
//! the file is valid only with the index file of that time or one that grew from it. A cache:
//! ignored if anything in it is wrong.

use std::collections::BTreeMap;
use std::io::BufReader;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::start_cache::{FACTS, IndexFile, write_file};
use crate::indicators::Facts;
use crate::programme::FILES_SUM;
use crate::programme::spec::indicator::IndicatorBook;
use crate::storage::error::StoreError;
use crate::storage::format::wire;
use crate::store::index::pieces::{PartList, PieceReader, PieceWriter};
use crate::store::state::{Applied, StoreContext};

/// Increases with every change of the layout.
const VERSION: u32 = 2;

#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct FactsSnapshot<F = Facts> {
    version: u32,
    /// checksum of the programme's files, which define what counts
    files: u32,
    /// the index file that defines the rows
    pub index: IndexFile,
    /// last journal frame in the facts
    pub no: u64,
    pub link: [u8; 32],
    /// merged records: row -> row of the record that continues it
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
        wire::encode_into(&snapshot, &mut file)?;
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
    let mut read: FactsSnapshot = wire::facts(&mut BufReader::new(file)).ok()?;
    let is_ours = (read.version, read.files) == (VERSION, FILES_SUM);
    read.facts.shrink();
    (is_ours && read.facts.fits(book, read.index.rows)).then_some(read)
}
