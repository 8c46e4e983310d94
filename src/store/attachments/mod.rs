//! TODO

pub(crate) mod folder;
pub(crate) mod transfer;
pub mod incoming;

