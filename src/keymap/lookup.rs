//! Looks up what a key means in the present contexts. They come innermost first, as
//! [`Context::chain`] gives them. Sequences wait as long as it takes: there is no clock.

use super::action::Action;
use super::binding::{Binding, Keymap};
use super::context::Context;
use super::key::{Code, Key, label_sequence};

/// What a key means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyMeaning {
    Action(Action),
    /// the start of a sequence: keep it and wait for the next key
    Prefix,
    /// text, where one types
    Typed(char),
    /// Esc and this key came glued together as alt: do the Esc, then look this key up
    EscThen(Key),
    /// takes back the last key of a waiting sequence, and does nothing else
    Dropped,
    /// nothing; a waiting sequence ends
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

    /// Looks up a key, and updates the sequence that has been begun.
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

    /// What a key means in any other place.
    pub fn anywhere(&self, key: Key) -> Option<Action> {
        let alone = |binding: &&Binding| binding.keys == [key];
        self.bindings.iter().find(alone).map(|binding| binding.action)
    }

    /// The bindings that really work in these contexts: typed characters and what an inner
    /// context covers are left out. Innermost context first, then strongest layer first.
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

    /// The keys of an action here, the one to show first.
    pub fn keys_of(&self, action: Action, contexts: &[Context]) -> Vec<&Binding> {
        self.active_bindings(contexts).into_iter().filter(|b| b.action == action).collect()
    }

    /// The key of an action as messages show it, `F2`; empty when it has none here.
    pub fn key_label(&self, action: Action, contexts: &[Context]) -> String {
        self.keys_of(action, contexts)
            .first()
            .map(|b| label_sequence(&b.keys))
            .unwrap_or_default()
    }

    /// What may follow a waiting sequence: the keys still to come, and what they do.
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

/// Keys that arrive as one letter or control character: Esc right before them makes them alt.
fn may_be_glued(key: Key) -> bool {
    matches!(key.code, Code::Char(_) | Code::Enter | Code::Tab | Code::Backspace)
}
