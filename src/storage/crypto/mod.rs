//! Keys, seals and random bytes.

pub mod key;
pub mod seal;

