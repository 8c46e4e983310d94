//! Work for idle time: checkpoints, reading older journal files, and compacting the state.

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
    /// Makes the state durable, and the next journal file ready.
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

    /// Reads one older journal file whole: opening looks at the journal's end only. Damage goes to
    /// the findings. True while there are more files; after the last, orphaned attachments go.
    pub fn verify_older(&self) -> Result<bool, StoreError> {
        let notebook = self.notebook;
        if notebook.lifecycle.is_rebuilding() {
            return Ok(true);
        }
        notebook.wait_ready()?;
        let writer = notebook.writer();
        let at = notebook.verified_files.fetch_add(1, Ordering::AcqRel);
        let Some(damage) = notebook.reader().verify_older(at)? else {
            drop(writer);
            Attachments { notebook }.remove_orphans()?;
            return Ok(false);
        };
        // one finding a file: what it says to do covers the rest
        let findings = damage.into_iter().take(1).map(OpeningFinding::Damaged).collect();
        notebook.lifecycle.report(findings);
        Ok(true)
    }

    /// See `Notebook::unload_unused`.
    pub fn unload_unused(&self) -> Result<Option<u64>, StoreError> {
        self.notebook.unload_unused()
    }

    /// Takes what finished drafts held out of journal files that are older than three months, where
    /// that is at least `min_bytes`; the caller sees to it that only one runs. True when it was done.
    pub fn cut_old_drafts(&self, min_bytes: usize) -> Result<bool, StoreError> {
        old_drafts::cut(self.notebook, min_bytes)
    }

    /// Rebuilds a state in the background if its file is larger than `min_bytes` and a quarter larger than
    /// when it was built; the caller sees to it that only one runs. True when it was rebuilt.
    pub fn compact(&self, min_bytes: u64) -> Result<bool, StoreError> {
        compact::compact(self.notebook, min_bytes)
    }
}
