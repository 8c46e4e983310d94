//! Every key press has an effect or a message.

use sotay::app::layer::Screen;
use sotay::keymap::{Code, Key, Keymap};

use super::{visit, workshop};
use crate::kit::app::App;
use serde_json::json;

/// Keys that lead to every sort of place that handles keys.
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

/// Every key of the keymap, all function keys, and Ctrl with every letter; without letters, and
/// without keys that only move a cursor or delete a letter.
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
    // a cursor at its first place cannot move
    keys.retain(|key| {
        !key.ctrl || !matches!(key.code, Code::Left | Code::Right | Code::Home | Code::End)
    });
    keys.retain(|key| *key != Key { shift: true, ..Key::plain(Code::Tab) });
    keys.sort_unstable();
    keys.dedup();
    keys
}

fn begun() -> App {
    let mut app = App::at(80, 24);
    let there = workshop(&mut app, "Xưởng gỗ Hòa Bình");
    visit(&mut app, there, json!({}));
    app
}

/// Whether the screen shows a message. A save that is stopped by faults shows its message in the
/// same line.
fn says_something(app: &App) -> bool {
    let faults = match app.model.top().map(|top| &top.screen) {
        Some(Screen::Form(form)) => !form.content.faults.is_empty(),
        _ => false,
    };
    app.model.message.is_some() || faults
}

/// Goes to `place` from any state, without creating a new notebook for each key.
fn go(app: &mut App, place: &str) -> String {
    if app.ended || app.records("establishment").is_empty() {
        *app = begun();
    }
    app.keys("esc esc esc esc esc esc f5 home").keys(place);
    app.text()
}

#[test]
fn every_key_does_something_or_says_that_it_does_nothing() {
    let mut app = begun();
    let keys = keys(app.keymap());
    let mut silent = Vec::new();
    for place in PLACES {
        let mut base = go(&mut app, place);
        for key in &keys {
            if app.ended || app.text() != base {
                base = go(&mut app, place);
            }
            app.key(*key);
            if !app.ended && !says_something(&app) && app.text() == base {
                silent.push(format!("{} at {place:?}", key.label()));
            }
        }
    }
    assert!(silent.is_empty(), "{silent:#?}");
}
