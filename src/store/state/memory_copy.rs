//! A copy of the state in memory, for a notebook on a full or read-only disk, where sled cannot
//! even open. Reads use the copy; the state in the notebook stays unchanged.

use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use crate::storage::disk::{Disk, RealDisk};
use crate::storage::error::{IoOperation, StoreError};
use crate::store::state::generations;

/// A folder in memory, on systems that have it.
const MEMORY: &str = "/dev/shm";

/// The folder of the copy, removed on drop. Close the state in it before.
pub(crate) struct MemoryFolder(PathBuf);

impl MemoryFolder {
    /// Requires the notebook's lock: all openings of the folder use the same path.
    pub fn of(dir: &Path) -> Result<MemoryFolder, StoreError> {
        let io = |path: &Path, e| StoreError::io(IoOperation::Create, path, e);
        let name = name(dir).map_err(|e| io(dir, e))?;
        let mut made = Err(io(dir, io::ErrorKind::NotFound.into()));
        for place in [PathBuf::from(MEMORY), std::env::temp_dir()] {
            let path = place.join(&name);
            made = MemoryFolder::at(&path, dir).map_err(|e| io(&path, e));
            if made.is_ok() {
                break;
            }
        }
        made
    }

    fn at(path: &Path, dir: &Path) -> io::Result<MemoryFolder> {
        // left by a killed program
        if RealDisk.exists(path) {
            RealDisk.remove_folder(path)?;
        }
        // Must be newly created: other users can write in this place, too.
        RealDisk.create_new_folder(path)?;
        let scratch = MemoryFolder(path.to_owned());
        if let Some(newest) = generations::states(dir).first() {
            let to = generations::next(&RealDisk, path).map_err(io::Error::other)?;
            RealDisk.copy_folder(newest, &to)?;
        }
        Ok(scratch)
    }

    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for MemoryFolder {
    fn drop(&mut self) {
        // A folder that remains is removed by the next opening, or is lost at the next boot.
        RealDisk.remove_folder(&self.0).unwrap_or_default();
    }
}

/// The same for each opening of this folder on this machine, and different for other folders.
fn name(dir: &Path) -> io::Result<String> {
    let found = dir.metadata()?;
    Ok(format!("sotay-{:x}-{:x}", found.dev(), found.ino()))
}
