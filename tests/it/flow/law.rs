//! Whatever is pressed, nothing breaks, and what was typed is still there.

use proptest::prelude::*;
use sotay::app::event::EventKind;
use sotay::keymap::Key;

use super::workshop;
use crate::kit::app::{App, Setting, USUAL};

const NAMES: &[&str] = &[
    "f1",
    "f2",
    "f3",
    "f4",
    "f5",
    "f6",
    "f7",
    "f8",
    "f9",
    "f10",
    "f11",
    "enter",
    "enter",
    "esc",
    "tab",
    "shift-tab",
    "up",
    "down",
    "down",
    "left",
    "right",
    "home",
    "end",
    "pgup",
    "pgdn",
    "ins",
    "del",
    "backspace",
    "space",
    "ctrl-a",
    "ctrl-b",
    "ctrl-c",
    "ctrl-d",
    "ctrl-e",
    "ctrl-f",
    "ctrl-g",
    "ctrl-k",
    "ctrl-n",
    "ctrl-o",
    "ctrl-p",
    "ctrl-r",
    "ctrl-s",
    "ctrl-t",
    "ctrl-u",
    "ctrl-w",
    "ctrl-x",
    "ctrl-y",
    "ctrl-z",
    "1",
    "5",
    "/",
    "?",
    "y",
    "n",
    "x",
    "đ",
    "g",
    "alt-a",
    "Z",
];

#[derive(Clone, Debug)]
enum Act {
    Key(&'static str),
    Paste(String),
    Resize(u16, u16),
    Pause,
    Slow(bool),
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        20 => prop::sample::select(NAMES).prop_map(Act::Key),
        1 => "[a-z\u{1b}\n\t ớĐ]{0,12}".prop_map(Act::Paste),
        1 => (20u16..=300, 5u16..=100).prop_map(|(w, h)| Act::Resize(w, h)),
        1 => Just(Act::Pause),
        1 => any::<bool>().prop_map(Act::Slow),
    ]
}

fn play(app: &mut App, acts: Vec<Act>) {
    for act in acts {
        match act {
            Act::Key(name) => app.key(Key::parse(name).unwrap()),
            Act::Paste(text) => drop(app.paste(&text)),
            Act::Resize(width, height) => drop(app.resize(width, height)),
            Act::Pause => drop(app.pause()),
            Act::Slow(true) => drop(app.slow_disk()),
            Act::Slow(false) => drop(app.disk_catches_up()),
        }
        let (buffer, frame) = app.draw();
        let inside = |(x, y): (u16, u16)| x < buffer.area.width && y < buffer.area.height;
        assert!(frame.cursor.is_none_or(inside), "{frame:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn any_keys_are_survived(vim: bool, acts in prop::collection::vec(act(), 1..120)) {
        let keymap = if vim { "vim" } else { "default" };
        let mut app = App::with(Setting { keymap, ..USUAL });
        workshop(&mut app, "Xưởng gỗ Hòa Bình");
        play(&mut app, acts);
    }

    /// After a hangup, the content of a form is in a draft or in a record, whatever keys came
    /// before.
    #[test]
    fn typed_text_outlives_any_keys_and_a_hangup(acts in prop::collection::vec(act(), 0..40)) {
        let mut app = App::at(80, 24);
        workshop(&mut app, "Xưởng gỗ Hòa Bình");
        app.keys("f2 tab tab tab tab tab 'Chữ này phải còn' tab");
        // keys that delete text, rows or drafts on purpose
        let kept = |act: &Act| !matches!(
            act,
            Act::Key("ctrl-b" | "ctrl-u" | "ctrl-w" | "ctrl-z" | "ctrl-d" | "del" | "backspace")
        );
        play(&mut app, acts.into_iter().filter(kept).collect());
        app.event(EventKind::Hangup);
        app.restart();
        let drafts = format!("{:?}", app.drafts());
        let records = format!("{:?}", app.records("visit"));
        prop_assert!(
            drafts.contains("Chữ này") || records.contains("Chữ này"),
            "{drafts}\n{records}"
        );
    }
}
