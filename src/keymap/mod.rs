//! Keys to actions. A leaf beside `lang`: knows no screen, no record, no terminal.

pub mod action;
pub mod context;
pub mod key;

pub use action::{ACTIONS, Action, ActionSpec, Group};
pub use context::Context;
pub use key::{Code, Family, Key};
