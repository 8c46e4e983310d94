//! A disk that accepts a number of writes and then no more.

use std::io;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::disk::as_the_real_disk;
use sotay::storage::disk::{Disk, DiskFile, RealDisk};

/// The real disk, on which nothing can be created or written after this many steps. Removing still
/// works, as on a full disk.
#[derive(Clone)]
pub struct Failing {
    left: Arc<AtomicUsize>,
    kind: io::ErrorKind,
}

impl Failing {
    pub fn after(steps: usize, kind: io::ErrorKind) -> Failing {
        Failing { left: Arc::new(AtomicUsize::new(steps)), kind }
    }

    fn step(&self) -> io::Result<()> {
        let left = |n: usize| n.checked_sub(1);
        let step = self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, left);
        step.map(drop).map_err(|_| self.kind.into())
    }
}

struct FailingFile(Box<dyn DiskFile>, Failing);

impl DiskFile for FailingFile {
    fn write_at(&mut self, bytes: &[u8], offset: u64) -> io::Result<()> {
        self.1.step()?;
        self.0.write_at(bytes, offset)
    }

    fn set_len(&mut self, len: u64) -> io::Result<()> {
        self.1.step()?;
        self.0.set_len(len)
    }

    fn sync_data(&mut self) -> io::Result<()> {
        self.1.step()?;
        // durability is not tested here
        Ok(())
    }

    fn len(&self) -> io::Result<u64> {
        self.0.len()
    }
}

impl Disk for Failing {
    as_the_real_disk!(read, read_at, remove, remove_folder, list, exists, writable);

    fn open(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        Ok(Box::new(FailingFile(RealDisk.open(path)?, self.clone())))
    }

    fn create(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        self.step()?;
        Ok(Box::new(FailingFile(RealDisk.create(path)?, self.clone())))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.step()?;
        RealDisk.rename(from, to)
    }

    fn sync_file(&self, _path: &Path) -> io::Result<()> {
        self.step()
    }

    fn sync_folder(&self, _folder: &Path) -> io::Result<()> {
        self.step()
    }

    fn create_folder(&self, folder: &Path) -> io::Result<()> {
        self.step()?;
        RealDisk.create_folder(folder)
    }

    fn free(&self, _path: &Path) -> io::Result<u64> {
        // no ballast: its 64 blocks are one sort of step
        Ok(32 << 20)
    }
}
