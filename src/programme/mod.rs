//! The programme as data: which kinds of records there are, what they ask, and what makes an
//! answer wrong. Pure: no disk, no clock, no screen.

pub mod answer;
pub mod check;
pub mod compute;
pub mod faults;
mod fold;
pub mod reference;
pub mod rules;
pub mod spec;
pub mod start;
