//! TODO

pub mod key;
pub mod seal;

