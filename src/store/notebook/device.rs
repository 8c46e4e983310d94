//! The device's signing key, created with the notebook and stored sealed in `device`, in two
//! copies.

use std::fmt;
use std::path::Path;

use ed25519_dalek::SigningKey;
use sha2::{Digest, Sha256};
use zeroize::{Zeroize, Zeroizing};

use crate::record::Id;
use crate::storage::crypto::key::{Domain, Keys};
use crate::storage::crypto::seal::Sealer;
use crate::storage::disk::{Disk, RealDisk, twin};
use crate::storage::error::StoreError;
use crate::storage::format::wire;
use crate::storage::format::wire::DeviceV1;
use crate::storage::limits;

const MAGIC: &[u8; 8] = b"SOTAYDV1";
pub(crate) const FILE: &str = "device";

/// The device's identity. The key is zeroized on drop.
pub struct Device {
    key: SigningKey,
    /// first 16 bytes of the hash of the public key
    pub id: [u8; 16],
    /// the officer's own record
    pub officer: Id,
    /// epoch when the file was written; may be outdated after a crash, the journal's tail counts
    pub epoch: u64,
}

impl fmt::Debug for Device {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Device(..)")
    }
}

impl Device {
    pub fn create(
        disk: &dyn Disk,
        dir: &Path,
        keys: &Keys,
        officer: Id,
        epoch: u64,
    ) -> Result<Device, StoreError> {
        if twin::exists(disk, &dir.join(FILE)) {
            return Err(StoreError::AlreadyNotebook);
        }
        let secret = Zeroizing::new(crate::storage::crypto::random::random::<32>()?);
        let device = Device::from_parts(&secret, officer, epoch);
        device.save(disk, dir, keys)?;
        Ok(device)
    }

    pub fn load(dir: &Path, keys: &Keys) -> Result<Device, StoreError> {
        let open = |bytes: &[u8]| Device::from_file(bytes, keys);
        twin::read(&RealDisk, &dir.join(FILE), limits::SMALL_FILE, open)
    }

    pub fn from_file(bytes: &[u8], keys: &Keys) -> Result<Device, StoreError> {
        let sealed = bytes.strip_prefix(MAGIC).ok_or(StoreError::DeviceDamaged)?;
        let plain = Sealer::new(keys)
            .open(Domain::Device, MAGIC, sealed)
            .map(Zeroizing::new)
            .map_err(|_| StoreError::DeviceDamaged)?;
        let mut found: DeviceV1 = wire::mark(&plain).map_err(|_| StoreError::DeviceDamaged)?;
        let device = Device::from_parts(&found.secret, Id(found.officer), found.epoch);
        found.secret.zeroize();
        Ok(device)
    }

    /// Stores the number of a new epoch.
    pub fn set_epoch(
        &mut self,
        disk: &dyn Disk,
        dir: &Path,
        keys: &Keys,
        epoch: u64,
    ) -> Result<(), StoreError> {
        self.epoch = epoch;
        self.save(disk, dir, keys)
    }

    /// For a new laptop of an officer whom headquarters knows: the officer's record is the existing
    /// one.
    pub fn set_officer(
        &mut self,
        disk: &dyn Disk,
        dir: &Path,
        keys: &Keys,
        officer: Id,
    ) -> Result<(), StoreError> {
        self.officer = officer;
        self.save(disk, dir, keys)
    }

    pub fn signing_key(&self) -> &SigningKey {
        &self.key
    }

    fn from_parts(secret: &[u8; 32], officer: Id, epoch: u64) -> Device {
        let key = SigningKey::from_bytes(secret);
        let hash: [u8; 32] = Sha256::digest(key.verifying_key().as_bytes()).into();
        let id = hash.first_chunk::<16>().copied().unwrap_or_default();
        Device { key, id, officer, epoch }
    }

    fn save(&self, disk: &dyn Disk, dir: &Path, keys: &Keys) -> Result<(), StoreError> {
        let (secret, officer) = (self.key.to_bytes(), self.officer.0);
        let mut wire = DeviceV1 { secret, officer, epoch: self.epoch };
        let plain = Zeroizing::new(wire::encode(&wire));
        wire.secret.zeroize();
        let mut out = MAGIC.to_vec();
        out.extend_from_slice(&Sealer::new(keys).seal(Domain::Device, MAGIC, &plain)?);
        twin::write(disk, &dir.join(FILE), &out)
    }
}
