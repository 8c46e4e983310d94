//! Checkpoints: make the state and the start cache durable, so that the next opening folds few
//! frames. Closing makes the last checkpoint.

use super::Notebook;
use super::writer::Writer;
use crate::storage::crypto::random;
use crate::storage::error::StoreError;
use crate::storage::mutex::{lock, write};
use crate::store::index::records::{RecordIndex, load};
use crate::store::index::start_cache;
use crate::store::index::start_cache::{StartCache, StoredStatus};
use crate::store::journal::{Checkpoint, Entry, Mark};
use crate::store::notebook::attachments::Attachments;
use crate::store::notebook::erasing::Erasures;
use crate::store::notebook::uplink::Uplink;
use crate::store::state::{Applied, generations};
use crate::text::format::today_from_millis;

/// Ops between two checkpoints. More in a bulk entry, where a longer catch-up is cheaper than
/// flushes.
const INTERVAL: usize = 500;
const INTERVAL_BULK: usize = 8_000;
/// A write with more ops than this is a bulk entry.
const BULK_CHANGES: usize = 50;

impl Notebook {
    pub(crate) fn checkpoint_if_due(&self, writer: &mut Writer) {
        let interval = if writer.last > BULK_CHANGES { INTERVAL_BULK } else { INTERVAL };
        if writer.unflushed >= interval
            && !self.lifecycle.is_rebuilding()
            && self.checkpoint(writer, false).is_err()
        {
            // The journal has everything; a later checkpoint or the next opening catches up.
            self.projections.mark_stale();
        }
    }

    pub(crate) fn checkpoint(
        &self,
        writer: &mut Writer,
        closing: bool,
    ) -> Result<(), StoreError> {
        writer.fold_pending(&self.projections);
        if self.projections.builder.scratch.is_some() {
            writer.unflushed = 0;
            return if closing { self.mark_clean_end(writer) } else { Ok(()) };
        }
        let applied = self.projections.query(|state| {
            state.checkpoint()?;
            state.applied()
        })?;
        let checkpoint = Checkpoint::of(applied.no, applied.link);
        if closing {
            self.load_changed_facts()?;
            self.write_changed_index(applied)?;
        }
        let mark = match closing {
            true => Mark::Closed { boot: generations::boot_id(), checkpoint },
            false => Mark::Checkpoint(checkpoint),
        };
        let frames = writer.journal.append(vec![Entry::Mark(mark)])?;
        writer.unflushed = 0;
        let at = frames.last().map(|f| Applied { no: f.no, link: f.link });
        let at = at.unwrap_or_default();
        if closing {
            self.write_facts(&mut lock(&self.projections.facts), at)?;
        }
        self.write_start_cache(writer, at)
    }

    /// Ends a session that used a copy of the state in memory. If the journal was closed and frames
    /// were appended since, appends a new `Closed` mark with the position that the copy has
    /// applied.
    fn mark_clean_end(&self, writer: &mut Writer) -> Result<(), StoreError> {
        let was_clean = self.projections.builder.tail.closed.is_some();
        if was_clean && writer.journal.tail().closed.is_none() {
            let applied = self.projections.query(|state| state.applied())?;
            let checkpoint = Checkpoint::of(applied.no, applied.link);
            let mark = Mark::Closed { boot: generations::boot_id(), checkpoint };
            writer.journal.append(vec![Entry::Mark(mark)])?;
        }
        Ok(())
    }

    /// Writes the index file if the index differs from it. The number of rows is compared, too:
    /// facts may add rows for records that do not exist.
    pub(super) fn write_changed_index(&self, applied: Applied) -> Result<(), StoreError> {
        let projections = &self.projections;
        let is_changed = {
            let index = lock(&projections.index);
            let rows = lock(&projections.index_file).map(|file| file.rows as usize);
            index.is_changed() || rows.is_some_and(|rows| rows != index.len())
        };
        if !is_changed {
            return Ok(());
        }
        let mut index = projections.index_with(load::whole)?;
        self.write_index(&mut index, applied)
    }

    /// Writes the index file. `index` must be completely loaded.
    pub(super) fn write_index(
        &self,
        index: &mut RecordIndex,
        applied: Applied,
    ) -> Result<(), StoreError> {
        let context = &self.projections.context;
        let mut file = lock(&self.projections.index_file);
        let tag = match file.take() {
            Some(known) => known.tag,
            None => random::random()?,
        };
        let (disk, at) = (&*context.disk, (applied, tag));
        *file = start_cache::write_index(disk, self.dir(), &context.sealer, index, at)?;
        if file.is_some() {
            index.note_written();
        }
        Ok(())
    }

    fn write_start_cache(&self, writer: &Writer, at: Applied) -> Result<(), StoreError> {
        let projections = &self.projections;
        // Reads older files of the journal. On an error the next opening reads the state instead.
        let received = Uplink { notebook: self }.status_at(&writer.journal.tail()).ok();
        let attachments = Attachments { notebook: self }.count();
        let status = received.map(|received| StoredStatus { received, attachments });
        let officer = projections.get(projections.officer)?;
        let today = today_from_millis(self.now());
        let today = match projections.agenda_from_start(today) {
            Some(agenda) => agenda,
            None => projections.agenda_of(today)?.1,
        };
        StartCache::new(at, (today, status), projections.saved_drafts(), officer.as_ref())
            .write(&*projections.context.disk, self.dir(), &projections.context.sealer)
    }

    /// Ends a session that never opened the state. If it journalled drafts, a new `Closed` mark
    /// follows them; the start cache stays valid, because drafts after it are read from the
    /// journal.
    fn end_deferred(&self, writer: &mut Writer) -> Result<(), StoreError> {
        let opened = &self.projections.builder.tail;
        if writer.journal.tail().frame_no == opened.frame_no {
            return Ok(());
        }
        if let Some(checkpoint) = opened.checkpoint {
            let mark = Mark::Closed { boot: generations::boot_id(), checkpoint };
            writer.journal.append(vec![Entry::Mark(mark)])?;
        }
        self.projections.forget_deferred_state()
    }

    /// Unlocks the folder even if the checkpoint fails.
    pub(crate) fn close(&self) -> Result<(), StoreError> {
        if self.lifecycle.is_closed() {
            return Ok(());
        }
        // answers received or written since an erasure may have to be erased
        if self.lifecycle.is_ready() {
            Erasures { notebook: self }.finish();
        }
        // stops a rebuild or compaction
        self.lifecycle.close_soon();
        if self.lifecycle.close_deferred() {
            let mut writer = self.writer();
            let done = self.end_deferred(&mut writer);
            self.lifecycle.mark_closed();
            self.lifecycle.unlock_folder();
            return done;
        }
        let done = self.lifecycle.wait_ready().and_then(|()| {
            let mut writer = self.writer();
            self.checkpoint(&mut writer, true)
        });
        self.lifecycle.mark_closed();
        let mut forgotten = Ok(());
        if let Some(state) = write(&self.projections.state).take() {
            let folder = state.folder().to_owned();
            state.close(false);
            if done.is_ok() {
                forgotten =
                    generations::forget_boot(&*self.projections.builder.context.disk, &folder);
            }
        }
        self.lifecycle.unlock_folder();
        done.and(forgotten)
    }
}
