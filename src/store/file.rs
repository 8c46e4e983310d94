//! All that the store asks of a disk, behind one trait, so that tests can let any write or sync
//! fail, tear or vanish. Knows no format.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read};
use std::os::unix::fs::{FileExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use super::error::{Doing, StoreError};

pub trait Disk: Send + Sync {
    /// Opens an existing file for reading and writing.
    fn open(&self, path: &Path) -> io::Result<Box<dyn DiskFile>>;
    /// Makes a file that must not exist yet; mode 0600.
    fn create(&self, path: &Path) -> io::Result<Box<dyn DiskFile>>;
    /// The whole of a regular file; longer than `max` is an error.
    fn read(&self, path: &Path, max: u64) -> io::Result<Vec<u8>>;
    /// A piece of a file, shorter at its end.
    fn read_at(&self, path: &Path, offset: u64, len: usize) -> io::Result<Vec<u8>>;
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    fn remove(&self, path: &Path) -> io::Result<()>;
    /// Makes names in this folder durable.
    fn sync_folder(&self, folder: &Path) -> io::Result<()>;
    fn create_folder(&self, folder: &Path) -> io::Result<()>;
    /// Names in the folder, sorted.
    fn list(&self, folder: &Path) -> io::Result<Vec<String>>;
    fn exists(&self, path: &Path) -> bool;
    /// Whether files may be made in this folder at all, however full the disk is.
    fn writable(&self, folder: &Path) -> bool;
    /// Bytes that this user may still write.
    fn free(&self, path: &Path) -> io::Result<u64>;
}

pub trait DiskFile: Send {
    fn write_at(&mut self, bytes: &[u8], offset: u64) -> io::Result<()>;
    /// `fdatasync`
    fn sync_data(&mut self) -> io::Result<()>;
    fn len(&self) -> io::Result<u64>;
    fn is_empty(&self) -> io::Result<bool> {
        self.len().map(|n| n == 0)
    }
}

/// The machine's own disk.
#[derive(Clone, Copy, Debug)]
pub struct RealDisk;

impl RealDisk {
    /// Bytes that this user may still write, and bytes of the whole disk.
    pub fn room(&self, path: &Path) -> io::Result<(u64, u64)> {
        let disk = rustix::fs::statvfs(path)?;
        let bytes = |blocks: u64| blocks.saturating_mul(disk.f_frsize);
        Ok((bytes(disk.f_bavail), bytes(disk.f_blocks)))
    }
}

impl Disk for RealDisk {
    fn open(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        let file =
            OpenOptions::new().read(true).write(true).custom_flags(no_follow()).open(path)?;
        Ok(Box::new(file))
    }

    fn create(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        let file = OpenOptions::new()
            .read(true)
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(path)?;
        Ok(Box::new(file))
    }

    fn read(&self, path: &Path, max: u64) -> io::Result<Vec<u8>> {
        let file = open_regular(path)?;
        // in one piece, with a byte to see that there is no more
        let len = file.metadata()?.len().min(max).saturating_add(1);
        let mut bytes = Vec::with_capacity(usize::try_from(len).unwrap_or(0));
        file.take(max.saturating_add(1)).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > max {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        Ok(bytes)
    }

    fn read_at(&self, path: &Path, offset: u64, len: usize) -> io::Result<Vec<u8>> {
        let file = open_regular(path)?;
        // never more than there is, whatever length a damaged head claims
        let rest = file.metadata()?.len().saturating_sub(offset);
        let mut bytes = vec![0; len.min(usize::try_from(rest).unwrap_or(len))];
        let mut got = 0;
        while let Some(rest) = bytes.get_mut(got..).filter(|r| !r.is_empty()) {
            match FileExt::read_at(&file, rest, offset.saturating_add(got as u64)) {
                Ok(0) => break,
                Ok(n) => got += n,
                Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
                Err(e) => return Err(e),
            }
        }
        bytes.truncate(got);
        Ok(bytes)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        File::open(folder)?.sync_all()
    }

    fn create_folder(&self, folder: &Path) -> io::Result<()> {
        use std::os::unix::fs::DirBuilderExt;
        fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<String>> {
        let mut names = Vec::new();
        for entry in fs::read_dir(folder)? {
            if let Ok(name) = entry?.file_name().into_string() {
                names.push(name);
            }
        }
        names.sort_unstable();
        Ok(names)
    }

    fn exists(&self, path: &Path) -> bool {
        path.symlink_metadata().is_ok()
    }

    fn writable(&self, folder: &Path) -> bool {
        use rustix::fs::Access;
        rustix::fs::access(folder, Access::WRITE_OK | Access::EXEC_OK).is_ok()
    }

    fn free(&self, path: &Path) -> io::Result<u64> {
        Ok(self.room(path)?.0)
    }
}

impl DiskFile for File {
    fn write_at(&mut self, bytes: &[u8], offset: u64) -> io::Result<()> {
        self.write_all_at(bytes, offset)
    }

    fn sync_data(&mut self) -> io::Result<()> {
        File::sync_data(self)
    }

    fn len(&self) -> io::Result<u64> {
        Ok(self.metadata()?.len())
    }
}

fn no_follow() -> i32 {
    rustix::fs::OFlags::NOFOLLOW.bits() as i32
}

/// No symbolic link, no pipe, no device is ever read in place of a file.
fn open_regular(path: &Path) -> io::Result<File> {
    let flags = no_follow() | rustix::fs::OFlags::NONBLOCK.bits() as i32;
    let file = OpenOptions::new().read(true).custom_flags(flags).open(path)?;
    if file.metadata()?.is_file() { Ok(file) } else { Err(io::ErrorKind::InvalidInput.into()) }
}

/// Milliseconds since a file was last written.
pub fn age(path: &Path, now: u64) -> io::Result<u64> {
    let written = fs::symlink_metadata(path)?.modified()?;
    let written = written.duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    Ok(now.saturating_sub(u64::try_from(written.as_millis()).unwrap_or(u64::MAX)))
}

/// A small file as a whole: temporary name, fsync, rename, fsync of the folder.
pub fn write_whole(disk: &dyn Disk, path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    let temp = temporary(path);
    if disk.exists(&temp) {
        disk.remove(&temp).map_err(|e| StoreError::io(Doing::Write, &temp, e))?;
    }
    let made = write_temporary(disk, &temp, bytes)
        .and_then(|()| disk.rename(&temp, path).map_err(|e| (Doing::Rename, e)));
    if let Err((doing, e)) = made {
        // on a full disk half a file is in the way
        if disk.exists(&temp) {
            disk.remove(&temp).map_err(|e| StoreError::io(Doing::Write, &temp, e))?;
        }
        return Err(StoreError::io(doing, path, e));
    }
    sync_parent(disk, path)
}

fn write_temporary(
    disk: &dyn Disk,
    temp: &Path,
    bytes: &[u8],
) -> Result<(), (Doing, io::Error)> {
    let mut file = disk.create(temp).map_err(|e| (Doing::Create, e))?;
    file.write_at(bytes, 0).map_err(|e| (Doing::Write, e))?;
    file.sync_data().map_err(|e| (Doing::Sync, e))
}

pub fn sync_parent(disk: &dyn Disk, path: &Path) -> Result<(), StoreError> {
    // a bare name has an empty parent, which no system opens
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    disk.sync_folder(folder).map_err(|e| StoreError::io(Doing::Sync, folder, e))
}

fn temporary(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push(".tmp");
    path.with_file_name(name)
}
