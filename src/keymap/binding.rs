//! Bindings of keys to actions, and the keymap that they make.

use super::action::Action;
use super::context::Context;
use super::key::Key;

/// Where a binding comes from; a later one wins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum BindingSource {
    Default,
    Named(&'static str),
    User,
}

/// Switches of behaviour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeymapOptions {
    /// a text field is typed in as soon as the cursor is on it; else after `field.edit`
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

/// All bindings, those of the last layer first, each layer in the order of its file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keymap {
    pub(super) bindings: Vec<Binding>,
    pub options: KeymapOptions,
}

pub(super) struct BindingEntry {
    pub context: Context,
    pub keys: Vec<Key>,
    pub spelled: String,
    /// `None`: the key is taken away
    pub action: Option<Action>,
    pub line: usize,
}
