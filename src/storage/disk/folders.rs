//! Folders: creates them durably, checks them for links, restricts them to this user.

use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use super::{Disk, RealDisk, sync_parent};
use crate::storage::error::{IoOperation, StoreError, is_link, is_read_only, link_error};

/// Fails for a file and for a link, even to a folder.
pub(super) fn must_be_folder(path: &Path) -> io::Result<()> {
    let found = path.symlink_metadata()?;
    match found.is_dir() {
        true => Ok(()),
        false if found.is_symlink() => Err(link_error()),
        false => Err(io::ErrorKind::NotADirectory.into()),
    }
}

/// Creates `folder` and the folders between it and `root`, which must exist. Durable when it
/// returns `Ok`: until the parent is synced, a power cut loses a new folder's name with everything
/// in it.
pub fn make_folder(disk: &dyn Disk, root: &Path, folder: &Path) -> Result<(), StoreError> {
    let inside =
        folder.strip_prefix(root).map_err(|_| StoreError::Bug("a folder elsewhere"))?;
    let mut above = root.to_owned();
    for name in inside.components() {
        let made = above.join(name);
        disk.create_folder(&made)
            .map_err(|e| inside_io(IoOperation::Create, root, &made, e))?;
        // Sync even an existing folder's parent: a killed program may have created it without a
        // sync.
        disk.sync_folder(&above).map_err(|e| StoreError::io(IoOperation::Sync, &above, e))?;
        above = made;
    }
    Ok(())
}

/// Creates a folder at a user's path, with missing parents; durable when it returns `Ok`. Follows
/// links in the path.
pub fn make_root(disk: &dyn Disk, folder: &Path) -> Result<(), StoreError> {
    let named = folder.ancestors().filter(|folder| !folder.as_os_str().is_empty());
    let missing: Vec<&Path> = named.clone().take_while(|folder| !folder.exists()).collect();
    if let Some(there) = named.clone().nth(missing.len()) {
        // A killed program may have created it without a sync. If this user may not read its
        // parent, another user created it.
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

/// Fails if `folder`, or a folder between it and `root`, is a link or a file. It need not exist.
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

/// For a link, the error has its path below `root`, so that the user can find it.
fn inside_io(doing: IoOperation, root: &Path, path: &Path, source: io::Error) -> StoreError {
    match path.strip_prefix(root) {
        Ok(inside) if is_link(&source) => {
            StoreError::Io { operation: doing, file: inside.display().to_string(), source }
        }
        _ => StoreError::io(doing, path, source),
    }
}

/// Whether other users may access a file. False for a pipe.
pub fn is_open_to_others(file: &Path) -> bool {
    file.metadata()
        .is_ok_and(|found| found.is_file() && found.permissions().mode() & 0o077 != 0)
}

/// Removes other users' access to a folder and the entries directly in it. Best effort: not every
/// file system has permissions.
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
