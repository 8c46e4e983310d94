//! Copies headquarters' folder, except for files that can be rebuilt. Copies regular files only; if
//! there is a symbolic link, the copy fails.

pub(crate) use crate::hq::admin::directory::{RESTORING, is_unfinished};
use std::path::Path;
use std::sync::Arc;

use super::audit::HqAudit;
use super::manifest::{self, Manifest};
use super::officer::Enrolled;
use super::roll;
use crate::hq::admin::directory;
use crate::hq::admin::directory::HqDirectory;
use crate::hq::ingest::log;
use crate::storage::crypto::key_folder::{self, KeyAccess, KeyedFolder};
use crate::storage::disk::{
    Disk, FolderEntry, RealDisk, make_folder, make_root, sync_parent, write_whole,
};
use crate::storage::error::{IoOperation, link_error};
use crate::storage::limits;
use crate::store::journal::{JournalReader, JournalSettings};
use crate::store::{LAST_BACKUP, Store, StoreError, reason};
use crate::sync::roll as lists;
use crate::text::hex::hex;

/// Top-level files that are not copied: they are rebuilt if missing, or useless elsewhere.
const LEFT: [&str; 14] = [
    "state",
    "LOCK",
    "ballast",
    "names",
    "head",
    "facts",
    "broken",
    DATE,
    manifest::FILE,
    RESTORING,
    roll::LOCK,
    key_folder::TEMPORARY[0],
    key_folder::TEMPORARY[1],
    LAST_BACKUP,
];
/// Prefix of the names of backups.
pub const PREFIX: &str = "sotay-hq-";

/// Maximum folder depth; headquarters' own folders are not deeper.
const MAX_DEPTH: usize = 4;

/// In a copy: time of the copy, Unix milliseconds as text. Missing in copies of older programs.
const DATE: &str = "copied";

/// Records the time of the copy: after a restore, decisions made since then are lost.
fn write_date(disk: &dyn Disk, copy: &Path, now: u64) -> Result<(), StoreError> {
    write_whole(disk, &copy.join(DATE), now.to_string().as_bytes())
}

/// The time of the copy, if recorded.
pub fn read_date(copy: &Path) -> Option<u64> {
    let bytes = RealDisk.read(&copy.join(DATE), limits::SMALL_FILE).ok()?;
    String::from_utf8(bytes).ok()?.trim().parse().ok()
}

/// Copies the folder; every file is durable on return.
pub fn copy(disk: &dyn Disk, from: &Path, into: &Path) -> Result<Manifest, StoreError> {
    must_be_empty(into)?;
    copy_but(disk, from, into, &LEFT)
}

/// Creates a headquarters of a later era from a copy. The file `hq` with that era is written last
/// and atomically: an interrupted restore leaves a folder that is no headquarters, and can be
/// repeated. Before that its journal continues in a new epoch, so that no op number is used twice.
/// `open`: opens the notebook in the folder.
pub fn restore(
    disk: &Arc<dyn Disk>,
    from: impl Into<KeyedFolder>,
    into: &Path,
    now: u64,
    open: &mut dyn FnMut() -> Result<Store, StoreError>,
) -> Result<(), StoreError> {
    let folder = from.into();
    let from = &*folder.dir.clone();
    let old = HqDirectory::open_on(disk.clone(), folder)?;
    let keys = KeyAccess::Keys(old.keys.clone());
    mark_unfinished(&**disk, into)?;
    let left: Vec<&str> = LEFT.into_iter().chain([directory::FILE, directory::COPY]).collect();
    copy_but(&**disk, from, into, &left)?;
    // set before it becomes a headquarters: nothing may take effect until the administrator
    // confirms
    let again = KeyedFolder { dir: from.to_owned(), access: keys };
    HqDirectory::open_on(disk.clone(), again)?
        .moved_to(into)
        .require_confirm(now, read_date(from))?;
    let store = open()?;
    begin_epoch(&store).and_then(|()| store.close())?;
    // an earlier restore may have run with a clock ahead of the present one
    let era = old.latest_era(&lists::rolls_beside(from)?)?;
    old.begin_era(into, now.max(era.saturating_add(1)))?;
    let mark = into.join(RESTORING);
    disk.remove(&mark).map_err(|e| StoreError::io(IoOperation::Write, &mark, e))
}

/// Makes an empty folder with the mark `RESTORING`; removes what an earlier restore left there.
fn mark_unfinished(disk: &dyn Disk, into: &Path) -> Result<(), StoreError> {
    let io = |doing, path: &Path, e| StoreError::io(doing, path, e);
    if is_unfinished(into) {
        for entry in RealDisk.entries(into).map_err(|e| io(IoOperation::List, into, e))? {
            let path = into.join(&entry.name);
            let removed = match entry.kind.is_dir() {
                true => disk.remove_folder(&path),
                false if entry.name == RESTORING => Ok(()),
                false => disk.remove(&path),
            };
            removed.map_err(|e| io(IoOperation::Write, &path, e))?;
        }
        return Ok(());
    }
    must_be_empty(into)?;
    make_root(disk, into)?;
    write_whole(disk, &into.join(RESTORING), b"1\n")
}

