//! Headquarters: what it makes of everybody's changes, and how that comes back.

mod golden;
mod lane;
mod laws;
mod merge;
mod poison;
mod program;
mod replicas;
mod review;
mod rounds;
mod web;
mod world;
