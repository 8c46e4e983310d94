//! The 152 bytes at the start of a journal file or a bundle.

/// Length of a header.
pub const HEADER: usize = 152;
