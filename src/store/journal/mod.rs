//! The truth: an append-only, hash-chained file of sealed frames, durable before it is acknowledged.
//!
//! `Journal` writes and is owned by one thread; `Reader` reads, may be cloned, and may be used by
//! any thread meanwhile. Neither knows what a record is made of.

mod entry;

use std::path::{Path, PathBuf};
use std::sync::Arc;

pub use entry::{Checkpoint, Damage, DraftFrame, Entry, FrameRef, Loc, Mark, Report, Tail};

use super::error::{Finding, StoreError};
use super::file::{Disk, RealDisk};
use super::key::Keys;
use super::limits;

/// What tests change.
#[derive(Clone)]
pub struct Settings {
    pub disk: Arc<dyn Disk>,
    pub file_size: u32,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings { disk: Arc::new(RealDisk), file_size: limits::JOURNAL_FILE }
    }
}

/// Reads frames; cheap to clone.
#[derive(Clone)]
pub struct Reader {
    folder: PathBuf,
    keys: Keys,
    settings: Settings,
}

pub struct Journal {
    reader: Reader,
    tail: Tail,
}

pub type Found = Result<(FrameRef, Entry), Damage>;

impl Journal {
    /// `dir` is the notebook; makes `dir/journal` and its first file.
    pub fn create(
        dir: &Path,
        keys: &Keys,
        device: [u8; 16],
        epoch: u64,
    ) -> Result<Journal, StoreError> {
        Journal::create_with(Settings::default(), dir, keys, device, epoch)
    }

    pub fn create_with(
        _settings: Settings,
        _dir: &Path,
        _keys: &Keys,
        _device: [u8; 16],
        _epoch: u64,
    ) -> Result<Journal, StoreError> {
        Err(StoreError::Bug("unfinished"))
    }

    pub fn open(dir: &Path, keys: &Keys) -> Result<(Journal, Vec<Finding>), StoreError> {
        Journal::open_with(Settings::default(), dir, keys)
    }

    pub fn open_with(
        _settings: Settings,
        _dir: &Path,
        _keys: &Keys,
    ) -> Result<(Journal, Vec<Finding>), StoreError> {
        Err(StoreError::Bug("unfinished"))
    }

    /// One positioned write and one fdatasync; durable when it returns. One frame per entry.
    pub fn append(&mut self, _entries: Vec<Entry>) -> Result<Vec<FrameRef>, StoreError> {
        Err(StoreError::Bug("unfinished"))
    }

    /// Makes the next file in idle time.
    pub fn prepare_next(&mut self) -> Result<(), StoreError> {
        Err(StoreError::Bug("unfinished"))
    }

    /// Ops count from 1 again under a new random number; the first one must be `Body::Epoch`.
    /// Nothing is on disk before the next `append`.
    pub fn start_epoch(&mut self, _epoch: u64) -> Result<(), StoreError> {
        Err(StoreError::Bug("unfinished"))
    }

    pub fn tail(&self) -> Tail {
        self.tail
    }

    /// Frames in their order from number `from` on; damage is told where it stands.
    pub fn frames(&self, from: u64) -> Frames {
        self.reader.frames(from)
    }

    pub fn at(&self, loc: Loc) -> Result<(FrameRef, Entry), StoreError> {
        self.reader.at(loc)
    }

    pub fn reader(&self) -> Reader {
        self.reader.clone()
    }

    pub fn verify(&self) -> Result<Report, StoreError> {
        self.reader.verify()
    }
}

impl Reader {
    /// For a notebook that is not being written.
    pub fn new(settings: Settings, dir: &Path, keys: &Keys) -> Reader {
        Reader { folder: dir.join("journal"), keys: keys.clone(), settings }
    }

    pub fn frames(&self, _from: u64) -> Frames {
        Frames
    }

    pub fn at(&self, _loc: Loc) -> Result<(FrameRef, Entry), StoreError> {
        Err(StoreError::Bug("unfinished"))
    }

    pub fn verify(&self) -> Result<Report, StoreError> {
        Err(StoreError::Bug("unfinished"))
    }
}

/// The journal read from some frame on, a file at a time.
pub struct Frames;

impl Iterator for Frames {
    type Item = Found;

    fn next(&mut self) -> Option<Found> {
        None
    }
}
