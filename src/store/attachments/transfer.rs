//! Which attachments headquarters has, which are to go there, and which are to come from there.
//! What it has is written down for its present era and may be lost: it is asked for again then.

use std::collections::BTreeSet;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::incoming::{AttachmentPiece, Incoming};
use crate::record::Record;
use crate::storage::disk::{Disk, RealDisk, write_whole};
use crate::storage::error::{Doing, StoreError};
use crate::storage::format::blob;
use crate::storage::format::blob::{HEAD, Name, Sum};
use crate::storage::{limits, space};
use crate::store::attachments::folder::{FOLDER, sum_of};
use crate::store::notebook::inner::Inner;

/// `"SOTAYFR1"`, era u64, then a name of 32 bytes for each file that headquarters has.
const FILE: &str = "received";
const MAGIC: &[u8; 8] = b"SOTAYFR1";
/// Names in it; far more than a laptop has.
const MOST: u64 = 16 + 32 * 1_000_000;

/// An attachment's file, by what is in it. Travels as it is: never changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttachmentRef {
    pub sum: Sum,
    /// plain bytes
    pub len: u64,
}

impl Inner {
    fn received_path(&self) -> PathBuf {
        self.shop.dir.join(FOLDER).join(FILE)
    }

    /// Headquarters' era, and the names of the files that it has.
    fn received_files(&self) -> (u64, BTreeSet<Name>) {
        let bytes = RealDisk.read(&self.received_path(), MOST).unwrap_or_default();
        let known = || {
            let (era, names) = bytes.strip_prefix(MAGIC)?.split_first_chunk::<8>()?;
            Some((
                u64::from_le_bytes(*era),
                names.as_chunks::<32>().0.iter().copied().collect(),
            ))
        };
        known().unwrap_or_default()
    }

    fn write_received(&self, era: u64, names: &BTreeSet<Name>) -> Result<(), StoreError> {
        let mut bytes = [&MAGIC[..], &era.to_le_bytes()].concat();
        bytes.extend(names.iter().flatten());
        self.files().make_folder()?;
        write_whole(&RealDisk, &self.received_path(), &bytes)
    }

    /// Headquarters is of this era. True: it was of another one, and what it was known to have is
    /// to be offered again.
    pub fn files_in_era(&self, era: u64) -> Result<bool, StoreError> {
        let (known, names) = self.received_files();
        if era <= known || names.is_empty() {
            return Ok(false);
        }
        self.write_received(era, &BTreeSet::new()).map(|()| true)
    }

    /// Headquarters, of this era, has these: whole and durable. Eras are ordered: an older one's
    /// word says nothing any more.
    pub fn files_received(&self, era: u64, sums: &[Sum]) -> Result<(), StoreError> {
        let (known, names) = self.received_files();
        if era < known {
            return Ok(());
        }
        let mut names = if known == era { names } else { BTreeSet::new() };
        let before = names.len();
        names.extend(sums.iter().map(|sum| blob::name(&self.ground.keys, sum)));
        if names.len() > before { self.write_received(era, &names) } else { Ok(()) }
    }

    /// How many files headquarters is not known to have, those of drafts too; and whether there are
    /// more records than files. Reads no record: it is asked often.
    pub fn files_standing(&self) -> Result<(u64, bool), StoreError> {
        let (_, known) = self.received_files();
        let known: BTreeSet<PathBuf> =
            known.iter().map(|name| self.files().path(name)).collect();
        let there = self.files().list()?;
        let unsent = there.iter().filter(|path| !known.contains(*path)).count();
        Ok((unsent as u64, self.attachments().len() > there.len()))
    }

    /// Files that finished records name and headquarters does not have; newest first.
    pub fn files_to_send(&self) -> Result<Vec<AttachmentRef>, StoreError> {
        let (_, known) = self.received_files();
        let mut left: BTreeSet<PathBuf> = self.files().list()?.into_iter().collect();
        for name in &known {
            left.remove(&self.files().path(name));
        }
        let mut found = Vec::new();
        for id in self.attachments() {
            if left.is_empty() {
                break;
            }
            let Some(sum) = self.state_get(id)?.and_then(|record| self.sum_of(&record)) else {
                continue;
            };
            let path = self.files().path(&blob::name(&self.ground.keys, &sum));
            if left.remove(&path) {
                let head = RealDisk.read_at(&path, 0, HEAD);
                let head = head.map_err(|e| StoreError::io(Doing::Read, &path, e))?;
                // a damaged one is for `verify` to tell
                let len = blob::length(&head);
                found.extend(len.map(|len| AttachmentRef { sum, len: len as u64 }));
            }
        }
        Ok(found)
    }

    /// Files that records name and that are not here, newest first, each with how many of its
    /// bytes are.
    pub fn files_wanted(&self) -> Result<Vec<(Sum, u64)>, StoreError> {
        let (mut seen, mut found) = (BTreeSet::new(), Vec::new());
        for id in self.attachments() {
            let record = self.state_get(id)?.filter(|record| record.deleted.is_none());
            let Some(sum) = record.and_then(|record| self.sum_of(&record)) else { continue };
            if seen.insert(sum) && !self.files().has(&sum) {
                found.push((sum, self.incoming().begun(&sum)?));
            }
        }
        Ok(found)
    }

    fn sum_of(&self, record: &Record) -> Option<Sum> {
        sum_of(&record.fields, self.ground.plan.file(record.kind)?)
    }

    /// A piece of a file that was asked for; true: it was the last one, and the whole is durable.
    pub fn take_piece(&self, piece: &AttachmentPiece) -> Result<bool, StoreError> {
        if self.files().has(&piece.sum) {
            return Ok(false);
        }
        space::check(&RealDisk, &self.shop.dir, limits::ATTACHMENT)?;
        Ok(self.incoming().take(piece)? == piece.len)
    }

    fn incoming(&self) -> Incoming<'_> {
        Incoming { folder: self.shop.dir.join(FOLDER), files: self.files() }
    }
}
