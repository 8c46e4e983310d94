//! The journal, the source of truth: an append-only, hash-chained sequence of sealed frames,
//! durable before a commit is acknowledged.
//!
//! `Journal` writes and is owned by one thread. `JournalReader` reads; it may be cloned and used by
//! other threads at the same time. Neither knows the structure of a record.

pub(crate) mod content;
pub(crate) mod entry;
mod files;
mod open;
pub(crate) mod outgoing;
mod read;
mod recut;
mod rewrite;
pub(crate) mod salvage;
mod scan;
mod skim;
pub(crate) mod window;
mod write;

use std::path::{Path, PathBuf};
use std::sync::Arc;

pub use crate::storage::error::Damage;
pub use crate::storage::format::draft::DraftFrame;
pub use crate::storage::format::mark::{BatchPart, Checkpoint, Mark};
pub use entry::{Entry, FrameRef, JournalReport, JournalTail, Loc, audit, audit_frame};
pub(crate) use outgoing::first_record_time;
pub use outgoing::{Epoch, Outgoing};
pub use read::Frames;
pub(crate) use rewrite::finish_swap;

use crate::storage::crypto::key::Keys;
use crate::storage::disk::{Disk, RealDisk, make_folder};
use crate::storage::error::{OpeningFinding, StoreError};
use crate::storage::format::frame::FrameHead;
use crate::storage::format::op::chain_start;
use crate::storage::limits;
use write::FileWriter;

/// Settings that tests change.
#[derive(Clone)]
pub struct JournalSettings {
    pub disk: Arc<dyn Disk>,
    pub file_size: u32,
    /// bytes per read of a file
    pub window: usize,
}

impl Default for JournalSettings {
    fn default() -> JournalSettings {
        let (file_size, window) = (limits::JOURNAL_FILE, window::PIECE);
        JournalSettings { disk: Arc::new(RealDisk), file_size, window }
    }
}

/// Reads frames; cheap to clone.
#[derive(Clone)]
pub struct JournalReader {
    folder: PathBuf,
    keys: Keys,
    settings: JournalSettings,
}

pub struct Journal {
    reader: JournalReader,
    dir: PathBuf,
    tail: JournalTail,
    writer: FileWriter,
}

/// Gives a frame's new content when a journal is rewritten; `None` keeps the content.
pub(crate) type FrameEdit<'e> =
    dyn FnMut(&FrameRef, &Entry, &FrameHead, &[u8]) -> Result<Option<Vec<u8>>, StoreError> + 'e;

pub type FoundFrame = Result<(FrameRef, Entry), Damage>;

impl Journal {
    /// Creates `dir/journal` with its first file, which begins with a mark. `dir`: the notebook's
    /// folder.
    pub fn create(
        dir: &Path,
        keys: &Keys,
        device: [u8; 16],
        epoch: u64,
    ) -> Result<Journal, StoreError> {
        Journal::create_with(JournalSettings::default(), dir, keys, device, epoch)
    }

    pub fn create_with(
        settings: JournalSettings,
        dir: &Path,
        keys: &Keys,
        device: [u8; 16],
        epoch: u64,
    ) -> Result<Journal, StoreError> {
        let reader = JournalReader::new(settings, dir, keys);
        let disk = &reader.settings.disk;
        make_folder(&**disk, dir, &reader.folder)?;
        if !reader.files()?.is_empty() {
            return Err(StoreError::AlreadyNotebook);
        }
        let chain = chain_start(&device, epoch);
        let tail = JournalTail { device, epoch, chain, ..JournalTail::default() };
        let mut journal =
            Journal { reader, dir: dir.to_path_buf(), tail, writer: FileWriter::new(0) };
        // A header counts only with the link of a first frame after it.
        journal.append(vec![Entry::Mark(Mark::Checkpoint(Checkpoint::default()))])?;
        Ok(journal)
    }

    /// Checks headers and file order, and reads every frame from the last checkpoint on; `verify`
    /// reads the rest.
    pub fn open(dir: &Path, keys: &Keys) -> Result<(Journal, Vec<OpeningFinding>), StoreError> {
        Journal::open_with(JournalSettings::default(), dir, keys)
    }

    pub fn open_with(
        settings: JournalSettings,
        dir: &Path,
        keys: &Keys,
    ) -> Result<(Journal, Vec<OpeningFinding>), StoreError> {
        Journal::open_with_visitor(settings, dir, keys, &mut |_| {})
    }

    /// As `open_with`; passes each entry from the last checkpoint on to `see`.
    pub fn open_with_visitor(
        settings: JournalSettings,
        dir: &Path,
        keys: &Keys,
        see: &mut dyn FnMut(Entry),
    ) -> Result<(Journal, Vec<OpeningFinding>), StoreError> {
        open::open(JournalReader::new(settings, dir, keys), dir, see)
    }

    pub fn tail(&self) -> JournalTail {
        self.tail
    }

    /// Frames in order from number `from` on; damage is an item at the position where it is met.
    pub fn frames(&self, from: u64) -> Frames {
        self.reader.frames_until(from, self.tail.frame_no)
    }

    pub fn reader(&self) -> JournalReader {
        self.reader.clone()
    }

    pub fn verify(&self) -> Result<JournalReport, StoreError> {
        self.reader.verify_until(self.tail.frame_no)
    }
}

impl JournalReader {
    /// For a notebook without an open `Journal`; otherwise use `Journal::reader`.
    pub fn new(settings: JournalSettings, dir: &Path, keys: &Keys) -> JournalReader {
        JournalReader { folder: dir.join("journal"), keys: keys.clone(), settings }
    }
}
