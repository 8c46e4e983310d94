//! TODO

pub mod crypto;
pub mod disk;
pub mod lock;
pub mod space;
pub mod error;
pub mod limits;
pub mod format;
pub(crate) mod panic_guard;

