//! (filled in by its builder)
pub mod format;
