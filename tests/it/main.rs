//! One test program for everything that needs more than one module.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod typing;
mod walls;
mod keymap;
mod lang;
mod reference;
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a test may stop
mod input;
mod kit;
mod painter;
mod pty;
