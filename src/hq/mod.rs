//! Headquarters' side: what comes in is made durable first and understood later.

pub mod copy;
pub mod fold;
pub mod handover;
pub mod home;
mod judge;
pub mod lane;
mod matching;
pub mod matter;
pub mod officer;
mod outbox;

pub use home::Home;
pub use outbox::is_published;
