//! Digests of the expected contents of a base.

use sha2::{Digest, Sha256};

use super::RecordKey;

/// Detects disk faults only; deliberate changes are detected by the seal.
pub type ContentDigest = [u8; 8];

pub fn content_digest(key: &RecordKey, content: &[u8]) -> ContentDigest {
    let mut hash = Sha256::new();
    hash.update(key);
    hash.update(content);
    let whole: [u8; 32] = hash.finalize().into();
    whole.first_chunk().copied().unwrap_or_default()
}

/// Digest of index keys with their values, in order.
#[derive(Default)]
pub struct KeyDigest(Sha256);

impl KeyDigest {
    pub fn take(&mut self, key: &[u8], value: &[u8]) {
        for part in [key, value] {
            self.0.update((part.len() as u64).to_le_bytes());
            self.0.update(part);
        }
    }

    pub fn finish(self) -> [u8; 32] {
        self.0.finalize().into()
    }
}
