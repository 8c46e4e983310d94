//! Sealing at rest: XChaCha20-Poly1305 under a subkey of the notebook's data key, with a random
//! nonce (a counter would repeat in a cloned or restored notebook).
//!
//! Does not know the content; the caller passes its place as additional data.

use chacha20poly1305::XChaCha20Poly1305;
use chacha20poly1305::aead::{Aead, KeyInit, Payload};

use super::key::{Domain, Keys};
use crate::storage::error::StoreError;

pub const NONCE: usize = 24;
/// Bytes that sealing adds: the nonce before, the tag after.
pub const OVERHEAD: usize = NONCE + 16;

/// Does not open: changed, truncated, or sealed for another place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("seal broken")]
pub struct BrokenSeal;

#[derive(Clone)]
pub struct Sealer {
    keys: Keys,
}

impl Sealer {
    pub fn new(keys: &Keys) -> Sealer {
        Sealer { keys: keys.clone() }
    }

    /// Returns nonce (24), ciphertext, tag (16).
    pub fn seal(
        &self,
        domain: Domain,
        aad: &[u8],
        plain: &[u8],
    ) -> Result<Vec<u8>, StoreError> {
        let nonce: [u8; NONCE] = crate::storage::crypto::random::random_salt()?;
        let mut out = Vec::with_capacity(plain.len() + OVERHEAD);
        out.extend_from_slice(&nonce);
        let sealed = self
            .cipher(domain)
            .encrypt(&nonce.into(), Payload { msg: plain, aad })
            .map_err(|_| StoreError::Bug("sealing failed"))?;
        out.extend_from_slice(&sealed);
        Ok(out)
    }

    pub fn open(
        &self,
        domain: Domain,
        aad: &[u8],
        sealed: &[u8],
    ) -> Result<Vec<u8>, BrokenSeal> {
        let (nonce, text) = sealed.split_first_chunk::<NONCE>().ok_or(BrokenSeal)?;
        self.cipher(domain)
            .decrypt(&(*nonce).into(), Payload { msg: text, aad })
            .map_err(|_| BrokenSeal)
    }

    fn cipher(&self, domain: Domain) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new(self.keys.subkey(domain).into())
    }
}
