//! Projections in memory: the record index for lists and search, the agenda, facts for reports.

pub(crate) mod agenda;
pub(crate) mod facts_cache;
pub(crate) mod facts_file;
mod pieces;
pub(crate) mod records;
pub(crate) mod start_cache;
