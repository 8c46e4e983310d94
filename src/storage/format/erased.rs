//! The file `erased`: the erasures carried out in a notebook, and whether one is pending. Recreated
//! from the journal if it is unreadable.

use serde::{Deserialize, Serialize};

use super::wire::{self, Id16};
use super::{Undecodable, wire::encode as encode_bytes};

/// An erasure: its record, and the record's head after its op.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct KnownErasureV1 {
    pub entity: Id16,
    pub head: u64,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErasedV1 {
    /// erased answers may still be stored
    pub pending: bool,
    /// the journal is being replaced: a state may be from the old journal
    pub replacing: bool,
    pub known: Vec<KnownErasureV1>,
}

// Frozen: a new layout is a new variant at the end.
#[derive(Serialize, Deserialize)]
enum Erased {
    V1(ErasedV1),
}

pub fn encode(erased: &ErasedV1) -> Vec<u8> {
    encode_bytes(&Erased::V1(erased.clone()))
}

pub fn decode(bytes: &[u8]) -> Result<ErasedV1, Undecodable> {
    let Erased::V1(erased) = wire::frame(bytes)?;
    Ok(erased)
}
