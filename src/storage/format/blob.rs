//! The file of an attachment: sealed in chunks, named by its content.
//!
//! `"SOTAYAT1"`, name 32, length u64 of the plain bytes; then chunks of 64 KiB plain, each nonce
//! 24, ciphertext, tag 16. Additional data of a chunk: the 48 bytes of the head, then its number
//! u32. The name is a keyed hash of the plain bytes' SHA-256, so equal files have one name, and a
//! name reveals nothing without the key. Knows no folder.

use sha2::{Digest, Sha256};

use crate::storage::crypto::key::{Domain, Keys};
use crate::storage::crypto::seal::{BrokenSeal, OVERHEAD, Sealer};
use crate::storage::error::StoreError;
use crate::storage::limits;

pub const MAGIC: &[u8; 8] = b"SOTAYAT1";
pub const HEAD: usize = 8 + 32 + 8;
pub const CHUNK: usize = 64 * 1024;

/// SHA-256 of an attachment's plain bytes.
pub type Sum = [u8; 32];
/// The name of its file.
pub type Name = [u8; 32];

pub fn sum(plain: &[u8]) -> Sum {
    Sha256::digest(plain).into()
}

pub fn name(keys: &Keys, sum: &Sum) -> Name {
    let mut hash = Sha256::new();
    hash.update(keys.subkey(Domain::IndexHash));
    hash.update(b"attachment");
    hash.update(sum);
    hash.finalize().into()
}

pub fn seal(keys: &Keys, plain: &[u8]) -> Result<Vec<u8>, StoreError> {
    let mut head = Vec::with_capacity(HEAD);
    head.extend_from_slice(MAGIC);
    head.extend_from_slice(&name(keys, &sum(plain)));
    head.extend_from_slice(&(plain.len() as u64).to_le_bytes());
    let sealer = Sealer::new(keys);
    let mut out = head.clone();
    for (no, chunk) in (0u32..).zip(plain.chunks(CHUNK)) {
        out.extend(sealer.seal(Domain::Blob, &place(&head, no), chunk)?);
    }
    Ok(out)
}

/// The plain bytes and their SHA-256, if all chunks are present, in order and unchanged, and the
/// name matches the content.
pub fn open(keys: &Keys, sealed: &[u8]) -> Result<(Vec<u8>, Sum), BrokenSeal> {
    let (head, body) = sealed.split_at_checked(HEAD).ok_or(BrokenSeal)?;
    let length = length(head).filter(|n| sealed.len() == sealed_size(*n)).ok_or(BrokenSeal)?;
    let sealer = Sealer::new(keys);
    let mut plain = Vec::with_capacity(length);
    for (no, chunk) in (0u32..).zip(body.chunks(CHUNK + OVERHEAD)) {
        plain.extend(sealer.open(Domain::Blob, &place(head, no), chunk)?);
    }
    let sum = sum(&plain);
    let whole = plain.len() == length && named(head) == Some(name(keys, &sum));
    if whole { Ok((plain, sum)) } else { Err(BrokenSeal) }
}

/// The name in a file's head.
pub fn named(head: &[u8]) -> Option<Name> {
    head.strip_prefix(MAGIC)?.first_chunk::<32>().copied()
}

/// Bytes of the file for `plain` bytes of content.
pub fn sealed_size(plain: usize) -> usize {
    HEAD + plain + plain.div_ceil(CHUNK) * OVERHEAD
}

/// The plain length in the head, unless it is above the limit.
pub(crate) fn length(head: &[u8]) -> Option<usize> {
    let length = u64::from_le_bytes(*head.last_chunk::<8>()?);
    usize::try_from(length).ok().filter(|n| *n <= limits::ATTACHMENT)
}

pub(crate) fn place(head: &[u8], no: u32) -> Vec<u8> {
    [head, &no.to_le_bytes()].concat()
}
