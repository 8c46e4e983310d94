//! Attachments: their folder, partly received files, and the list of files that headquarters has.

pub(crate) mod folder;
pub mod incoming;
pub(crate) mod transfer;
