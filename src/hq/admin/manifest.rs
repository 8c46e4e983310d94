//! The manifest of a copy of headquarters: every file with its length and checksum. Written last,
//! so that an incomplete or altered copy is recognised.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::storage::disk::{Disk, RealDisk, open_regular, write_whole};
use crate::storage::error::IoOperation;
use crate::store::StoreError;
use crate::text::hex::hex;

/// File name in a copy.
pub const FILE: &str = "manifest";
const HEAD: &str = "sotay-hq manifest 1";
/// Longer files are not ours.
const MAX_BYTES: u64 = 256 << 20;
const CHUNK: usize = 256 << 10;

/// Entries by path inside the copy, with `/` as separator.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Manifest(BTreeMap<String, ManifestEntry>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct ManifestEntry {
    len: u64,
    sum: String,
}

/// Differences between a copy and its manifest.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Differences {
    pub missing: Vec<String>,
    pub damaged: Vec<String>,
}

impl Differences {
    pub fn is_empty(&self) -> bool {
        self.missing.is_empty() && self.damaged.is_empty()
    }
}

impl Manifest {
    /// Copies a file durably, and adds what was written to the manifest.
    pub fn copy(
        &mut self,
        disk: &dyn Disk,
        path: &Path,
        from: &Path,
        to: &Path,
    ) -> Result<(), StoreError> {
        let io = |doing, path: &Path, e| StoreError::io(doing, path, e);
        let mut source = open_regular(from).map_err(|e| io(IoOperation::Read, from, e))?;
        let mut target = disk.create(to).map_err(|e| io(IoOperation::Create, to, e))?;
        let (mut sum, mut len) = (Sha256::new(), 0);
        let mut chunk = vec![0; CHUNK];
        loop {
            let read = source.read(&mut chunk).map_err(|e| io(IoOperation::Read, from, e))?;
            let part = chunk.get(..read).unwrap_or_default();
            if part.is_empty() {
                break;
            }
            target.write_at(part, len).map_err(|e| io(IoOperation::Write, to, e))?;
            sum.update(part);
            len += read as u64;
        }
        target.sync_data().map_err(|e| io(IoOperation::Sync, to, e))?;
        self.0.insert(name(path), ManifestEntry { len, sum: hex(&sum.finalize()) });
        Ok(())
    }

    /// Writes the manifest into a copy after all other files in it are durable.
    pub fn write(&self, disk: &dyn Disk, copy: &Path) -> Result<(), StoreError> {
        let lines =
            self.0.iter().map(|(path, entry)| format!("{} {} {path}\n", entry.sum, entry.len));
        let text = format!("{HEAD}\n{}", lines.collect::<String>());
        // ends with its own checksum, so that a truncated manifest is not mistaken for a shorter
        // one
        let sum = hex(&Sha256::digest(text.as_bytes()));
        write_whole(disk, &copy.join(FILE), format!("{text}{sum}\n").as_bytes())
    }

    /// `None` for a copy of an older program. An incomplete manifest is an error.
    pub fn read(copy: &Path) -> Result<Option<Manifest>, StoreError> {
        let path = copy.join(FILE);
        if !RealDisk.exists(&path) {
            return Ok(None);
        }
        let bytes = RealDisk.read(&path, MAX_BYTES);
        let bytes = bytes.map_err(|e| StoreError::io(IoOperation::Read, &path, e))?;
        let found = String::from_utf8(bytes).ok().and_then(|text| parse(&text));
        found.map(Some).ok_or(StoreError::BackupDamaged)
    }

    /// Compares with every file of the copy.
    pub fn compare(&self, copy: &Path) -> Result<Differences, StoreError> {
        let mut found = Differences::default();
        for (path, wanted) in &self.0 {
            let file = path.split('/').fold(copy.to_owned(), |at, name| at.join(name));
            match entry(&file) {
                Ok(entry) if entry == *wanted => {}
                Err(e) if e.kind() == std::io::ErrorKind::NotFound => {
                    found.missing.push(path.clone());
                }
                Ok(_) | Err(_) => found.damaged.push(path.clone()),
            }
        }
        Ok(found)
    }
}

fn entry(file: &Path) -> std::io::Result<ManifestEntry> {
    let mut source = open_regular(file)?;
    let (mut sum, mut len) = (Sha256::new(), 0);
    let mut chunk = vec![0; CHUNK];
    loop {
        let read = source.read(&mut chunk)?;
        if read == 0 {
            return Ok(ManifestEntry { len, sum: hex(&sum.finalize()) });
        }
        sum.update(chunk.get(..read).unwrap_or_default());
        len += read as u64;
    }
}

fn parse(text: &str) -> Option<Manifest> {
    let (list, sum) = text.strip_suffix('\n')?.rsplit_once('\n')?;
    let list = format!("{list}\n");
    if hex(&Sha256::digest(list.as_bytes())) != sum {
        return None;
    }
    let mut lines = list.lines();
    if lines.next()? != HEAD {
        return None;
    }
    let mut found = BTreeMap::new();
    for line in lines {
        let mut parts = line.splitn(3, ' ');
        let (sum, len, path) = (parts.next()?, parts.next()?.parse().ok()?, parts.next()?);
        found.insert(path.to_owned(), ManifestEntry { len, sum: sum.to_owned() });
    }
    Some(Manifest(found))
}

/// The names are generated by the program and consist of letters and digits.
fn name(path: &Path) -> String {
    let names = path.components().map(|name| name.as_os_str().to_string_lossy());
    names.collect::<Vec<_>>().join("/")
}

/// Suffix of an unfinished copy.
const UNFINISHED: &str = ".unfinished";

/// Path at which a copy is made until it is complete.
pub fn unfinished(copy: &Path) -> PathBuf {
    let mut name = copy.file_name().unwrap_or_default().to_os_string();
    name.push(UNFINISHED);
    copy.with_file_name(name)
}

pub fn is_unfinished(copy: &Path) -> bool {
    copy.file_name().is_some_and(|name| name.to_string_lossy().ends_with(UNFINISHED))
}
