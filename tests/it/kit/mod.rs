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

use sotay::programme::Role;
use sotay::programme::spec::Programme;

/// An officer's.
pub fn programme() -> &'static Programme {
    Role::Officer.programme()
}

/// With the kinds of headquarters.
pub fn headquarters() -> &'static Programme {
    Role::Headquarters.programme()
}
