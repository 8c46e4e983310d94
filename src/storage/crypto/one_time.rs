//! The one-time secret that headquarters' answer is sealed to while a forgotten passphrase is
//! recovered: a file of the notebook's folder, there from the request until a passphrase is set.
//!
//! `SOTAYRS1`, the key file's generation (u64), the X25519 secret (32), the request as it was written.
//! The secret opens no slot: without headquarters' answer the file is of no use to anybody.

use std::path::Path;

use zeroize::Zeroizing;

use super::key_folder;
use crate::storage::disk::{Disk, write_whole};
use crate::storage::error::{IoOperation, StoreError};
use crate::storage::limits;

const FILE: &str = "recovery";
/// What `write_whole` leaves when it is stopped.
const TEMPORARY: &str = "recovery.tmp";
const MAGIC: &[u8; 8] = b"SOTAYRS1";

pub struct OneTimeSecret {
    /// of the key file that the request was made of: a later change of the passphrase ends it
    generation: u64,
    pub secret: Zeroizing<[u8; 32]>,
    pub request: Vec<u8>,
}

impl OneTimeSecret {
    /// Durable when it returns; takes the place of an earlier one.
    pub fn create(
        disk: &dyn Disk,
        dir: &Path,
        secret: &[u8; 32],
        request: &[u8],
    ) -> Result<(), StoreError> {
        let generation = key_folder::key_file(disk, dir)?.generation.to_le_bytes();
        let bytes = [&MAGIC[..], &generation, secret, request].concat();
        write_whole(disk, &dir.join(FILE), &Zeroizing::new(bytes))
    }

    /// `None`: no request waits for an answer.
    pub fn read(disk: &dyn Disk, dir: &Path) -> Option<OneTimeSecret> {
        let bytes = disk.read(&dir.join(FILE), limits::SMALL_FILE).map(Zeroizing::new).ok()?;
        let (generation, rest) = bytes.strip_prefix(MAGIC)?.split_first_chunk::<8>()?;
        let (secret, request) = rest.split_first_chunk::<32>()?;
        Some(OneTimeSecret {
            generation: u64::from_le_bytes(*generation),
            secret: Zeroizing::new(*secret),
            request: request.to_vec(),
        })
    }

    /// From now on no answer opens anything.
    pub fn remove(disk: &dyn Disk, dir: &Path) -> Result<(), StoreError> {
        [FILE, TEMPORARY].iter().try_for_each(|name| wipe(disk, &dir.join(name)))
    }

    /// Removes one that a change of the passphrase should have removed and did not, because it was
    /// stopped. Best effort: the next opening tries again.
    pub fn remove_stale(disk: &dyn Disk, dir: &Path) {
        // one that cannot be read was overwritten already
        let is_stale = OneTimeSecret::read(disk, dir).is_none_or(|one| {
            key_folder::key_file(disk, dir).is_ok_and(|now| now.generation > one.generation)
        });
        if is_stale {
            OneTimeSecret::remove(disk, dir).unwrap_or_default();
        }
        wipe(disk, &dir.join(TEMPORARY)).unwrap_or_default();
    }
}

/// Overwritten as well: what is removed can be found on a disk for a long time.
fn wipe(disk: &dyn Disk, path: &Path) -> Result<(), StoreError> {
    if !disk.exists(path) {
        return Ok(());
    }
    if let Ok(mut file) = disk.open(path) {
        let len = file.len().unwrap_or(0).min(limits::SMALL_FILE) as usize;
        let zeros = file.write_at(&vec![0; len], 0).and_then(|()| file.sync_data());
        // it is removed all the same
        zeros.unwrap_or_default();
    }
    disk.remove(path).map_err(|e| StoreError::io(IoOperation::Write, path, e))
}
