//! Headquarters' side: what comes in is made durable first and understood later.

pub mod status;
pub mod admin;
pub mod downlink;
pub mod review;
pub mod ingest;
pub mod fold;

pub use crate::hq::admin::directory::Home;
