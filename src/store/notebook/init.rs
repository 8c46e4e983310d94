//! Creates a notebook atomically.
//!
//! Builds it in a folder inside the notebook's and moves the parts into place, the journal last: a
//! folder is a notebook once it has a journal. What a failed or killed attempt leaves is removed at
//! once or by the next attempt.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::device::Device;
use crate::programme::ProgrammeSource;
use crate::programme::role::KindRole;
use crate::programme::spec::Programme;
use crate::record::{Change, Fields, HybridClock, Id, Op, Origin, Value};
use crate::storage::crypto::key::Keys;
use crate::storage::crypto::key_folder::NewPassphrase;
use crate::storage::disk::lock::Lock;
use crate::storage::disk::space;
use crate::storage::disk::{Disk, RealDisk, make_folder, make_root};
use crate::storage::error::{IoOperation, StoreError};
use crate::store::journal::{Checkpoint, Entry, Journal, JournalReader, JournalSettings, Mark};
use crate::store::state::StoreContext;
use crate::store::state::generations;
use crate::store::state::rebuild::StateBuilder;

/// Folder in which a notebook is built.
const NEW: &str = ".sotay-unfinished";
const JOURNAL: &str = "journal";
const LOCK: &str = "LOCK";
/// The parts of a new notebook besides its journal.
const PARTS: [&str; 6] = ["key", "key.bak", "device", "device.bak", "ballast", "state"];

/// Whether the folder has a complete notebook.
pub(crate) fn exists(dir: &Path) -> bool {
    has_files(dir) && !never_written(dir)
}

fn has_files(dir: &Path) -> bool {
    let has = |name: &str| RealDisk.exists(&dir.join(name));
    has(JOURNAL) || (["key", "key.bak"].into_iter().any(has) && !is_begun(dir))
}

/// Whether a creation is unfinished: parts may be in place, the journal is not.
fn is_begun(dir: &Path) -> bool {
    RealDisk.exists(&dir.join(NEW).join(JOURNAL)) && !RealDisk.exists(&dir.join(JOURNAL))
}

pub(crate) fn init(
    disk: Arc<dyn Disk>,
    source: impl ProgrammeSource,
    dir: &Path,
    setup: &Setup,
    passphrase: Option<&NewPassphrase>,
    now: u64,
) -> Result<(), StoreError> {
    let setup = &NewNotebook { setup: setup.normalized()?, passphrase };
    let attempt = Attempt::begin(&*disk, dir)?;
    let made = attempt.make(disk, source.programme(), setup, now);
    if made.is_err() {
        attempt.remove_folders();
    }
    made
}

/// Input of a creation.
struct NewNotebook<'a> {
    setup: Setup,
    passphrase: Option<&'a NewPassphrase>,
}

/// What existed before, so that a failure can restore it.
struct Attempt<'a> {
    dir: &'a Path,
    /// folders to be created for it, innermost first
    folders: Vec<PathBuf>,
    /// the lock file existed before
    locked: bool,
}

impl Attempt<'_> {
    fn begin<'a>(disk: &dyn Disk, dir: &'a Path) -> Result<Attempt<'a>, StoreError> {
        let missing = dir.ancestors().filter(|folder| !folder.as_os_str().is_empty());
        let folders =
            missing.take_while(|folder| !folder.exists()).map(Path::to_owned).collect();
        let attempt = Attempt { dir, folders, locked: dir.join(LOCK).exists() };
        match make_root(disk, dir) {
            Ok(()) => Ok(attempt),
            Err(error) => {
                attempt.remove_folders();
                Err(error)
            }
        }
    }

    fn make(
        &self,
        disk: Arc<dyn Disk>,
        programme: &'static Programme,
        setup: &NewNotebook<'_>,
        now: u64,
    ) -> Result<(), StoreError> {
        let lock = Lock::take(self.dir, now)?;
        let made = self.make_locked(disk, programme, setup, now);
        if made.is_err() && !self.locked && !exists(self.dir) {
            // Removed while it is held, so that no lock file of another program is removed.
            RealDisk.remove(&self.dir.join(LOCK)).unwrap_or_default();
        }
        drop(lock);
        made
    }

    fn make_locked(
        &self,
        disk: Arc<dyn Disk>,
        programme: &'static Programme,
        setup: &NewNotebook<'_>,
        now: u64,
    ) -> Result<(), StoreError> {
        let dir = self.dir;
        if exists(dir) {
            return Err(StoreError::AlreadyNotebook);
        }
        if has_files(dir) {
            put_aside(&*disk, dir, now)?;
        }
        clear(dir)?;
        // a killed restore may have left a backup's key next to this folder
        super::backup::clear_beside(dir).unwrap_or_default();
        // Never replace foreign files of these names.
        if let Some(name) = PARTS.iter().find(|name| RealDisk.exists(&dir.join(name))) {
            return Err(StoreError::InTheWay(dir.join(name)));
        }
        let made = build(disk.clone(), programme, &dir.join(NEW), setup, now)
            .and_then(|()| publish(&*disk, dir));
        if made.is_err() && !RealDisk.exists(&dir.join(JOURNAL)) {
            clear(dir)?;
        }
        made
    }

    /// Removes the created folders that are empty; best effort.
    fn remove_folders(&self) {
        for folder in &self.folders {
            RealDisk.remove_empty_folder(folder).unwrap_or_default();
        }
    }
}

