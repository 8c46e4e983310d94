//! Writes a notebook as one file: the journal rewritten and sealed with the same data key, the key
//! file, the device file and the attachments. Does not contain the sled state, which is rebuilt.
//!
//! Format: `"SOTAYBK1"`, then parts of u64 length and bytes: key, device, one part per journal file
//! (header and frames as in a journal file), one per undamaged attachment (as in the folder,
//! `blob.rs`), the enrolment if there is one; a part of length 0; SHA-256 of everything before.

mod open;

use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::Notebook;
use super::device::Device;
use super::{device, erasing};
use crate::storage::crypto::key::Keys;
use crate::storage::crypto::key_folder::{self, KeyedFolder};
use crate::storage::crypto::seal::Sealer;
use crate::storage::crypto::sealed_file;
use crate::storage::disk::temporary::{create_locked, remove_abandoned};
use crate::storage::disk::{
    Disk, DiskFile, RealDisk, make_root, rename_new, sync_parent, twin, write_whole,
};
use crate::storage::error::{IoOperation, StoreError};
use crate::storage::format::blob;
use crate::storage::format::frame::RawFrame;
use crate::storage::limits;
use crate::store::attachments::folder::Files;
use crate::store::journal::window::FileWindow;
use crate::store::journal::{JournalReader, JournalReport, JournalSettings, content, salvage};
use crate::text::format::{iso, today_from_millis};
pub(crate) use open::clear_beside;
pub use open::{key_file_of, open_backup};

const MAGIC: &[u8; 8] = b"SOTAYBK1";
const PREFIX: &str = "sotay-";
const TEMPORARY: &str = "tmp";
/// The file that identifies this device to headquarters, and its magic. Its content is validated by
/// the code that reads it (`sync`).
pub const ENROLMENT: &str = sealed_file::ENROLMENT.name;
pub const ENROLLED: &[u8; 8] = b"SOTAYEN1";
/// File with the time of the last backup, Unix milliseconds as text.
pub const LAST_BACKUP: &str = "backed-up";
/// Maximum number of backups of the same state in one folder.
const MOST_ALIKE: u32 = 10_000;
/// Maximum bytes of a backup that is read.
const MAX_FILE: u64 = 1 << 40;

/// Backs up an open notebook: no record changes until the file is verified.
pub(crate) fn back_up_open(
    notebook: &Notebook,
    keyed: KeyedFolder,
    folder: &Path,
) -> Result<PathBuf, StoreError> {
    let mut writer = notebook.writer();
    notebook.checkpoint(&mut writer, false)?;
    let (disk, now) = (&*notebook.projections.context.disk, notebook.now());
    let (file, _) = backup(disk, keyed, folder, now)?;
    note_backup(disk, notebook.dir(), now);
    Ok(file)
}

/// Writes a backup of `notebook` into `folder`, reads it again and verifies it. Damaged parts of
/// the notebook are left out; the report lists them.
pub fn backup(
    disk: &dyn Disk,
    notebook: impl Into<KeyedFolder>,
    folder: &Path,
    now: u64,
) -> Result<(PathBuf, JournalReport), StoreError> {
    let notebook = notebook.into();
    let dir = &*notebook.dir.clone();
    let keys = Keys::read(notebook)?;
    let device = Device::load(dir, &keys)?;
    let reader = JournalReader::new(JournalSettings::default(), dir, &keys);
    let report = reader.verify()?;
    make_root(disk, folder)?;
    sweep(folder, &device)?;
    let path = folder.join(name(&device, &report, now));
    let temp = path.with_extension(TEMPORARY);
    // locked until it is renamed
    let lock =
        create_locked(&temp).map_err(|e| StoreError::io(IoOperation::Create, &path, e))?;
    let source = BackupSource { disk, dir, keys: &keys, reader: &reader, device: device.id };
    let opened = disk.open(&temp).map_err(|e| StoreError::io(IoOperation::Write, &path, e));
    let named = opened.and_then(|mut file| {
        let frames = write(&mut *file, &path, &source)?;
        drop(file);
        // The notebook may have grown since `report`; the frames read must be those written. Only then
        // does the file get the name of a backup.
        let again = BackupParts::open(&temp)?.count(&keys)?;
        if again != frames || frames < report.frames {
            return Err(StoreError::BackupDamaged);
        }
        give_name(&temp, &path)
    });
    drop(lock);
    match named {
        Ok(path) => sync_parent(disk, &path).map(|()| (path, report)),
        Err(error) => {
            // it has the key, is useless, and takes space
            disk.remove(&temp).unwrap_or_default();
            Err(error)
        }
    }
}

/// Notes the time of a backup; best effort.
pub fn note_backup(disk: &dyn Disk, dir: &Path, now: u64) {
    write_whole(disk, &dir.join(LAST_BACKUP), format!("{now}\n").as_bytes())
        .unwrap_or_default();
}

