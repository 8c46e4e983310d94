//! Headquarters: what it makes of everybody's changes, and how that comes back.

mod authority;
mod durable;
mod enrol;
mod golden;
mod handover;
mod held;
mod history;
mod lane;
mod laws;
mod long;
mod matching;
mod matters;
mod merge;
mod odd_answers;
mod order;
mod poison;
mod program;
mod replicas;
mod reports;
mod restored;
mod returned;
mod review;
mod rounds;
mod shown;
mod targets;
mod web;
pub use crate::kit::world::fields;
