//! What goes down to the laptops, in lanes.

pub mod lane;
pub(crate) mod pending;
