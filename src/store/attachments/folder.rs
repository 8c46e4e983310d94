//! The folder of attachments: a file goes in and is durable before any record names it; what no
//! record and no draft names is an orphan of a crash, and goes when it is old.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;

use crate::record::{FieldNo, Fields, Id, Record, Value};
use crate::storage::crypto::key::Keys;
use crate::storage::disk;
use crate::storage::disk::{Disk, RealDisk, write_whole};
use crate::storage::error::{Doing, StoreError};
use crate::storage::format::blob;
use crate::storage::format::blob::{Name, Sum};
use crate::storage::{limits, space};
use crate::store::notebook::inner::{Inner, held};
use crate::store::schema::StoreSchema;

pub(crate) const FOLDER: &str = "files";
const ENDING: &str = ".ska";
/// Not written to its end.
const HALF: &str = ".ska.tmp";
/// A file younger than this may belong to a form that is still open.
const ORPHAN_MILLIS: u64 = 24 * 60 * 60 * 1000;

/// What is wrong with an attachment's file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    Missing,
    Damaged,
    /// another machine wrote the record, and its file has not come yet
    Elsewhere,
}

/// What `verify` found of the files that records name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FileReport {
    pub good: usize,
    pub missing: usize,
    pub damaged: usize,
    /// not come yet: no fault
    pub elsewhere: usize,
}

impl FileReport {
    pub(crate) fn count(&mut self, flaw: Option<Flaw>) {
        match flaw {
            None => self.good += 1,
            Some(Flaw::Missing) => self.missing += 1,
            Some(Flaw::Damaged) => self.damaged += 1,
            Some(Flaw::Elsewhere) => self.elsewhere += 1,
        }
    }

    pub fn whole(&self) -> bool {
        self.missing == 0 && self.damaged == 0
    }
}

/// A notebook's folder of attachments.
pub struct Files<'a> {
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

    /// Whether there is a file for it, whatever is in there.
    pub(crate) fn has(&self, sum: &Sum) -> bool {
        RealDisk.exists(&self.path(&blob::name(self.keys, sum)))
    }

    /// The plain bytes, whole and unchanged.
    pub fn read(&self, sum: &Sum) -> Result<Vec<u8>, Flaw> {
        let path = self.path(&blob::name(self.keys, sum));
        if !RealDisk.exists(&path) {
            return Err(Flaw::Missing);
        }
        let sealed = RealDisk.read(&path, most()).map_err(|_| Flaw::Damaged)?;
        let (plain, found) = blob::open(self.keys, &sealed).map_err(|_| Flaw::Damaged)?;
        if found == *sum { Ok(plain) } else { Err(Flaw::Damaged) }
    }

    /// Of the file that a record stands for.
    pub(crate) fn of(&self, plan: &StoreSchema, record: &Record) -> Result<Vec<u8>, Flaw> {
        let sum = plan.file(record.kind).and_then(|no| sum_of(&record.fields, no));
        // a record of another machine may also name no file at all
        let read = sum.ok_or(Flaw::Missing).and_then(|sum| self.read(&sum));
        read.map_err(|flaw| match flaw {
            Flaw::Missing if record.by.is_some() => Flaw::Elsewhere,
            flaw => flaw,
        })
    }

    /// The sealed bytes of every file that is whole, one by one.
    pub(crate) fn each(
        &self,
        take: &mut dyn FnMut(&[u8]) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        for path in self.list()? {
            let read = RealDisk.read(&path, most()).ok();
            let whole = read.filter(|sealed| blob::open(self.keys, sealed).is_ok());
            if let Some(sealed) = whole {
                take(&sealed)?;
            }
        }
        Ok(())
    }

    pub(crate) fn list(&self) -> Result<Vec<PathBuf>, StoreError> {
        let folder = self.folder();
        if !RealDisk.exists(&folder) {
            return Ok(Vec::new());
        }
        let names =
            RealDisk.list(&folder).map_err(|e| StoreError::io(Doing::List, &folder, e))?;
        let ours = names.into_iter().filter(|name| name.ends_with(ENDING));
        Ok(ours.map(|name| folder.join(name)).collect())
    }

    /// Removes what a program that was killed while it wrote has left.
    fn sweep(&self, now: u64) -> Result<(), StoreError> {
        let folder = self.folder();
        let names = RealDisk.list(&folder).unwrap_or_default();
        for name in names.iter().filter(|name| name.ends_with(HALF)) {
            let path = folder.join(name);
            if disk::age(&path, now).is_ok_and(|age| age > ORPHAN_MILLIS) {
                RealDisk.remove(&path).map_err(|e| StoreError::io(Doing::Write, &path, e))?;
            }
        }
        Ok(())
    }

    /// Durable when it returns: the file, its name, and the folder's own.
    pub fn put(&self, sum: &Sum, plain: &[u8]) -> Result<(), StoreError> {
        self.put_sealed(&blob::name(self.keys, sum), &blob::seal(self.keys, plain)?)
    }

    pub(crate) fn put_sealed(&self, name: &Name, sealed: &[u8]) -> Result<(), StoreError> {
        self.make_folder()?;
        write_whole(&RealDisk, &self.path(name), sealed)
    }

    pub(crate) fn make_folder(&self) -> Result<(), StoreError> {
        disk::make_folder(&RealDisk, self.dir, &self.folder())
    }
}

