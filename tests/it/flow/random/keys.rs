//! Random numbers, keys and sizes of the screen, the same for the same seed.

use sotay::keymap::{Code, Key};

pub(super) struct Random(pub(super) u64);

impl Random {
    pub(super) fn next(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % below
    }

    fn of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.next(all.len())]
    }
}

/// Keys that people press: often a movement, sometimes any key.
pub(super) fn key(random: &mut Random) -> Key {
    const MOVES: [&str; 12] = [
        "down", "up", "pgdn", "pgdn", "pgup", "home", "end", "enter", "enter", "esc", "tab",
        "down",
    ];
    const GOES: [&str; 12] = ["1", "2", "2", "3", "3", "4", "5", "6", "7", "f5", "f6", "f7"];
    const ACTS: [&str; 26] = [
        "/",
        "f3",
        "f4",
        "ins",
        "del",
        "f2",
        "f10",
        "f1",
        "ctrl-f",
        "f11",
        "ctrl-x",
        "ctrl-y",
        "ctrl-u",
        "ctrl-d",
        "ctrl-g",
        "ctrl-k",
        "space",
        "left",
        "right",
        "shift-tab",
        "backspace",
        "ctrl-z",
        "ctrl-s",
        "ctrl-b",
        "f8",
        "f9",
    ];
    const LETTERS: [char; 12] = ['a', 'n', 'h', 'x', 'c', 'o', 't', 'đ', 'ư', '1', '9', ' '];
    let named = |name: &str| Key::parse(name).unwrap();
    match random.next(20) {
        0..10 => named(random.of(&MOVES)),
        10..13 => named(random.of(&GOES)),
        13..17 => named(random.of(&ACTS)),
        _ => Key::plain(Code::Char(random.of(&LETTERS))),
    }
}

pub(super) fn size(random: &mut Random) -> (u16, u16) {
    match random.next(4) {
        0 => (80, 24),
        1 => random.of(&[(20, 5), (40, 12), (120, 40), (300, 100)]),
        _ => (20 + random.next(281) as u16, 5 + random.next(96) as u16),
    }
}
