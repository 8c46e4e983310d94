//! Headquarters' list of its devices, as it is on laptops, on sticks and next to backups: which were
//! enrolled, and which shut out. Headquarters signs it and seals it to itself, so its carrier
//! can neither read nor change it. A headquarters restored from an older copy learns from it what was
//! decided after the copy.

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
/// The content of one list: it must travel as one message.
pub const CONTENT: usize = 40 * 1024;
/// A longer one is not ours.
pub const MOST: usize = TITLE + CONTENT + TAG + SIGNATURE;
/// In place of a lane's number, where a laptop says which list it holds.
pub const LANE: u8 = 6;
/// Lists that a laptop stores: the newest one of each of this many eras of headquarters.
pub const KEPT: usize = 4;
/// The ending of its files, on sticks and next to backups.
pub const ENDING: &str = ".skr";

/// A device that was enrolled.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// `SignedCertificate` as bytes
    pub certificate: Bytes,
    /// the officer's ssh key
    pub ssh: String,
}

/// A device that was shut out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Removed {
    pub device: [u8; 16],
    /// of the certificate that counts no more, Unix milliseconds
    pub issued: u64,
    /// Unix milliseconds
    pub since: u64,
}

/// The newest decisions come first; the oldest are left out where the list would be too long.
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

/// Which list it is: the newer one of an era has the higher number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RollTitle {
    pub era: u64,
    pub number: u64,
    /// of headquarters' signing key
    pub key_id: u64,
}

impl Roll {
    /// As it leaves headquarters.
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

    /// At headquarters, which accepts its own signature only.
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

/// What is sealed.
pub fn content(roll: &Roll) -> Vec<u8> {
    wire::encode(&Content::V1(roll.clone()))
}

/// What a list calls itself, once headquarters' signature has been found good.
pub fn check(bytes: &[u8], key: &[u8; 32]) -> Result<RollTitle, CryptoError> {
    let title =
        title(bytes).filter(|title| title.key_id == seal::key_id(key)).ok_or(CryptoError)?;
    let (signed, signature) = bytes.split_last_chunk::<SIGNATURE>().ok_or(CryptoError)?;
    seal::check(key, SIGNED, signed, signature)?;
    Ok(title)
}

/// By what is in front, which proves nothing.
pub fn title(bytes: &[u8]) -> Option<RollTitle> {
    if bytes.len() > MOST {
        return None;
    }
    let (numbers, _) = bytes.strip_prefix(MAGIC)?.split_first_chunk::<24>()?;
    let mut numbers = numbers.as_chunks::<8>().0.iter().map(|n| u64::from_le_bytes(*n));
    let (era, number, key_id) = (numbers.next()?, numbers.next()?, numbers.next()?);
    Some(RollTitle { era, number, key_id })
}

/// How a file with it is called: one for each headquarters and era, its carrier.
pub fn file_name(title: &RollTitle) -> String {
    format!("{:08x}-{:x}{ENDING}", title.key_id >> 32, title.era)
}

/// Files in a folder that are called like a list; what they are, their signatures tell.
pub fn in_folder(folder: &Path) -> Result<Vec<PathBuf>, StoreError> {
    if !RealDisk.exists(folder) {
        return Ok(Vec::new());
    }
    let names =
        RealDisk.list(folder).map_err(|e| StoreError::io(IoOperation::List, folder, e))?;
    let ours = names.iter().filter(|name| name.ends_with(ENDING));
    Ok(ours.map(|name| folder.join(name)).collect())
}

/// The lists next to a copy of headquarters.
pub fn rolls_beside(copy: &Path) -> Result<Vec<Vec<u8>>, StoreError> {
    let whole = copy.canonicalize().unwrap_or_else(|_| copy.to_owned());
    let paths = whole.parent().map(in_folder).transpose()?.unwrap_or_default();
    Ok(paths.iter().filter_map(|path| read(path)).collect())
}

/// A regular file that is not too long; anything else is no list.
pub fn read(path: &Path) -> Option<Vec<u8>> {
    RealDisk.read(path, MOST as u64).ok()
}

/// Onto a stick, unless a list of its era that is as new is there.
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

/// Whether a list of this era that is as new is in a folder already. `key`: headquarters'.
pub fn is_in_folder(folder: &Path, key: &[u8; 32], new: &RollTitle) -> bool {
    let there = read(&folder.join(file_name(new))).and_then(|bytes| check(&bytes, key).ok());
    there.is_some_and(|there| there.era == new.era && there.number >= new.number)
}
