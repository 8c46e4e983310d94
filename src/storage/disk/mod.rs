//! The file system, and the only `std::fs` of the program. What must be durable goes through the
//! trait `Disk`, so that a test can make any write or sync fail, tear or vanish. Knows no format.

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
use std::io::{self, Read};
use std::os::unix::fs::{DirBuilderExt, FileExt, OpenOptionsExt};
use std::path::Path;

pub use folders::{close_to_others, is_open_to_others, make_folder, make_root, refuse_links};
pub use origin::process_origin;
pub use place::rename_new;
pub use whole::{age, sync_parent, write_undurable, write_whole};

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
    /// A folder with all that is in it; links in it are removed, not followed.
    fn remove_folder(&self, folder: &Path) -> io::Result<()>;
    /// Makes a file's content durable that something else has written.
    fn sync_file(&self, path: &Path) -> io::Result<()>;
    /// Makes names in this folder durable.
    fn sync_folder(&self, folder: &Path) -> io::Result<()>;
    /// Makes one folder, mode 0700, in a folder that is there. It may be there already; a file or a
    /// link in its place is an error. Only for `make_folder` and `make_root`, which make it durable.
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
    /// Cuts what is after `len` bytes.
    fn set_len(&mut self, len: u64) -> io::Result<()>;
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

/// One name in a folder; a link is not followed.
#[derive(Debug)]
pub struct FolderEntry {
    pub name: OsString,
    pub kind: FileType,
}

impl RealDisk {
    /// Bytes that this user may still write, and bytes of the whole disk.
    pub fn room(&self, path: &Path) -> io::Result<(u64, u64)> {
        let disk = rustix::fs::statvfs(path)?;
        let bytes = |blocks: u64| blocks.saturating_mul(disk.f_frsize);
        Ok((bytes(disk.f_bavail), bytes(disk.f_blocks)))
    }

    /// For reading and writing, made where it is missing; mode 0600.
    pub fn open_or_create(&self, path: &Path) -> io::Result<File> {
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false).mode(0o600);
        options.custom_flags(no_follow()).open(path)
    }

    /// All of what a person has named, which may be a link or a pipe; longer than `max` is an error.
    pub fn read_named(&self, path: &Path, max: u64) -> io::Result<Vec<u8>> {
        read_within(File::open(path)?, max)
    }

    /// What there is at a path; a link is not followed.
    pub fn link_metadata(&self, path: &Path) -> io::Result<Metadata> {
        path.symlink_metadata()
    }

    /// What a path leads to.
    pub fn metadata(&self, path: &Path) -> io::Result<Metadata> {
        path.metadata()
    }

    /// Everything in a folder, in no order, whatever its name. Empty where there is no folder.
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

    /// Locks a file or a folder for as long as the returned file is open; blocks while another has it.
    pub fn lock(&self, path: &Path) -> io::Result<File> {
        let file = File::open(path)?;
        file.lock().map(|()| file)
    }

    /// The same without blocking; `None`: another program has it.
    pub fn try_lock(&self, path: &Path) -> io::Result<Option<File>> {
        try_lock(File::open(path)?)
    }

    /// The same for a lock file, made where it is missing.
    pub fn try_lock_file(&self, path: &Path) -> io::Result<Option<File>> {
        try_lock(self.open_or_create(path)?)
    }

    /// Fails for a folder that is not empty.
    pub fn remove_empty_folder(&self, folder: &Path) -> io::Result<()> {
        fs::remove_dir(folder)
    }

    /// Into a folder that is there, and empty. Not durable.
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

    /// A folder that was not there before, in a place where others may write, too. Not durable.
    pub fn create_new_folder(&self, folder: &Path) -> io::Result<()> {
        fs::DirBuilder::new().mode(0o700).create(folder)
    }
}

/// In one piece, with a byte to see that there is no more: bytes that move while they grow leave
/// copies behind. A pipe does not know its length.
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

/// No symbolic link, no pipe, no device is ever read in place of a file.
pub(crate) fn open_regular(path: &Path) -> io::Result<File> {
    let flags = no_follow() | rustix::fs::OFlags::NONBLOCK.bits() as i32;
    let file = OpenOptions::new().read(true).custom_flags(flags).open(path)?;
    if file.metadata()?.is_file() { Ok(file) } else { Err(io::ErrorKind::InvalidInput.into()) }
}
