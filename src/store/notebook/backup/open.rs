//! Restores a notebook from a backup.

use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

use super::super::device::{self, Device};
use super::{BackupParts, ENROLMENT, is_enrolment};
use crate::record::audit::{AuditAbout, AuditDeed, AuditEntry};
use crate::record::{Body, HybridClock, Op};
use crate::storage::crypto::key::Keys;
use crate::storage::crypto::key_file::KeyFile;
use crate::storage::crypto::key_folder::KeyedFolder;
use crate::storage::crypto::sealed_file;
use crate::storage::disk::{
    Disk, RealDisk, make_folder, make_root, process_origin, sync_parent, twin, write_whole,
};
use crate::storage::error::{IoOperation, StoreError};
use crate::storage::format::erased::{self, ErasedV1};
use crate::storage::format::header::HEADER;
use crate::storage::format::wire::OP_VER;
use crate::storage::format::{blob, header};
use crate::store::attachments::folder::Files;
use crate::store::erasures::registry;
use crate::store::journal::{Entry, Journal, JournalReport, JournalSettings, audit_frame};
use crate::store::notebook::uplink::reason::BACKUP;

/// Restores a backup into `into`, which must be empty or missing, and starts a new epoch. The first
/// op of the epoch is durable on return. The state is built at the first opening. `disk` writes the
/// notebook. `now`: Unix ms.
pub fn open_backup(
    disk: &Arc<dyn Disk>,
    file: &Path,
    into: impl Into<KeyedFolder>,
    now: u64,
) -> Result<JournalReport, StoreError> {
    let KeyedFolder { dir, access } = into.into();
    let into = &*dir;
    let mut parts = BackupParts::open(file)?;
    let key = parts.next()?.ok_or(StoreError::BackupDamaged)?;
    let device = parts.next()?.ok_or(StoreError::BackupDamaged)?;
    let keys = access.open(&KeyFile::parse(&key)?)?;
    Device::from_file(&device, &keys)?;
    if disk.exists(into) {
        let there = disk.list(into).map_err(|e| StoreError::io(IoOperation::List, into, e))?;
        if !there.is_empty() {
            return Err(StoreError::NotEmpty);
        }
    }
    // Restore under a temporary name, so that a partial notebook is never taken for a complete one.
    let temp = unfinished(into);
    clear(&temp)?;
    make_root(&**disk, &temp)?;
    // other processes remove the folder unless it is locked
    let lock = RealDisk.lock(&temp);
    let made = fill(disk, &temp, parts, (&key, &device, &keys), now);
    let report = match made {
        Ok(report) => report,
        Err(error) => {
            drop(lock);
            clear(&temp)?;
            return Err(error);
        }
    };
    if disk.exists(into) {
        // empty, as checked above; the system refuses to remove a folder with content
        RealDisk
            .remove_empty_folder(into)
            .map_err(|e| StoreError::io(IoOperation::Rename, into, e))?;
    }
    disk.rename(&temp, into).map_err(|e| StoreError::io(IoOperation::Rename, into, e))?;
    sync_parent(&**disk, into)?;
    Ok(report)
}

/// The key file in a backup, after verifying the backup's SHA-256.
pub fn key_file_of(file: &Path) -> Result<KeyFile, StoreError> {
    let key = BackupParts::open(file)?.next()?.ok_or(StoreError::BackupDamaged)?;
    KeyFile::parse(&key)
}

/// The temporary name, next to `into`.
fn unfinished(into: &Path) -> PathBuf {
    let mut name = into.file_name().unwrap_or_default().to_os_string();
    name.push(".unfinished");
    into.with_file_name(name)
}

/// Removes what a killed restore has left next to `into`: it contains the key.
pub(crate) fn clear_beside(into: &Path) -> Result<(), StoreError> {
    clear(&unfinished(into))
}

