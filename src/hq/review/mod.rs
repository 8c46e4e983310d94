//! What waits for a reviewer, and what a reviewer decided.

pub mod case;
pub(crate) mod incident;
pub(crate) mod apply;
pub(crate) mod lost_verdicts;
pub(crate) mod quarantine;

