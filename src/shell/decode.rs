//! Bytes of a terminal to input, one way for every way that terminals tell a key.
//!
//! Pure: a chunk may end anywhere, also inside a letter. An escape at the end of what was read
//! is the key; right before a letter it makes an alt key, which the keymap takes apart again
//! where nothing is bound to it. Control characters never become text.

use super::input::Input;
use crate::keymap::key::{Code, Key};

/// What a paste may hold; the rest of a larger one is dropped.
const PASTE_LIMIT: usize = 1 << 20;
const SEQUENCE_LIMIT: usize = 64;
const PASTE_END: &[u8] = b"\x1b[201~";

#[derive(Debug, Default)]
pub struct Decoder {
    pending: Vec<u8>,
    paste: Option<Vec<u8>>,
}

/// How many bytes have been understood, and as what.
enum Step {
    Wait,
    Skip(usize),
    Got(usize, Input),
    Paste(usize),
}

impl Decoder {
    /// `more`: the reading was cut by its buffer, the rest is on its way.
    pub fn feed(&mut self, bytes: &[u8], more: bool, mut give: impl FnMut(Input)) {
        self.pending.extend_from_slice(bytes);
        loop {
            if self.paste.is_some() {
                match self.take_paste() {
                    Some(paste) => give(paste),
                    None => return,
                }
            }
            match step(&self.pending) {
                Step::Wait => break,
                Step::Skip(n) => self.consume(n),
                Step::Got(n, input) => {
                    self.consume(n);
                    give(input);
                }
                Step::Paste(n) => {
                    self.consume(n);
                    self.paste = Some(Vec::new());
                }
            }
        }
        if !more && matches!(self.pending[..], [0x1b] | [0x1b, b'O']) {
            let letter = self.pending.len() == 2;
            self.pending.clear();
            give(Input::Key(Key::ESC));
            if letter {
                give(typed('O'));
            }
        }
    }

    /// The line is gone: what came of a paste is given all the same.
    pub fn finish(&mut self, mut give: impl FnMut(Input)) {
        if let Some(mut text) = self.paste.take() {
            text.append(&mut self.pending);
            if !text.is_empty() {
                give(pasted(&text));
            }
        }
    }

    fn consume(&mut self, count: usize) {
        self.pending.drain(..count.min(self.pending.len()));
    }

    fn take_paste(&mut self) -> Option<Input> {
        let end = self.pending.windows(PASTE_END.len()).position(|w| w == PASTE_END);
        // The end may be cut, too: so much stays until more has come.
        let kept = self.pending.len().saturating_sub(PASTE_END.len() - 1);
        let chunk: Vec<u8> = self.pending.drain(..end.unwrap_or(kept)).collect();
        let text = self.paste.get_or_insert_default();
        let room = PASTE_LIMIT.saturating_sub(text.len());
        text.extend(chunk.into_iter().take(room));
        end?;
        self.consume(PASTE_END.len());
        self.paste.take().map(|text| pasted(&text))
    }
}

fn pasted(bytes: &[u8]) -> Input {
    Input::Paste(String::from_utf8_lossy(bytes).into_owned())
}

fn typed(c: char) -> Input {
    Input::Key(Key::new(Code::Char(c), false, false, false))
}

fn step(bytes: &[u8]) -> Step {
    match bytes {
        [] | [0x1b] | [0x1b, b'O'] => Step::Wait,
        [0x1b, b'[', rest @ ..] => control_sequence(rest),
        [0x1b, b'O', last, ..] => match named(*last) {
            Some(code) => Step::Got(3, Input::Key(Key::plain(code))),
            None => Step::Got(1, Input::Key(Key::ESC)),
        },
        [0x1b, 0x1b, ..] => Step::Got(1, Input::Key(Key::ESC)),
        [0x1b, tail @ ..] => glued(tail),
        [byte @ (0x00..=0x1f | 0x7f), ..] => Step::Got(1, Input::Key(control(*byte))),
        _ => letter(bytes),
    }
}

/// A key right behind an escape: alt, or two keys that a slow line glued. The keymap decides.
fn glued(tail: &[u8]) -> Step {
    match step(tail) {
        Step::Got(n, Input::Key(key)) => {
            Step::Got(n + 1, Input::Key(Key::new(key.code, key.ctrl, true, key.shift)))
        }
        Step::Wait => Step::Wait,
        _ => Step::Got(1, Input::Key(Key::ESC)),
    }
}

