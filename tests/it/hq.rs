//! Headquarters: what it makes of everybody's changes, and how that comes back.

mod laws;
mod merge;
mod review;
mod rounds;
mod web;
mod world;