/// Time of the last noted backup, Unix milliseconds.
pub fn last_backup(dir: &Path) -> Option<u64> {
    let bytes = RealDisk.read(&dir.join(LAST_BACKUP), limits::SMALL_FILE).ok()?;
    String::from_utf8(bytes).ok()?.trim().parse().ok()
}

/// The sources of a backup.
struct BackupSource<'a> {
    disk: &'a dyn Disk,
    dir: &'a Path,
    keys: &'a Keys,
    reader: &'a JournalReader,
    /// the device that writes the journal
    device: [u8; 16],
}

/// Writes the backup; returns the number of frames.
fn write(
    file: &mut dyn DiskFile,
    path: &Path,
    source: &BackupSource,
) -> Result<u64, StoreError> {
    let BackupSource { disk, dir, keys, reader, .. } = *source;
    let mut out = BackupWriter { file, path, at: 0, hash: Sha256::new() };
    out.put(MAGIC)?;
    // Unchanged: the backup has the same passphrase.
    out.part(key_folder::key_file(&RealDisk, dir)?.bytes())?;
    let whole = |bytes: &[u8]| Device::from_file(bytes, keys).map(|_| bytes.to_vec());
    out.part(&twin::read(disk, &dir.join(device::FILE), limits::SMALL_FILE, whole)?)?;
    // apply all erasures, even those not yet carried out in the notebook
    let mut erased = erasing::read_erasures(reader, source.device, &|_| true);
    let frames = reader.recut(
        &mut |_, entry, _, plain| erased.edit(&source.device, entry, plain),
        &mut |part| out.part(part),
    )?;
    Files { disk, dir, keys }.for_each_sealed(&mut |sealed| out.part(sealed))?;
    let whole = |bytes: &[u8]| check_enrolment(keys, bytes).map(|()| bytes.to_vec());
    // Without a readable enrolment the restored device is enrolled again.
    if let Ok(bytes) = twin::read(disk, &dir.join(ENROLMENT), limits::SMALL_FILE, whole) {
        out.part(&sealed_file::ENROLMENT.seal(keys, &bytes)?)?;
    }
    out.finish()?;
    Ok(frames)
}

/// Checks that the bytes are an enrolment; older programs wrote it unsealed.
pub(super) fn check_enrolment(keys: &Keys, bytes: &[u8]) -> Result<(), StoreError> {
    let plain = sealed_file::ENROLMENT.open(keys, bytes);
    let is_one = plain.is_ok_and(|plain| plain.starts_with(ENROLLED));
    is_one.then_some(()).ok_or(StoreError::EnrolmentDamaged)
}

/// Renames the backup to `wanted`, or to a numbered name if a file is there: no file is replaced.
fn give_name(temp: &Path, wanted: &Path) -> Result<PathBuf, StoreError> {
    let failed = |doing| move |e| StoreError::io(doing, wanted, e);
    let stem = wanted.file_stem().unwrap_or_default().to_string_lossy();
    let others = (2..MOST_ALIKE).map(|n| wanted.with_file_name(format!("{stem}-{n}.skb")));
    for path in [wanted.to_owned()].into_iter().chain(others) {
        match rename_new(temp, &path) {
            Err(e) if e.kind() == std::io::ErrorKind::AlreadyExists => {}
            Err(e) => return Err(failed(IoOperation::Rename)(e)),
            Ok(()) => return Ok(path),
        }
    }
    Err(failed(IoOperation::Create)(std::io::ErrorKind::AlreadyExists.into()))
}

/// File name: the day first, because people search by it, then only numbers, so that the name
/// reveals nothing written in the notebook.
fn name(device: &Device, report: &JournalReport, now: u64) -> String {
    let day = iso(today_from_millis(now));
    let own = short(device);
    let (epoch, seq) = report.last.unwrap_or((device.epoch, 0));
    let epoch = epoch as u32;
    format!("{PREFIX}{day}-{own}-{epoch:08x}-{seq}-{}.skb", report.frames)
}

/// Removes partial backups that killed programs have left: they contain the key.
fn sweep(folder: &Path, device: &Device) -> Result<(), StoreError> {
    let own = short(device);
    for name in half_written(folder)? {
        if name.contains(&format!("-{own}-")) {
            remove_abandoned(&folder.join(name), Some(MAGIC));
        }
    }
    Ok(())
}

/// Names of backups that are being written or were left unfinished.
pub fn half_written(folder: &Path) -> Result<Vec<String>, StoreError> {
    let names =
        RealDisk.list(folder).map_err(|e| StoreError::io(IoOperation::List, folder, e))?;
    Ok(names.into_iter().filter(|name| is_temporary(name)).collect())
}

/// Whether `name` made this, for example `sotay-2026-11-28-3c374508-9a0b1c2d-120-77.tmp`.
fn is_temporary(name: &str) -> bool {
    let inner = name.strip_prefix(PREFIX).and_then(|rest| rest.strip_suffix(TEMPORARY));
    let Some(inner) = inner.and_then(|rest| rest.strip_suffix('.')) else { return false };
    let hex = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_hexdigit());
    let parts: Vec<&str> = inner.split('-').collect();
    let long = parts.iter().map(|part| part.len()).take(5).eq([4, 2, 2, 8, 8]);
    parts.len() == 7 && long && parts.iter().all(|part| hex(part))
}

