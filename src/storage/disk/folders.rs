//! Folders: made durable, checked for links, closed to other users.

use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use super::{Disk, RealDisk, sync_parent};
use crate::storage::error::{IoOperation, StoreError, is_link, is_read_only, link_error};

/// Not a file, and not a link to a folder somewhere else.
pub(super) fn must_be_folder(path: &Path) -> io::Result<()> {
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
        disk.create_folder(&made)
            .map_err(|e| inside_io(IoOperation::Create, root, &made, e))?;
        // One that is there may come from a program that was stopped before this.
        disk.sync_folder(&above).map_err(|e| StoreError::io(IoOperation::Sync, &above, e))?;
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
        // folder above, another user has made this one.
        match sync_parent(disk, there) {
            Err(StoreError::Io { source, .. }) if is_read_only(&source) => {}
            synced => synced?,
        }
    }
    for folder in missing.iter().rev() {
        disk.create_folder(folder)
            .map_err(|e| StoreError::io(IoOperation::Create, folder, e))?;
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
            found => found.map_err(|e| inside_io(IoOperation::Read, root, &at, e))?,
        }
    }
    Ok(())
}

/// A link is named by its place below `root`, where the reader must look for it.
fn inside_io(doing: IoOperation, root: &Path, path: &Path, source: io::Error) -> StoreError {
    match path.strip_prefix(root) {
        Ok(inside) if is_link(&source) => {
            StoreError::Io { operation: doing, file: inside.display().to_string(), source }
        }
        _ => StoreError::io(doing, path, source),
    }
}

/// Whether other users of the machine may read or change a file. False for a pipe.
pub fn is_open_to_others(file: &Path) -> bool {
    file.metadata()
        .is_ok_and(|found| found.is_file() && found.permissions().mode() & 0o077 != 0)
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
            let own = std::fs::Permissions::from_mode(mode & 0o700);
            std::fs::set_permissions(&path, own).unwrap_or_default();
        }
    }
}
