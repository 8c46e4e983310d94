//! Bindings of keys to actions, and the keymap.

use super::action::Action;
use super::context::Context;
use super::key::Key;

/// The source of a binding; a later one wins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum BindingSource {
    Default,
    Named(&'static str),
    User,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeymapOptions {
    /// true: the editor opens as soon as the cursor is on a text field; false: by `field.edit`
    pub edit_on_focus: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Binding {
    pub context: Context,
    pub keys: Vec<Key>,
    pub action: Action,
    pub source: BindingSource,
    pub(super) line: usize,
}

/// All bindings: the last layer first, each layer in the order of its file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keymap {
    pub(super) bindings: Vec<Binding>,
    pub options: KeymapOptions,
}

pub(super) struct BindingEntry {
    pub context: Context,
    pub keys: Vec<Key>,
    pub spelled: String,
    /// `None`: the key is unbound
    pub action: Option<Action>,
    pub line: usize,
}
