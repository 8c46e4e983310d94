//! What several tests use.

pub mod app;
mod desk;
pub mod pty;
