//! Headquarters' folder copied as it is, but for what is made from it anew. Regular files only;
//! links are not followed.

use std::fs::{self, File};
use std::path::Path;

use super::manifest::{self, Manifest};
use crate::store::error::Doing;
use crate::store::file::{Disk, RealDisk, make_folder, make_root, sync_parent, write_whole};
use crate::store::{Store, StoreError, limits, reason};

/// Made anew where it is missing, or of no use elsewhere.
const LEFT: [&str; 8] =
    ["state", "LOCK", "ballast", "names", "head", "broken", DATE, manifest::FILE];
/// Folders inside folders; ours are not deeper.
const DEPTH: usize = 4;

/// In a copy: when it was made, Unix milliseconds as text. Copies of older programs have none.
const DATE: &str = "copied";

/// Notes when a copy was made. Whoever restores it must know since when decisions are lost.
pub fn date(copy: &Path, now: u64) -> Result<(), StoreError> {
    write_whole(&RealDisk, &copy.join(DATE), now.to_string().as_bytes())
}

/// When a copy was made, if it says so.
pub fn taken(copy: &Path) -> Option<u64> {
    let bytes = RealDisk.read(&copy.join(DATE), limits::SMALL_FILE).ok()?;
    String::from_utf8(bytes).ok()?.trim().parse().ok()
}

/// Every file of it durable when it returns.
pub fn copy(from: &Path, into: &Path) -> Result<Manifest, StoreError> {
    must_be_empty(into)?;
    make_root(&RealDisk, into)?;
    let root = into;
    let mut copied = Manifest::default();
    let mut folders = vec![(from.to_owned(), into.to_owned(), 0)];
    while let Some((from, into, depth)) = folders.pop() {
        make_folder(&RealDisk, root, &into)?;
        let entries = fs::read_dir(&from).map_err(|e| StoreError::io(Doing::List, &from, e))?;
        for entry in entries {
            let entry = entry.map_err(|e| StoreError::io(Doing::List, &from, e))?;
            let name = entry.file_name();
            if depth == 0 && LEFT.iter().any(|left| name == *left) {
                continue;
            }
            let (path, to) = (entry.path(), into.join(&name));
            let kind = entry.file_type().map_err(|e| StoreError::io(Doing::Read, &path, e))?;
            if kind.is_dir() && depth < DEPTH {
                folders.push((path, to, depth + 1));
            } else if kind.is_file() {
                copied.copy(to.strip_prefix(root).unwrap_or(&to), &path, &to)?;
            }
        }
        sync(&into)?;
    }
    Ok(copied)
}

/// A copy that is whole, read again and found right, or not there at all.
pub fn back_up(dir: &Path, into: &Path, now: u64) -> Result<(), StoreError> {
    let temp = manifest::unfinished(into);
    let made = copy(dir, &temp).and_then(|copied| {
        date(&temp, now)?;
        copied.write(&temp)?;
        let read = Manifest::read(&temp)?.filter(|read| *read == copied);
        let same = read.ok_or(StoreError::BackupDamaged)?.compare(&temp)?.none();
        if !same {
            return Err(StoreError::BackupDamaged);
        }
        must_be_empty(into)?;
        RealDisk.rename(&temp, into).map_err(|e| StoreError::io(Doing::Rename, into, e))?;
        sync_parent(&RealDisk, into)
    });
    if made.is_err() && RealDisk.exists(&temp) {
        // half a copy is of no use to anybody, and in the way on a full disk
        fs::remove_dir_all(&temp).map_err(|e| StoreError::io(Doing::Write, &temp, e))?;
    }
    made
}

/// Headquarters' own numbers behind the copy's end were given before, and lie on laptops: its
/// journal goes on under a new epoch, whose first op says why.
pub fn begin_anew(store: &Store) -> Result<(), StoreError> {
    let epochs = store.epochs()?;
    let last = epochs.last().ok_or(StoreError::Bug("a journal without an epoch"))?;
    store.part_from(last.epoch, last.last, reason::RESTORED)
}

pub fn must_be_empty(into: &Path) -> Result<(), StoreError> {
    let has_something = fs::read_dir(into).is_ok_and(|mut entries| entries.next().is_some());
    if has_something { Err(StoreError::NotEmpty) } else { Ok(()) }
}

fn sync(path: &Path) -> Result<(), StoreError> {
    let done = File::open(path).and_then(|file| file.sync_all());
    done.map_err(|e| StoreError::io(Doing::Sync, path, e))
}
