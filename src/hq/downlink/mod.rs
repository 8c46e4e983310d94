//! TODO

pub mod lane;
pub(crate) mod pending;

