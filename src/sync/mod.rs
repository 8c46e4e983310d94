//! Syncs a notebook with headquarters over any link: bundles, receipts, the protocol, and the
//! links. Both ends use this code.
//!
//! Bytes from outside are hostile: sizes are checked before allocation, signatures before a seal is
//! opened, seals before decompression. Knows no screen.

pub mod bundle;
pub mod certificate;
pub mod client;
pub mod compression;
pub mod down;
pub mod enrol;
pub mod error;
pub mod file;
pub mod files;
pub mod lanes;
pub mod line;
pub mod link;
pub mod merge;
pub mod message;
pub mod messages;
mod notices_seen;
pub mod peer_state;
pub mod prove;
pub mod receipt;
pub mod recovery;
pub mod roll;
pub mod run;
pub mod seal;
pub mod segment;
pub mod strip;
pub mod summary;
pub mod syllables;
pub mod verdicts;

pub use crate::sync::summary::Summary;
pub use error::SyncError;
pub use link::Link;
pub use run::{Progress, Route, SyncPhase, run};
