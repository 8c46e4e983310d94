//! Work for idle time: checkpoints, verifying journal files, compacting the state.

use std::sync::atomic::Ordering;

use super::{Notebook, compact, old_drafts};
use crate::storage::disk::space;
use crate::storage::error::{OpeningFinding, StoreError};
use crate::store::notebook::attachments::Attachments;

#[derive(Clone, Copy)]
pub struct Maintenance<'a> {
    pub(crate) notebook: &'a Notebook,
}

impl Maintenance<'_> {
    /// Makes the state durable and prepares the next journal file.
    pub fn checkpoint(&self) -> Result<(), StoreError> {
        let notebook = self.notebook;
        if notebook.lifecycle.is_rebuilding() {
            return Ok(());
        }
        notebook.wait_ready()?;
        let mut writer = notebook.writer();
        notebook.checkpoint(&mut writer, false)?;
        if notebook.projections.builder.scratch.is_some() {
            return Ok(());
        }
        writer.journal.prepare_next()?;
        space::keep_ballast(&*notebook.projections.context.disk, notebook.dir())
    }

    /// Verifies one journal file, because an opening reads only the journal's end. Damage
    /// goes to the findings. True while there are more files; after the last one removes orphaned
    /// attachments.
    pub fn verify_file(&self) -> Result<bool, StoreError> {
        let notebook = self.notebook;
        if notebook.lifecycle.is_rebuilding() {
            return Ok(true);
        }
        notebook.wait_ready()?;
        let writer = notebook.writer();
        let at = notebook.verified_files.fetch_add(1, Ordering::AcqRel);
        let Some(damage) = notebook.reader().verify_file(at)? else {
            drop(writer);
            Attachments { notebook }.remove_orphans()?;
            return Ok(false);
        };
        // one finding per file is enough: its advice covers the rest
        let findings = damage.into_iter().take(1).map(OpeningFinding::Damaged).collect();
        notebook.lifecycle.report(findings);
        Ok(true)
    }

    /// See `Notebook::unload_unused`.
    pub fn unload_unused(&self) -> Result<Option<u64>, StoreError> {
        self.notebook.unload_unused()
    }

    /// Removes the contents of finished drafts from journal files older than three months, if that
    /// saves at least `min_bytes`. The caller ensures that only one call runs. True if it was done.
    pub fn cut_old_drafts(&self, min_bytes: usize) -> Result<bool, StoreError> {
        old_drafts::cut(self.notebook, min_bytes)
    }

    /// Rebuilds the state if its file is larger than `min_bytes` and a quarter larger than after
    /// its build. The caller ensures that only one call runs. True if it was rebuilt.
    pub fn compact(&self, min_bytes: u64) -> Result<bool, StoreError> {
        compact::compact(self.notebook, min_bytes)
    }
}
