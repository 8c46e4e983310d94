//! Takes in what devices send: checked, put into their logs, receipted.

pub(crate) mod attachments;
pub mod batch;
pub mod fingerprint;
pub mod intake;
pub mod log;
pub mod not_taken;
pub mod server;
pub mod stick;
