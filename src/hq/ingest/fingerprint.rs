//! Detects changes of logs and devices without reading them, by names, lengths and times of files.
//! Knows nothing of their content and takes no lock.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::ErrorKind;
use std::path::Path;

use super::log;
use crate::storage::disk::RealDisk;
use crate::storage::error::IoOperation;
use crate::store::StoreError;

/// A log is written in its last file, or in the last but one if the last is preallocated.
const WRITTEN_FILES: usize = 2;

/// A hash that changes after every write to any log and after every change of the devices. Ignores
/// older files, so the cost is a few system calls for each device, however long its log.
pub fn fingerprint(hq: &Path) -> Result<u64, StoreError> {
    let mut stamp = DefaultHasher::new();
    for device in log::devices(hq)? {
        let folder = log::folder(hq, &device).join("journal");
        let io = |e| StoreError::io(IoOperation::List, &folder, e);
        // empty while another process creates it
        let entries = RealDisk.entries(&folder).map_err(io)?;
        let mut names: Vec<_> = entries.into_iter().map(|entry| entry.name).collect();
        names.sort_unstable();
        for name in names.iter().rev().take(WRITTEN_FILES) {
            let file = match RealDisk.metadata(&folder.join(name)) {
                Ok(file) => file,
                Err(e) if e.kind() == ErrorKind::NotFound => continue,
                Err(e) => return Err(io(e)),
            };
            (device, name, file.len(), file.modified().map_err(io)?).hash(&mut stamp);
        }
    }
    // enrolling or revoking a device is a change, too
    match RealDisk.metadata(&hq.join("officers")).and_then(|folder| folder.modified()) {
        Ok(changed) => changed.hash(&mut stamp),
        Err(e) if e.kind() == ErrorKind::NotFound => {}
        Err(e) => return Err(StoreError::io(IoOperation::List, hq, e)),
    }
    Ok(stamp.finish())
}
