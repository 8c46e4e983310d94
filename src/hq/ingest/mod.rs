//! Receives what devices send: checks it, stores it in their logs, signs receipts.

pub(crate) mod attachments;
pub mod batch;
pub mod fingerprint;
pub mod intake;
pub mod log;
pub mod not_taken;
pub mod server;
pub mod stick;
