//! Headquarters: ops are made durable on receipt and folded later.

pub mod admin;
pub mod downlink;
pub mod erasing;
pub mod fold;
pub mod ingest;
pub mod review;
pub mod status;

pub use crate::hq::admin::directory::HqDirectory;