fn short(device: &Device) -> String {
    let [a, b, c, d, ..] = device.id;
    format!("{a:02x}{b:02x}{c:02x}{d:02x}")
}

/// Whether a part is the enrolment; older backups have it unsealed.
fn is_enrolment(part: &[u8]) -> bool {
    part.starts_with(ENROLLED) || sealed_file::ENROLMENT.is_sealed(part)
}

struct BackupWriter<'a> {
    file: &'a mut dyn DiskFile,
    path: &'a Path,
    at: u64,
    hash: Sha256,
}

impl BackupWriter<'_> {
    fn put(&mut self, bytes: &[u8]) -> Result<(), StoreError> {
        self.hash.update(bytes);
        self.raw(bytes)
    }

    fn raw(&mut self, bytes: &[u8]) -> Result<(), StoreError> {
        let written = self.file.write_at(bytes, self.at);
        self.at += bytes.len() as u64;
        written.map_err(|e| StoreError::io(IoOperation::Write, self.path, e))
    }

    fn part(&mut self, bytes: &[u8]) -> Result<(), StoreError> {
        self.put(&(bytes.len() as u64).to_le_bytes())?;
        self.put(bytes)
    }

    fn finish(&mut self) -> Result<(), StoreError> {
        self.put(&0u64.to_le_bytes())?;
        let sum: [u8; 32] = self.hash.clone().finalize().into();
        self.raw(&sum)?;
        self.file.sync_data().map_err(|e| StoreError::io(IoOperation::Sync, self.path, e))
    }
}

/// Reads the parts of a backup after its SHA-256 was verified.
struct BackupParts {
    path: PathBuf,
    at: u64,
}

impl BackupParts {
    fn open(path: &Path) -> Result<BackupParts, StoreError> {
        let mut hash = Sha256::new();
        let mut parts = BackupParts { path: path.to_path_buf(), at: 0 };
        if parts.piece(8)? != MAGIC {
            return Err(StoreError::BackupDamaged);
        }
        hash.update(MAGIC);
        loop {
            let part = parts.next()?;
            let len = part.as_ref().map_or(0, Vec::len) as u64;
            hash.update(len.to_le_bytes());
            let Some(part) = part else { break };
            hash.update(&part);
        }
        let sum: [u8; 32] = hash.finalize().into();
        if parts.piece(32)? != sum || !parts.piece(1).is_ok_and(|rest| rest.is_empty()) {
            return Err(StoreError::BackupDamaged);
        }
        Ok(BackupParts { at: 8, ..parts })
    }

    fn next(&mut self) -> Result<Option<Vec<u8>>, StoreError> {
        let len = self.piece(8)?;
        let len = len.first_chunk::<8>().map(|b| u64::from_le_bytes(*b));
        match len.ok_or(StoreError::BackupDamaged)? {
            0 => Ok(None),
            len if len > limits::JOURNAL_FILE_MAX => Err(StoreError::BackupDamaged),
            len => {
                let part = self.piece(len as usize)?;
                let whole = part.len() as u64 == len;
                if whole { Ok(Some(part)) } else { Err(StoreError::BackupDamaged) }
            }
        }
    }

    fn piece(&mut self, len: usize) -> Result<Vec<u8>, StoreError> {
        if self.at > MAX_FILE {
            return Err(StoreError::BackupDamaged);
        }
        let read = RealDisk.read_at(&self.path, self.at, len);
        let read = read.map_err(|e| StoreError::io(IoOperation::Read, &self.path, e))?;
        self.at += read.len() as u64;
        Ok(read)
    }

    /// Opens every frame and attachment; returns the number of frames.
    fn count(mut self, keys: &Keys) -> Result<u64, StoreError> {
        let sealer = Sealer::new(keys);
        let (mut count, mut parts) = (0, 0);
        while let Some(part) = self.next()? {
            parts += 1;
            if parts <= 2 {
                continue;
            }
            if part.starts_with(blob::MAGIC) {
                blob::open(keys, &part).map_err(|_| StoreError::BackupDamaged)?;
                continue;
            }
            if is_enrolment(&part) {
                continue;
            }
            let walk = salvage::walk(&mut FileWindow::of(&part), &|_, _| false);
            let walk = walk.map_err(|_| StoreError::BackupDamaged)?;
            for piece in &walk.pieces {
                let raw = RawFrame::read_at(&part, piece.at as usize)
                    .ok_or(StoreError::BackupDamaged)?;
                content::open(&sealer, &piece.previous, &raw)
                    .map_err(|_| StoreError::BackupDamaged)?;
                count += 1;
            }
            if walk.torn || walk.damaged() {
                return Err(StoreError::BackupDamaged);
            }
        }
        Ok(count)
    }
}
