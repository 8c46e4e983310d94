//! Headquarters' side: what comes in is made durable first and understood later.

pub mod assign;
mod attachments;
mod authority;
pub mod copy;
mod due;
pub mod fold;
pub mod handover;
mod held;
pub mod home;
mod incident;
pub mod intake;
mod judge;
pub mod lane;
pub mod log;
mod lost;
mod lost_verdicts;
pub mod manifest;
mod matching;
pub mod matter;
pub mod officer;
mod outbox;
mod picture;
pub mod prove;
pub mod receive;
pub mod roll;
mod shut_out;
mod sort;
pub mod standing;
pub mod stick;
pub mod watch;

pub use home::Home;
