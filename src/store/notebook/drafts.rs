//! Saves, discards and restores drafts of the open notebook.

use crate::record::{Draft, Id};
use crate::storage::error::StoreError;
use crate::store::journal::{Entry, Mark};
use crate::store::notebook::Notebook;

#[derive(Clone, Copy)]
pub struct Drafts<'a> {
    pub(crate) notebook: &'a Notebook,
}

impl Drafts<'_> {
    /// Most recently changed first, hidden ones included.
    pub fn list(&self) -> Vec<Draft> {
        self.notebook.projections.list_drafts()
    }

    pub fn save(&self, draft: &Draft) -> Result<u64, StoreError> {
        let mut writer = self.notebook.writer();
        if self.notebook.lifecycle.is_closed() {
            return Err(StoreError::Closed);
        }
        let frame =
            self.notebook.projections.drafts().as_ref().and_then(|book| book.frame(draft));
        match frame {
            Some(frame) => writer.append_draft(&self.notebook.projections, Entry::Draft(frame)),
            None => Ok(writer.journal.tail().frame_no),
        }
    }

    pub fn end(&self, id: Id, hide: bool) -> Result<(), StoreError> {
        let mark =
            if hide { Mark::DraftHidden { draft: id } } else { Mark::DraftEnded { draft: id } };
        self.mark(id, mark)
    }

    /// Hides a draft. Its expiry counts from now, not from the last change.
    pub fn discard(&self, id: Id) -> Result<(), StoreError> {
        let mut writer = self.notebook.writer();
        if self.notebook.lifecycle.is_closed() {
            return Err(StoreError::Closed);
        }
        let now = self.notebook.now();
        let touched = self
            .notebook
            .projections
            .drafts()
            .as_ref()
            .and_then(|book| book.touch_frame(id, now));
        let Some(touched) = touched else { return Ok(()) };
        writer.append_draft(&self.notebook.projections, Entry::Draft(touched))?;
        writer
            .append_draft(
                &self.notebook.projections,
                Entry::Mark(Mark::DraftHidden { draft: id }),
            )
            .map(|_| ())
    }

    pub fn restore(&self, id: Id) -> Result<(), StoreError> {
        self.mark(id, Mark::DraftShown { draft: id })
    }

    fn mark(&self, id: Id, mark: Mark) -> Result<(), StoreError> {
        let mut writer = self.notebook.writer();
        if self.notebook.lifecycle.is_closed() {
            return Err(StoreError::Closed);
        }
        if self.notebook.projections.drafts().as_ref().is_none_or(|book| book.get(id).is_none())
        {
            return Ok(());
        }
        writer.append_draft(&self.notebook.projections, Entry::Mark(mark)).map(|_| ())
    }
}