fn build(
    disk: Arc<dyn Disk>,
    programme: &'static Programme,
    new: &Path,
    setup: &NewNotebook<'_>,
    now: u64,
) -> Result<(), StoreError> {
    make_folder(&*disk, new.parent().unwrap_or(new), new)?;
    let keys = Keys::create_closed(&RealDisk, new, setup.passphrase)?;
    let officer = Id::new(now, crate::storage::crypto::random::random()?);
    let epoch = u64::from_le_bytes(crate::storage::crypto::random::random()?);
    let device = Device::create(&*disk, new, &keys, officer, epoch)?;
    let settings = JournalSettings { disk: disk.clone(), ..JournalSettings::default() };
    let mut journal = Journal::create_with(settings, new, &keys, device.id, epoch)?;
    let op = first_op(programme, &setup.setup, officer, now);
    journal.append(vec![Entry::Ops { ops: vec![op], ends_draft: None }])?;
    space::keep_ballast(&*disk, new)?;
    let context = StoreContext::new(disk.clone(), programme, keys);
    let builder = StateBuilder::new(new, None, context, &journal, || 0);
    let state = builder.build(&mut |_| ()).map_err(StoreError::from)?.state;
    let applied = state.applied().map_err(StoreError::from)?;
    let checkpoint = Checkpoint::of(applied.no, applied.link);
    let boot = generations::boot_id();
    journal.append(vec![Entry::Mark(Mark::Closed { boot, checkpoint })])?;
    state.close(false);
    Ok(())
}

/// Moves the parts into place. Nothing counts until the journal is moved.
fn publish(disk: &dyn Disk, dir: &Path) -> Result<(), StoreError> {
    let new = dir.join(NEW);
    let rename = |name: &str| {
        let to = dir.join(name);
        disk.rename(&new.join(name), &to)
            .map_err(|e| StoreError::io(IoOperation::Rename, &to, e))
    };
    let sync = || disk.sync_folder(dir).map_err(|e| StoreError::io(IoOperation::Sync, dir, e));
    PARTS.into_iter().filter(|name| disk.exists(&new.join(name))).try_for_each(rename)?;
    sync()?;
    rename(JOURNAL)?;
    if let Err(error) = sync() {
        // Without the sync a power cut may lose the journal with everything written until then.
        // Undo by moving it back, which makes this an unfinished creation.
        let (journal, back) = (dir.join(JOURNAL), new.join(JOURNAL));
        RealDisk
            .rename(&journal, &back)
            .map_err(|e| StoreError::io(IoOperation::Rename, &journal, e))?;
        return Err(error);
    }
    // a leftover folder is harmless
    RealDisk.remove_folder(&new).unwrap_or_default();
    Ok(())
}

/// Removes what an unfinished attempt has left.
fn clear(dir: &Path) -> Result<(), StoreError> {
    let new = dir.join(NEW);
    if !RealDisk.exists(&new) {
        return Ok(());
    }
    let names = RealDisk.list(&new).map_err(|e| StoreError::io(IoOperation::List, &new, e))?;
    let ours = |name: &String| {
        let name = name.strip_suffix(".tmp").unwrap_or(name);
        name == JOURNAL || PARTS.contains(&name)
    };
    if !names.iter().all(ours) {
        return Err(StoreError::InTheWay(new));
    }
    // `publish` moves the key first: while it is in `new`, no part in `dir` comes from an attempt.
    if is_begun(dir) && !RealDisk.exists(&new.join(PARTS[0])) {
        remove_parts(dir)?;
    }
    // last: its presence marks the parts in `dir` as unfinished
    RealDisk.remove_folder(&new).map_err(|e| StoreError::io(IoOperation::Write, &new, e))
}

