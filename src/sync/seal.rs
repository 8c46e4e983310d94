//! Cryptography of the sync protocol: ed25519 signatures, HPKE seals (X25519, HKDF-SHA256,
//! ChaCha20-Poly1305). The only file that names the sealing of these crates; does not know the
//! content.

use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use hpke::aead::{AeadCtxR, AeadCtxS, ChaCha20Poly1305};
use hpke::kdf::HkdfSha256;
use hpke::kem::X25519HkdfSha256;
use hpke::{Deserializable, Kem, OpModeR, OpModeS, Serializable};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

/// Bytes that a seal adds.
pub const TAG: usize = 16;
/// Bytes of a signature.
pub const SIGNATURE: usize = 64;

type SealingContext = AeadCtxS<ChaCha20Poly1305, HkdfSha256, X25519HkdfSha256>;
type OpeningContext = AeadCtxR<ChaCha20Poly1305, HkdfSha256, X25519HkdfSha256>;
type Public = <X25519HkdfSha256 as Kem>::PublicKey;
type Private = <X25519HkdfSha256 as Kem>::PrivateKey;
type Encapped = <X25519HkdfSha256 as Kem>::EncappedKey;

/// An invalid key, seal or signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("seal or signature broken")]
pub struct CryptoError;

/// First 8 bytes of the hash of a public key.
pub fn key_id(key: &[u8; 32]) -> u64 {
    let hash: [u8; 32] = Sha256::digest(key).into();
    hash.first_chunk::<8>().map_or(0, |b| u64::from_le_bytes(*b))
}

/// The device id of a signing key.
pub fn device_of(key: &[u8; 32]) -> [u8; 16] {
    let hash: [u8; 32] = Sha256::digest(key).into();
    hash.first_chunk::<16>().copied().unwrap_or_default()
}

/// Signs `what`; `about` separates the domains of signatures.
pub fn sign(key: &SigningKey, about: &[u8], what: &[u8]) -> [u8; SIGNATURE] {
    key.sign(&[about, what].concat()).to_bytes()
}

pub fn check(
    key: &[u8; 32],
    about: &[u8],
    what: &[u8],
    signature: &[u8; SIGNATURE],
) -> Result<(), CryptoError> {
    let key = VerifyingKey::from_bytes(key).map_err(|_| CryptoError)?;
    let signature = Signature::from_bytes(signature);
    key.verify_strict(&[about, what].concat(), &signature).map_err(|_| CryptoError)
}

/// A secret key for opening seals.
pub struct SealSecret(Private);

impl SealSecret {
    pub fn from_bytes(bytes: &[u8; 32]) -> Result<SealSecret, CryptoError> {
        Private::from_bytes(bytes).map(SealSecret).map_err(|_| CryptoError)
    }

    /// The secret of a laptop: its ed25519 signing key converted to X25519.
    pub fn of_device(key: &SigningKey) -> Result<SealSecret, CryptoError> {
        SealSecret::from_bytes(&Zeroizing::new(key.to_scalar_bytes()))
    }

    pub fn public(&self) -> [u8; 32] {
        X25519HkdfSha256::sk_to_pk(&self.0).to_bytes().into()
    }

    pub fn opener(&self, enc: &[u8; 32], about: &[u8]) -> Result<Opener, CryptoError> {
        let enc = Encapped::from_bytes(enc).map_err(|_| CryptoError)?;
        let opened = hpke::setup_receiver(&OpModeR::Base, &self.0, &enc, about);
        opened.map(Opener).map_err(|_| CryptoError)
    }
}

/// The X25519 public key of a laptop, from its ed25519 public key.
pub fn public_of_device(key: &[u8; 32]) -> Result<[u8; 32], CryptoError> {
    let key = VerifyingKey::from_bytes(key).map_err(|_| CryptoError)?;
    if key.is_weak() { Err(CryptoError) } else { Ok(key.to_montgomery().to_bytes()) }
}

/// Begins sealing a sequence of pieces; returns the encapsulated key, which goes into the header.
pub fn sealer(to: &[u8; 32], about: &[u8]) -> Result<([u8; 32], BundleSealer), CryptoError> {
    let to = Public::from_bytes(to).map_err(|_| CryptoError)?;
    let (enc, context): (Encapped, SealingContext) =
        hpke::setup_sender(&OpModeS::Base, &to, about).map_err(|_| CryptoError)?;
    Ok((enc.to_bytes().into(), BundleSealer(context)))
}

pub struct BundleSealer(SealingContext);

impl BundleSealer {
    pub fn seal(&mut self, plain: &[u8], aad: &[u8]) -> Result<Vec<u8>, CryptoError> {
        self.0.seal(plain, aad).map_err(|_| CryptoError)
    }
}

/// Opens pieces in the order of sealing.
pub struct Opener(OpeningContext);

impl Opener {
    pub fn open(&mut self, sealed: &[u8], aad: &[u8]) -> Result<Vec<u8>, CryptoError> {
        self.0.open(sealed, aad).map_err(|_| CryptoError)
    }
}
