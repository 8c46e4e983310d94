//! The one-time secret for recovering a forgotten passphrase: headquarters seals its answer to it.
//! A file in the notebook's folder from the request until a passphrase is set.
//!
//! Format: `SOTAYRS1`, the key file's generation (u64), the X25519 secret (32), the request as
//! written. The secret opens no slot: without headquarters' answer it is useless.

use std::path::Path;

use zeroize::Zeroizing;

use super::key_folder;
use crate::storage::disk::{Disk, write_whole};
use crate::storage::error::{IoOperation, StoreError};
use crate::storage::limits;

const FILE: &str = "recovery";
/// Temporary file that an interrupted `write_whole` leaves.
const TEMPORARY: &str = "recovery.tmp";
const MAGIC: &[u8; 8] = b"SOTAYRS1";

pub struct OneTimeSecret {
    /// generation of the key file at the request: a later change of the passphrase voids the secret
    generation: u64,
    pub secret: Zeroizing<[u8; 32]>,
    pub request: Vec<u8>,
}

impl OneTimeSecret {
    /// Writes the file; durable when it returns `Ok`. Replaces an earlier one.
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

    /// `None`: there is no open request.
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

    /// Removes the secret: an answer from headquarters is useless afterwards.
    pub fn remove(disk: &dyn Disk, dir: &Path) -> Result<(), StoreError> {
        [FILE, TEMPORARY].iter().try_for_each(|name| wipe(disk, &dir.join(name)))
    }

    /// Removes a secret that an interrupted change of the passphrase has left. Best effort: the
    /// next opening tries again.
    pub fn remove_stale(disk: &dyn Disk, dir: &Path) {
        // an unreadable file was overwritten already
        let is_stale = OneTimeSecret::read(disk, dir).is_none_or(|one| {
            key_folder::key_file(disk, dir).is_ok_and(|now| now.generation > one.generation)
        });
        if is_stale {
            OneTimeSecret::remove(disk, dir).unwrap_or_default();
        }
        wipe(disk, &dir.join(TEMPORARY)).unwrap_or_default();
    }
}

/// Overwrites a file before removing it, because removed content may stay on the disk for a long
/// time.
fn wipe(disk: &dyn Disk, path: &Path) -> Result<(), StoreError> {
    if !disk.exists(path) {
        return Ok(());
    }
    if let Ok(mut file) = disk.open(path) {
        let len = file.len().unwrap_or(0).min(limits::SMALL_FILE) as usize;
        let zeros = file.write_at(&vec![0; len], 0).and_then(|()| file.sync_data());
        // a failure is ignored: the file is removed in any case
        zeros.unwrap_or_default();
    }
    disk.remove(path).map_err(|e| StoreError::io(IoOperation::Write, path, e))
}
