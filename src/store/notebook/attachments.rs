//! Attachments of an open notebook: stored before any record names them, read back, removed when
//! orphaned, and exchanged with headquarters.

use std::collections::BTreeSet;
use std::path::PathBuf;

use super::Notebook;
use crate::record::{FieldNo, Fields, Id, Record};
use crate::storage::disk;
use crate::storage::disk::Disk;
use crate::storage::disk::space;
use crate::storage::error::{IoOperation, LimitedItem, StoreError};
use crate::storage::format::blob;
use crate::storage::format::blob::{HEAD, Sum};
use crate::storage::limits;
use crate::storage::mutex::lock;
use crate::store::attachments::folder::{AttachmentFlaw, FOLDER, Files, ORPHAN_MILLIS, sum_of};
use crate::store::attachments::incoming::{AttachmentPiece, Incoming};
use crate::store::attachments::transfer::{AttachmentRef, ReceivedFiles};
use crate::store::index::records::load;

#[derive(Clone, Copy)]
pub struct Attachments<'a> {
    pub(crate) notebook: &'a Notebook,
}

impl Attachments<'_> {
    fn disk(&self) -> &dyn Disk {
        &*self.notebook.projections.context.disk
    }

    fn files(&self) -> Files<'_> {
        let disk = self.disk();
        Files { disk, dir: self.notebook.dir(), keys: &self.notebook.projections.context.keys }
    }

    fn incoming(&self) -> Incoming<'_> {
        Incoming { folder: self.notebook.dir().join(FOLDER), files: self.files() }
    }

    /// Seals and stores a file; durable when it returns `Ok`, so that a record may name it.
    pub fn add(&self, plain: &[u8]) -> Result<Sum, StoreError> {
        self.notebook.lifecycle.wait_ready()?;
        let sum = blob::sum(plain);
        if plain.len() > limits::ATTACHMENT {
            let (bytes, limit) = (plain.len(), limits::ATTACHMENT);
            return Err(StoreError::TooLarge { what: LimitedItem::File, bytes, limit });
        }
        if self.notebook.projections.builder.scratch.is_some() {
            return Err(StoreError::ReadOnly);
        }
        if self.files().read(&sum).is_ok() {
            return Ok(sum);
        }
        space::check(self.disk(), self.notebook.dir(), blob::sealed_size(plain.len()))?;
        self.files().put(&sum, plain)?;
        Ok(sum)
    }

    /// The plain bytes of a file by their sum, verified.
    pub fn read(&self, sum: &Sum) -> Result<Vec<u8>, AttachmentFlaw> {
        self.files().read(sum)
    }

    /// The plain bytes of a record's file, verified.
    pub fn read_of(&self, record: &Record) -> Result<Vec<u8>, AttachmentFlaw> {
        self.files().of(&self.notebook.projections.context.schema, record)
    }

    /// What is wrong with this record's file, if it has one.
    pub fn flaw(&self, record: &Record) -> Option<AttachmentFlaw> {
        self.notebook.projections.context.schema.file(record.kind)?;
        self.read_of(record).err()
    }

    /// Removes old files that neither a record nor a draft names. Does nothing while the journal is
    /// damaged: a lost record may name a file.
    pub(super) fn remove_orphans(&self) -> Result<(), StoreError> {
        let files = self.files();
        let now = self.notebook.now();
        files.remove_partial(now)?;
        let present = files.list()?;
        let projections = &self.notebook.projections;
        let is_unsure = self.notebook.lifecycle.is_journal_damaged()
            || projections.builder.scratch.is_some()
            // at headquarters files arrive before the records that name them are folded
            || projections.at_headquarters();
        if present.is_empty() || is_unsure {
            return Ok(());
        }
        let named = self.named_files()?;
        for path in present.into_iter().filter(|path| !named.contains(path)) {
            if disk::age(&path, now).is_ok_and(|age| age > ORPHAN_MILLIS) {
                self.disk()
                    .remove(&path)
                    .map_err(|e| StoreError::io(IoOperation::Write, &path, e))?;
            }
        }
        Ok(())
    }

    /// The files that records and drafts name, including deleted records and hidden drafts.
    fn named_files(&self) -> Result<BTreeSet<PathBuf>, StoreError> {
        let mut named = BTreeSet::new();
        let projections = &self.notebook.projections;
        let schema = &projections.context.schema;
        let files = self.files();
        let mut note = |fields: &Fields, field: FieldNo| {
            let sum = sum_of(fields, field);
            named.extend(sum.map(|sum| files.path(&blob::name(files.keys, &sum))));
        };
        for draft in projections.drafts().iter().flat_map(|book| book.all()) {
            if let Some(field) = schema.file(draft.kind) {
                note(&draft.fields, field);
            }
        }
        for id in self.records()? {
            if let Some(record) = self.notebook.get(id)?
                && let Some(field) = schema.file(record.kind)
            {
                note(&record.fields, field);
            }
        }
        Ok(named)
    }

    /// Ids of all records of kinds with files, deleted ones too, newest first.
    pub(super) fn records(&self) -> Result<Vec<Id>, StoreError> {
        let projections = &self.notebook.projections;
        let kinds = projections.context.schema.kinds_of_files();
        let index = projections.index_with(|index| load::kinds(index, &kinds))?;
        let slots = (0u32..).zip(index.kinds()).filter(|(_, kind)| kinds.contains(kind));
        let mut ids: Vec<Id> = slots.filter_map(|(slot, _)| index.id(slot)).collect();
        ids.sort_unstable_by(|a, b| b.cmp(a));
        Ok(ids)
    }

    /// The number of `records`.
    pub(super) fn count(&self) -> usize {
        let projections = &self.notebook.projections;
        let kinds = projections.context.schema.kinds_of_files();
        lock(&projections.index).kinds().iter().filter(|kind| kinds.contains(kind)).count()
    }

    /// Call when headquarters states its era. True: the era is new, so the list of received files
    /// was cleared and all files are offered again.
    pub fn enter_era(&self, era: u64) -> Result<bool, StoreError> {
        let received = ReceivedFiles::read(&self.files());
        if era <= received.era || received.names.is_empty() {
            return Ok(false);
        }
        ReceivedFiles { era, ..ReceivedFiles::default() }.write(&self.files()).map(|()| true)
    }

    /// Notes that headquarters has stored these files durably. Ignored for an older era.
    pub fn mark_received(&self, era: u64, sums: &[Sum]) -> Result<(), StoreError> {
        let files = self.files();
        let received = ReceivedFiles::read(&files);
        if era < received.era {
            return Ok(());
        }
        let mut names = if received.era == era { received.names } else { BTreeSet::new() };
        let before = names.len();
        names.extend(sums.iter().map(|sum| blob::name(files.keys, sum)));
        match names.len() > before {
            true => ReceivedFiles { era, names }.write(&files),
            false => Ok(()),
        }
    }

    /// The number of files that headquarters is not known to have, including those of drafts, and
    /// whether files of records are missing here. Reads no record, because it is called often.
    pub fn status(&self) -> Result<(u64, bool), StoreError> {
        let files = self.files();
        let received = ReceivedFiles::read(&files);
        let received: BTreeSet<PathBuf> =
            received.names.iter().map(|name| files.path(name)).collect();
        let present = files.list()?;
        let unsent = present.iter().filter(|path| !received.contains(*path)).count();
        let named = match self.notebook.projections.status_from_start() {
            Some(status) => status.attachments,
            None => {
                self.notebook.wait_ready()?;
                self.count()
            }
        };
        Ok((unsent as u64, named > present.len()))
    }

    /// Files that records name and that headquarters is not known to have, newest first.
    pub fn to_send(&self) -> Result<Vec<AttachmentRef>, StoreError> {
        self.notebook.wait_ready()?;
        let files = self.files();
        let mut left: BTreeSet<PathBuf> = files.list()?.into_iter().collect();
        for name in &ReceivedFiles::read(&files).names {
            left.remove(&files.path(name));
        }
        let mut found = Vec::new();
        for id in self.records()? {
            if left.is_empty() {
                break;
            }
            let record = self.notebook.get(id)?;
            let Some(sum) = record.and_then(|record| self.sum_of(&record)) else { continue };
            let path = files.path(&blob::name(files.keys, &sum));
            if left.remove(&path) {
                let head = self.disk().read_at(&path, 0, HEAD);
                let head = head.map_err(|e| StoreError::io(IoOperation::Read, &path, e))?;
                // `verify` reports a damaged file
                let len = blob::length(&head);
                found.extend(len.map(|len| AttachmentRef { sum, len: len as u64 }));
            }
        }
        Ok(found)
    }

    /// Files that records name and that are missing here, newest first, each with the number of
    /// bytes received so far.
    pub fn wanted(&self) -> Result<Vec<(Sum, u64)>, StoreError> {
        self.notebook.wait_ready()?;
        let (mut seen, mut found) = (BTreeSet::new(), Vec::new());
        for id in self.records()? {
            let record = self.notebook.get(id)?.filter(|record| record.deleted.is_none());
            let Some(sum) = record.and_then(|record| self.sum_of(&record)) else { continue };
            if seen.insert(sum) && !self.files().has(&sum) {
                found.push((sum, self.incoming().partial_bytes(&sum)?));
            }
        }
        Ok(found)
    }

    fn sum_of(&self, record: &Record) -> Option<Sum> {
        sum_of(&record.fields, self.notebook.projections.context.schema.file(record.kind)?)
    }

    /// Stores a piece of a wanted file. True: it was the last piece, and the file is durable.
    pub fn take_piece(&self, piece: &AttachmentPiece) -> Result<bool, StoreError> {
        if self.files().has(&piece.sum) {
            return Ok(false);
        }
        space::check(self.disk(), self.notebook.dir(), limits::ATTACHMENT)?;
        Ok(self.incoming().take(piece)? == piece.len)
    }
}