fn remove_parts(dir: &Path) -> Result<(), StoreError> {
    for name in PARTS {
        let path = dir.join(name);
        let removed = match RealDisk.link_metadata(&path) {
            Ok(there) if there.is_dir() => RealDisk.remove_folder(&path),
            Ok(_) => RealDisk.remove(&path),
            Err(_) => Ok(()),
        };
        removed.map_err(|e| StoreError::io(IoOperation::Write, &path, e))?;
    }
    Ok(())
}

/// Whether an earlier version failed to create this notebook: it has no record, and the folder has
/// only files of a new notebook.
fn never_written(dir: &Path) -> bool {
    let Ok(names) = RealDisk.list(dir) else { return false };
    let begun = |name: &String| {
        let name = name.strip_suffix(".tmp").unwrap_or(name);
        [LOCK, JOURNAL, "key", "key.bak", "device", "device.bak", "ballast"].contains(&name)
    };
    if !names.iter().all(begun) {
        return false;
    }
    let files = RealDisk.list(&dir.join(JOURNAL)).unwrap_or_default();
    if files.is_empty() {
        return true;
    }
    let Ok(keys) = Keys::read(dir) else { return false };
    let reader = JournalReader::new(JournalSettings::default(), dir, &keys);
    reader.frames(1).all(|frame| matches!(frame, Ok((_, Entry::Mark(_)))))
}

/// Moves an empty notebook's files to `broken/`: nothing of a notebook is deleted.
fn put_aside(disk: &dyn Disk, dir: &Path, now: u64) -> Result<(), StoreError> {
    let aside = dir.join("broken").join(format!("unfinished-{now}"));
    make_folder(disk, dir, &aside)?;
    let names = disk.list(dir).map_err(|e| StoreError::io(IoOperation::List, dir, e))?;
    for name in names.iter().filter(|name| !matches!(name.as_str(), LOCK | "broken")) {
        let from = dir.join(name);
        let moved = disk.rename(&from, &aside.join(name));
        moved.map_err(|e| StoreError::io(IoOperation::Rename, &from, e))?;
    }
    disk.sync_folder(&aside).map_err(|e| StoreError::io(IoOperation::Sync, &aside, e))
}

/// The officer's details for a new notebook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setup {
    pub officer_name: String,
    pub unit: String,
    /// two digits
    pub province: String,
}

impl Setup {
    /// Normalizes the texts to one line without control characters. `LongName`: longer than
    /// headquarters accepts.
    pub(crate) fn normalized(&self) -> Result<Setup, StoreError> {
        let one = |text: &str| {
            let words = crate::text::clean(text, false);
            words.split_whitespace().collect::<Vec<_>>().join(" ")
        };
        let (officer_name, unit) = (one(&self.officer_name), one(&self.unit));
        let longest = officer_name.len().max(unit.len());
        if longest > crate::storage::limits::OFFICER_TEXT {
            return Err(StoreError::LongName);
        }
        Ok(Setup { officer_name, unit, province: self.province.clone() })
    }
}

pub(crate) fn first_op(programme: &Programme, setup: &Setup, officer: Id, now: u64) -> Op {
    let kind = programme.with_role(KindRole::Officer);
    let text = |t: &str| Value::Text(t.to_owned());
    let answers = [
        ("name", text(&setup.officer_name)),
        ("unit", text(&setup.unit)),
        ("unit_kind", Value::Choice("tt_tinh".to_owned())),
        ("province", text(&setup.province)),
        ("role", Value::Choice("can_bo".to_owned())),
        ("active", Value::Bool(true)),
    ];
    let fields: Fields = answers
        .into_iter()
        .filter_map(|(id, value)| Some((kind?.field_by_id(id)?.no, value)))
        .collect();
    let no = kind.map_or(16, |k| k.no);
    let change = Change::Create { kind: no, id: officer, fields, origin: Origin::Officer };
    let hlc = HybridClock::default().tick(now);
    let body = super::change::body(programme, no, change, None);
    Op { seq: 1, hlc, wall_flag: 0, ver: 1, body }
}
