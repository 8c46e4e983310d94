//! No key is pressed in vain without a word.

use sotay::keymap::{Code, Key, Keymap};
use sotay::lang::Lang;

use super::{visit, workshop};
use crate::kit::app::{App, Setting, USUAL};
use serde_json::json;

/// Ways to every sort of place where keys are heard.
const PLACES: &[&str] = &[
    "",
    "down down",
    "f6",
    "f6 down",
    "f6 / 'go'",
    "f6 ctrl-f",
    "f6 f11",
    "f6 del",
    "f6 del 'x'",
    "f6 enter",
    "f6 enter end",
    "f6 enter ins",
    "f6 enter ctrl-y",
    "f7 enter",
    "f7 enter ctrl-r",
    "f7 ctrl-r",
    "f8",
    "5",
    "6",
    "6 f4",
    "7",
    "7 f10",
    "f10",
    "f10 'luu'",
    "f1",
    "f6 f4",
    "f6 f4 tab",
    "f6 f4 tab enter",
    "f6 f4 tab 'x'",
    "f6 f4 ' Hai'",
    "f2",
    "f2 'xuong'",
    "f2 'khongco'",
    "f2 tab tab",
    "f2 f2",
    "f2 pgdn",
    "f2 pgdn pgdn",
    "f2 pgdn pgdn pgdn",
    "f6 enter ctrl-o pgdn ins",
    "f6 enter ctrl-o pgdn ins 'may'",
    "f2 'a' f10 'bo ban nhap' enter",
    "f12",
];

/// Every key of the keymap but those that only move a cursor or delete a letter, which have an end,
/// and letters; all function keys, and control with every letter.
fn keys(keymap: &Keymap) -> Vec<Key> {
    let plain = |key: &Key| {
        use Code::*;
        matches!(
            key.code,
            Char(_)
                | Up
                | Down
                | Left
                | Right
                | Home
                | End
                | PageUp
                | PageDown
                | Backspace
                | Delete
        ) && !key.ctrl
    };
    let bound = keymap.bindings().iter().filter(|b| b.keys.len() == 1).map(|b| b.keys[0]);
    let mut keys: Vec<Key> = bound.filter(|key| !plain(key)).collect();
    keys.extend((1..=12).map(|n| Key::plain(Code::F(n))));
    let ctrl = |c| Key { ctrl: true, ..Key::plain(Code::Char(c)) };
    keys.extend(('a'..='z').map(ctrl));
    // at its first place a cursor has nowhere to go
    keys.retain(|key| {
        !key.ctrl || !matches!(key.code, Code::Left | Code::Right | Code::Home | Code::End)
    });
    keys.dedup();
    keys
}

fn at(place: &str, lang: Lang) -> App {
    let mut app = App::with(Setting { lang, ..USUAL });
    let there = workshop(&mut app, "Xưởng gỗ Hòa Bình");
    visit(&mut app, there, json!({}));
    app.keys("f5").keys(place);
    app
}

#[test]
fn every_key_does_something_or_says_that_it_does_nothing() {
    let mut silent = Vec::new();
    for place in PLACES {
        let keymap = at(place, Lang::Vi).keymap().clone();
        let mut app = at(place, Lang::Vi);
        let base = app.text();
        for key in keys(&keymap) {
            if app.ended || app.text() != base {
                app = at(place, Lang::Vi);
            }
            app.key(key);
            if !app.ended && app.model.message.is_none() && app.text() == base {
                silent.push(format!("{:?} at {place:?}", key.label()));
            }
        }
    }
    assert!(silent.is_empty(), "{silent:#?}");
}
