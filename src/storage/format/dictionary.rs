//! zstd with a dictionary for records at rest. Dictionaries are numbered, built in, and never
//! removed or changed, because states on disks refer to them. `benches/dictionary.rs` makes one
//! from made-up records.

use std::cell::RefCell;
use std::sync::OnceLock;

use zstd::bulk::{Compressor, Decompressor};
use zstd::dict::{DecoderDictionary, EncoderDictionary};

use super::Undecodable;
use crate::storage::error::StoreError;
use crate::storage::limits;

/// Number for compression without a dictionary.
pub const NONE: u8 = 0;
/// The dictionary that this version compresses with.
pub const CURRENT: u8 = 1;
const FIRST: &[u8] = include_bytes!("dictionary/1.zdict");

thread_local! {
    // Reused: creating a context costs more than compressing a record. A call keeps no state in it.
    static PACKER: RefCell<Option<Compressor<'static>>> = const { RefCell::new(None) };
    static UNPACKER: RefCell<Option<Decompressor<'static>>> = const { RefCell::new(None) };
}

/// Compresses with the current dictionary.
pub fn pack(plain: &[u8]) -> Result<Vec<u8>, StoreError> {
    static PREPARED: OnceLock<EncoderDictionary<'static>> = OnceLock::new();
    let prepared =
        PREPARED.get_or_init(|| EncoderDictionary::copy(FIRST, limits::COMPRESS_LEVEL));
    let packed = PACKER.with_borrow_mut(|packer| match packer {
        Some(packer) => packer.compress(plain),
        None => packer.insert(Compressor::with_prepared_dictionary(prepared)?).compress(plain),
    });
    packed.map_err(|_| StoreError::Bug("compression failed"))
}

/// Decompresses to at most `budget` bytes, whatever the compressed bytes claim.
pub fn unpack(dictionary: u8, packed: &[u8], budget: usize) -> Result<Vec<u8>, Undecodable> {
    match dictionary {
        NONE => super::unpack(packed, budget),
        CURRENT => {
            static PREPARED: OnceLock<DecoderDictionary<'static>> = OnceLock::new();
            let prepared = PREPARED.get_or_init(|| DecoderDictionary::copy(FIRST));
            let plain = UNPACKER.with_borrow_mut(|unpacker| match unpacker {
                Some(unpacker) => unpacker.decompress(packed, budget),
                None => {
                    let new = Decompressor::with_prepared_dictionary(prepared)?;
                    unpacker.insert(new).decompress(packed, budget)
                }
            });
            plain.map_err(|_| Undecodable)
        }
        _ => Err(Undecodable),
    }
}
