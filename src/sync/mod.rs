//! What is in the notebook reaches headquarters, once, over any road: bundles, receipts, the
//! exchange, and the links that carry it. The laptop's and headquarters' ends are this one code.
//!
//! Bytes from outside are hostile: sizes are checked before anything is allocated, signatures
//! before a seal is opened, seals before anything is unpacked. Knows no screen.

pub mod bundle;
pub mod card;
pub mod enrol;
pub mod exchange;
pub mod merge;
pub mod message;
pub mod receipt;
pub mod seal;
pub mod segment;
pub mod squeeze;
pub mod syllables;
pub mod travel;
