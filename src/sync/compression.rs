//! zstd with built-in dictionaries for transfer. A dictionary is numbered and never removed;
//! `benches/dictionary.rs` makes one from made-up records.

use std::sync::OnceLock;

use zstd::bulk::{Compressor, Decompressor};
use zstd::dict::{DecoderDictionary, EncoderDictionary};

use super::seal::CryptoError;

/// The dictionary that this version compresses with.
pub const DICTIONARY: u32 = 1;
const LEVEL: i32 = 9;
const FIRST: &[u8] = include_bytes!("dict/1.zdict");

/// Compresses; `None` if the result would not be smaller.
pub fn pack(bytes: &[u8]) -> Option<Vec<u8>> {
    static PREPARED: OnceLock<EncoderDictionary<'static>> = OnceLock::new();
    let prepared = PREPARED.get_or_init(|| EncoderDictionary::copy(FIRST, LEVEL));
    let packed = Compressor::with_prepared_dictionary(prepared).ok()?.compress(bytes).ok()?;
    (packed.len() < bytes.len()).then_some(packed)
}

/// Decompresses to at most `budget` bytes, whatever the compressed bytes claim.
pub fn unpack(bytes: &[u8], budget: usize) -> Result<Vec<u8>, CryptoError> {
    static PREPARED: OnceLock<DecoderDictionary<'static>> = OnceLock::new();
    let prepared = PREPARED.get_or_init(|| DecoderDictionary::copy(FIRST));
    let mut unpacker =
        Decompressor::with_prepared_dictionary(prepared).map_err(|_| CryptoError)?;
    unpacker.decompress(bytes, budget).map_err(|_| CryptoError)
}

/// Whether this version has a dictionary.
pub fn knows(dictionary: u32) -> bool {
    dictionary == DICTIONARY
}
