//! TODO

pub mod assign;
pub mod handover;
pub mod directory;
pub mod officer;
pub mod roll;
pub mod backup;
pub mod manifest;
pub mod prove;

