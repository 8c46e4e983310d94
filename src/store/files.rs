//! The folder of attachments: a file goes in and is durable before any record names it; what no
//! record and no draft names is an orphan of a crash, and goes when it is old.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;

use super::blob::{self, Name, Sum};
use super::error::{Doing, StoreError};
use super::file::{self, Disk, RealDisk, sync_parent, write_whole};
use super::inner::{Inner, held};
use super::key::Keys;
use super::{limits, space};
use crate::record::{FieldNo, Fields, Record, Value};

pub(super) const FOLDER: &str = "files";
const ENDING: &str = ".ska";
/// A file younger than this may belong to a form that is still open.
const ORPHAN_MILLIS: u64 = 24 * 60 * 60 * 1000;

/// What is wrong with an attachment's file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    Missing,
    Damaged,
}

/// What `verify` found of the files that records name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FileReport {
    pub good: usize,
    pub missing: usize,
    pub damaged: usize,
}

impl FileReport {
    pub(super) fn count(&mut self, flaw: Option<Flaw>) {
        match flaw {
            None => self.good += 1,
            Some(Flaw::Missing) => self.missing += 1,
            Some(Flaw::Damaged) => self.damaged += 1,
        }
    }

    pub fn whole(&self) -> bool {
        self.missing == 0 && self.damaged == 0
    }
}

/// A notebook's folder of attachments.
pub(super) struct Files<'a> {
    pub dir: &'a Path,
    pub keys: &'a Keys,
}

impl Files<'_> {
    fn folder(&self) -> PathBuf {
        self.dir.join(FOLDER)
    }

    pub fn path(&self, name: &Name) -> PathBuf {
        let hex: String = name.iter().map(|byte| format!("{byte:02x}")).collect();
        self.folder().join(hex + ENDING)
    }

    pub fn read(&self, sum: &Sum) -> Result<Vec<u8>, Flaw> {
        let path = self.path(&blob::name(self.keys, sum));
        if !RealDisk.exists(&path) {
            return Err(Flaw::Missing);
        }
        let sealed = RealDisk.read(&path, most()).map_err(|_| Flaw::Damaged)?;
        let (plain, found) = blob::open(self.keys, &sealed).map_err(|_| Flaw::Damaged)?;
        if found == *sum { Ok(plain) } else { Err(Flaw::Damaged) }
    }

    pub fn flaw(&self, sum: Option<Sum>) -> Option<Flaw> {
        match sum {
            Some(sum) => self.read(&sum).err(),
            None => Some(Flaw::Missing),
        }
    }

    /// The sealed bytes of every file that is whole, one by one.
    pub fn each(
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

    fn list(&self) -> Result<Vec<PathBuf>, StoreError> {
        let folder = self.folder();
        if !RealDisk.exists(&folder) {
            return Ok(Vec::new());
        }
        let names =
            RealDisk.list(&folder).map_err(|e| StoreError::io(Doing::List, &folder, e))?;
        let ours = names.into_iter().filter(|name| name.ends_with(ENDING));
        Ok(ours.map(|name| folder.join(name)).collect())
    }

    /// Durable when it returns: the file, its name, and the folder's own.
    pub fn put(&self, name: &Name, sealed: &[u8]) -> Result<(), StoreError> {
        let folder = self.folder();
        if !RealDisk.exists(&folder) {
            let made = RealDisk.create_folder(&folder);
            made.map_err(|e| StoreError::io(Doing::Create, &folder, e))?;
            sync_parent(&RealDisk, &folder)?;
        }
        write_whole(&RealDisk, &self.path(name), sealed)
    }
}

fn most() -> u64 {
    blob::sealed_size(limits::ATTACHMENT) as u64
}

/// The sum that an attachment's record names.
pub(super) fn sum_of(fields: &Fields, field: FieldNo) -> Option<Sum> {
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
    fn files(&self) -> Files<'_> {
        Files { dir: &self.shop.dir, keys: &self.ground.keys }
    }

    pub fn take_in(&self, plain: &[u8]) -> Result<Sum, StoreError> {
        self.wait_open(false)?;
        let sum = blob::sum(plain);
        if plain.len() > limits::ATTACHMENT {
            let (bytes, limit) = (plain.len(), limits::ATTACHMENT);
            return Err(StoreError::TooLarge { what: super::error::Sized::File, bytes, limit });
        }
        if self.shop.scratch.is_some() {
            return Err(StoreError::ReadOnly);
        }
        if self.files().read(&sum).is_ok() {
            return Ok(sum);
        }
        let sealed = blob::seal(&self.ground.keys, plain)?;
        space::check(&RealDisk, &self.shop.dir, sealed.len())?;
        self.files().put(&blob::name(&self.ground.keys, &sum), &sealed)?;
        Ok(sum)
    }

    /// The plain bytes of an attachment.
    pub fn file_bytes(&self, record: &Record) -> Result<Vec<u8>, Flaw> {
        let sum = self.ground.plan.file(record.kind).and_then(|no| sum_of(&record.fields, no));
        self.files().read(&sum.ok_or(Flaw::Missing)?)
    }

    /// What is wrong with the file of this record, if it should have one.
    pub fn flaw(&self, record: &Record) -> Option<Flaw> {
        let field = self.ground.plan.file(record.kind)?;
        self.files().flaw(sum_of(&record.fields, field))
    }

    /// Takes old orphans away, unless a record that is lost may have named them.
    pub fn tidy_files(&self) -> Result<(), StoreError> {
        let files = self.files();
        let there = files.list()?;
        if there.is_empty() || self.hurt.load(Ordering::Acquire) || self.shop.scratch.is_some()
        {
            return Ok(());
        }
        let named = self.named_files()?;
        for path in there.into_iter().filter(|path| !named.contains(path)) {
            let age = file::age(&path, (self.now)());
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
        for draft in self.list_drafts() {
            if let Some(field) = plan.file(draft.kind) {
                note(&draft.fields, field);
            }
        }
        let ids: Vec<_> = {
            let names = held(&self.names);
            let all = u32::try_from(names.len()).unwrap_or(u32::MAX);
            let ours = (0..all).filter(|slot| plan.file(names.kind(*slot)).is_some());
            ours.filter_map(|slot| names.id(slot)).collect()
        };
        for id in ids {
            if let Some(record) = self.state_get(id)?
                && let Some(field) = plan.file(record.kind)
            {
                note(&record.fields, field);
            }
        }
        Ok(named)
    }
}
