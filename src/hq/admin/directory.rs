//! Headquarters' folder: a notebook (key, device, journal, state) with a secret, the officers, the
//! logs of their devices, and the lanes. `HqDirectory` is everything except the notebook's store.
//! Opening it takes no lock, so any number of receivers can work concurrently.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, Zeroizing};

use crate::hq::downlink::lane::Lanes;
use crate::programme::Role;
use crate::storage::crypto::key::{Domain, Keys};
use crate::storage::crypto::key_folder::{KeyAccess, KeyedFolder};
use crate::storage::crypto::seal::Sealer;
use crate::storage::disk::{Disk, RealDisk, refuse_links, twin};
use crate::storage::format::wire;
use crate::storage::limits;
use crate::store::{Device, Setup, Store, StoreError};
use crate::sync::certificate::{HqCertificate, HqSecret};
use crate::sync::enrol::card_words;

pub(crate) const FILE: &str = "hq";
/// The second copy of `FILE`.
pub(crate) const COPY: &str = "hq.bak";
/// Marks a folder with an unfinished restore.
pub const RESTORING: &str = "restoring";
/// Folder of the audit log.
pub(crate) const AUDIT: &str = "audit";
const MAGIC: &[u8; 8] = b"SOTAYHQ1";
/// Folders that a notebook does not have.
const FOLDERS: [&str; 5] = ["log", "lanes", "officers", "files", AUDIT];
/// Files that only headquarters writes, after its secret. The names of its folders are common.
const WRITTEN_LATER: [&str; 3] = ["audit.end", "roll.notes", "handed"];

// Format frozen: add a new variant at the end for a new layout.
#[derive(Serialize, Deserialize)]
enum StoredSecret {
    V1 { hpke: [u8; 32], era: u64, name: String },
}

pub struct HqDirectory {
    /// used for all writes
    pub(crate) disk: Arc<dyn Disk>,
    pub dir: PathBuf,
    pub keys: Keys,
    pub secret: HqSecret,
    /// headquarters' own device
    pub device: [u8; 16],
}

impl HqDirectory {
    /// Whether this folder is a headquarters.
    pub fn exists(dir: &Path) -> bool {
        twin::exists(&RealDisk, &dir.join(FILE))
    }

    /// Creates the notebook and headquarters' keys.
    pub fn init(
        folder: impl Into<KeyedFolder>,
        setup: &Setup,
        name: &str,
        now: u64,
    ) -> Result<HqDirectory, StoreError> {
        HqDirectory::init_on(Arc::new(RealDisk), folder, setup, name, now)
    }

    /// `init` on the given disk.
    pub fn init_on(
        disk: Arc<dyn Disk>,
        folder: impl Into<KeyedFolder>,
        setup: &Setup,
        name: &str,
        now: u64,
    ) -> Result<HqDirectory, StoreError> {
        let folder = folder.into();
        let dir = &*folder.dir.clone();
        refuse_remains(dir)?;
        if !Store::exists(dir) {
            Store::init_on(disk.clone(), Role::Headquarters, dir, setup, now)?;
        } else if HqDirectory::exists(dir) {
            return Err(StoreError::AlreadyNotebook);
        }
        let keys = Keys::read(folder)?;
        let hpke = Zeroizing::new(crate::storage::crypto::random::random::<32>()?);
        write(&*disk, dir, &keys, &hpke, now, name)?;
        let access = KeyAccess::Keys(keys);
        HqDirectory::open_on(disk, KeyedFolder { dir: dir.to_owned(), access })
    }

    pub fn open(folder: impl Into<KeyedFolder>) -> Result<HqDirectory, StoreError> {
        HqDirectory::open_on(Arc::new(RealDisk), folder)
    }

