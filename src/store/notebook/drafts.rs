//! Drafts of the open notebook: saved, discarded and taken up again.

use crate::record::{Draft, Id};
use crate::storage::error::StoreError;
use crate::store::journal::{Entry, Mark};
use crate::store::notebook::inner::Inner;
use crate::store::notebook::writer::Writer;

impl Inner {
    pub(crate) fn save_draft(&self, draft: &Draft) -> Result<u64, StoreError> {
        let mut writer = self.writer();
        if self.is_closed() {
            return Err(StoreError::Closed);
        }
        let frame = self.wait_for_drafts().as_ref().and_then(|book| book.frame(draft));
        match frame {
            Some(frame) => self.note(&mut writer, Entry::Draft(frame)),
            None => Ok(writer.journal.tail().frame_no),
        }
    }

    pub(crate) fn end_draft(&self, id: Id, hide: bool) -> Result<(), StoreError> {
        let mark =
            if hide { Mark::DraftHidden { draft: id } } else { Mark::DraftEnded { draft: id } };
        self.mark_draft(id, mark)
    }

    /// Hides a draft. The time for which it is kept begins now, not when it was written last.
    pub(crate) fn discard_draft(&self, id: Id) -> Result<(), StoreError> {
        let mut writer = self.writer();
        if self.is_closed() {
            return Err(StoreError::Closed);
        }
        let now = (self.now)();
        let touched = self.wait_for_drafts().as_ref().and_then(|book| book.touched(id, now));
        let Some(touched) = touched else { return Ok(()) };
        self.note(&mut writer, Entry::Draft(touched))?;
        self.note(&mut writer, Entry::Mark(Mark::DraftHidden { draft: id })).map(|_| ())
    }

    pub(crate) fn show_draft(&self, id: Id) -> Result<(), StoreError> {
        self.mark_draft(id, Mark::DraftShown { draft: id })
    }

    fn mark_draft(&self, id: Id, mark: Mark) -> Result<(), StoreError> {
        let mut writer = self.writer();
        if self.is_closed() {
            return Err(StoreError::Closed);
        }
        if self.wait_for_drafts().as_ref().is_none_or(|book| book.get(id).is_none()) {
            return Ok(());
        }
        self.note(&mut writer, Entry::Mark(mark)).map(|_| ())
    }

    /// Writes an entry that is about drafts; durable when it returns.
    fn note(&self, writer: &mut Writer, entry: Entry) -> Result<u64, StoreError> {
        let frames = writer.journal.append(vec![entry.clone()])?;
        self.drafts_take(&[entry]);
        frames.last().map(|f| f.no).ok_or(StoreError::Bug("a frame without a number"))
    }
}
