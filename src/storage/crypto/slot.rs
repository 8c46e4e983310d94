//! A slot of the key file: the data key unprotected, or wrapped by a passphrase (Argon2id, then
//! XChaCha20-Poly1305). Knows no file.

use std::time::{Duration, Instant};

use argon2::{Algorithm, Argon2, Block, Params, Version};
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use sha2::{Digest, Sha256};
use zeroize::{Zeroize, Zeroizing};

use super::passphrase::Passphrase;
use super::random::random;
use crate::storage::error::StoreError;
use crate::storage::limits;

pub const PLAIN: u8 = 0;
pub const PASSPHRASE: u8 = 1;
/// Not a key: the file's generation and the id of its data key. Older versions skip it.
pub const GENERATION: u8 = 2;
/// The data key sealed for headquarters, for a forgotten passphrase. Older versions skip it, and
/// drop it when they change the passphrase.
pub const RECOVERY: u8 = 3;

const COST: usize = 12;
const SALT: usize = 16;
const NONCE: usize = 24;
/// Bytes of a wrapped key: key and tag.
pub const WRAPPED: usize = 48;
/// Bytes before the wrapped key, which are authenticated with it.
const HEAD: usize = 1 + COST + SALT + NONCE;
/// kind, Argon2id m/t/p, salt, nonce, wrapped key with tag
pub const SLOT: usize = HEAD + WRAPPED;

pub type KeySlot = [u8; SLOT];
pub type RawKey = Zeroizing<[u8; 32]>;

/// The data key sealed to a public key. Sealing and opening are done elsewhere (`sync::recovery`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealedKey {
    /// id of the public key
    pub recipient: u64,
    /// the encapsulated key
    pub enc: [u8; 32],
    /// the data key and its tag
    pub sealed: [u8; WRAPPED],
}

impl SealedKey {
    pub fn to_slot(&self) -> KeySlot {
        let mut slot = [0; SLOT];
        let parts = [&[RECOVERY][..], &self.recipient.to_le_bytes(), &self.enc, &self.sealed];
        slot.iter_mut().zip(parts.concat()).for_each(|(to, byte)| *to = byte);
        slot
    }

    /// `None` for any other kind of slot, and for bytes of another length.
    pub fn from_slot(slot: &[u8]) -> Option<SealedKey> {
        let rest = slot.first_chunk::<SLOT>()?.strip_prefix(&[RECOVERY])?;
        let (recipient, rest) = rest.split_first_chunk::<8>()?;
        let (enc, rest) = rest.split_first_chunk::<32>()?;
        let sealed = *rest.first_chunk::<WRAPPED>()?;
        let recipient = u64::from_le_bytes(*recipient);
        (slot.len() == SLOT).then_some(SealedKey { recipient, enc: *enc, sealed })
    }
}

/// Argon2id parameters: the cost of one attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnlockCost {
    pub kib: u32,
    pub passes: u32,
    pub lanes: u32,
}

impl UnlockCost {
    /// The minimum for a new passphrase.
    pub const FLOOR: UnlockCost = UnlockCost { kib: 19 * 1024, passes: 2, lanes: 1 };

    /// Costs above the floor, cheapest first.
    const STEPS: [UnlockCost; 4] = [
        UnlockCost { kib: 32 * 1024, passes: 2, lanes: 1 },
        UnlockCost { kib: 48 * 1024, passes: 2, lanes: 1 },
        UnlockCost { kib: 64 * 1024, passes: 2, lanes: 1 },
        UnlockCost { kib: 64 * 1024, passes: 3, lanes: 1 },
    ];

    /// The highest cost that this machine computes within `limits::UNLOCK_MILLIS`.
    pub fn calibrated() -> UnlockCost {
        UnlockCost::largest_within(|cost| {
            let begin = Instant::now();
            let salt = [0; SALT];
            derive(b"calibration", &salt, *cost).ok().map(|_| begin.elapsed())
        })
    }

    /// `measure`: the time that a cost takes; `None` if there is too little memory.
    pub fn largest_within(
        mut measure: impl FnMut(&UnlockCost) -> Option<Duration>,
    ) -> UnlockCost {
        let budget = Duration::from_millis(limits::UNLOCK_MILLIS);
        let mut best = UnlockCost::FLOOR;
        for step in UnlockCost::STEPS {
            if measure(&step).is_none_or(|took| took >= budget) {
                break;
            }
            best = step;
        }
        best
    }

    fn of(slot: &KeySlot) -> UnlockCost {
        let number = |at: usize| {
            let bytes = slot.get(at..at + 4).and_then(|b| b.first_chunk::<4>());
            bytes.map_or(u32::MAX, |b| u32::from_le_bytes(*b))
        };
        UnlockCost { kib: number(1), passes: number(5), lanes: number(9) }
    }

    /// Refuses a cost above the limits: a hostile key file must not exhaust the machine.
    fn checked(self) -> Result<UnlockCost, StoreError> {
        let fits = self.kib <= limits::ARGON_KIB
            && self.passes <= limits::ARGON_PASSES
            && self.lanes <= limits::ARGON_LANES;
        if fits { Ok(self) } else { Err(StoreError::KeyDamaged) }
    }
}

/// Identifies a data key without revealing it.
pub fn id_of(data: &[u8; 32]) -> u64 {
    let mut hash = Sha256::new();
    hash.update(b"sotay key id");
    hash.update(data);
    let whole: [u8; 32] = hash.finalize().into();
    whole.first_chunk::<8>().map_or(0, |b| u64::from_le_bytes(*b))
}

