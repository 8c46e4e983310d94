//! The notebook's data key, its subkeys, and the file that holds it in slots (two copies).
//!
//! A slot of kind "plain" protects nothing, and the program says so. Kind 1 (passphrase) has its
//! place in the layout and is refused by name until it can be unwrapped.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use sha2::{Digest, Sha256};
use zeroize::{Zeroize, Zeroizing};

use crate::storage::disk::{Disk, RealDisk};
use crate::storage::error::{IoOperation, OpeningFinding, StoreError};
use crate::storage::limits;

/// What a subkey is for; the names are part of the format.
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

/// The data key and its subkeys; wiped when the last copy goes.
#[derive(Clone)]
pub struct Keys(Arc<DataKey>);

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Keys(..)")
    }
}

const MAGIC: &[u8; 8] = b"SOTAYKY1";
const PLAIN: u8 = 0;
const PASSPHRASE: u8 = 1;
/// kind, Argon2id m/t/p, salt, nonce, wrapped key + tag
const SLOT: usize = 1 + 12 + 16 + 24 + 48;

impl Keys {
    /// Makes a data key and writes both copies.
    pub fn create(dir: &Path) -> Result<Keys, StoreError> {
        let data = Zeroizing::new(crate::storage::crypto::random::random::<32>()?);
        let keys = Keys::from_bytes(&data);
        let disk = RealDisk;
        let (key, bak) = paths(dir);
        if disk.exists(&key) || disk.exists(&bak) {
            return Err(StoreError::AlreadyNotebook);
        }
        let file = keys.to_file();
        crate::storage::disk::write_whole(&disk, &key, &file)?;
        crate::storage::disk::write_whole(&disk, &bak, &file)?;
        Ok(keys)
    }

    /// Reads `key`, or `key.bak` when that one is bad; the bad copy is then written again.
    pub fn load(dir: &Path) -> Result<(Keys, Vec<OpeningFinding>), StoreError> {
        let disk = RealDisk;
        let (key, bak) = paths(dir);
        if !disk.exists(&key) && !disk.exists(&bak) {
            return Err(StoreError::KeyMissing);
        }
        let (first, second) = (read(&disk, &key), read(&disk, &bak));
        let (keys, bad) = match (first, second) {
            (Ok((keys, a)), Ok((_, b))) => (keys, (a != b).then_some((bak, a))),
            (Ok((keys, a)), Err(_)) => (keys, Some((bak, a))),
            (Err(StoreError::PassphraseNeeded), _) => return Err(StoreError::PassphraseNeeded),
            (Err(_), Ok((keys, b))) => (keys, Some((key, b))),
            (Err(_), Err(StoreError::PassphraseNeeded)) => {
                return Err(StoreError::PassphraseNeeded);
            }
            (Err(_), Err(_)) => return Err(StoreError::KeyDamaged),
        };
        let mut findings = Vec::new();
        if let Some((path, bytes)) = bad {
            // A read-only disk must not keep a notebook with one good copy from being read.
            if crate::storage::disk::write_whole(&disk, &path, &bytes).is_ok() {
                findings.push(OpeningFinding::KeyRepaired);
            }
        }
        Ok((keys, findings))
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

    /// Names the data key without telling anything about it.
    pub fn id(&self) -> u64 {
        let mut hash = Sha256::new();
        hash.update(b"sotay key id");
        hash.update(self.0.data);
        let whole: [u8; 32] = hash.finalize().into();
        whole.first_chunk::<8>().map_or(0, |b| u64::from_le_bytes(*b))
    }

    pub fn subkey(&self, domain: Domain) -> &[u8; 32] {
        let at = DOMAINS.iter().position(|(d, _)| *d == domain).unwrap_or(0);
        self.0.subkeys.get(at).unwrap_or(&self.0.data)
    }

    /// The key file's bytes: one slot of kind "plain".
    pub fn to_file(&self) -> Zeroizing<Vec<u8>> {
        let mut out = Zeroizing::new(Vec::with_capacity(8 + 1 + SLOT + 32));
        out.extend_from_slice(MAGIC);
        out.push(1);
        out.push(PLAIN);
        out.extend_from_slice(&[0; 12 + 16 + 24]);
        out.extend_from_slice(&self.0.data);
        out.extend_from_slice(&plain_check(&self.0.data));
        let sum: [u8; 32] = Sha256::digest(out.as_slice()).into();
        out.extend_from_slice(&sum);
        out
    }

    /// The opposite of `to_file`, for hostile bytes.
    pub fn from_file(bytes: &[u8]) -> Result<Keys, StoreError> {
        let (body, sum) = bytes.split_last_chunk::<32>().ok_or(StoreError::KeyDamaged)?;
        let real: [u8; 32] = Sha256::digest(body).into();
        let slots = body.strip_prefix(MAGIC).and_then(<[u8]>::split_first);
        let (count, slots) = slots.filter(|_| real == *sum).ok_or(StoreError::KeyDamaged)?;
        let count = usize::from(*count);
        if count == 0 || count > limits::KEY_SLOTS || slots.len() != count * SLOT {
            return Err(StoreError::KeyDamaged);
        }
        let mut closed = false;
        for slot in slots.as_chunks::<SLOT>().0 {
            match slot.first() {
                Some(&PLAIN) => return plain_slot(slot),
                Some(&PASSPHRASE) => {
                    check_cost(slot)?;
                    closed = true;
                }
                _ => {}
            }
        }
        // Only kinds that a newer version knows: still a closed notebook, not a damaged one.
        let newer = StoreError::TooNew {
            file: "key".into(),
            what: crate::storage::error::NewerFormat::Layout,
        };
        Err(if closed { StoreError::PassphraseNeeded } else { newer })
    }
}

fn paths(dir: &Path) -> (PathBuf, PathBuf) {
    (dir.join("key"), dir.join("key.bak"))
}

type Read = (Keys, Zeroizing<Vec<u8>>);

fn read(disk: &RealDisk, path: &Path) -> Result<Read, StoreError> {
    let bytes = disk
        .read(path, limits::SMALL_FILE)
        .map(Zeroizing::new)
        .map_err(|e| StoreError::io(IoOperation::Read, path, e))?;
    Ok((Keys::from_file(&bytes)?, bytes))
}

fn plain_check(data: &[u8; 32]) -> [u8; 16] {
    let mut hash = Sha256::new();
    hash.update(b"sotay plain");
    hash.update(data);
    let whole: [u8; 32] = hash.finalize().into();
    whole.first_chunk::<16>().copied().unwrap_or_default()
}

fn plain_slot(slot: &[u8; SLOT]) -> Result<Keys, StoreError> {
    let (rest, check) = slot.split_last_chunk::<16>().ok_or(StoreError::KeyDamaged)?;
    let data = rest.last_chunk::<32>().ok_or(StoreError::KeyDamaged)?;
    if plain_check(data) != *check {
        return Err(StoreError::KeyDamaged);
    }
    Ok(Keys::from_bytes(data))
}

fn check_cost(slot: &[u8; SLOT]) -> Result<(), StoreError> {
    let number = |at: usize| {
        let bytes = slot.get(at..at + 4).and_then(|b| b.first_chunk::<4>());
        bytes.map_or(u32::MAX, |b| u32::from_le_bytes(*b))
    };
    let fits = number(1) <= limits::ARGON_KIB
        && number(5) <= limits::ARGON_PASSES
        && number(9) <= limits::ARGON_LANES;
    if fits { Ok(()) } else { Err(StoreError::KeyDamaged) }
}
