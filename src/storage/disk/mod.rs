//! The file system; the only use of `std::fs` in the program. Durable writes go through the trait
//! `Disk`, so that a test can make any write or sync fail, tear or vanish. Knows no format.

pub mod atomic_file;
mod folders;
pub mod lock;
mod origin;
mod place;
pub mod space;
pub mod survey;
pub(crate) mod temporary;
pub mod twin;
mod whole;

use std::ffi::OsString;
pub use std::fs::File;
use std::fs::{self, FileType, Metadata, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, SeekFrom};
use std::os::unix::fs::{DirBuilderExt, FileExt, OpenOptionsExt};
use std::path::Path;

pub use folders::{close_to_others, is_open_to_others, make_folder, make_root, refuse_links};
pub use origin::process_origin;
pub use place::rename_new;
pub use whole::{age, sync_parent, write_undurable, write_whole};

pub trait Disk: Send + Sync {
    /// Opens an existing file for reading and writing.
    fn open(&self, path: &Path) -> io::Result<Box<dyn DiskFile>>;
    /// Creates a file that must not exist; mode 0600.
    fn create(&self, path: &Path) -> io::Result<Box<dyn DiskFile>>;
    /// Reads a regular file; an error if it is longer than `max` bytes.
    fn read(&self, path: &Path, max: u64) -> io::Result<Vec<u8>>;
    /// Reads up to `len` bytes at `offset`; fewer at the end of the file.
    fn read_at(&self, path: &Path, offset: u64, len: usize) -> io::Result<Vec<u8>>;
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    fn remove(&self, path: &Path) -> io::Result<()>;
    /// Removes a folder with its content; links in it are removed, not followed.
    fn remove_folder(&self, folder: &Path) -> io::Result<()>;
    /// Makes the content of a file durable that was written through another handle.
    fn sync_file(&self, path: &Path) -> io::Result<()>;
    /// Makes the names in a folder durable.
    fn sync_folder(&self, folder: &Path) -> io::Result<()>;
    /// Creates one folder, mode 0700; its parent must exist. An existing folder is accepted; a file
    /// or a link is an error. Only for `make_folder` and `make_root`, which make it durable.
    fn create_folder(&self, folder: &Path) -> io::Result<()>;
    /// The names in a folder, sorted; names that are not UTF-8 are left out.
    fn list(&self, folder: &Path) -> io::Result<Vec<String>>;
    fn exists(&self, path: &Path) -> bool;
    /// Whether this user may create files in a folder; ignores free space.
    fn writable(&self, folder: &Path) -> bool;
    /// Free bytes for this user.
    fn free(&self, path: &Path) -> io::Result<u64>;
}

pub trait DiskFile: Send {
    fn write_at(&mut self, bytes: &[u8], offset: u64) -> io::Result<()>;
    /// Truncates the file to `len` bytes.
    fn set_len(&mut self, len: u64) -> io::Result<()>;
    /// `fdatasync`
    fn sync_data(&mut self) -> io::Result<()>;
    fn len(&self) -> io::Result<u64>;
    fn is_empty(&self) -> io::Result<bool> {
        self.len().map(|n| n == 0)
    }
}

/// The real file system.
#[derive(Clone, Copy, Debug)]
pub struct RealDisk;

/// An entry of a folder; `kind` does not follow links.
#[derive(Debug)]
pub struct FolderEntry {
    pub name: OsString,
    pub kind: FileType,
}

impl RealDisk {
    /// (free bytes for this user, total bytes of the file system).
    pub fn room(&self, path: &Path) -> io::Result<(u64, u64)> {
        let disk = rustix::fs::statvfs(path)?;
        let bytes = |blocks: u64| blocks.saturating_mul(disk.f_frsize);
        Ok((bytes(disk.f_bavail), bytes(disk.f_blocks)))
    }

