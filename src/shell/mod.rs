//! The notebook on a real terminal: threads, the loop, the worker. The only place that names
//! crossterm; knows no rule of the trade.

pub mod capability;
mod core;
pub mod decode;
pub mod input;
pub mod jobs;
pub mod painter;
pub mod run;
pub mod signals;
pub mod terminal;
mod typing;
pub mod wake;
mod worker;

pub use core::disable_core_dumps;
pub use typing::show_typing;
