//! Headquarters' list of its devices, as stored on laptops, on sticks and next to backups: enrolled
//! and revoked devices. Headquarters signs it and seals it to itself, so a carrier can neither read
//! nor change it. A headquarters restored from an old copy learns from it what was decided after
//! the copy.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::file;
use super::seal::{self, CryptoError, SIGNATURE, TAG};
use crate::storage::disk::{Disk, RealDisk};
use crate::storage::error::IoOperation;
use crate::storage::format::wire;
use crate::storage::format::wire::Bytes;
use crate::store::StoreError;
use crate::sync::certificate::HqSecret;

const MAGIC: &[u8; 8] = b"SOTAYRL1";
const SEALED: &[u8] = b"sotay roll";
const SIGNED: &[u8] = b"sotay roll signature";
/// Magic, era, number, key, encapsulated key.
const TITLE: usize = 8 + 8 + 8 + 8 + 32;
/// Maximum bytes of a list's content: it must fit into one message.
pub const CONTENT: usize = 40 * 1024;
/// Maximum bytes of a sealed list.
pub const MOST: usize = TITLE + CONTENT + TAG + SIGNATURE;
/// Lane number by which a laptop's positions state which list it has.
pub const LANE: u8 = 6;
/// Maximum number of lists on a laptop: the newest of each of this many eras.
pub const KEPT: usize = 4;
/// File name extension, on sticks and next to backups.
pub const ENDING: &str = ".skr";

/// An enrolled device.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// `SignedCertificate` as bytes
    pub certificate: Bytes,
    /// the officer's ssh key
    pub ssh: String,
}

/// A revoked device.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Removed {
    pub device: [u8; 16],
    /// time of issue of the revoked certificate, Unix milliseconds
    pub issued: u64,
    /// Unix milliseconds
    pub since: u64,
}

/// Newest decisions first; the oldest are left out if the list would be too long.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Roll {
    pub removed: Vec<Removed>,
    pub members: Vec<Member>,
}

// Frozen: a new layout is a new variant at the end.
#[derive(Serialize, Deserialize)]
enum Content {
    V1(Roll),
}

/// Identity of a list; within an era a newer list has a higher number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RollTitle {
    pub era: u64,
    pub number: u64,
    /// id of headquarters' signing key
    pub key_id: u64,
}

impl Roll {
    /// Seals and signs the list.
    pub fn seal(&self, hq: &HqSecret, number: u64) -> Result<Vec<u8>, CryptoError> {
        let content = content(self);
        if content.len() > CONTENT {
            return Err(CryptoError);
        }
        let (enc, mut sealer) = seal::sealer(&hq.secret()?.public(), SEALED)?;
        let key_id = seal::key_id(&hq.sign.verifying_key().to_bytes());
        let mut bytes = MAGIC.to_vec();
        for number in [hq.era, number, key_id] {
            bytes.extend_from_slice(&number.to_le_bytes());
        }
        bytes.extend_from_slice(&enc);
        let sealed = sealer.seal(&content, &bytes)?;
        bytes.extend_from_slice(&sealed);
        let signature = seal::sign(&hq.sign, SIGNED, &bytes);
        bytes.extend_from_slice(&signature);
        Ok(bytes)
    }

    /// Opens a list at headquarters, which accepts only its own signature.
    pub fn open(bytes: &[u8], hq: &HqSecret) -> Result<(RollTitle, Roll), CryptoError> {
        let title = check(bytes, &hq.sign.verifying_key().to_bytes())?;
        let (front, rest) = bytes.split_first_chunk::<TITLE>().ok_or(CryptoError)?;
        let (sealed, _) = rest.split_last_chunk::<SIGNATURE>().ok_or(CryptoError)?;
        let enc = front.last_chunk::<32>().ok_or(CryptoError)?;
        let content = hq.secret()?.opener(enc, SEALED)?.open(sealed, front)?;
        let Content::V1(roll) = wire::frame(&content).map_err(|_| CryptoError)?;
        Ok((title, roll))
    }
}

/// The content to be sealed.
pub fn content(roll: &Roll) -> Vec<u8> {
    wire::encode(&Content::V1(roll.clone()))
}

/// Checks headquarters' signature; returns the list's title.
pub fn check(bytes: &[u8], key: &[u8; 32]) -> Result<RollTitle, CryptoError> {
    let title =
        title(bytes).filter(|title| title.key_id == seal::key_id(key)).ok_or(CryptoError)?;
    let (signed, signature) = bytes.split_last_chunk::<SIGNATURE>().ok_or(CryptoError)?;
    seal::check(key, SIGNED, signed, signature)?;
    Ok(title)
}

/// Reads the unauthenticated title.
pub fn title(bytes: &[u8]) -> Option<RollTitle> {
    if bytes.len() > MOST {
        return None;
    }
    let (numbers, _) = bytes.strip_prefix(MAGIC)?.split_first_chunk::<24>()?;
    let mut numbers = numbers.as_chunks::<8>().0.iter().map(|n| u64::from_le_bytes(*n));
    let (era, number, key_id) = (numbers.next()?, numbers.next()?, numbers.next()?);
    Some(RollTitle { era, number, key_id })
}

/// The file name of a list: one per headquarters and era.
pub fn file_name(title: &RollTitle) -> String {
    format!("{:08x}-{:x}{ENDING}", title.key_id >> 32, title.era)
}

/// The files in a folder with the name of a list; their content is not checked.
pub fn in_folder(folder: &Path) -> Result<Vec<PathBuf>, StoreError> {
    if !RealDisk.exists(folder) {
        return Ok(Vec::new());
    }
    let names =
        RealDisk.list(folder).map_err(|e| StoreError::io(IoOperation::List, folder, e))?;
    let ours = names.iter().filter(|name| name.ends_with(ENDING));
    Ok(ours.map(|name| folder.join(name)).collect())
}

/// The files with lists next to a copy of headquarters.
pub fn rolls_beside(copy: &Path) -> Result<Vec<Vec<u8>>, StoreError> {
    let whole = copy.canonicalize().unwrap_or_else(|_| copy.to_owned());
    let paths = whole.parent().map(in_folder).transpose()?.unwrap_or_default();
    Ok(paths.iter().filter_map(|path| read(path)).collect())
}

/// Reads a regular file of at most `MOST` bytes.
pub fn read(path: &Path) -> Option<Vec<u8>> {
    RealDisk.read(path, MOST as u64).ok()
}

/// Writes a list onto a stick, unless the stick has one of its era that is as new.
pub fn put_on_stick(
    disk: &dyn Disk,
    root: &Path,
    inside: &str,
    key: &[u8; 32],
    bytes: &[u8],
) -> Result<(), StoreError> {
    match title(bytes) {
        Some(title) if !is_in_folder(&root.join(inside), key, &title) => {
            file::write(disk, root, inside, &file_name(&title), bytes)
        }
        _ => Ok(()),
    }
}

/// Whether a folder has a list of this era that is as new. `key`: headquarters' signing key.
pub fn is_in_folder(folder: &Path, key: &[u8; 32], new: &RollTitle) -> bool {
    let there = read(&folder.join(file_name(new))).and_then(|bytes| check(&bytes, key).ok());
    there.is_some_and(|there| there.era == new.era && there.number >= new.number)
}
