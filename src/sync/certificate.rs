//! The identities of the sync protocol: headquarters' certificate (the card), a laptop's
//! certificate, and headquarters' secret keys. Plain data with one encoding; only `Enrolment` reads
//! and writes a file of the notebook.

use std::fmt;

use ed25519_dalek::SigningKey;
use serde::{Deserialize, Serialize};
use zeroize::Zeroize;

use super::seal::{self, CryptoError, SIGNATURE, SealSecret};
use crate::record::Id;
use crate::storage::crypto::key_folder::KeyedFolder;
use crate::storage::crypto::sealed_file::ENROLMENT;
use crate::storage::disk::{RealDisk, twin};
use crate::storage::format::wire;
use crate::storage::limits;
use crate::store::ENROLLED;
use crate::store::StoreError;

const CERTIFICATE: &[u8] = b"sotay certificate";

/// Headquarters' public keys and name, as a laptop stores them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HqCertificate {
    /// key that bundles are sealed to (X25519)
    pub hpke: [u8; 32],
    /// key that signs receipts and the downlink (ed25519)
    pub sign: [u8; 32],
    /// time at which headquarters was created or restored, Unix milliseconds
    pub era: u64,
    pub name: String,
}

/// States that a device belongs to an officer; signed by headquarters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Certificate {
    pub device: [u8; 16],
    /// the device's ed25519 key
    pub key: [u8; 32],
    pub officer: Id,
    /// the officer's number at headquarters, which also identifies the ssh key
    pub number: u32,
    pub name: String,
    pub unit: String,
    /// two digits
    pub province: String,
    /// Unix milliseconds
    pub issued: u64,
}

// Frozen: a new layout is a new variant at the end.
#[derive(Serialize, Deserialize)]
enum Card {
    V1(HqCertificate),
}

#[derive(Serialize, Deserialize)]
enum Signed {
    V1(Certificate),
}

impl HqCertificate {
    pub fn encode(&self) -> Vec<u8> {
        wire::encode(&Card::V1(self.clone()))
    }

    pub fn decode(bytes: &[u8]) -> Result<HqCertificate, CryptoError> {
        let Card::V1(card) = wire::mark(bytes).map_err(|_| CryptoError)?;
        Ok(card)
    }

    /// Id of the key that bundles are sealed to.
    pub fn key_id(&self) -> u64 {
        seal::key_id(&self.hpke)
    }
}

/// A certificate with headquarters' signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedCertificate {
    pub certificate: Certificate,
    pub signature: [u8; SIGNATURE],
}

impl Certificate {
    /// Name and number: names need not be unique, numbers are.
    pub fn display_name(&self) -> String {
        format!("{} ({})", self.name, self.number)
    }

    pub fn sign(self, key: &SigningKey) -> SignedCertificate {
        let bytes = wire::encode(&Signed::V1(self.clone()));
        let signature = seal::sign(key, CERTIFICATE, &bytes);
        SignedCertificate { certificate: self, signature }
    }
}

impl SignedCertificate {
    pub fn encode(&self) -> Vec<u8> {
        let mut out = wire::encode(&Signed::V1(self.certificate.clone()));
        out.extend_from_slice(&self.signature);
        out
    }

    /// Decodes a certificate; checks headquarters' signature and that the key is the device's.
    pub fn decode(
        bytes: &[u8],
        card: &HqCertificate,
    ) -> Result<SignedCertificate, CryptoError> {
        let (bytes, signature) = bytes.split_last_chunk::<SIGNATURE>().ok_or(CryptoError)?;
        seal::check(&card.sign, CERTIFICATE, bytes, signature)?;
        let Signed::V1(certificate) = wire::mark(bytes).map_err(|_| CryptoError)?;
        if seal::device_of(&certificate.key) != certificate.device {
            return Err(CryptoError);
        }
        Ok(SignedCertificate { certificate, signature: *signature })
    }
}

/// Headquarters' secret keys: for opening bundles, and for signing receipts and the downlink.
pub struct HqSecret {
    hpke: [u8; 32],
    pub sign: SigningKey,
    pub era: u64,
    pub name: String,
}

impl fmt::Debug for HqSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HqSecret(..)")
    }
}

impl Drop for HqSecret {
    fn drop(&mut self) {
        self.hpke.zeroize();
    }
}

impl HqSecret {
    /// `hpke`: 32 random bytes, drawn once; `sign`: the key of headquarters' notebook.
    pub fn new(
        hpke: [u8; 32],
        sign: SigningKey,
        era: u64,
        name: String,
    ) -> Result<HqSecret, CryptoError> {
        SealSecret::from_bytes(&hpke)?;
        Ok(HqSecret { hpke, sign, era, name })
    }

    /// The secret bytes, for storing them.
    pub fn hpke(&self) -> &[u8; 32] {
        &self.hpke
    }

    pub fn secret(&self) -> Result<SealSecret, CryptoError> {
        SealSecret::from_bytes(&self.hpke)
    }

    pub fn card(&self) -> Result<HqCertificate, CryptoError> {
        Ok(HqCertificate {
            hpke: self.secret()?.public(),
            sign: self.sign.verifying_key().to_bytes(),
            era: self.era,
            name: self.name.clone(),
        })
    }
}

/// A notebook's enrolment: headquarters' certificate and its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Enrolment {
    pub card: HqCertificate,
    pub certificate: SignedCertificate,
}

impl Enrolment {
    pub fn encode(&self) -> Vec<u8> {
        let card = self.card.encode();
        let mut out = ENROLLED.to_vec();
        out.extend_from_slice(&u32::try_from(card.len()).unwrap_or(u32::MAX).to_le_bytes());
        out.extend_from_slice(&card);
        out.extend_from_slice(&self.certificate.encode());
        out
    }

    pub fn decode(bytes: &[u8]) -> Result<Enrolment, CryptoError> {
        let rest = bytes.strip_prefix(ENROLLED).ok_or(CryptoError)?;
        let (len, rest) = rest.split_first_chunk::<4>().ok_or(CryptoError)?;
        let (card, certificate) =
            rest.split_at_checked(u32::from_le_bytes(*len) as usize).ok_or(CryptoError)?;
        let card = HqCertificate::decode(card)?;
        let certificate = SignedCertificate::decode(certificate, &card)?;
        Ok(Enrolment { card, certificate })
    }

    /// `None`: this notebook is not enrolled.
    pub fn read(notebook: &KeyedFolder) -> Result<Option<Enrolment>, StoreError> {
        let path = notebook.dir.join(ENROLMENT.name);
        if !twin::exists(&RealDisk, &path) {
            return Ok(None);
        }
        let keys = notebook.keys()?;
        let open = |bytes: &[u8]| {
            let plain = ENROLMENT.open(&keys, bytes);
            let plain = plain.map_err(|_| StoreError::EnrolmentDamaged)?;
            Enrolment::decode(&plain).map_err(|CryptoError| StoreError::EnrolmentDamaged)
        };
        twin::read(&RealDisk, &path, limits::SMALL_FILE, open).map(Some)
    }

    pub fn write(&self, notebook: &KeyedFolder) -> Result<(), StoreError> {
        ENROLMENT.write(&RealDisk, &notebook.dir, &notebook.keys()?, &self.encode())
    }
}
