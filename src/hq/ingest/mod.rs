//! Takes in what devices send: checked, put into their logs, receipted.

pub mod intake;
pub mod server;
pub mod log;
pub mod stick;
pub(crate) mod attachments;
pub mod fingerprint;

