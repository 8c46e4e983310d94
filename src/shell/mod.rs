//! (filled in by its builder)

pub mod capability;
pub mod decode;
pub mod input;
pub mod painter;
pub mod signals;
pub mod terminal;
