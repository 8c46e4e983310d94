//! Cases for reviewers, and the application of their decisions.

pub(crate) mod apply;
pub mod case;
pub mod check;
pub mod edits;
pub mod finding;
pub(crate) mod incident;
pub(crate) mod lost_verdicts;
pub(crate) mod marks;
pub(crate) mod quarantine;
pub(crate) mod quarantined;
