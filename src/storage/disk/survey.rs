//! Surveys a folder and its file system for a report. Reads names, lengths and times, never
//! contents; writes nothing and follows no links.

use std::io;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use rustix::fs::StatVfsMountFlags;

use super::{Disk, RealDisk, lock};

/// Maximum number of files.
const MAX_FILES: u64 = 500_000;
/// Maximum depth of folders; a notebook is less deep.
const MAX_DEPTH: usize = 8;

/// A regular file below a folder.
pub struct SurveyedFile {
    /// relative to the surveyed folder
    pub path: PathBuf,
    pub bytes: u64,
    /// modification time, Unix milliseconds
    pub modified: u64,
}

/// Passes every regular file below a folder to `see`. False: there were too many, or a part could
/// not be read.
pub fn survey(folder: &Path, see: &mut dyn FnMut(SurveyedFile)) -> bool {
    let (mut whole, mut seen) = (true, 0);
    let mut folders = vec![(PathBuf::new(), 0)];
    while let Some((inside, depth)) = folders.pop() {
        let Ok(entries) = RealDisk.entries(&folder.join(&inside)) else {
            whole = false;
            continue;
        };
        for entry in entries {
            let path = inside.join(&entry.name);
            if entry.kind.is_dir() && depth < MAX_DEPTH {
                folders.push((path, depth + 1));
            } else if entry.kind.is_file() {
                seen += 1;
                if seen > MAX_FILES {
                    return false;
                }
                // a file that has vanished is no fault: another process may be working
                if let Ok((bytes, modified)) = length_and_time(&folder.join(&path)) {
                    see(SurveyedFile { path, bytes, modified });
                }
            }
        }
    }
    whole
}

fn length_and_time(path: &Path) -> io::Result<(u64, u64)> {
    let found = RealDisk.link_metadata(path)?;
    let since = found.modified()?.duration_since(UNIX_EPOCH).unwrap_or_default();
    Ok((found.len(), u64::try_from(since.as_millis()).unwrap_or(u64::MAX)))
}

/// The file system of a folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DiskFacts {
    /// free bytes for this user
    pub free: u64,
    /// bytes of the disk
    pub total: u64,
    /// this user may create files in the folder
    pub is_writable: bool,
    /// the file system is mounted read-only
    pub is_read_only: bool,
    pub is_network: bool,
}

/// The folder must exist.
pub fn disk_facts(folder: &Path) -> io::Result<DiskFacts> {
    let flags = rustix::fs::statvfs(folder)?.f_flag;
    let (free, total) = RealDisk.room(folder)?;
    Ok(DiskFacts {
        free,
        total,
        is_writable: RealDisk.writable(folder),
        is_read_only: flags.contains(StatVfsMountFlags::RDONLY),
        is_network: lock::is_on_network(folder),
    })
}
