//! Headquarters: what it makes of everybody's changes, and how that comes back.

mod golden;
mod laws;
mod merge;
mod program;
mod review;
mod rounds;
mod web;
mod world;
