//! A copy of the state in memory, for a notebook whose disk takes nothing: sled cannot even open
//! there. Reading continues from the copy, and what is in the notebook stays as it is.

use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use crate::storage::disk::{Disk, RealDisk};
use crate::storage::error::{IoOperation, StoreError};
use crate::store::state::generations;

/// Memory, where the system has such a folder.
const MEMORY: &str = "/dev/shm";

/// Goes away with its last user, who must have closed the state in it.
pub(crate) struct MemoryFolder(PathBuf);

impl MemoryFolder {
    /// The notebook's lock must be held: its folder has one copy at a time.
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
        // left by a program that was killed
        if RealDisk.exists(path) {
            RealDisk.remove_folder(path)?;
        }
        // Made here or not at all: others may write in this place, too.
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
        // What stays is found by the next opening, or gone with the machine's next start.
        RealDisk.remove_folder(&self.0).unwrap_or_default();
    }
}

/// The same for every opening of this folder on this machine, and no other's.
fn name(dir: &Path) -> io::Result<String> {
    let found = dir.metadata()?;
    Ok(format!("sotay-{:x}-{:x}", found.dev(), found.ino()))
}
