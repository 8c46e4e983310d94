//! Maps keys to actions. A leaf module like `lang`: knows no screen, record or terminal.

pub mod action;
mod binding;
pub mod context;
mod fault;
mod hint;
pub mod key;
mod lint;
mod load;
mod lookup;

pub use action::{ACTIONS, Action, ActionGroup, ActionSpec};
pub use binding::{Binding, BindingSource, Keymap, KeymapOptions};
pub use context::Context;
pub use fault::{KeyFault, KeyWhat};
pub use hint::{HINT_GAP, HelpLine};
pub use key::{Code, Family, Key};
pub use lookup::KeyMeaning;
