//! The two copies of the key file in a notebook's folder: creates, reads and repairs them, and
//! changes the passphrase without touching the sealed data.
//!
//! A change writes `key`, then `key.bak`, each atomically, with a higher generation. After an
//! interruption either the old or the new file counts: as soon as one copy is new, it counts, and
//! the next opening writes the other. A leftover temporary file may be a key without a passphrase,
//! so an opening removes it.

use std::path::{Path, PathBuf};

use super::key::Keys;
use super::key_file::{Copies, KeyFile, StaleCopy, choose};
use super::passphrase::Passphrase;
use super::slot::{SealedKey, UnlockCost};
use crate::storage::disk::{Disk, RealDisk, write_whole};
use crate::storage::error::{IoOperation, OpeningFinding, StoreError};
use crate::storage::format::header::{HEADER, Header};
use crate::storage::limits;

const KEY: &str = "key";
const BAK: &str = "key.bak";
/// Temporary files that an interrupted `write_whole` leaves.
pub const TEMPORARY: [&str; 2] = ["key.tmp", "key.bak.tmp"];

/// How to open a notebook's key file.
#[derive(Clone, Debug, Default)]
pub enum KeyAccess {
    /// for a notebook without a passphrase
    #[default]
    None,
    Passphrase(Passphrase),
    /// the caller has the keys already
    Keys(Keys),
}

/// A notebook's folder, and how to open its key file.
#[derive(Clone, Debug)]
pub struct KeyedFolder {
    pub dir: PathBuf,
    pub access: KeyAccess,
}

impl KeyedFolder {
    /// The keys; reads no file if the caller has them already.
    pub fn keys(&self) -> Result<Keys, StoreError> {
        match &self.access {
            KeyAccess::Keys(keys) => Ok(keys.clone()),
            _ => Keys::read(self.clone()),
        }
    }
}

/// Without a passphrase.
impl<P: AsRef<Path> + ?Sized> From<&P> for KeyedFolder {
    fn from(dir: &P) -> KeyedFolder {
        KeyedFolder { dir: dir.as_ref().to_owned(), access: KeyAccess::None }
    }
}

/// A passphrase to be set, and its key derivation cost.
#[derive(Clone, Debug)]
pub struct NewPassphrase {
    pub passphrase: Passphrase,
    pub cost: UnlockCost,
}

impl NewPassphrase {
    /// Calibrates the cost on this machine; takes one or two seconds.
    pub fn calibrated(passphrase: Passphrase) -> NewPassphrase {
        NewPassphrase { passphrase, cost: UnlockCost::calibrated() }
    }
}

impl Keys {
    /// Creates a data key and writes both copies, without a passphrase.
    pub fn create(dir: &Path) -> Result<Keys, StoreError> {
        Keys::create_closed(&RealDisk, dir, None)
    }

    pub fn create_closed(
        disk: &dyn Disk,
        dir: &Path,
        passphrase: Option<&NewPassphrase>,
    ) -> Result<Keys, StoreError> {
        let paths = paths(dir);
        if paths.iter().any(|path| disk.exists(path)) {
            return Err(StoreError::AlreadyNotebook);
        }
        let keys = Keys::generate()?;
        let file = keys.file(passphrase, 0, None)?;
        paths.iter().try_for_each(|path| write_whole(disk, path, file.bytes()))?;
        Ok(keys)
    }

    /// Opens the copy that counts; changes nothing.
    pub fn read(folder: impl Into<KeyedFolder>) -> Result<Keys, StoreError> {
        let KeyedFolder { dir, access } = folder.into();
        access.open(&copies(&RealDisk, &dir)?.file)
    }

    /// As `read`, and repairs a bad copy and completes an interrupted change. Requires the
    /// notebook's lock.
    pub fn load(
        folder: impl Into<KeyedFolder>,
    ) -> Result<(Keys, Vec<OpeningFinding>), StoreError> {
        Keys::load_on(&RealDisk, folder)
    }

    /// As `load`, on the caller's disk.
    pub fn load_on(
        disk: &dyn Disk,
        folder: impl Into<KeyedFolder>,
    ) -> Result<(Keys, Vec<OpeningFinding>), StoreError> {
        let KeyedFolder { dir, access } = folder.into();
        let Copies { file, stale } = copies(disk, &dir)?;
        // Before unlocking, so that the old key does not stay on the disk longer than necessary.
        let left = TEMPORARY.map(|name| dir.join(name));
        let removed =
            left.iter().filter(|path| disk.exists(path)).map(|path| disk.remove(path));
        let is_left = removed.filter(Result::is_err).count() > 0;
        let paths = paths(&dir);
        let write = |at: usize| {
            paths.get(at).is_some_and(|path| write_whole(disk, path, file.bytes()).is_ok())
        };
        let finding = match stale {
            Some((at, StaleCopy::Old)) => Some(match write(at) {
                true => OpeningFinding::KeyChangeFinished,
                false => OpeningFinding::OldKeyLeft,
            }),
            _ => is_left.then_some(OpeningFinding::OldKeyLeft),
        };
        let keys = access.open(&file)?;
        // Repair only after unlocking: a foreign file must not replace the other copy. A failed
        // write is ignored: a read-only notebook with one good copy must remain readable.
        let repaired = matches!(stale, Some((at, StaleCopy::Bad)) if write(at));
        let findings =
            finding.into_iter().chain(repaired.then_some(OpeningFinding::KeyRepaired));
        Ok((keys, findings.collect()))
    }

