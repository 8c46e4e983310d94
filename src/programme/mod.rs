//! The programme as data: which kinds of records there are, what they ask, and what makes an
//! answer wrong. Pure: no disk, no clock, no screen.

mod fold;
pub mod reference;
pub mod spec;
