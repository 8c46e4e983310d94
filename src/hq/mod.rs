//! Headquarters' side: what comes in is made durable first and understood later.

pub mod admin;
pub mod downlink;
pub mod erasing;
pub mod fold;
pub mod ingest;
pub mod review;
pub mod status;

pub use crate::hq::admin::directory::HqDirectory;
