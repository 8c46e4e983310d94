//! One test program for everything that needs more than one module.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod check;
mod programme;
mod reference;
mod typing;
