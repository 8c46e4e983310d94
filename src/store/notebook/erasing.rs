//! Carries out erasures in a notebook's folder: rewrites the journal without the erased answers,
//! builds a new state from it, and removes the old state, the caches and `broken/`. Logs and lanes
//! of headquarters are done by `hq::erasing`.
//!
//! The file `erased` notes from before the first write until the end that the work is to be
//! completed. Repeating it changes nothing.

use std::path::Path;

use super::Notebook;
use super::draft_book::DraftIndex;
use super::writer::Writer;
use crate::storage::disk::Disk;
use crate::storage::error::{IoOperation, StoreError};
use crate::storage::mutex::{lock, write};
use crate::store::erasures::plan::{ErasedAnswers, Erasure, ErasureSearch};
use crate::store::index::facts_cache::FactsCache;
use crate::store::index::records::RecordIndex;
use crate::store::index::start_cache;
use crate::store::journal::{JournalReader, finish_swap};
use crate::store::state::rebuild::remove_partial;
use crate::store::state::{State, StateFault, generations};

/// Folder of the damaged files and states that recovery set aside.
const BROKEN: &str = "broken";

/// Erasures in a notebook.
#[derive(Clone, Copy)]
pub struct Erasures<'a> {
    pub(crate) notebook: &'a Notebook,
}

/// Call before the journal is read: completes an interrupted replacement, and removes the states,
/// which may be from the replaced journal.
pub(crate) fn recover(disk: &dyn Disk, dir: &Path, replacing: bool) -> Result<(), StoreError> {
    let swapped = finish_swap(disk, dir);
    if !replacing {
        // a failure to remove leftovers is ignored; a later opening retries
        return if disk.exists(&dir.join("journal")) { Ok(()) } else { swapped };
    }
    swapped?;
    for folder in generations::states(dir) {
        remove_folder(disk, &folder)?;
    }
    start_cache::remove(disk, dir)
}

fn remove_folder(disk: &dyn Disk, folder: &Path) -> Result<(), StoreError> {
    disk.remove_folder(folder).map_err(|e| StoreError::io(IoOperation::Write, folder, e))
}

/// Reads the erasures in a journal for which `counts` is true.
pub(crate) fn read_erasures(
    reader: &JournalReader,
    device: [u8; 16],
    counts: &dyn Fn(&Erasure) -> bool,
) -> ErasedAnswers {
    let mut search = ErasureSearch::new(device);
    for (frame, entry) in reader.frames(1).flatten() {
        search.take(&frame, &entry);
    }
    search.finish(counts)
}

/// Counts in `erased` the answers that the journal still has and must lose.
pub(crate) fn count_left(
    reader: &JournalReader,
    device: &[u8; 16],
    erased: &mut ErasedAnswers,
) -> Result<(), StoreError> {
    if erased.is_empty() {
        return Ok(());
    }
    reader.walk(&mut |_, entry, _, plain| erased.edit(device, entry, plain))
}

