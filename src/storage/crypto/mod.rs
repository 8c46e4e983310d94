//! Keys, seals and random bytes.

pub mod key;
pub mod random;
pub mod seal;