/// 0x08 stays ctrl-h and 0x0a ctrl-j: what they do is the keymap's.
fn control(byte: u8) -> Key {
    match byte {
        b'\r' => Key::plain(Code::Enter),
        b'\t' => Key::plain(Code::Tab),
        0x7f => Key::plain(Code::Backspace),
        0x00 => Key::new(Code::Char(' '), true, false, false),
        _ => Key::new(Code::Char(char::from(byte | 0x40)), true, false, false),
    }
}

fn letter(bytes: &[u8]) -> Step {
    let length = match bytes.first() {
        Some(0x20..=0x7e) => 1,
        Some(0xc2..=0xdf) => 2,
        Some(0xe0..=0xef) => 3,
        Some(0xf0..=0xf4) => 4,
        _ => return Step::Skip(1),
    };
    let whole = bytes.get(..length).unwrap_or(bytes);
    match std::str::from_utf8(whole) {
        Ok(text) => match text.chars().next() {
            Some(c) if !c.is_control() => Step::Got(length, typed(c)),
            _ => Step::Skip(length),
        },
        Err(fault) if fault.error_len().is_none() => Step::Wait,
        Err(_) => Step::Skip(1),
    }
}

/// What follows `ESC [`.
fn control_sequence(rest: &[u8]) -> Step {
    if let [b'[', tail @ ..] = rest {
        // The bare console's F1 to F5
        return match tail {
            [] => Step::Wait,
            [last @ b'A'..=b'E', ..] => {
                Step::Got(4, Input::Key(Key::plain(Code::F(last - b'A' + 1))))
            }
            _ => Step::Skip(3),
        };
    }
    let Some(end) = rest.iter().position(|b| !(0x20..=0x3f).contains(b)) else {
        return if rest.len() > SEQUENCE_LIMIT {
            Step::Skip(rest.len() + 2)
        } else {
            Step::Wait
        };
    };
    let (parameters, last) = (rest.get(..end).unwrap_or_default(), rest.get(end).copied());
    let length = end + 3;
    match last {
        Some(last @ 0x40..=0x7e) if parameters == b"200" && last == b'~' => Step::Paste(length),
        Some(last @ 0x40..=0x7e) => match meaning(parameters, last) {
            Some(input) => Step::Got(length, input),
            None => Step::Skip(length),
        },
        // Broken off: what broke it is read anew.
        _ => Step::Skip(length - 1),
    }
}

fn meaning(parameters: &[u8], last: u8) -> Option<Input> {
    let text = std::str::from_utf8(parameters).ok()?;
    let (first, second) = text.split_once(';').unwrap_or((text, ""));
    let (bits, event) = second.split_once(':').unwrap_or((second, ""));
    if event == "3" {
        return None; // a key let go
    }
    let held = bits.parse::<u8>().unwrap_or(1).saturating_sub(1);
    let (shift, alt, ctrl) = (held & 1 != 0, held & 2 != 0, held & 4 != 0);
    let key = |code, shift| Some(Input::Key(Key::new(code, ctrl, alt, shift)));
    match last {
        b'I' if text.is_empty() => Some(Input::Focus(true)),
        b'O' if text.is_empty() => Some(Input::Focus(false)),
        b'Z' => key(Code::Tab, true),
        b'~' | b'^' => {
            let number: u8 = first.parse().ok()?;
            let (code, shifted) = numbered(number)?;
            Some(Input::Key(Key::new(code, ctrl || last == b'^', alt, shift || shifted)))
        }
        // A cursor report looks like F3 with two numbers; nobody asks for one here.
        _ if matches!(first, "" | "1") => key(named(last)?, shift),
        _ => None,
    }
}

fn named(last: u8) -> Option<Code> {
    Some(match last {
        b'A' => Code::Up,
        b'B' => Code::Down,
        b'C' => Code::Right,
        b'D' => Code::Left,
        b'H' => Code::Home,
        b'F' => Code::End,
        b'M' => Code::Enter,
        b'P'..=b'S' => Code::F(last - b'P' + 1),
        _ => return None,
    })
}

/// The second: the number itself says shift.
fn numbered(number: u8) -> Option<(Code, bool)> {
    let code = match number {
        1 | 7 => Code::Home,
        2 => Code::Insert,
        3 => Code::Delete,
        4 | 8 => Code::End,
        5 => Code::PageUp,
        6 => Code::PageDown,
        11..=15 => Code::F(number - 10),
        17..=21 => Code::F(number - 11),
        23..=24 => Code::F(number - 12),
        25..=26 => return Some((Code::F(number - 24), true)),
        28..=29 => return Some((Code::F(number - 25), true)),
        31..=34 => return Some((Code::F(number - 26), true)),
        _ => return None,
    };
    Some((code, false))
}
