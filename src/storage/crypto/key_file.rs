//! The key file: the data key in slots, with a SHA-256 over all. Decides which of the two copies
//! counts. Does no I/O.

use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::passphrase::Passphrase;
use super::slot::{self, KeySlot, RawKey, SLOT, SealedKey, UnlockCost, id_of};
use crate::storage::error::{NewerFormat, StoreError};
use crate::storage::limits;

const MAGIC: &[u8; 8] = b"SOTAYKY1";

/// A valid copy of the key file.
#[derive(Clone, PartialEq, Eq)]
pub struct KeyFile {
    bytes: Zeroizing<Vec<u8>>,
    /// increases with every change of the file: after an interrupted change the copy with the
    /// higher generation counts
    pub generation: u64,
    /// id of the data key; `None` if it is known only after unlocking (file of an older version)
    pub key_id: Option<u64>,
}

impl KeyFile {
    /// A file with a "plain" slot: the data key is unprotected.
    pub fn plain(data: &[u8; 32], generation: u64) -> KeyFile {
        // Generation 0 has the format of earlier versions.
        let second = (generation > 0).then(|| slot::generation(generation, id_of(data)));
        let slots: Vec<_> = [slot::plain(data)].into_iter().chain(second).collect();
        KeyFile::of_slots(&slots, data, generation)
    }

    pub fn closed(
        data: &[u8; 32],
        passphrase: &Passphrase,
        cost: UnlockCost,
        generation: u64,
        recovery: Option<&SealedKey>,
    ) -> Result<KeyFile, StoreError> {
        let mut slots = vec![slot::wrapped(data, passphrase, cost)?];
        slots.push(slot::generation(generation, id_of(data)));
        slots.extend(recovery.map(|sealed| Zeroizing::new(sealed.to_slot().to_vec())));
        Ok(KeyFile::of_slots(&slots, data, generation))
    }

    /// The file with the same passphrase, and with or without a recovery slot. `None` if it has no
    /// passphrase.
    pub fn with_recovery(
        &self,
        data: &[u8; 32],
        generation: u64,
        recovery: Option<&SealedKey>,
    ) -> Option<KeyFile> {
        let all = slots(&self.bytes).ok().filter(|_| self.is_closed())?;
        let closed = all.iter().filter(|slot| slot.first() == Some(&slot::PASSPHRASE));
        let mut slots: Vec<_> = closed.map(|slot| Zeroizing::new(slot.to_vec())).collect();
        slots.push(slot::generation(generation, id_of(data)));
        slots.extend(recovery.map(|sealed| Zeroizing::new(sealed.to_slot().to_vec())));
        Some(KeyFile::of_slots(&slots, data, generation))
    }

    /// The recovery slot: the data key sealed for headquarters. `None` for a file without a
    /// passphrase.
    pub fn recovery(&self) -> Option<SealedKey> {
        let all = slots(&self.bytes).ok().filter(|_| self.is_closed())?;
        all.iter().find_map(|slot| SealedKey::from_slot(slot))
    }

    fn of_slots(slots: &[Zeroizing<Vec<u8>>], data: &[u8; 32], generation: u64) -> KeyFile {
        let len = MAGIC.len() + 1 + slots.len() * SLOT + 32;
        let mut out = Zeroizing::new(Vec::with_capacity(len));
        out.extend_from_slice(MAGIC);
        out.push(slots.len() as u8);
        slots.iter().for_each(|slot| out.extend_from_slice(slot));
        let sum: [u8; 32] = Sha256::digest(out.as_slice()).into();
        out.extend_from_slice(&sum);
        KeyFile { bytes: out, generation, key_id: Some(id_of(data)) }
    }

    /// Checks hash and layout of hostile bytes; runs no key derivation.
    pub fn parse(bytes: &[u8]) -> Result<KeyFile, StoreError> {
        let slots = slots(bytes)?;
        let closed = slots.iter().filter(|slot| slot.first() == Some(&slot::PASSPHRASE));
        closed.clone().try_for_each(slot::check_cost)?;
        let generation = slots.iter().map(slot::generation_of).max().unwrap_or(0);
        let plain = slots.iter().find(|slot| slot.first() == Some(&slot::PLAIN));
        let key_id = match plain.map(slot::plain_key) {
            Some(data) => data.ok().map(|data| id_of(&data)),
            None => slots.iter().find_map(slot::key_id_of),
        };
        Ok(KeyFile { bytes: Zeroizing::new(bytes.to_vec()), generation, key_id })
    }

    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    fn is_of_another_key(&self, other: &KeyFile) -> bool {
        self.key_id.zip(other.key_id).is_some_and(|(one, two)| one != two)
    }