    /// `open` on the given disk.
    pub fn open_on(
        disk: Arc<dyn Disk>,
        folder: impl Into<KeyedFolder>,
    ) -> Result<HqDirectory, StoreError> {
        let folder = folder.into();
        let dir = &*folder.dir.clone();
        let path = dir.join(FILE);
        if !twin::exists(&*disk, &path) {
            return Err(match has_remains(dir) && !is_unfinished(dir) {
                true => StoreError::HeadquartersMissing,
                false => StoreError::NoHeadquarters,
            });
        }
        FOLDERS.iter().try_for_each(|name| refuse_links(dir, &dir.join(name)))?;
        let keys = Keys::read(folder)?;
        let StoredSecret::V1 { hpke, era, name } =
            twin::read(&*disk, &path, limits::SMALL_FILE, |bytes| secret_of(&keys, bytes))?;
        let device = Device::load(dir, &keys)?;
        let sign = device.signing_key().clone();
        let secret = HqSecret::new(hpke, sign, era, name)
            .map_err(|_| StoreError::HeadquartersDamaged(FILE.into()))?;
        Ok(HqDirectory { disk, dir: dir.to_owned(), keys, secret, device: device.id })
    }

    /// The same headquarters in another folder.
    pub fn moved_to(self, dir: &Path) -> HqDirectory {
        HqDirectory { dir: dir.to_owned(), ..self }
    }

    /// Makes `dir`, a copy of this folder, a headquarters of a later era. Laptops then compare
    /// their data with it again.
    pub fn begin_era(&self, dir: &Path, now: u64) -> Result<(), StoreError> {
        let era = now.max(self.secret.era.saturating_add(1));
        write(&*self.disk, dir, &self.keys, self.secret.hpke(), era, &self.secret.name)
    }

    /// The public certificate, which officers receive.
    pub fn card(&self) -> Result<HqCertificate, StoreError> {
        self.secret.card().map_err(|_| StoreError::HeadquartersDamaged(FILE.into()))
    }

    /// The fingerprint of the keys as eight words; empty if the certificate cannot be made.
    pub fn fingerprint_words(&self) -> String {
        self.card().map(|card| card_words(&card)).unwrap_or_default()
    }

    pub fn lanes(&self) -> Lanes {
        Lanes::new(self.disk.clone(), &self.dir, &self.keys)
    }

    pub fn sealer(&self) -> Sealer {
        Sealer::new(&self.keys)
    }
}

/// Decodes the file `hq`.
fn secret_of(keys: &Keys, bytes: &[u8]) -> Result<StoredSecret, StoreError> {
    let damaged = || StoreError::HeadquartersDamaged(FILE.into());
    let sealed = bytes.strip_prefix(MAGIC).ok_or_else(damaged)?;
    let plain = Sealer::new(keys).open(Domain::Device, MAGIC, sealed).map(Zeroizing::new);
    wire::mark(&plain.map_err(|_| damaged())?).map_err(|_| damaged())
}

/// Whether these bytes are a valid file `hq`.
pub(super) fn check_secret(keys: &Keys, bytes: &[u8]) -> Result<(), StoreError> {
    let StoredSecret::V1 { mut hpke, .. } = secret_of(keys, bytes)?;
    hpke.zeroize();
    Ok(())
}

fn write(
    disk: &dyn Disk,
    dir: &Path,
    keys: &Keys,
    hpke: &[u8; 32],
    era: u64,
    name: &str,
) -> Result<(), StoreError> {
    let kept = StoredSecret::V1 { hpke: *hpke, era, name: name.to_owned() };
    let plain = Zeroizing::new(wire::encode(&kept));
    let sealed = Sealer::new(keys).seal(Domain::Device, MAGIC, &plain)?;
    twin::write_reserved(disk, dir, &dir.join(FILE), &[&MAGIC[..], &sealed].concat())
}

/// Whether something is here that only a working headquarters writes. An interrupted `init` leaves
/// a notebook and nothing of this.
fn has_remains(dir: &Path) -> bool {
    WRITTEN_LATER.iter().any(|name| RealDisk.exists(&dir.join(name)))
}

/// Fails if an unfinished restore, or a headquarters that has lost its secret, is in this
/// folder: no device would know a new secret.
pub fn refuse_remains(dir: &Path) -> Result<(), StoreError> {
    if is_unfinished(dir) {
        return Err(StoreError::NotEmpty);
    }
    match has_remains(dir) && !HqDirectory::exists(dir) {
        true => Err(StoreError::HeadquartersMissing),
        false => Ok(()),
    }
}

/// Whether a restore into this folder was interrupted.
pub fn is_unfinished(dir: &Path) -> bool {
    RealDisk.exists(&dir.join(RESTORING)) && !HqDirectory::exists(dir)
}
