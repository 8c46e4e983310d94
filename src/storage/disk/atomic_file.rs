//! Writes a file atomically: under a temporary name, then sync and rename. Dropped before that, it
//! leaves nothing. Files at paths that a user gives are written here, so that none is overwritten
//! without consent.

use std::io::{self, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::temporary::{locked, remove_abandoned};
use super::{Disk, RealDisk, rename_new};
use crate::cancel::CancelToken;

/// What to do if the target exists.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Existing {
    /// keep it and fail with `AlreadyExists`
    #[default]
    Keep,
    Replace,
}

impl Existing {
    pub fn replaced(yes: bool) -> Existing {
        if yes { Existing::Replace } else { Existing::Keep }
    }
}

/// The target of a file.
#[derive(Clone, Copy, Debug)]
pub struct FileTarget<'a> {
    pub file: &'a Path,
    pub existing: Existing,
}

/// Names of temporary files: the random part is long enough to exclude foreign files.
const PREFIX: &str = ".sotay-";
const SUFFIX: &str = ".tmp";
const RANDOM: usize = 16;

/// Removes temporary files of killed programs from a folder. Best effort: an unlistable folder may
/// still be writable.
fn sweep(folder: &Path) {
    for entry in RealDisk.entries(folder).unwrap_or_default() {
        let inner = entry.name.to_str().and_then(|name| name.strip_prefix(PREFIX));
        let random = inner.and_then(|rest| rest.strip_suffix(SUFFIX));
        let ours = |r: &str| r.len() == RANDOM && r.bytes().all(|b| b.is_ascii_alphanumeric());
        if random.is_some_and(ours) {
            remove_abandoned(&folder.join(&entry.name), None);
        }
    }
}

pub struct AtomicFile {
    file: NamedTempFile,
    target: PathBuf,
    existing: Existing,
    cancel: CancelToken,
}

impl AtomicFile {
    /// Fails at once if `Existing::Keep` would fail at `publish`: an export may take an hour.
    pub fn create(target: FileTarget<'_>, cancel: &CancelToken) -> io::Result<AtomicFile> {
        let FileTarget { file: path, existing } = target;
        if path.is_dir() {
            return Err(io::ErrorKind::IsADirectory.into());
        }
        if existing == Existing::Keep && path.symlink_metadata().is_ok() {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        sweep(folder(path));
        let mut builder = tempfile::Builder::new();
        builder.prefix(PREFIX).suffix(SUFFIX).rand_bytes(RANDOM);
        let file = locked(|| builder.tempfile_in(folder(path)), NamedTempFile::as_file)?;
        Ok(AtomicFile { file, target: path.to_owned(), existing, cancel: cancel.clone() })
    }

    /// Renames the file to its target; durable when it returns `Ok`. If [`is_in_place`] is true for
    /// an error, the file is at its target, but perhaps not durable.
    pub fn publish(self) -> io::Result<()> {
        self.publish_with(|folder| RealDisk.sync_folder(folder))
    }

    /// As `publish`; `sync` makes the names in a folder durable.
    pub fn publish_with(self, sync: impl FnOnce(&Path) -> io::Result<()>) -> io::Result<()> {
        self.cancel.check()?;
        self.file.as_file().sync_all()?;
        match self.existing {
            Existing::Replace => {
                self.file.persist(&self.target).map_err(|e| e.error).map(drop)?
            }
            Existing::Keep => {
                // keep the file open, and so locked, until it is renamed
                let (_file, path) = self.file.into_parts();
                rename_new(&path, &self.target)?;
            }
        };
        match sync(folder(&self.target)) {
            // some shared folders do not support syncing
            Err(e) if is_unknown(&e) => Ok(()),
            Err(e) => Err(io::Error::new(e.kind(), InPlace(e))),
            Ok(()) => Ok(()),
        }
    }
}

/// The file is at its target, but the sync of the folder failed.
#[derive(Debug, thiserror::Error)]
#[error("the folder was not synced: {0}")]
struct InPlace(io::Error);

/// Whether the file is at its target despite this error.
pub fn is_in_place(error: &io::Error) -> bool {
    error.get_ref().is_some_and(|inner| inner.is::<InPlace>())
}

fn is_unknown(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::Unsupported | io::ErrorKind::InvalidInput)
}

/// An unused name derived from `taken`: for `ds.xlsx`, `ds-2.xlsx` or the next free number.
pub fn free_name(taken: &Path) -> PathBuf {
    let stem = taken.file_stem().unwrap_or_default();
    let name = |n: u32| {
        let mut name = stem.to_os_string();
        name.push(format!("-{n}"));
        if let Some(ending) = taken.extension() {
            name.push(".");
            name.push(ending);
        }
        taken.with_file_name(name)
    };
    let free = |path: &PathBuf| path.symlink_metadata().is_err();
    (2..u32::MAX).map(name).find(free).unwrap_or_else(|| taken.to_owned())
}

/// The folder of a path; `.` for a bare name.
pub fn folder(target: &Path) -> &Path {
    target.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

impl Write for AtomicFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.cancel.check()?;
        self.file.as_file_mut().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.as_file_mut().flush()
    }
}

impl Seek for AtomicFile {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.file.as_file_mut().seek(to)
    }
}
