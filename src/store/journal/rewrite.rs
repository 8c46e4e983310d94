//! Replaces a journal by a rewritten one with some contents removed. The new one is written to
//! `journal-new`, read again and compared, and then swapped in by two renames. After a crash at any
//! point, `finish_swap` leaves either the old journal or the new one, complete.
//!
//! Does not know which contents are removed.

use std::path::Path;

use super::{FrameEdit, Journal, JournalReader};
use crate::storage::disk::{Disk, make_folder, refuse_links, sync_parent};
use crate::storage::error::{IoOperation, StoreError};

const JOURNAL: &str = "journal";
/// Being written; read as the journal only after it is renamed.
const NEW: &str = "journal-new";
/// The replaced journal, until it is removed.
const OLD: &str = "journal-old";

/// Completes or reverts an interrupted replacement; call before the journal in `dir` is read. The
/// new journal is verified before the old one is renamed, so where `journal` is missing
/// `journal-new` is complete.
pub(crate) fn finish_swap(disk: &dyn Disk, dir: &Path) -> Result<(), StoreError> {
    let (journal, new, old) = (dir.join(JOURNAL), dir.join(NEW), dir.join(OLD));
    if !disk.exists(&journal) && disk.exists(&old) {
        let from = if disk.exists(&new) { &new } else { &old };
        refuse_links(dir, from)?;
        rename(disk, from, &journal)?;
    }
    if disk.exists(&journal) {
        remove(disk, &new)?;
        remove(disk, &old)?;
    }
    Ok(())
}

fn rename(disk: &dyn Disk, from: &Path, to: &Path) -> Result<(), StoreError> {
    disk.rename(from, to).map_err(|e| StoreError::io(IoOperation::Rename, from, e))?;
    sync_parent(disk, to)
}

fn remove(disk: &dyn Disk, folder: &Path) -> Result<(), StoreError> {
    if !disk.exists(folder) {
        return Ok(());
    }
    disk.remove_folder(folder).map_err(|e| StoreError::io(IoOperation::Write, folder, e))?;
    sync_parent(disk, folder)
}

impl Journal {
    /// Durable when it returns `Ok`. On an error either the old or the new journal is in place, and
    /// writing continues on it; if it cannot be opened again, the journal becomes read-only.
    pub(crate) fn rewrite(&mut self, edit: &mut FrameEdit<'_>) -> Result<(), StoreError> {
        if self.writer_is_stopped() {
            return Err(StoreError::ReadOnly);
        }
        let (disk, dir) = (self.reader.settings.disk.clone(), self.dir.clone());
        finish_swap(&*disk, &dir)?;
        if let Err(error) = self.cut_into(&*disk, &dir.join(NEW), edit) {
            // free the space of a half-written journal
            remove(&*disk, &dir.join(NEW)).unwrap_or_default();
            return Err(error);
        }
        let swapped = rename(&*disk, &dir.join(JOURNAL), &dir.join(OLD))
            .and_then(|()| rename(&*disk, &dir.join(NEW), &dir.join(JOURNAL)))
            .or_else(|error| finish_swap(&*disk, &dir).and(Err(error)));
        // the open file may belong to the replaced journal
        if let Err(error) = self.reopen() {
            self.set_read_only();
            return Err(error);
        }
        swapped?;
        remove(&*disk, &dir.join(OLD))
    }

    fn cut_into(
        &self,
        disk: &dyn Disk,
        folder: &Path,
        edit: &mut FrameEdit<'_>,
    ) -> Result<(), StoreError> {
        make_folder(disk, &self.dir, folder)?;
        let mut made = 0u32;
        let frames = self.reader.recut(edit, &mut |bytes| {
            made += 1;
            let path = folder.join(format!("{made:08}.skj"));
            let io = |doing| {
                let path = path.clone();
                move |e| StoreError::io(doing, &path, e)
            };
            let mut file = disk.create(&path).map_err(io(IoOperation::Create))?;
            file.write_at(bytes, 0).map_err(io(IoOperation::Write))?;
            file.sync_data().map_err(io(IoOperation::Sync))
        })?;
        disk.sync_folder(folder).map_err(|e| StoreError::io(IoOperation::Sync, folder, e))?;
        let new = JournalReader { folder: folder.to_owned(), ..self.reader.clone() };
        let (was, is) = (self.verify()?, new.verify()?);
        let same = (is.frames, is.ops, is.first, is.last, is.chain)
            == (was.frames, was.ops, was.first, was.last, was.chain);
        // damage is allowed only if the source had damage
        if !same || is.frames != frames || (was.damage.is_empty() && !is.damage.is_empty()) {
            return Err(StoreError::Bug(
                "a journal that was cut again differs from its source",
            ));
        }
        Ok(())
    }

    /// Opens the journal again after the swap and checks that it ends where it did.
    fn reopen(&mut self) -> Result<(), StoreError> {
        let (settings, keys) = (self.reader.settings.clone(), self.reader.keys.clone());
        let (journal, _) = Journal::open_with(settings, &self.dir, &keys)?;
        let wanted = (self.tail.frame_no, self.tail.seq, self.tail.chain, self.tail.epoch);
        let found =
            (journal.tail.frame_no, journal.tail.seq, journal.tail.chain, journal.tail.epoch);
        if wanted != found {
            return Err(StoreError::Bug("a journal that was replaced ends elsewhere"));
        }
        *self = journal;
        Ok(())
    }
}
