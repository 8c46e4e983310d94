//! Headquarters' side: what comes in is made durable first and understood later.

pub mod lane;
pub mod log;
