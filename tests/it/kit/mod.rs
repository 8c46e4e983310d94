//! What several tests use.

pub mod answers;
pub mod app;
pub mod desk;
pub mod disk;
pub mod failing;
pub mod home;
pub mod machine;
pub mod notebook;
pub mod pty;
pub mod threads;
pub mod workbook;