/// Removes a folder that an interrupted restore has left. Fails if the folder has other files, or
/// if another program is restoring into it.
fn clear(temp: &Path) -> Result<(), StoreError> {
    if !RealDisk.exists(temp) {
        return Ok(());
    }
    // held until the folder is removed; a disk without locks gives an error, which is ignored
    let _lock = match RealDisk.try_lock(temp) {
        Ok(None) => return Err(StoreError::NotEmpty),
        lock => lock,
    };
    let names = RealDisk.list(temp).map_err(|e| StoreError::io(IoOperation::List, temp, e))?;
    let ours = |name: &String| {
        let name = name.strip_suffix(".tmp").unwrap_or(name);
        [
            "key",
            "key.bak",
            "device",
            "device.bak",
            "journal",
            crate::store::attachments::folder::FOLDER,
            ENROLMENT,
            "enrolled.bak",
            registry::FILE,
        ]
        .contains(&name)
    };
    if !names.iter().all(ours) {
        return Err(StoreError::NotEmpty);
    }
    RealDisk.remove_folder(temp).map_err(|e| StoreError::io(IoOperation::Write, temp, e))
}

fn fill(
    disk: &Arc<dyn Disk>,
    temp: &Path,
    mut parts: BackupParts,
    (key, sealed_device, keys): (&[u8], &[u8], &Keys),
    now: u64,
) -> Result<JournalReport, StoreError> {
    let to = &**disk;
    let journal = temp.join("journal");
    make_folder(to, temp, &journal)?;
    twin::write(to, &temp.join(device::FILE), sealed_device)?;
    while let Some(part) = parts.next()? {
        if part.starts_with(blob::MAGIC) {
            blob::open(keys, &part).map_err(|_| StoreError::BackupDamaged)?;
            let name = blob::named(&part).ok_or(StoreError::BackupDamaged)?;
            Files { disk: to, dir: temp, keys }.put_sealed(&name, &part)?;
            continue;
        }
        if is_enrolment(&part) {
            sealed_file::ENROLMENT.write(to, temp, keys, &part)?;
            continue;
        }
        let no = part.first_chunk::<HEADER>().and_then(|h| header::Header::parse(h).ok());
        let no = no.ok_or(StoreError::BackupDamaged)?.file_no;
        write_whole(to, &journal.join(format!("{no:08}.skj")), &part)?;
    }
    // pending: the next opening reads the erasures from the journal
    let note = ErasedV1 { pending: true, ..ErasedV1::default() };
    write_whole(to, &temp.join(registry::FILE), &erased::encode(&note))?;
    write_whole(to, &temp.join("key"), key)?;
    write_whole(to, &temp.join("key.bak"), key)?;
    begin_epoch(disk, temp, keys, now)
}

/// Starts a new epoch: the original notebook may still be in use and give numbers of the old one.
fn begin_epoch(
    disk: &Arc<dyn Disk>,
    dir: &Path,
    keys: &Keys,
    now: u64,
) -> Result<JournalReport, StoreError> {
    let settings = JournalSettings { disk: Arc::clone(disk), ..JournalSettings::default() };
    let (mut journal, _) = Journal::open_with(settings, dir, keys)?;
    let old = journal.tail();
    let epoch = u64::from_le_bytes(crate::storage::crypto::random::random()?);
    journal.start_epoch(epoch)?;
    let op = Op {
        seq: 1,
        hlc: HybridClock::after(old.hlc).tick(now),
        wall_flag: 0,
        ver: OP_VER,
        body: Body::Epoch { old_epoch: old.epoch, old_seq: old.seq, reason: BACKUP.into() },
    };
    let (at, about) = (op.hlc, AuditAbout::default());
    let (deed, place) = (AuditDeed::Restore, process_origin());
    let restored = AuditEntry { at, deed, failed: false, place, about };
    let ops = Entry::Ops { ops: vec![op], ends_draft: None };
    journal.append(vec![ops, audit_frame(&restored)])?;
    Device::load(dir, keys)?.set_epoch(&**disk, dir, keys, epoch)?;
    journal.verify()
}
