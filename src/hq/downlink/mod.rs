//! What is sent down to laptops, in lanes.

pub mod lane;
pub(crate) mod pending;