/// A slot with the unprotected data key.
pub fn plain(data: &[u8; 32]) -> Zeroizing<Vec<u8>> {
    let mut slot = Zeroizing::new(Vec::with_capacity(SLOT));
    slot.push(PLAIN);
    slot.extend_from_slice(&[0; COST + SALT + NONCE]);
    slot.extend_from_slice(data);
    slot.extend_from_slice(&plain_check(data));
    slot
}

/// A generation slot. `key_id`: `Keys::id`.
pub fn generation(number: u64, key_id: u64) -> Zeroizing<Vec<u8>> {
    let mut slot = Zeroizing::new(Vec::with_capacity(SLOT));
    slot.push(GENERATION);
    slot.extend_from_slice(&number.to_le_bytes());
    slot.extend_from_slice(&key_id.to_le_bytes());
    slot.resize(SLOT, 0);
    slot
}

/// The generation; 0 for any other kind of slot.
pub fn generation_of(slot: &KeySlot) -> u64 {
    number_at(slot, 1).unwrap_or(0)
}

/// The id of the data key; `None` for any other kind of slot, or if it was not written.
pub fn key_id_of(slot: &KeySlot) -> Option<u64> {
    number_at(slot, 9).filter(|id| *id != 0)
}

fn number_at(slot: &KeySlot, at: usize) -> Option<u64> {
    let number = slot.get(at..at + 8).and_then(|b| b.first_chunk::<8>());
    number.filter(|_| slot.first() == Some(&GENERATION)).map(|b| u64::from_le_bytes(*b))
}

/// A slot with the data key wrapped by a passphrase.
pub fn wrapped(
    data: &[u8; 32],
    passphrase: &Passphrase,
    cost: UnlockCost,
) -> Result<Zeroizing<Vec<u8>>, StoreError> {
    let (salt, nonce) = (random::<SALT>()?, random::<NONCE>()?);
    let mut slot = Zeroizing::new(Vec::with_capacity(SLOT));
    slot.push(PASSPHRASE);
    for number in [cost.kib, cost.passes, cost.lanes] {
        slot.extend_from_slice(&number.to_le_bytes());
    }
    slot.extend_from_slice(&salt);
    slot.extend_from_slice(&nonce);
    let key = derive(passphrase.as_bytes(), &salt, cost.checked()?)?;
    let sealed = XChaCha20Poly1305::new((&*key).into())
        .encrypt(&XNonce::from(nonce), Payload { msg: data, aad: &slot })
        .map_err(|_| StoreError::Bug("the data key cannot be wrapped"))?;
    slot.extend_from_slice(&sealed);
    Ok(slot)
}

/// Checks that the cost of a wrapped slot is within the limits.
pub fn check_cost(slot: &KeySlot) -> Result<(), StoreError> {
    UnlockCost::of(slot).checked().map(drop)
}

/// The inverse of `wrapped`; accepts hostile bytes.
pub fn unwrap_key(slot: &KeySlot, passphrase: &Passphrase) -> Result<RawKey, StoreError> {
    let damaged = StoreError::KeyDamaged;
    let Some((head, sealed)) = slot.split_at_checked(HEAD) else { return Err(damaged) };
    let salt = head.get(1 + COST..1 + COST + SALT).and_then(|b| b.first_chunk::<SALT>());
    let nonce = head.last_chunk::<NONCE>();
    let (Some(salt), Some(nonce)) = (salt, nonce) else { return Err(damaged) };
    let key = derive(passphrase.as_bytes(), salt, UnlockCost::of(slot).checked()?)?;
    let data = XChaCha20Poly1305::new((&*key).into())
        .decrypt(&XNonce::from(*nonce), Payload { msg: sealed, aad: head })
        .map(Zeroizing::new)
        .map_err(|_| StoreError::WrongPassphrase)?;
    let data = data.first_chunk::<32>().ok_or(StoreError::KeyDamaged)?;
    Ok(Zeroizing::new(*data))
}

pub fn plain_key(slot: &KeySlot) -> Result<RawKey, StoreError> {
    let (rest, check) = slot.split_last_chunk::<16>().ok_or(StoreError::KeyDamaged)?;
    let data = rest.last_chunk::<32>().ok_or(StoreError::KeyDamaged)?;
    if plain_check(data) != *check {
        return Err(StoreError::KeyDamaged);
    }
    Ok(Zeroizing::new(*data))
}

fn plain_check(data: &[u8; 32]) -> [u8; 16] {
    let mut hash = Sha256::new();
    hash.update(b"sotay plain");
    hash.update(data);
    let whole: [u8; 32] = hash.finalize().into();
    whole.first_chunk::<16>().copied().unwrap_or_default()
}

/// The working memory of Argon2, zeroized on drop.
struct WorkMemory(Vec<Block>);

impl Drop for WorkMemory {
    fn drop(&mut self) {
        self.0.iter_mut().for_each(Zeroize::zeroize);
    }
}

fn derive(secret: &[u8], salt: &[u8; SALT], cost: UnlockCost) -> Result<RawKey, StoreError> {
    let params = Params::new(cost.kib, cost.passes, cost.lanes, Some(32))
        .map_err(|_| StoreError::KeyDamaged)?;
    let blocks = params.block_count();
    let mut memory = WorkMemory(Vec::new());
    // If memory is short, return an error: an abort would lose unsaved work.
    memory.0.try_reserve_exact(blocks).map_err(|_| StoreError::NoMemory)?;
    memory.0.resize(blocks, Block::new());
    let mut key = Zeroizing::new([0; 32]);
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into_with_memory(secret, salt, &mut *key, &mut memory.0)
        .map_err(|_| StoreError::KeyDamaged)?;
    Ok(key)
}
