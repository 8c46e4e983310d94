//! Key scripts: names of keys, and between quotes the text that is typed.

use sotay::keymap::{Code, Key};

pub(super) fn parse(script: &str) -> Vec<Key> {
    let mut keys = Vec::new();
    let mut parts = script.split('\'');
    while let Some(names) = parts.next() {
        let named = |name| Key::parse(name).unwrap_or_else(|| panic!("no key {name:?}"));
        keys.extend(names.split_whitespace().map(named));
        let text = parts.next().unwrap_or_default();
        keys.extend(text.chars().map(|c| Key::plain(Code::Char(c))));
    }
    keys
}