fn most() -> u64 {
    blob::sealed_size(limits::ATTACHMENT) as u64
}

/// The sum that an attachment's record names.
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

impl Inner {
    pub(crate) fn files(&self) -> Files<'_> {
        Files { dir: &self.shop.dir, keys: &self.ground.keys }
    }

    pub fn take_in(&self, plain: &[u8]) -> Result<Sum, StoreError> {
        self.wait_open(false)?;
        let sum = blob::sum(plain);
        if plain.len() > limits::ATTACHMENT {
            let (bytes, limit) = (plain.len(), limits::ATTACHMENT);
            return Err(StoreError::TooLarge {
                what: crate::storage::error::Sized::File,
                bytes,
                limit,
            });
        }
        if self.shop.scratch.is_some() {
            return Err(StoreError::ReadOnly);
        }
        if self.files().read(&sum).is_ok() {
            return Ok(sum);
        }
        space::check(&RealDisk, &self.shop.dir, blob::sealed_size(plain.len()))?;
        self.files().put(&sum, plain)?;
        Ok(sum)
    }

    /// The plain bytes of an attachment.
    pub fn file_bytes(&self, record: &Record) -> Result<Vec<u8>, Flaw> {
        self.files().of(&self.ground.plan, record)
    }

    /// What is wrong with the file of this record, if it should have one.
    pub fn flaw(&self, record: &Record) -> Option<Flaw> {
        self.ground.plan.file(record.kind)?;
        self.file_bytes(record).err()
    }

    /// Takes old orphans away, unless a record that is lost may have named them.
    pub fn tidy_files(&self) -> Result<(), StoreError> {
        let files = self.files();
        files.sweep((self.now)())?;
        let there = files.list()?;
        // at headquarters files come before anybody has understood the records that name them
        let others = self.at_headquarters();
        let unsure = self.hurt.load(Ordering::Acquire) || self.shop.scratch.is_some();
        if there.is_empty() || others || unsure {
            return Ok(());
        }
        let named = self.named_files()?;
        for path in there.into_iter().filter(|path| !named.contains(path)) {
            let age = disk::age(&path, (self.now)());
            if age.is_ok_and(|age| age > ORPHAN_MILLIS) {
                RealDisk.remove(&path).map_err(|e| StoreError::io(Doing::Write, &path, e))?;
            }
        }
        Ok(())
    }

    /// The files of all attachments, deleted ones too, and of drafts, hidden ones too.
    fn named_files(&self) -> Result<BTreeSet<PathBuf>, StoreError> {
        let mut named = BTreeSet::new();
        let plan = &self.ground.plan;
        let files = self.files();
        let mut note = |fields: &Fields, field: FieldNo| {
            let sum = sum_of(fields, field);
            named.extend(sum.map(|sum| files.path(&blob::name(files.keys, &sum))));
        };
        for draft in self.wait_for_drafts().iter().flat_map(|book| book.all()) {
            if let Some(field) = plan.file(draft.kind) {
                note(&draft.fields, field);
            }
        }
        for id in self.attachments() {
            if let Some(record) = self.state_get(id)?
                && let Some(field) = plan.file(record.kind)
            {
                note(&record.fields, field);
            }
        }
        Ok(named)
    }

    /// Every record that stands for a file, deleted ones too, newest first.
    pub(crate) fn attachments(&self) -> Vec<Id> {
        let names = held(&self.names);
        let all = u32::try_from(names.len()).unwrap_or(u32::MAX);
        let ours = (0..all).filter(|slot| self.ground.plan.file(names.kind(*slot)).is_some());
        let mut ids: Vec<Id> = ours.filter_map(|slot| names.id(slot)).collect();
        ids.sort_unstable_by(|a, b| b.cmp(a));
        ids
    }
}