    /// Whether only a passphrase opens it.
    pub fn is_closed(&self) -> bool {
        let is = |kind: u8| {
            slots(&self.bytes).is_ok_and(|all| all.iter().any(|s| s.first() == Some(&kind)))
        };
        is(slot::PASSPHRASE) && !is(slot::PLAIN)
    }

    /// Opens the data key. Costs one run of Argon2 per passphrase slot.
    pub fn open(&self, passphrase: Option<&Passphrase>) -> Result<RawKey, StoreError> {
        let slots = slots(&self.bytes)?;
        // If all slots are of unknown kinds, a newer version wrote the file; it is not damaged.
        let what = NewerFormat::Layout;
        let mut outcome = Err(StoreError::TooNew { file: "key".into(), what });
        if let Some(plain) = slots.iter().find(|slot| slot.first() == Some(&slot::PLAIN)) {
            return slot::plain_key(plain);
        }
        for closed in slots.iter().filter(|slot| slot.first() == Some(&slot::PASSPHRASE)) {
            slot::check_cost(closed)?;
            let Some(passphrase) = passphrase else { return Err(StoreError::PassphraseNeeded) };
            outcome = slot::unwrap_key(closed, passphrase);
            if outcome.is_ok() {
                break;
            }
        }
        outcome
    }
}

fn slots(bytes: &[u8]) -> Result<&[KeySlot], StoreError> {
    let (body, sum) = bytes.split_last_chunk::<32>().ok_or(StoreError::KeyDamaged)?;
    let real: [u8; 32] = Sha256::digest(body).into();
    let slots = body.strip_prefix(MAGIC).and_then(<[u8]>::split_first);
    let (count, slots) = slots.filter(|_| real == *sum).ok_or(StoreError::KeyDamaged)?;
    let count = usize::from(*count);
    if count == 0 || count > limits::KEY_SLOTS || slots.len() != count * SLOT {
        return Err(StoreError::KeyDamaged);
    }
    Ok(slots.as_chunks::<SLOT>().0)
}

/// Why a copy has to be written again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StaleCopy {
    /// unreadable, or different at the same generation
    Bad,
    /// of the generation before an interrupted change
    Old,
}

/// The copy that counts, and which copy to write again (0 `key`, 1 `key.bak`) and why.
pub struct Copies {
    pub file: KeyFile,
    pub stale: Option<(usize, StaleCopy)>,
}

/// The copy with the higher generation counts, so an interrupted change is completed, never
/// reverted; at equal generations the first one. If the copies have different data keys, the one
/// counts that the journal was sealed with (`journal_key`), and the other is left alone: it may be
/// the only copy of another notebook's key.
pub fn choose(
    first: Result<KeyFile, StoreError>,
    second: Result<KeyFile, StoreError>,
    journal_key: impl FnOnce() -> Option<u64>,
) -> Result<Copies, StoreError> {
    match (first, second) {
        (Ok(first), Ok(second)) if first.is_of_another_key(&second) => {
            let by_journal = journal_key().is_some_and(|id| second.key_id == Some(id));
            Ok(Copies { file: if by_journal { second } else { first }, stale: None })
        }
        (Ok(first), Ok(second)) => {
            let newer_second = first.generation < second.generation;
            // without key ids, only unlocking shows which notebook the file belongs to: treat the
            // other copy as `Bad`, which is repaired only after that
            let is_known = first.key_id.is_some() && second.key_id.is_some();
            let is_old = is_known && first.generation != second.generation;
            let stale = if is_old { StaleCopy::Old } else { StaleCopy::Bad };
            let is_same = first == second;
            let (file, other) = if newer_second { (second, 0) } else { (first, 1) };
            Ok(Copies { file, stale: (!is_same).then_some((other, stale)) })
        }
        (Ok(file), Err(_)) => Ok(Copies { file, stale: Some((1, StaleCopy::Bad)) }),
        (Err(_), Ok(file)) => Ok(Copies { file, stale: Some((0, StaleCopy::Bad)) }),
        (Err(_), Err(_)) => Err(StoreError::KeyDamaged),
    }
}
