//! The records on disk: the journal is the truth, sled's state is derived from it. The only module
//! that knows sled and bincode; knows no screen.

pub mod backup;
pub mod codec;
pub mod device;
pub mod error;
pub mod file;
pub mod frame;
pub mod header;
pub mod journal;
pub mod key;
pub mod limits;
pub mod lock;
mod salvage;
pub mod seal;
pub mod space;

pub use error::{Finding, StoreError};

/// Random bytes of the system.
pub(crate) fn random<const N: usize>() -> Result<[u8; N], StoreError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|_| StoreError::NoRandomness)?;
    Ok(bytes)
}
mod fold;
mod folders;
mod index;
mod names;
mod plan;
mod query;
mod quiet;
mod state;
mod today;
