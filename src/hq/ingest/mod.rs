//! TODO

pub mod intake;
pub mod server;
pub mod log;
pub mod stick;
pub(crate) mod attachments;
pub mod fingerprint;

