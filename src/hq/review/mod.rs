//! TODO

pub mod case;
pub(crate) mod incident;
pub(crate) mod apply;
pub(crate) mod lost_verdicts;
pub(crate) mod quarantine;

