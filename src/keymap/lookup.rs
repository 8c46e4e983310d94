//! Looks up the meaning of a key in the present contexts, innermost first as in
//! [`Context::chain`]. Incomplete sequences have no timeout.

use super::action::Action;
use super::binding::{Binding, Keymap};
use super::context::Context;
use super::key::{Code, Key, label_sequence};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyMeaning {
    Action(Action),
    /// the start of a sequence: store it and wait for the next key
    Prefix,
    /// text, in a context for typing
    Typed(char),
    /// Esc and this key were decoded together as Alt: run Esc, then look up this key
    EscThen(Key),
    /// removes the last key of an incomplete sequence, and does nothing else
    Dropped,
    /// no meaning; an incomplete sequence ends
    None,
}

impl Keymap {
    pub fn lookup(&self, contexts: &[Context], pending: &[Key], key: Key) -> KeyMeaning {
        let waiting = !pending.is_empty();
        let top = contexts.first();
        if !waiting
            && let (Some(c), Some(top)) = (key.typed(), top)
            && top.types(c)
        {
            return KeyMeaning::Typed(c);
        }
        let sequence: Vec<Key> = pending.iter().copied().chain([key]).collect();
        for context in contexts {
            if let Some(found) = self.in_context(*context, &sequence) {
                return found;
            }
        }
        if waiting && key == Key::plain(Code::Backspace) {
            return KeyMeaning::Dropped;
        }
        if !waiting && key.alt && (top.is_some_and(|t| t.typing()) || may_be_glued(key)) {
            return KeyMeaning::EscThen(Key { alt: false, ..key });
        }
        KeyMeaning::None
    }

    /// Looks up a key, and updates the incomplete sequence.
    pub fn feed(&self, contexts: &[Context], pending: &mut Vec<Key>, key: Key) -> KeyMeaning {
        let found = self.lookup(contexts, pending, key);
        match found {
            KeyMeaning::Prefix => pending.push(key),
            KeyMeaning::Dropped => {
                pending.pop();
            }
            _ => pending.clear(),
        }
        found
    }

    fn in_context(&self, context: Context, sequence: &[Key]) -> Option<KeyMeaning> {
        let mut longer = false;
        for binding in self.bindings.iter().filter(|b| b.context == context) {
            if binding.keys == sequence {
                return Some(KeyMeaning::Action(binding.action));
            }
            longer |= binding.keys.starts_with(sequence);
        }
        longer.then_some(KeyMeaning::Prefix)
    }

    /// The action of a key in any context.
    pub fn anywhere(&self, key: Key) -> Option<Action> {
        let alone = |binding: &&Binding| binding.keys == [key];
        self.bindings.iter().find(alone).map(|binding| binding.action)
    }

    /// The effective bindings in these contexts, without typed characters and bindings shadowed by
    /// an inner context. Innermost context first, then last layer first.
    pub fn active_bindings(&self, contexts: &[Context]) -> Vec<&Binding> {
        let mut active: Vec<&Binding> = Vec::new();
        for (depth, context) in contexts.iter().enumerate() {
            let inner = contexts.get(..depth).unwrap_or(&[]);
            for binding in self.bindings.iter().filter(|b| b.context == *context) {
                let typed = binding.keys.first().and_then(|k| k.typed());
                let text = typed.is_some_and(|c| contexts.first().is_some_and(|t| t.types(c)));
                let covered = active.iter().any(|h| {
                    inner.contains(&h.context)
                        && (h.keys.starts_with(&binding.keys)
                            || binding.keys.starts_with(&h.keys))
                });
                if !text && !covered {
                    active.push(binding);
                }
            }
        }
        active
    }

    /// The bindings of an action in these contexts; the first one is shown in hints.
    pub fn keys_of(&self, action: Action, contexts: &[Context]) -> Vec<&Binding> {
        self.active_bindings(contexts).into_iter().filter(|b| b.action == action).collect()
    }

    /// The label of an action's key for messages, such as `F2`; empty if it has none here.
    pub fn key_label(&self, action: Action, contexts: &[Context]) -> String {
        self.keys_of(action, contexts)
            .first()
            .map(|b| label_sequence(&b.keys))
            .unwrap_or_default()
    }

    /// The continuations of an incomplete sequence: remaining keys, and their actions.
    pub fn continuations(
        &self,
        contexts: &[Context],
        pending: &[Key],
    ) -> Vec<(String, Action)> {
        self.active_bindings(contexts)
            .into_iter()
            .filter_map(|b| Some((b.keys.strip_prefix(pending)?, b.action)))
            .filter(|(rest, _)| !rest.is_empty())
            .map(|(rest, action)| (label_sequence(rest), action))
            .collect()
    }
}

/// Whether the key is one character, so that an Esc right before it is decoded as Alt.
fn may_be_glued(key: Key) -> bool {
    matches!(key.code, Code::Char(_) | Code::Enter | Code::Tab | Code::Backspace)
}
