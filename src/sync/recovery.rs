//! Recovery of a forgotten passphrase: the data key sealed to headquarters beforehand, a request
//! that carries it there, and an answer sealed to a one-time key of the request. Works on bytes;
//! does no I/O and does not decide who may be helped.
//!
//! The request contains no name. Two people compare its words by telephone, as at enrolment. The
//! answer is bound to the request, so the words cover both files.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::certificate::{HqCertificate, HqSecret};
use super::seal::{self, CryptoError, SealSecret};
use super::syllables::eight_syllables;
use crate::storage::crypto::key::Keys;
use crate::storage::crypto::{SealedKey, WRAPPED};
use crate::storage::format::wire::{self, Bytes};

const REQUEST: &[u8; 8] = b"SOTAYRC1";
const ANSWER: &[u8; 8] = b"SOTAYRA1";
/// Separate these seals from those of bundles, which are sealed to the same key.
const SLOT_INFO: &[u8] = b"sotay recovery slot";
const ANSWER_INFO: &[u8] = b"sotay recovery answer";
const WORDS: &[u8] = b"sotay recovery request";

/// The request of a notebook with a forgotten passphrase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecoveryRequest {
    pub device: [u8; 16],
    /// id of the data key
    pub data_key: u64,
    pub slot: SealedKey,
    /// public key that the answer is sealed to (X25519)
    pub one_time: [u8; 32],
    /// Unix milliseconds
    pub created_at: u64,
}

// Frozen: a new layout is a new variant at the end.
#[derive(Serialize, Deserialize)]
enum StoredRecoveryRequest {
    V1 { device: [u8; 16], data_key: u64, slot: Bytes, one_time: [u8; 32], created_at: u64 },
}

/// Why headquarters does not open the slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RecoveryRefused {
    #[error("sealed to another headquarters")]
    OtherHeadquarters,
    /// changed, or of another device than stated
    #[error("the recovery slot does not open")]
    Damaged,
}

/// Seals the data key to headquarters, for the key file. `device`: this device's id.
pub fn seal_slot(
    keys: &Keys,
    device: [u8; 16],
    card: &HqCertificate,
) -> Result<SealedKey, CryptoError> {
    let (enc, mut sealer) = seal::sealer(&card.hpke, SLOT_INFO)?;
    let sealed = sealer.seal(keys.data(), &slot_place(device, keys.id()))?;
    let sealed = *sealed.first_chunk::<WRAPPED>().ok_or(CryptoError)?;
    Ok(SealedKey { recipient: card.key_id(), enc, sealed })
}

fn slot_place(device: [u8; 16], data_key: u64) -> Vec<u8> {
    [&device[..], &data_key.to_le_bytes()].concat()
}

impl RecoveryRequest {
    /// The file's bytes.
    pub fn encode(&self) -> Vec<u8> {
        let RecoveryRequest { device, data_key, one_time, created_at, .. } = *self;
        let slot = Bytes(self.slot.to_slot().to_vec());
        let stored = StoredRecoveryRequest::V1 { device, data_key, slot, one_time, created_at };
        [&REQUEST[..], &wire::encode(&stored)].concat()
    }

    /// Parses untrusted bytes.
    pub fn decode(file: &[u8]) -> Result<RecoveryRequest, CryptoError> {
        let bytes = file.strip_prefix(REQUEST).ok_or(CryptoError)?;
        let StoredRecoveryRequest::V1 { device, data_key, slot, one_time, created_at } =
            wire::mark(bytes).map_err(|_| CryptoError)?;
        let slot = SealedKey::from_slot(&slot.0).ok_or(CryptoError)?;
        let request = RecoveryRequest { device, data_key, slot, one_time, created_at };
        // only the canonical encoding, because the words cover that
        if request.encode() == file { Ok(request) } else { Err(CryptoError) }
    }

    /// The words to be compared by telephone: a digest of the whole request.
    pub fn words(&self) -> String {
        eight_syllables(&[WORDS, &self.encode()].concat())
    }

    /// At headquarters: opens the slot and seals the data key to the one-time key. Returns the
    /// answer.
    pub fn answer(&self, hq: &HqSecret) -> Result<Vec<u8>, RecoveryRefused> {
        let damaged = |_: CryptoError| RecoveryRefused::Damaged;
        let secret = hq.secret().map_err(damaged)?;
        if self.slot.recipient != seal::key_id(&secret.public()) {
            return Err(RecoveryRefused::OtherHeadquarters);
        }
        let mut opener = secret.opener(&self.slot.enc, SLOT_INFO).map_err(damaged)?;
        let place = slot_place(self.device, self.data_key);
        let data = opener.open(&self.slot.sealed, &place).map(Zeroizing::new);
        let data = data.map_err(damaged)?;
        let (enc, mut sealer) = seal::sealer(&self.one_time, ANSWER_INFO).map_err(damaged)?;
        let sealed = sealer.seal(&data, &self.hash()).map_err(damaged)?;
        Ok([&ANSWER[..], &enc, &sealed].concat())
    }

    /// On the laptop: opens an answer to this request. `secret`: the one-time key.
    pub fn open_answer(&self, secret: &[u8; 32], file: &[u8]) -> Result<Keys, CryptoError> {
        let rest = file.strip_prefix(ANSWER).ok_or(CryptoError)?;
        let (enc, sealed) = rest.split_first_chunk::<32>().ok_or(CryptoError)?;
        let mut opener = SealSecret::from_bytes(secret)?.opener(enc, ANSWER_INFO)?;
        let data = Zeroizing::new(opener.open(sealed, &self.hash())?);
        let data = data.first_chunk::<32>().filter(|_| data.len() == 32).ok_or(CryptoError)?;
        let keys = Keys::from_bytes(data);
        if keys.id() == self.data_key { Ok(keys) } else { Err(CryptoError) }
    }

    fn hash(&self) -> [u8; 32] {
        Sha256::digest(self.encode()).into()
    }
}