    /// Opens a file for reading and writing; creates a missing one with mode 0600.
    pub fn open_or_create(&self, path: &Path) -> io::Result<File> {
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false).mode(0o600);
        options.custom_flags(no_follow()).open(path)
    }

    /// Reads a file at a user's path, which may be a link or a pipe; an error if it is longer than
    /// `max` bytes.
    pub fn read_named(&self, path: &Path, max: u64) -> io::Result<Vec<u8>> {
        read_within(File::open(path)?, max)
    }

    /// Metadata of a path; does not follow links.
    pub fn link_metadata(&self, path: &Path) -> io::Result<Metadata> {
        path.symlink_metadata()
    }

    /// Metadata of a path; follows links.
    pub fn metadata(&self, path: &Path) -> io::Result<Metadata> {
        path.metadata()
    }

    /// All entries of a folder, unsorted, with names of any encoding. Empty if the folder is
    /// missing.
    pub fn entries(&self, folder: &Path) -> io::Result<Vec<FolderEntry>> {
        let entries = match fs::read_dir(folder) {
            Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            entries => entries?,
        };
        let entry = |found: io::Result<fs::DirEntry>| {
            let found = found?;
            Ok(FolderEntry { name: found.file_name(), kind: found.file_type()? })
        };
        entries.map(entry).collect()
    }

    /// Locks a file or a folder until the returned file is closed; blocks while another process
    /// holds it.
    pub fn lock(&self, path: &Path) -> io::Result<File> {
        let file = File::open(path)?;
        file.lock().map(|()| file)
    }

    /// As `lock`, without blocking; `None` if another process holds it.
    pub fn try_lock(&self, path: &Path) -> io::Result<Option<File>> {
        try_lock(File::open(path)?)
    }

    /// As `try_lock`, for a lock file, which is created if missing.
    pub fn try_lock_file(&self, path: &Path) -> io::Result<Option<File>> {
        try_lock(self.open_or_create(path)?)
    }

    /// Removes a folder; fails if it is not empty.
    pub fn remove_empty_folder(&self, folder: &Path) -> io::Result<()> {
        fs::remove_dir(folder)
    }

    /// Copies a folder's content into an existing, empty folder. Not durable.
    pub fn copy_folder(&self, from: &Path, to: &Path) -> io::Result<()> {
        for entry in self.entries(from)? {
            let (source, target) = (from.join(&entry.name), to.join(&entry.name));
            if entry.kind.is_dir() {
                self.create_new_folder(&target)?;
                self.copy_folder(&source, &target)?;
            } else {
                fs::copy(source, target).map(drop)?;
            }
        }
        Ok(())
    }

    /// Creates a folder that must not exist, for a place where other users can write. Not durable.
    pub fn create_new_folder(&self, folder: &Path) -> io::Result<()> {
        fs::DirBuilder::new().mode(0o700).create(folder)
    }
}

/// Reads with the capacity for the whole file and one byte more, which detects a longer one:
/// growing the buffer would leave copies of secrets in memory. A pipe has no known length.
fn read_within(file: File, max: u64) -> io::Result<Vec<u8>> {
    const PIPE: u64 = 4096;
    let known = file.metadata()?;
    let len = if known.is_file() { known.len() } else { PIPE };
    let len = len.min(max).saturating_add(1);
    let mut bytes = Vec::with_capacity(usize::try_from(len).unwrap_or(0));
    file.take(max.saturating_add(1)).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > max {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    Ok(bytes)
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
        read_within(open_regular(path)?, max)
    }

    fn read_at(&self, path: &Path, offset: u64, len: usize) -> io::Result<Vec<u8>> {
        let mut file = open_regular(path)?;
        // do not allocate what a damaged length field claims
        let rest = file.metadata()?.len().saturating_sub(offset);
        let len = len.min(usize::try_from(rest).unwrap_or(len));
        if len == 0 {
            return Ok(Vec::new());
        }
        let mut bytes = Vec::with_capacity(len);
        file.seek(SeekFrom::Start(offset))?;
        file.take(len as u64).read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }

    fn remove_folder(&self, folder: &Path) -> io::Result<()> {
        fs::remove_dir_all(folder)
    }

    fn sync_file(&self, path: &Path) -> io::Result<()> {
        File::open(path)?.sync_all()
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        File::open(folder)?.sync_all()
    }

    fn create_folder(&self, folder: &Path) -> io::Result<()> {
        match self.create_new_folder(folder) {
            Err(e) if e.kind() == io::ErrorKind::AlreadyExists => {
                folders::must_be_folder(folder)
            }
            made => made,
        }
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

    fn set_len(&mut self, len: u64) -> io::Result<()> {
        File::set_len(self, len)
    }

    fn sync_data(&mut self) -> io::Result<()> {
        File::sync_data(self)
    }

    fn len(&self) -> io::Result<u64> {
        Ok(self.metadata()?.len())
    }
}

fn try_lock(file: File) -> io::Result<Option<File>> {
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(e)) => Err(e),
    }
}

fn no_follow() -> i32 {
    rustix::fs::OFlags::NOFOLLOW.bits() as i32
}

/// Opens a regular file for reading; refuses symbolic links, pipes and devices.
pub(crate) fn open_regular(path: &Path) -> io::Result<File> {
    let flags = no_follow() | rustix::fs::OFlags::NONBLOCK.bits() as i32;
    let file = OpenOptions::new().read(true).custom_flags(flags).open(path)?;
    if file.metadata()?.is_file() { Ok(file) } else { Err(io::ErrorKind::InvalidInput.into()) }
}
