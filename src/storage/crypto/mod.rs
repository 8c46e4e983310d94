//! Keys, seals and random bytes.

pub mod key;
pub mod key_file;
pub mod key_folder;
pub mod one_time;
pub mod passphrase;
pub mod random;
pub mod seal;
pub mod sealed_file;
mod slot;

pub use slot::{SealedKey, UnlockCost, WRAPPED};
