//! Encodes records, values, ops, drafts and marks. Only `wire` names bincode. All decoding is
//! limited in size and must consume all of its input.
//!
//! Bytes that this version cannot read are stored and returned unchanged.

pub mod audit;
pub mod blob;
pub mod block;
pub mod dictionary;
pub mod down;
pub mod draft;
pub mod erased;
pub mod frame;
pub mod header;
pub mod mark;
pub mod op;
pub mod packed;
pub mod raw;
pub mod receipt;
pub mod record;
pub mod value;
pub mod wire;

pub use op::op_size;
pub use record::{record, record_bytes};
pub use value::{check_size, field_value, fields, old_hash, value, value_bytes};

use std::cell::RefCell;

use zstd::bulk::{Compressor, Decompressor};

use super::error::StoreError;
use super::limits;

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("undecodable")]
pub struct Undecodable;

/// The `head` of a record after an op: the first 8 bytes of the opid, little endian.
pub fn head(opid: &[u8; 16]) -> u64 {
    opid.first_chunk::<8>().map_or(0, |b| u64::from_le_bytes(*b))
}

thread_local! {
    // Reused: creating a context costs more than compressing a frame. A call keeps no state in it.
    static PACKER: RefCell<Option<Compressor<'static>>> = const { RefCell::new(None) };
    static UNPACKER: RefCell<Option<Decompressor<'static>>> = const { RefCell::new(None) };
}

pub(crate) fn pack(bytes: &[u8]) -> Result<Vec<u8>, StoreError> {
    let packed = PACKER.with_borrow_mut(|packer| match packer {
        Some(packer) => packer.compress(bytes),
        None => packer.insert(Compressor::new(limits::COMPRESS_LEVEL)?).compress(bytes),
    });
    packed.map_err(|_| StoreError::Bug("compression failed"))
}

/// Decompresses to at most `budget` bytes, whatever the compressed bytes claim.
pub(crate) fn unpack(bytes: &[u8], budget: usize) -> Result<Vec<u8>, Undecodable> {
    let plain = UNPACKER.with_borrow_mut(|unpacker| match unpacker {
        Some(unpacker) => unpacker.decompress(bytes, budget),
        None => unpacker.insert(Decompressor::new()?).decompress(bytes, budget),
    });
    plain.map_err(|_| Undecodable)
}
