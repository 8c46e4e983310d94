//! Attachments: their folder, pieces that are on their way, and what headquarters has of them.

pub(crate) mod folder;
pub(crate) mod transfer;
pub mod incoming;

