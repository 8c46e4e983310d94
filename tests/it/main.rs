#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a test may stop

mod input;
mod kit;
mod painter;
mod pty;
