//! Faults of a readable keymap: keys that never arrive, keys that hide sequences, contexts without
//! a way out, actions that some terminal could make unreachable.

use super::action::{ACTIONS, Action};
use super::binding::{Binding, BindingEntry, BindingSource, Keymap};
use super::context::Context;
use super::fault::{KeyFault, KeyWhat};
use super::key::{Code, Family, Key, show_sequence};

/// Faults of the entries of one file.
pub(super) fn entries(entries: &[BindingEntry], file: &str) -> Vec<KeyFault> {
    let mut faults = Vec::new();
    for (i, entry) in entries.iter().enumerate() {
        let mut tell = |what| {
            faults.push(KeyFault {
                file: file.to_owned(),
                line: Some(entry.line),
                context: Some(entry.context.id().to_owned()),
                key: Some(entry.spelled.clone()),
                what,
            });
        };
        let same = |e: &&BindingEntry| e.context == entry.context && e.keys == entry.keys;
        if let Some(earlier) = entries.iter().take(i).find(same) {
            tell(KeyWhat::TwoSpellings { other: earlier.spelled.clone() });
        }
        for key in &entry.keys {
            if let Some(what) = unusable_key(*key, entry.action) {
                tell(what);
            }
        }
        if entry.keys.first().and_then(|k| k.typed()).is_some_and(|c| entry.context.types(c)) {
            tell(KeyWhat::Eaten);
        }
    }
    faults
}

/// Why a key should not be bound: it arrives as another key, or differs between machines.
fn unusable_key(key: Key, action: Option<Action>) -> Option<KeyWhat> {
    let Code::Char(c) = key.code else { return None };
    let sent_as = |key: &str| Some(KeyWhat::SentAs { key: key.to_owned() });
    match c {
        _ if key.alt => Some(KeyWhat::AltLetter),
        _ if !key.ctrl => None,
        'i' => sent_as("tab"),
        'j' | 'm' => sent_as("enter"),
        '[' => sent_as("esc"),
        'h' if action.is_some_and(|a| a != Action::TextDeleteBack) => Some(KeyWhat::CtrlH),
        _ => None,
    }
}

/// Faults of a merged keymap; `file`: the file that was merged last.
pub(super) fn keymap_faults(keymap: &Keymap, file: &str) -> Vec<KeyFault> {
    let mut faults = hidden_sequences(keymap, file);
    for context in Context::ALL.iter().filter(|c| **c != Context::Global) {
        let out = exit_actions(*context);
        if !keymap.active_bindings(context.chain()).iter().any(|b| out.contains(&b.action)) {
            let mut fault = KeyFault::of_file(file, KeyWhat::NoWayOut);
            fault.context = Some(context.id().to_owned());
            faults.push(fault);
        }
    }
    for spec in ACTIONS.iter().filter(|s| s.essential) {
        if families(keymap, spec.action).len() < 2 {
            let what = KeyWhat::OneFamily { action: spec.id.to_owned() };
            faults.push(KeyFault::of_file(file, what));
        }
    }
    faults
}

fn hidden_sequences(keymap: &Keymap, file: &str) -> Vec<KeyFault> {
    let mut faults: Vec<KeyFault> = Vec::new();
    for context in Context::ALL {
        let chain = context.chain();
        let active: Vec<&Binding> =
            keymap.bindings.iter().filter(|b| chain.contains(&b.context)).collect();
        for short in &active {
            for long in active.iter().filter(|long| extends(&long.keys, &short.keys)) {
                let fault = hides(short, long, file);
                if !faults.contains(&fault) {
                    faults.push(fault);
                }
            }
        }
    }
    faults
}

fn hides(short: &Binding, long: &Binding, file: &str) -> KeyFault {
    let users = [short, long].into_iter().find(|b| b.source == BindingSource::User);
    KeyFault {
        file: file.to_owned(),
        line: users.map(|b| b.line),
        context: Some(short.context.id().to_owned()),
        key: Some(show_sequence(&short.keys)),
        what: KeyWhat::HidesSequence {
            sequence: show_sequence(&long.keys),
            context: long.context.id().to_owned(),
        },
    }
}

fn extends(long: &[Key], short: &[Key]) -> bool {
    long.len() > short.len() && long.starts_with(short)
}

fn families(keymap: &Keymap, action: Action) -> Vec<Family> {
    let mut families: Vec<Family> = keymap
        .bindings
        .iter()
        .filter(|b| b.action == action)
        .filter_map(|b| b.keys.first().map(|k| k.family()))
        .collect();
    families.sort();
    families.dedup();
    families
}

/// Actions of which at least one must be bound, so that the user can leave the context.
fn exit_actions(context: Context) -> &'static [Action] {
    use Action::*;
    match context {
        Context::Text | Context::Note => &[FieldDone, FormClose, LayerClose],
        Context::Form | Context::Lines => &[FormClose, LayerClose],
        Context::Pick | Context::Many | Context::Palette => &[PickCancel, LayerClose],
        Context::Confirm | Context::Reason | Context::Prompt => &[ConfirmNo, LayerClose],
        Context::List | Context::Welcome | Context::Passphrase => &[LayerClose, AppQuit],
        _ => &[LayerClose],
    }
}