fn copy_but(
    disk: &dyn Disk,
    from: &Path,
    into: &Path,
    left_out: &[&str],
) -> Result<Manifest, StoreError> {
    make_root(disk, into)?;
    let (source, root) = (from, into);
    let mut copied = Manifest::default();
    let mut folders = vec![(from.to_owned(), into.to_owned(), 0)];
    while let Some((from, into, depth)) = folders.pop() {
        make_folder(disk, root, &into)?;
        let entries =
            RealDisk.entries(&from).map_err(|e| StoreError::io(IoOperation::List, &from, e))?;
        for FolderEntry { name, kind } in entries {
            if depth == 0 && left_out.iter().any(|left| name == *left) {
                continue;
            }
            let (path, to) = (from.join(&name), into.join(&name));
            if kind.is_dir() && depth < MAX_DEPTH {
                folders.push((path, to, depth + 1));
            } else if kind.is_symlink() {
                // without the link's target the copy would be incomplete
                let shown = path.strip_prefix(source).unwrap_or(&path);
                let (doing, file) = (IoOperation::Read, shown.display().to_string());
                return Err(StoreError::Io { operation: doing, file, source: link_error() });
            } else if kind.is_file() {
                let path = key_folder::counting(&RealDisk, source, path);
                copied.copy(disk, to.strip_prefix(root).unwrap_or(&to), &path, &to)?;
            }
        }
        disk.sync_folder(&into).map_err(|e| StoreError::io(IoOperation::Sync, &into, e))?;
    }
    Ok(copied)
}

/// What can be checked in a copy without a manifest.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Gaps {
    /// enrolled devices without a log in the copy
    pub without_log: Vec<Enrolled>,
    /// damaged parts, by their path in the copy
    pub damaged: Vec<String>,
}

/// Finds gaps in a copy. A device that never sent anything has no log either; only the
/// administrator can tell the difference.
pub fn gaps(copy: impl Into<KeyedFolder>) -> Result<Gaps, StoreError> {
    let folder = copy.into();
    let copy = &*folder.dir.clone();
    let home = HqDirectory::open(folder)?;
    let mut gaps = Gaps::default();
    let journal = JournalReader::new(JournalSettings::default(), copy, &home.keys);
    if !journal.verify().is_ok_and(|report| report.damage.is_empty() && report.frames > 0) {
        gaps.damaged.push("journal".to_owned());
    }
    if !(HqAudit { home: &home }).verify().is_ok_and(|report| report.damage.is_empty()) {
        gaps.damaged.push(directory::AUDIT.to_owned());
    }
    if home.lanes().verify().is_err() {
        gaps.damaged.push("lanes".to_owned());
    }
    for enrolled in home.officers()? {
        let device = enrolled.certificate().device;
        if !log::folder(copy, &device).join("journal").is_dir() {
            gaps.without_log.push(enrolled);
        }
    }
    for device in log::devices(copy)? {
        let report = log::verify(copy, &home.keys, &device);
        if !report.is_ok_and(|report| report.damage.is_empty()) {
            gaps.damaged.push(format!("log/{}", hex(&device)));
        }
    }
    Ok(gaps)
}

/// Removes unfinished backups in a folder, as they contain headquarters' keys. A backup in progress
/// is locked by its process and is skipped.
pub fn sweep(folder: &Path) -> Result<(), StoreError> {
    let entries =
        RealDisk.entries(folder).map_err(|e| StoreError::io(IoOperation::List, folder, e))?;
    for entry in entries {
        let path = folder.join(&entry.name);
        let ours = entry.name.to_str().is_some_and(|name| name.starts_with(PREFIX));
        if !(ours && entry.kind.is_dir() && manifest::is_unfinished(&path)) {
            continue;
        }
        let io = |e| StoreError::io(IoOperation::Write, &path, e);
        if let Ok(Some(_lock)) = RealDisk.try_lock(&path) {
            RealDisk.remove_folder(&path).map_err(io)?;
        }
    }
    Ok(())
}

/// Makes a copy and verifies it by reading it again. On an error nothing is left at `into`.
pub fn back_up(disk: &dyn Disk, dir: &Path, into: &Path, now: u64) -> Result<(), StoreError> {
    let temp = manifest::unfinished(into);
    make_root(disk, &temp)?;
    let lock = RealDisk.lock(&temp);
    let _lock = lock.map_err(|e| StoreError::io(IoOperation::Lock, &temp, e))?;
    let made = copy(disk, dir, &temp).and_then(|copied| {
        write_date(disk, &temp, now)?;
        copied.write(disk, &temp)?;
        let read = Manifest::read(&temp)?.filter(|read| *read == copied);
        let same = read.ok_or(StoreError::BackupDamaged)?.compare(&temp)?.is_empty();
        if !same {
            return Err(StoreError::BackupDamaged);
        }
        must_be_empty(into)?;
        disk.rename(&temp, into).map_err(|e| StoreError::io(IoOperation::Rename, into, e))?;
        sync_parent(disk, into)
    });
    if made.is_err() && disk.exists(&temp) {
        // a partial copy is useless, and takes space on a full disk
        disk.remove_folder(&temp).map_err(|e| StoreError::io(IoOperation::Write, &temp, e))?;
    }
    made
}

/// Continues the journal in a new epoch. Op numbers after the end of the copy were used before and
/// are on laptops. The first op of the epoch says why it began.
pub fn begin_epoch(store: &Store) -> Result<(), StoreError> {
    let epochs = store.uplink().epochs()?;
    let last = epochs.last().ok_or(StoreError::Bug("a journal without an epoch"))?;
    store.uplink().fork(last.epoch, last.last, reason::RESTORED)
}

pub fn must_be_empty(into: &Path) -> Result<(), StoreError> {
    let has_something = RealDisk.entries(into).is_ok_and(|entries| !entries.is_empty());
    if has_something { Err(StoreError::NotEmpty) } else { Ok(()) }
}
