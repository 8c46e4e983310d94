//! The administrator's part: headquarters' folder, its devices, backups, work handed over.

pub mod assign;
pub mod handover;
pub mod directory;
pub mod officer;
pub mod roll;
pub mod backup;
pub mod manifest;
pub mod prove;

