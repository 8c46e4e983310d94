//! The notebook on a real terminal: the event loop, the worker threads, the painter. The only
//! module that uses crossterm; contains no rules of the programme.

pub mod capability;
mod core;
pub mod decode;
pub mod input;
pub mod jobs;
mod pace;
pub mod painter;
pub mod run;
pub mod signals;
pub mod terminal;
mod typing;
pub mod wake;
mod worker;

pub use core::disable_core_dumps;
pub use typing::show_typing;
