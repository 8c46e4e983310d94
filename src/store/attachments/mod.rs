//! Attachments: their folder, pieces that are on their way, and what headquarters has of them.

pub(crate) mod folder;
pub mod incoming;
pub(crate) mod transfer;
