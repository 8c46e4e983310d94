//! The notebook's data key and its subkeys.

use std::fmt;
use std::sync::Arc;

use sha2::{Digest, Sha256};
use zeroize::{Zeroize, Zeroizing};

use super::key_file::KeyFile;
use super::slot::id_of;
use crate::storage::error::StoreError;

/// The purpose of a subkey; the names in `DOMAINS` are part of the format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Domain {
    Journal,
    State,
    Blob,
    IndexHash,
    Names,
    Device,
    ImportRow,
    Matter,
}

const DOMAINS: [(Domain, &str); 8] = [
    (Domain::Journal, "journal"),
    (Domain::State, "state"),
    (Domain::Blob, "blob"),
    (Domain::IndexHash, "index hash"),
    (Domain::Names, "names"),
    (Domain::Device, "device"),
    (Domain::ImportRow, "import row"),
    (Domain::Matter, "matter"),
];

struct DataKey {
    data: [u8; 32],
    subkeys: [[u8; 32]; DOMAINS.len()],
}

impl Drop for DataKey {
    fn drop(&mut self) {
        self.data.zeroize();
        self.subkeys.zeroize();
    }
}

/// The data key and its subkeys; zeroized when the last clone is dropped.
#[derive(Clone)]
pub struct Keys(Arc<DataKey>);

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Keys(..)")
    }
}

impl Keys {
    /// A new data key.
    pub fn generate() -> Result<Keys, StoreError> {
        let data = Zeroizing::new(crate::storage::crypto::random::random::<32>()?);
        Ok(Keys::from_bytes(&data))
    }

    pub fn from_bytes(data: &[u8; 32]) -> Keys {
        let mut secret = DataKey { data: *data, subkeys: [[0; 32]; DOMAINS.len()] };
        for (sub, (_, name)) in secret.subkeys.iter_mut().zip(DOMAINS) {
            let mut hash = Sha256::new();
            hash.update(data);
            hash.update(b"sotay subkey ");
            hash.update(name.as_bytes());
            *sub = hash.finalize().into();
        }
        Keys(Arc::new(secret))
    }

    /// Identifies the data key without revealing it.
    pub fn id(&self) -> u64 {
        id_of(&self.0.data)
    }

    pub fn subkey(&self, domain: Domain) -> &[u8; 32] {
        let at = DOMAINS.iter().position(|(d, _)| *d == domain).unwrap_or(0);
        self.0.subkeys.get(at).unwrap_or(&self.0.data)
    }

    /// The bytes of a key file without a passphrase.
    pub fn to_file(&self) -> Zeroizing<Vec<u8>> {
        Zeroizing::new(KeyFile::plain(&self.0.data, 0).bytes().to_vec())
    }

    /// The key in a key file without a passphrase; accepts hostile bytes.
    pub fn from_file(bytes: &[u8]) -> Result<Keys, StoreError> {
        Ok(Keys::from_bytes(&*KeyFile::parse(bytes)?.open(None)?))
    }

    pub(crate) fn data(&self) -> &[u8; 32] {
        &self.0.data
    }
}
