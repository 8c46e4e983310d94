//! Opens a journal in a folder of headquarters, or creates it if power failed before anything was
//! written.

use std::path::Path;

use crate::storage::crypto::key::Keys;
use crate::storage::disk::{Disk, RealDisk};
use crate::storage::error::IoOperation;
use crate::storage::format::frame::all_zero;
use crate::store::StoreError;
use crate::store::journal::{Entry, Journal, JournalSettings};

/// Opens a journal; creates it if nothing was ever written to it.
pub(crate) fn open_or_create(
    settings: JournalSettings,
    dir: &Path,
    keys: &Keys,
    device: [u8; 16],
    see: &mut dyn FnMut(Entry),
) -> Result<Journal, StoreError> {
    match Journal::open_with_visitor(settings.clone(), dir, keys, see) {
        Ok((journal, _)) => Ok(journal),
        Err(_) if is_new(dir)? => {
            let half = dir.join("journal");
            match settings.disk.remove_folder(&half) {
                Err(e) if e.kind() != std::io::ErrorKind::NotFound => {
                    return Err(StoreError::io(IoOperation::Create, &half, e));
                }
                _ => {}
            }
            Journal::create_with(settings, dir, keys, device, 0)
        }
        Err(e) => Err(e),
    }
}

/// Whether nothing was ever written: there is at most the folder, with files of zeros.
pub(super) fn is_new(dir: &Path) -> Result<bool, StoreError> {
    let journal = dir.join("journal");
    let io = |e| StoreError::io(IoOperation::Read, &journal, e);
    for entry in RealDisk.entries(&journal).map_err(io)? {
        let bytes = RealDisk.read(&journal.join(&entry.name), u64::MAX - 1).map_err(io)?;
        if !all_zero(&bytes) {
            return Ok(false);
        }
    }
    Ok(true)
}
