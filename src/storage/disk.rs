//! All that the store asks of a disk, behind one trait, so that tests can let any write or sync
//! fail, tear or vanish. Knows no format.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read};
use std::os::unix::fs::{DirBuilderExt, FileExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use super::error::{Doing, StoreError, is_link, is_read_only, link_error};

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

    /// For reading and writing, made where it is missing; mode 0600.
    pub fn open_or_create(&self, path: &Path) -> io::Result<File> {
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false).mode(0o600);
        options.custom_flags(no_follow()).open(path)
    }

    /// A folder that was not there before, in a place where others may write, too. Not durable.
    pub fn create_new_folder(&self, folder: &Path) -> io::Result<()> {
        fs::DirBuilder::new().mode(0o700).create(folder)
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
        match self.create_new_folder(folder) {
            Err(e) if e.kind() == io::ErrorKind::AlreadyExists => must_be_folder(folder),
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
pub(crate) fn open_regular(path: &Path) -> io::Result<File> {
    let flags = no_follow() | rustix::fs::OFlags::NONBLOCK.bits() as i32;
    let file = OpenOptions::new().read(true).custom_flags(flags).open(path)?;
    if file.metadata()?.is_file() { Ok(file) } else { Err(io::ErrorKind::InvalidInput.into()) }
}

/// Not a file, and not a link to a folder somewhere else.
fn must_be_folder(path: &Path) -> io::Result<()> {
    let found = path.symlink_metadata()?;
    match found.is_dir() {
        true => Ok(()),
        false if found.is_symlink() => Err(link_error()),
        false => Err(io::ErrorKind::NotADirectory.into()),
    }
}

/// Makes `folder` and the folders between it and `root`, which is there. Returns when all of them
/// are durable: the name of a new folder is lost in a power cut, with everything inside, until the
/// folder above it has been synced.
pub fn make_folder(disk: &dyn Disk, root: &Path, folder: &Path) -> Result<(), StoreError> {
    let inside =
        folder.strip_prefix(root).map_err(|_| StoreError::Bug("a folder elsewhere"))?;
    let mut above = root.to_owned();
    for name in inside.components() {
        let made = above.join(name);
        disk.create_folder(&made).map_err(|e| inside_io(Doing::Create, root, &made, e))?;
        // One that is there may come from a program that was stopped before this.
        disk.sync_folder(&above).map_err(|e| StoreError::io(Doing::Sync, &above, e))?;
        above = made;
    }
    Ok(())
}

/// Makes a folder that a person has named, and what is missing above it; durable when it returns.
/// Links on the way to it are followed.
pub fn make_root(disk: &dyn Disk, folder: &Path) -> Result<(), StoreError> {
    let named = folder.ancestors().filter(|folder| !folder.as_os_str().is_empty());
    let missing: Vec<&Path> = named.clone().take_while(|folder| !folder.exists()).collect();
    if let Some(there) = named.clone().nth(missing.len()) {
        // It may come from a program that was stopped too early. Where this user may not read the
        // folder above, somebody else has made this one.
        match sync_parent(disk, there) {
            Err(StoreError::Io { source, .. }) if is_read_only(&source) => {}
            synced => synced?,
        }
    }
    for folder in missing.iter().rev() {
        disk.create_folder(folder).map_err(|e| StoreError::io(Doing::Create, folder, e))?;
        sync_parent(disk, folder)?;
    }
    Ok(())
}

/// Fails if `folder`, or a folder between it and `root`, is a link or a file. It need not be there.
pub fn refuse_links(root: &Path, folder: &Path) -> Result<(), StoreError> {
    let inside =
        folder.strip_prefix(root).map_err(|_| StoreError::Bug("a folder elsewhere"))?;
    let mut at = root.to_owned();
    for name in inside.components() {
        at.push(name);
        match must_be_folder(&at) {
            Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(()),
            found => found.map_err(|e| inside_io(Doing::Read, root, &at, e))?,
        }
    }
    Ok(())
}

/// A link is named by its place below `root`, where whoever reads this must look for it.
fn inside_io(doing: Doing, root: &Path, path: &Path, source: io::Error) -> StoreError {
    match path.strip_prefix(root) {
        Ok(inside) if is_link(&source) => {
            StoreError::Io { doing, file: inside.display().to_string(), source }
        }
        _ => StoreError::io(doing, path, source),
    }
}

/// Takes a folder and what is directly in it away from other users. Best effort: not every disk
/// knows users.
pub fn close_to_others(folder: &Path) {
    let names = RealDisk.list(folder).unwrap_or_default();
    let inside = names.iter().map(|name| folder.join(name));
    for path in std::iter::once(folder.to_owned()).chain(inside) {
        let Ok(found) = path.symlink_metadata() else { continue };
        let mode = found.permissions().mode();
        if !found.is_symlink() && mode & 0o077 != 0 {
            let own = fs::Permissions::from_mode(mode & 0o700);
            fs::set_permissions(&path, own).unwrap_or_default();
        }
    }
}

/// A small file whose loss does no harm; mode 0600.
pub fn write_undurable(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let file = RealDisk.open_or_create(path)?;
    file.set_len(0)?;
    file.write_all_at(bytes, 0)
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
