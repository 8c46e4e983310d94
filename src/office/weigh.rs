//! Measures what a zip archive holds by unpacking it and discarding the bytes: the sizes written in
//! an archive are only claims. Done before anything else reads the archive.

use std::io::{self, Cursor, Read};

use zip::ZipArchive;

use super::budget::Budget;
use super::measure::{Measure, TooMuch};
use super::pace::Pace;

/// Bytes of all parts together.
const MAX_UNPACKED: u64 = 512 << 20;
const MOST_PARTS: usize = 4_096;
const CHUNK: usize = 64 << 10;
/// How an entry of the archive's directory begins.
const ENTRY: &[u8; 4] = b"PK\x01\x02";
/// Parts that their readers hold in memory whole.
const WHOLE: [&str; 5] =
    ["sharedstrings.xml", "workbook.xml", "styles.xml", ".rels", "theme1.xml"];
/// Parts that are not XML and are never read.
const UNREAD: [&str; 12] = [
    ".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".emf", ".wmf", ".bin", ".svm",
    ".ttf",
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WorkbookWeight {
    /// not a zip archive, or a damaged one
    Broken,
    TooHeavy(TooMuch),
    Fair,
    /// not known: the user cancelled
    Halted,
}

/// Passes every unpacked chunk to `see`, with the name of its part in lower case. Charges the
/// budget with what the reader of each part will hold in memory.
pub fn weigh(
    bytes: &[u8],
    budget: &mut Budget,
    pace: &mut Pace<'_>,
    see: &mut dyn FnMut(&str, &[u8]),
) -> WorkbookWeight {
    let too_heavy = WorkbookWeight::TooHeavy(TooMuch { row: None });
    if has_too_many(bytes) {
        return too_heavy;
    }
    let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) else {
        return WorkbookWeight::Broken;
    };
    let announced = announced(&mut archive);
    let mut left = MAX_UNPACKED;
    for at in 0..archive.len() {
        let Ok(part) = archive.by_index(at) else { return WorkbookWeight::Broken };
        let name = part.name().map(|n| n.to_ascii_lowercase()).unwrap_or_default();
        let whole = WHOLE.iter().any(|end| name.ends_with(end));
        let mut measure =
            (!UNREAD.iter().any(|end| name.ends_with(end))).then(Measure::default);
        let (mut too_much, mut halted) = (None, false);
        let mut part = part.take(left + 1);
        let size = drain(&mut part, &mut |size, chunk| {
            let measured = measure.as_mut().map(|m| m.see(chunk, whole, budget));
            too_much = measured.and_then(Result::err);
            see(&name, chunk);
            halted = pace.unpacked(MAX_UNPACKED - left + size, announced).is_err();
            too_much.is_none() && !halted
        });
        match (size, too_much) {
            _ if halted => return WorkbookWeight::Halted,
            (_, Some(too_much)) => return WorkbookWeight::TooHeavy(too_much),
            (Ok(size), None) if size <= left => left -= size,
            (Ok(_), None) => return too_heavy,
            (Err(_), None) => return WorkbookWeight::Broken,
        }
    }
    WorkbookWeight::Fair
}

/// Counts the entries in the raw bytes: the zip reader loads the whole directory before it can
/// tell.
fn has_too_many(bytes: &[u8]) -> bool {
    let mut found = 0;
    let mut rest = bytes;
    while let Some(at) = rest.iter().position(|b| *b == ENTRY[0]) {
        rest = rest.get(at..).unwrap_or_default();
        found += usize::from(rest.starts_with(ENTRY));
        rest = rest.get(1..).unwrap_or_default();
    }
    found > MOST_PARTS
}

/// The unpacked size that the archive announces.
fn announced(archive: &mut ZipArchive<Cursor<&[u8]>>) -> u64 {
    let parts = archive.len();
    let size = |at| archive.by_index_raw(at).map_or(0, |part| part.size());
    (0..parts).map(size).fold(0, u64::saturating_add)
}

/// The names of the parts; `None` if this is not an archive.
pub fn parts(bytes: &[u8]) -> Option<Vec<String>> {
    if has_too_many(bytes) {
        return None;
    }
    let archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
    Some(archive.file_names().filter_map(|name| Some(name.ok()?.into_owned())).collect())
}

/// Reads until `see` returns `false`; it gets the number of bytes so far, and the chunk.
fn drain(part: &mut dyn Read, see: &mut dyn FnMut(u64, &[u8]) -> bool) -> io::Result<u64> {
    let mut chunk = vec![0; CHUNK];
    let mut size = 0;
    loop {
        let read = part.read(&mut chunk)?;
        size += read as u64;
        if read == 0 || !see(size, chunk.get(..read).unwrap_or_default()) {
            return Ok(size);
        }
    }
}
