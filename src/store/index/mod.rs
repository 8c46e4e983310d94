//! TODO

pub(crate) mod records;
pub(crate) mod start_cache;
pub(crate) mod agenda;
pub(crate) mod facts;