impl Erasures<'_> {
    /// Whether erased answers may still be stored.
    pub fn is_pending(&self) -> bool {
        lock(&self.notebook.projections.erased).is_pending()
    }

    /// All erasures in the journal.
    pub fn find(&self) -> Result<Vec<Erasure>, StoreError> {
        self.notebook.wait_ready()?;
        let found = read_erasures(self.notebook.reader(), self.device(), &|_| true);
        Ok(found.erasures().cloned().collect())
    }

    /// Whether it was carried out in this notebook.
    pub fn is_done(&self, erasure: &Erasure) -> bool {
        lock(&self.notebook.projections.erased).knows(erasure.entity, erasure.head)
    }

    /// The erasures for which `counts` is true, with the number of answers still in the journal.
    pub fn read(&self, counts: &dyn Fn(&Erasure) -> bool) -> Result<ErasedAnswers, StoreError> {
        self.notebook.wait_ready()?;
        let (reader, device) = (self.notebook.reader(), self.device());
        let mut erased = read_erasures(reader, device, counts);
        count_left(reader, &device, &mut erased)?;
        Ok(erased)
    }

    /// Carries out pending erasures on an officer's machine. After a failure the note stays, and
    /// the end of the session and the next opening try again.
    pub fn finish(&self) {
        if self.is_pending() && !self.notebook.projections.at_headquarters() {
            self.carry_out(&|_| true, false).map(drop).unwrap_or_default();
        }
    }

    /// Carries out the erasures for which `counts` is true. `waits`: other places still have to be
    /// erased, so the note stays. True if the journal was rewritten.
    pub fn carry_out(
        &self,
        counts: &dyn Fn(&Erasure) -> bool,
        waits: bool,
    ) -> Result<bool, StoreError> {
        let notebook = self.notebook;
        notebook.wait_ready()?;
        let projections = &notebook.projections;
        if projections.builder.scratch.is_some() {
            // the disk is full or read-only; the note stays
            return Ok(false);
        }
        let disk = &*projections.context.disk;
        let mut writer = notebook.settled_writer();
        if notebook.lifecycle.is_closing() {
            return Err(StoreError::Closed);
        }
        let found = read_erasures(notebook.reader(), self.device(), counts);
        let mut counted = found.clone();
        count_left(notebook.reader(), &self.device(), &mut counted)?;
        let is_behind = lock(&projections.erased).is_replacing();
        let is_new = self.has_new(&found)?;
        let cuts = counted.count.total() > 0;
        if cuts {
            self.require_whole(&writer)?;
            self.replace_journal(&mut writer, found)?;
        }
        if cuts || is_behind || is_new {
            self.remove_copies(disk)?;
            self.replace_state(&writer)?;
        }
        finish_swap(disk, notebook.dir())?;
        lock(&projections.erased).note_done(disk, counted.known(), waits)?;
        Ok(cuts)
    }

    /// Whether a record in this notebook has an erasure that was not carried out here yet: state,
    /// caches and `broken/` may have its answers. (Erasures are sent to all devices.)
    fn has_new(&self, found: &ErasedAnswers) -> Result<bool, StoreError> {
        for erasure in found.erasures() {
            if !self.is_done(erasure) && self.notebook.get(erasure.entity)?.is_some() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn device(&self) -> [u8; 16] {
        lock(&self.notebook.device).id
    }

    /// Rewriting drops damaged frames, so it waits while the state has records that only they had:
    /// `rebuild` journals these again.
    fn require_whole(&self, writer: &Writer) -> Result<(), StoreError> {
        let report = writer.journal.verify()?;
        if report.damage.is_empty() {
            return Ok(());
        }
        let builder = &self.notebook.projections.builder;
        let folder = builder.new_folder()?;
        let built = builder.build_until(&folder, writer.journal.tail().frame_no, || false);
        let checked = built.and_then(|built| {
            let checked =
                self.notebook.projections.try_query(|live| built.require_all_of(live));
            built.state.close(true);
            checked
        });
        remove_partial(&*builder.context.disk, &folder);
        let checked = checked.map_err(StoreError::from);
        self.notebook.lifecycle.announce_damage(&checked);
        checked
    }

    fn replace_journal(
        &self,
        writer: &mut Writer,
        mut erased: ErasedAnswers,
    ) -> Result<(), StoreError> {
        let projections = &self.notebook.projections;
        lock(&projections.erased).note_replacing(&*projections.context.disk)?;
        let device = self.device();
        writer.journal.rewrite(&mut |_, entry, _, plain| erased.edit(&device, entry, plain))?;
        lock(&projections.erased).replaced += 1;
        let mut drafts = DraftIndex::default();
        for (_, entry) in self.notebook.reader().frames(1).flatten() {
            drafts.take(projections.context.programme, &entry);
        }
        projections.set_drafts(drafts);
        Ok(())
    }

    /// Builds a new state, because the base is immutable and sled keeps overwritten bytes. The
    /// index is read from it, because the vocabulary of an updated index keeps old words.
    fn replace_state(&self, writer: &Writer) -> Result<(), StoreError> {
        let projections = &self.notebook.projections;
        let builder = &projections.builder;
        let folder = builder.new_folder()?;
        let until = writer.journal.tail().frame_no;
        let built = builder.build_until(&folder, until, || false).and_then(|built| {
            projections.try_query(|live| built.require_all_of(live))?;
            generations::note_boot(built.state.folder())?;
            let index = self.read_index(&built.state)?;
            Ok((built.state, index))
        });
        let (state, index) = match built {
            Ok(built) => built,
            Err(fault) => {
                remove_partial(&*builder.context.disk, &folder);
                return Err(fault.into());
            }
        };
        let live = state.folder().to_owned();
        {
            let mut facts = lock(&projections.facts);
            let old = write(&projections.state).replace(state);
            *lock(&projections.index) = index;
            *facts = FactsCache::default();
            *lock(&projections.agenda) = None;
            projections.forget_start_screen();
            if let Some(old) = old {
                old.close(false);
            }
        }
        builder.drop_others(&live)
    }

    fn read_index(&self, state: &State) -> Result<RecordIndex, StateFault> {
        let mut index = self.notebook.projections.index_of(state)?;
        self.notebook.write_index(&mut index, state.applied()?)?;
        Ok(index)
    }

    /// Removes the caches, which are made again, and `broken/`: damaged files in it cannot be
    /// rewritten, and may have readable answers.
    fn remove_copies(&self, disk: &dyn Disk) -> Result<(), StoreError> {
        let dir = self.notebook.dir();
        start_cache::remove(disk, dir)?;
        let broken = dir.join(BROKEN);
        if disk.exists(&broken) {
            remove_folder(disk, &broken)?;
        }
        disk.sync_folder(dir).map_err(|e| StoreError::io(IoOperation::Sync, dir, e))
    }
}
