//! One test program for everything that needs more than one module.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a test may stop

mod codec;
mod disk;
mod golden;
mod journal;
mod keep;
