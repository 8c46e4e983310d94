//! The folder of attachments. A file is durable before a record names it; an old file that neither
//! a record nor a draft names is an orphan and is removed.

use std::path::{Path, PathBuf};

use crate::record::{FieldNo, Fields, Record, Value};
use crate::storage::crypto::key::Keys;
use crate::storage::disk;
use crate::storage::disk::{Disk, write_whole};
use crate::storage::error::{IoOperation, StoreError};
use crate::storage::format::blob;
use crate::storage::format::blob::{Name, Sum};
use crate::storage::limits;
use crate::store::schema::StoreSchema;

pub(crate) const FOLDER: &str = "files";
const ENDING: &str = ".ska";
/// Ending of a partly written file.
const HALF: &str = ".ska.tmp";
/// A younger file may belong to an open form.
pub(crate) const ORPHAN_MILLIS: u64 = 24 * 60 * 60 * 1000;

/// What is wrong with an attachment's file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AttachmentFlaw {
    Missing,
    Damaged,
    /// another machine wrote the record, and its file has not arrived yet
    Elsewhere,
}

/// Counts of the files that records name, by state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FileReport {
    pub whole: usize,
    pub missing: usize,
    pub damaged: usize,
    /// not arrived yet: not a fault
    pub elsewhere: usize,
}

impl FileReport {
    pub(crate) fn count(&mut self, flaw: Option<AttachmentFlaw>) {
        match flaw {
            None => self.whole += 1,
            Some(AttachmentFlaw::Missing) => self.missing += 1,
            Some(AttachmentFlaw::Damaged) => self.damaged += 1,
            Some(AttachmentFlaw::Elsewhere) => self.elsewhere += 1,
        }
    }

    pub fn is_whole(&self) -> bool {
        self.missing == 0 && self.damaged == 0
    }
}

/// A notebook's folder of attachments.
pub struct Files<'a> {
    pub disk: &'a dyn Disk,
    pub dir: &'a Path,
    pub keys: &'a Keys,
}

pub(crate) fn hex(name: &Name) -> String {
    name.iter().map(|byte| format!("{byte:02x}")).collect()
}

impl Files<'_> {
    fn folder(&self) -> PathBuf {
        self.dir.join(FOLDER)
    }

    pub(crate) fn path(&self, name: &Name) -> PathBuf {
        self.folder().join(hex(name) + ENDING)
    }

    /// Whether the file exists; its content is not checked.
    pub(crate) fn has(&self, sum: &Sum) -> bool {
        self.disk.exists(&self.path(&blob::name(self.keys, sum)))
    }

    /// The plain bytes, verified.
    pub fn read(&self, sum: &Sum) -> Result<Vec<u8>, AttachmentFlaw> {
        let path = self.path(&blob::name(self.keys, sum));
        if !self.disk.exists(&path) {
            return Err(AttachmentFlaw::Missing);
        }
        let sealed =
            self.disk.read(&path, max_file_size()).map_err(|_| AttachmentFlaw::Damaged)?;
        let (plain, found) =
            blob::open(self.keys, &sealed).map_err(|_| AttachmentFlaw::Damaged)?;
        if found == *sum { Ok(plain) } else { Err(AttachmentFlaw::Damaged) }
    }

    /// The plain bytes of a record's file, verified.
    pub(crate) fn of(
        &self,
        plan: &StoreSchema,
        record: &Record,
    ) -> Result<Vec<u8>, AttachmentFlaw> {
        let sum = plan.file(record.kind).and_then(|no| sum_of(&record.fields, no));
        // a record of another machine may also name no file
        let read = sum.ok_or(AttachmentFlaw::Missing).and_then(|sum| self.read(&sum));
        read.map_err(|flaw| match flaw {
            AttachmentFlaw::Missing if record.by.is_some() => AttachmentFlaw::Elsewhere,
            flaw => flaw,
        })
    }

    /// Passes the sealed bytes of each undamaged file to `take`.
    pub(crate) fn for_each_sealed(
        &self,
        take: &mut dyn FnMut(&[u8]) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        for path in self.list()? {
            let read = self.disk.read(&path, max_file_size()).ok();
            let whole = read.filter(|sealed| blob::open(self.keys, sealed).is_ok());
            if let Some(sealed) = whole {
                take(&sealed)?;
            }
        }
        Ok(())
    }

    pub(crate) fn list(&self) -> Result<Vec<PathBuf>, StoreError> {
        let folder = self.folder();
        if !self.disk.exists(&folder) {
            return Ok(Vec::new());
        }
        let names = self
            .disk
            .list(&folder)
            .map_err(|e| StoreError::io(IoOperation::List, &folder, e))?;
        let ours = names.into_iter().filter(|name| name.ends_with(ENDING));
        Ok(ours.map(|name| folder.join(name)).collect())
    }

    /// Removes partly written files that a killed program has left.
    pub(crate) fn remove_partial(&self, now: u64) -> Result<(), StoreError> {
        let folder = self.folder();
        let names = self.disk.list(&folder).unwrap_or_default();
        for name in names.iter().filter(|name| name.ends_with(HALF)) {
            let path = folder.join(name);
            if disk::age(&path, now).is_ok_and(|age| age > ORPHAN_MILLIS) {
                self.disk
                    .remove(&path)
                    .map_err(|e| StoreError::io(IoOperation::Write, &path, e))?;
            }
        }
        Ok(())
    }

    /// Stores a file; durable when it returns `Ok`, including its name and the folder's.
    pub fn put(&self, sum: &Sum, plain: &[u8]) -> Result<(), StoreError> {
        self.put_sealed(&blob::name(self.keys, sum), &blob::seal(self.keys, plain)?)
    }

    pub(crate) fn put_sealed(&self, name: &Name, sealed: &[u8]) -> Result<(), StoreError> {
        self.make_folder()?;
        write_whole(self.disk, &self.path(name), sealed)
    }

    pub(crate) fn make_folder(&self) -> Result<(), StoreError> {
        disk::make_folder(self.disk, self.dir, &self.folder())
    }
}

fn max_file_size() -> u64 {
    blob::sealed_size(limits::ATTACHMENT) as u64
}

/// The SHA-256 that an attachment's record names.
pub(crate) fn sum_of(fields: &Fields, field: FieldNo) -> Option<Sum> {
    let hex = fields.get(field).and_then(Value::as_text)?;
    let mut sum = [0; 32];
    if hex.len() != 64 || !hex.is_ascii() {
        return None;
    }
    for (byte, at) in sum.iter_mut().zip((0..64).step_by(2)) {
        *byte = u8::from_str_radix(hex.get(at..at + 2)?, 16).ok()?;
    }
    Some(sum)
}
