//! One test program for everything that needs more than one module.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a test may stop

mod check;
mod codec;
mod disk;
mod flow;
mod golden;
mod input;
mod journal;
mod keymap;
mod kit;
mod lang;
mod painter;
mod programme;
mod pty;
mod reference;
mod typing;
mod walls;
