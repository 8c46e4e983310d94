//! File system, cryptography and formats: durable files, keys and seals, frames and their content.
//! Knows no database, no sync and no headquarters.

pub mod crypto;
pub mod disk;
pub mod error;
pub mod format;
pub mod limits;
pub mod mutex;
pub(crate) mod panic_guard;
