//! Administration: headquarters' folder, devices, backups, handovers.

pub mod assign;
pub mod audit;
pub mod backup;
pub mod copies;
pub mod directory;
pub mod handover;
pub mod handovers;
pub mod manifest;
pub mod officer;
pub mod prove;
pub mod roll;