    /// Sets or removes the passphrase. Requires the notebook's lock. `OldKeyLeft`: the change is in
    /// force, and the next opening must write the second copy.
    pub fn set_passphrase(
        &self,
        disk: &dyn Disk,
        dir: &Path,
        new: Option<&NewPassphrase>,
    ) -> Result<(), StoreError> {
        let now = copies(disk, dir)?.file;
        let next = now.generation.checked_add(1).ok_or(StoreError::KeyDamaged)?;
        // a recovery slot of another data key is dropped
        let recovery = now.recovery().filter(|_| now.key_id == Some(self.id()));
        replace(disk, dir, &self.file(new, next, recovery.as_ref())?)
    }

    /// Adds, replaces or removes the recovery slot; the passphrase stays. Otherwise like
    /// `set_passphrase`. Fails without a passphrase.
    pub fn set_recovery(
        &self,
        disk: &dyn Disk,
        dir: &Path,
        recovery: Option<&SealedKey>,
    ) -> Result<(), StoreError> {
        let now = copies(disk, dir)?.file;
        if now.key_id.is_some_and(|id| id != self.id()) {
            return Err(StoreError::KeyDamaged);
        }
        let next = now.generation.checked_add(1).ok_or(StoreError::KeyDamaged)?;
        let file = now.with_recovery(self.data(), next, recovery);
        replace(disk, dir, &file.ok_or(StoreError::PassphraseNeeded)?)
    }

    fn file(
        &self,
        passphrase: Option<&NewPassphrase>,
        generation: u64,
        recovery: Option<&SealedKey>,
    ) -> Result<KeyFile, StoreError> {
        match passphrase {
            Some(NewPassphrase { passphrase, cost }) => {
                KeyFile::closed(self.data(), passphrase, *cost, generation, recovery)
            }
            None => Ok(KeyFile::plain(self.data(), generation)),
        }
    }
}

/// Writes both copies, one after the other.
fn replace(disk: &dyn Disk, dir: &Path, file: &KeyFile) -> Result<(), StoreError> {
    let [key, bak] = paths(dir);
    if let Err(error) = write_whole(disk, &key, file.bytes()) {
        // If the rename succeeded and only the sync failed, the new file counts already: write the
        // second copy, which also syncs the folder.
        if !copies(disk, dir).is_ok_and(|now| now.file == *file) {
            return Err(error);
        }
    }
    write_whole(disk, &bak, file.bytes()).map_err(|_| StoreError::OldKeyLeft)
}

impl KeyAccess {
    /// The keys in a key file.
    pub fn open(&self, file: &KeyFile) -> Result<Keys, StoreError> {
        let passphrase = match self {
            KeyAccess::Keys(keys) => return Ok(keys.clone()),
            KeyAccess::Passphrase(passphrase) => Some(passphrase),
            KeyAccess::None => None,
        };
        file.open(passphrase).map(|data| Keys::from_bytes(&data))
    }
}

/// Whether a notebook has a passphrase. False also without a readable key.
pub fn is_closed(dir: &Path) -> bool {
    copies(&RealDisk, dir).is_ok_and(|copies| copies.file.is_closed())
}

/// Whether a copy is to be written again; the next opening does so.
pub fn has_stale_copy(dir: &Path) -> bool {
    copies(&RealDisk, dir).is_ok_and(|copies| copies.stale.is_some())
}

/// The copy that counts.
pub fn key_file(disk: &dyn Disk, dir: &Path) -> Result<KeyFile, StoreError> {
    copies(disk, dir).map(|copies| copies.file)
}

/// For copying a folder: the path to copy `file` from. For both key files this is the copy that
/// counts, because the other one may still have the state before the passphrase.
pub fn counting(disk: &dyn Disk, dir: &Path, file: PathBuf) -> PathBuf {
    let paths = paths(dir);
    let counts = key_file(disk, dir).ok().filter(|_| paths.contains(&file));
    let is_that = |path: &PathBuf, counts: &KeyFile| {
        let bytes = disk.read(path, limits::SMALL_FILE).map(zeroize::Zeroizing::new);
        bytes.is_ok_and(|bytes| *bytes == counts.bytes())
    };
    counts
        .and_then(|counts| paths.into_iter().find(|path| is_that(path, &counts)))
        .unwrap_or(file)
}

fn paths(dir: &Path) -> [PathBuf; 2] {
    [dir.join(KEY), dir.join(BAK)]
}

fn copies(disk: &dyn Disk, dir: &Path) -> Result<Copies, StoreError> {
    let paths = paths(dir);
    if !paths.iter().any(|path| disk.exists(path)) {
        return Err(StoreError::KeyMissing);
    }
    let [first, second] = paths.map(|path| {
        let bytes = disk.read(&path, limits::SMALL_FILE).map(zeroize::Zeroizing::new);
        let bytes = bytes.map_err(|e| StoreError::io(IoOperation::Read, &path, e))?;
        KeyFile::parse(&bytes)
    });
    choose(first, second, || journal_key(disk, dir))
}

/// Id of the data key that the journal was sealed with.
fn journal_key(disk: &dyn Disk, dir: &Path) -> Option<u64> {
    journal_header(disk, dir).map(|header| header.key_id)
}

/// The device id of a notebook that is not open.
pub fn journal_device(disk: &dyn Disk, dir: &Path) -> Option<[u8; 16]> {
    journal_header(disk, dir).map(|header| header.device)
}

/// The header of the journal's first readable file.
fn journal_header(disk: &dyn Disk, dir: &Path) -> Option<Header> {
    let journal = dir.join("journal");
    let mut names = disk.list(&journal).ok()?;
    names.sort();
    let header = |name: &String| {
        let head = disk.read_at(&journal.join(name), 0, HEADER).ok()?;
        Header::parse(head.first_chunk::<HEADER>()?).ok()
    };
    names.iter().find_map(header)
}
