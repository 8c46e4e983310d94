//! Parses one key, answer or marker at the start of some bytes.
//!
//! Pure grammar: knows no time and no earlier input.

use super::typed;
use crate::keymap::key::{Code, Key};
use crate::shell::decode::TerminalInput;

pub const ESC: u8 = 0x1b;
const BEL: u8 = 0x07;
const SEQUENCE_LIMIT: usize = 64;
/// Maximum bytes to wait for the terminator of a possible answer.
const POSSIBLE_STRING_LIMIT: usize = 512;

/// Result of `step`: the number of bytes, and what they are.
#[derive(Debug)]
pub enum DecodeStep {
    Wait,
    Skip(usize),
    Got(usize, TerminalInput),
    /// a paste begins after these bytes
    Paste(usize),
    /// a string that only a terminal sends (OSC, DCS, APC, PM) begins after these bytes; the letter
    /// of its introducer
    Answer(usize, u8),
}

pub fn step(bytes: &[u8]) -> DecodeStep {
    match bytes {
        [] | [ESC] | [ESC, b'O'] | [ESC, b'O', b'1'..=b'9'] | [0xc2] => DecodeStep::Wait,
        [ESC, b'[', rest @ ..] => control_sequence(2, rest),
        [ESC, b'O', held @ b'1'..=b'9', last, ..] => single_shift(4, *last, *held)
            .unwrap_or(DecodeStep::Got(1, TerminalInput::Key(Key::ESC))),
        [ESC, b'O', last, ..] => single_shift(3, *last, b'1')
            .unwrap_or(DecodeStep::Got(1, TerminalInput::Key(Key::ESC))),
        [ESC, ESC, ..] => DecodeStep::Got(1, TerminalInput::Key(Key::ESC)),
        // the terminator of an answer that has timed out
        [ESC, b'\\', ..] => DecodeStep::Skip(2),
        [ESC, kind @ (b']' | b'P' | b'X' | b'^' | b'_'), rest @ ..] => {
            string(2, *kind, rest).unwrap_or_else(|| glued(bytes.get(1..).unwrap_or_default()))
        }
        [ESC, tail @ ..] => glued(tail),
        [byte @ (0x00..=0x1f | 0x7f), ..] => {
            DecodeStep::Got(1, TerminalInput::Key(control(*byte)))
        }
        // C1 introducers, raw or as UTF-8: no letter begins like this
        [byte @ 0x80..=0x9f, rest @ ..] => eight_bit(1, *byte, rest),
        [0xc2, byte @ 0x80..=0x9f, rest @ ..] => eight_bit(2, *byte, rest),
        _ => letter(bytes),
    }
}

/// Whether an incomplete sequence whose escape was given as a key may still be completed.
pub fn awaits_rest(bytes: &[u8]) -> bool {
    match bytes {
        [ESC, b'[' | b'O', ..] | [0x9b, ..] | [0xc2, 0x9b, ..] => true,
        [ESC, kind @ (b']' | b'P' | b'X' | b'^' | b'_'), rest @ ..] => {
            may_be_answer(*kind, rest) != Some(false)
        }
        _ => false,
    }
}

/// Whether the bytes are a typed letter after an escape, or a string that no known terminal sends.
pub fn is_possible_string(bytes: &[u8]) -> bool {
    match bytes {
        [ESC, kind @ (b']' | b'P' | b'X' | b'^' | b'_'), rest @ ..] => {
            may_be_answer(*kind, rest) == Some(false)
        }
        _ => false,
    }
}

/// A cut-off introducer of an answer that is never typed: its length and its letter.
pub fn cut_answer(bytes: &[u8]) -> Option<(usize, u8)> {
    match *bytes {
        [ESC, kind @ (b']' | b'_')] => Some((2, kind)),
        [byte] => Some((1, string_kind(byte)?)),
        [0xc2, byte] => Some((2, string_kind(byte)?)),
        _ => None,
    }
}

/// The seven-bit letter of a C1 introducer of a string.
fn string_kind(byte: u8) -> Option<u8> {
    Some(match byte {
        0x90 => b'P',
        0x98 => b'X',
        0x9d => b']',
        0x9e => b'^',
        0x9f => b'_',
        _ => return None,
    })
}

/// Whether this byte after an escape begins a sequence.
pub fn is_introducer(byte: u8) -> bool {
    matches!(byte, b'[' | b'O' | b']' | b'P' | b'X' | b'^' | b'_')
}

fn single_shift(length: usize, last: u8, held: u8) -> Option<DecodeStep> {
    let (shift, alt, ctrl) = modifiers(held - b'0');
    let code = named(last)?;
    Some(DecodeStep::Got(length, TerminalInput::Key(Key::new(code, ctrl, alt, shift))))
}

/// A key right after an escape: Alt with the key, or two keys in one read. The keymap decides.
fn glued(tail: &[u8]) -> DecodeStep {
    match step(tail) {
        DecodeStep::Got(n, TerminalInput::Key(key)) => DecodeStep::Got(
            n + 1,
            TerminalInput::Key(Key::new(key.code, key.ctrl, true, key.shift)),
        ),
        DecodeStep::Wait => DecodeStep::Wait,
        _ => DecodeStep::Got(1, TerminalInput::Key(Key::ESC)),
    }
}

fn eight_bit(introducer: usize, byte: u8, rest: &[u8]) -> DecodeStep {
    let skip = DecodeStep::Skip(introducer);
    match byte {
        0x9b => match rest {
            [] => DecodeStep::Wait,
            [0x20..=0x3f, ..] => control_sequence(introducer, rest),
            [last, ..] if meaning(&[], *last).is_some() => control_sequence(introducer, rest),
            _ => skip,
        },
        0x8f => match rest {
            [] => DecodeStep::Wait,
            [last, ..] => single_shift(introducer + 1, *last, b'1').unwrap_or(skip),
        },
        _ => string_kind(byte).and_then(|kind| string(introducer, kind, rest)).unwrap_or(skip),
    }
}

/// A string after its introducer; `None`: not one that a terminal sends.
fn string(introducer: usize, kind: u8, rest: &[u8]) -> Option<DecodeStep> {
    if may_be_answer(kind, rest) == Some(true) {
        return Some(DecodeStep::Answer(introducer, kind));
    }
    match string_end(rest, |_| true) {
        StringEnd::After(n) => Some(DecodeStep::Skip(introducer + n)),
        StringEnd::Open(_) if rest.len() <= POSSIBLE_STRING_LIMIT => Some(DecodeStep::Wait),
        _ => None,
    }
}

/// Whether this is the start of an answer that terminals send; `None`: too short to decide. Other
/// bytes may be text typed right after Esc, and are a string only if they have a terminator.
fn may_be_answer(kind: u8, rest: &[u8]) -> Option<bool> {
    match (kind, rest) {
        (b'X', _) => Some(false),
        // a circumflex is not typed right after Esc
        (b'^', _) => Some(true),
        (_, []) => None,
        (b'_', _) => Some(true),
        // OSC with its number, or a title with its letter
        (b']', [first, ..]) => Some(matches!(first, b'0'..=b'9' | b'l' | b'L')),
        (b'P', [first, ..]) => Some(begins_device_string(*first)),
        _ => Some(false),
    }
}

/// Whether the byte begins the parameters of a device control string; a letter begins a typed word
/// ("Phường").
pub fn begins_device_string(byte: u8) -> bool {
    matches!(byte, b'!'..=b'@')
}

/// Maximum first bytes of an answer that determine what may follow.
pub const HEAD: usize = 8;

/// Whether this byte may follow in an answer with this start.
pub fn may_follow(kind: u8, head: &[u8], byte: u8) -> bool {
    match (kind, osc_number(head)) {
        (b']', Err(0)) => matches!(byte, b'0'..=b'9' | b'l' | b'L'),
        (b']', Err(_)) => matches!(byte, b'0'..=b'9' | b';'),
        (b']', Ok(Osc::Colour)) => {
            byte.is_ascii_hexdigit() || matches!(byte, b';' | b':' | b'/' | b'r' | b'g' | b'?')
        }
        (b']', Ok(Osc::Clipboard)) => {
            byte.is_ascii_alphanumeric() || matches!(byte, b';' | b'+' | b'/' | b'=')
        }
        (b']', Ok(Osc::Words)) => true,
        _ => byte.is_ascii(),
    }
}

/// Whether the answer may contain any text, so that only time distinguishes it from typed words.
pub fn holds_words(kind: u8, head: &[u8]) -> bool {
    kind != b']' || matches!(osc_number(head), Ok(Osc::Words))
}

enum Osc {
    Colour,
    Clipboard,
    Words,
}

/// The type of an OSC; `Err`: its number is incomplete, with this many digits.
fn osc_number(head: &[u8]) -> Result<Osc, usize> {
    let digits = head.iter().take_while(|byte| byte.is_ascii_digit()).count();
    if digits == head.len() && digits < HEAD {
        return Err(digits);
    }
    let number = head.get(..digits).and_then(|digits| std::str::from_utf8(digits).ok());
    Ok(match number.and_then(|digits| digits.parse().ok()) {
        Some(4 | 5 | 10..=19) => Osc::Colour,
        Some(52) => Osc::Clipboard,
        _ => Osc::Words,
    })
}

/// Where a string ends.
pub enum StringEnd {
    /// after its terminator
    After(usize),
    /// at a key, a letter or another sequence, which is not part of it
    BrokenAt(usize),
    /// no end yet; this many bytes belong to the string
    Open(usize),
}

/// Finds the end of a string. BEL ends any string: it terminates OSC, and no other answer contains
/// it. `may_follow` gets the first byte of each letter.
pub fn string_end(bytes: &[u8], mut may_follow: impl FnMut(u8) -> bool) -> StringEnd {
    let mut at = 0;
    while let Some(rest) = bytes.get(at..).filter(|rest| !rest.is_empty()) {
        match rest {
            [ESC] | [0xc2] => return StringEnd::Open(at),
            [ESC, b'\\', ..] | [0xc2, 0x9c, ..] => return StringEnd::After(at + 2),
            [BEL | 0x9c, ..] => return StringEnd::After(at + 1),
            [0x00..=0x1f | 0x7f, ..] => return StringEnd::BrokenAt(at),
            [first, ..] if !may_follow(*first) => return StringEnd::BrokenAt(at),
            // 0x9c inside a letter is no terminator
            _ => match letter(rest) {
                DecodeStep::Wait => return StringEnd::Open(at),
                DecodeStep::Got(n, _) | DecodeStep::Skip(n) => at += n,
                _ => at += 1,
            },
        }
    }
    StringEnd::Open(at)
}

/// 0x08 is Ctrl-H and 0x0a is Ctrl-J: the keymap decides what they do.
fn control(byte: u8) -> Key {
    match byte {
        b'\r' => Key::plain(Code::Enter),
        b'\t' => Key::plain(Code::Tab),
        0x7f => Key::plain(Code::Backspace),
        0x00 => Key::new(Code::Char(' '), true, false, false),
        _ => Key::new(Code::Char(char::from(byte | 0x40)), true, false, false),
    }
}

fn letter(bytes: &[u8]) -> DecodeStep {
    let length = match bytes.first() {
        Some(0x20..=0x7e) => 1,
        Some(0xc2..=0xdf) => 2,
        Some(0xe0..=0xef) => 3,
        Some(0xf0..=0xf4) => 4,
        _ => return DecodeStep::Skip(1),
    };
    let whole = bytes.get(..length).unwrap_or(bytes);
    match std::str::from_utf8(whole) {
        Ok(text) => match text.chars().next() {
            Some(c) if !c.is_control() => DecodeStep::Got(length, typed(c)),
            _ => DecodeStep::Skip(length),
        },
        Err(fault) if fault.error_len().is_none() => DecodeStep::Wait,
        // skip all its bytes: a continuation byte could be read as a C1 introducer
        Err(fault) => DecodeStep::Skip(fault.error_len().unwrap_or(1)),
    }
}

/// Parses a control sequence after its introducer.
fn control_sequence(introducer: usize, rest: &[u8]) -> DecodeStep {
    match rest {
        // F1 to F5 of the Linux console
        [b'['] => return DecodeStep::Wait,
        [b'[', last @ b'A'..=b'E', ..] => {
            let key = Key::plain(Code::F(last - b'A' + 1));
            return DecodeStep::Got(introducer + 2, TerminalInput::Key(key));
        }
        [b'[', ..] => return DecodeStep::Skip(introducer + 1),
        // a mouse event, if another program left the mouse on: three bytes follow
        [b'M', _, _, _, ..] => return DecodeStep::Skip(introducer + 4),
        [b'M', ..] => return DecodeStep::Wait,
        _ => {}
    }
    let Some(end) = rest.iter().position(|b| !(0x20..=0x3f).contains(b)) else {
        return if rest.len() > SEQUENCE_LIMIT {
            DecodeStep::Skip(rest.len() + introducer)
        } else {
            DecodeStep::Wait
        };
    };
    let (parameters, last) = (rest.get(..end).unwrap_or_default(), rest.get(end).copied());
    let length = end + introducer + 1;
    match last {
        Some(last @ 0x40..=0x7e) if parameters == b"200" && last == b'~' => {
            DecodeStep::Paste(length)
        }
        Some(last @ 0x40..=0x7e) => match meaning(parameters, last) {
            Some(input) => DecodeStep::Got(length, input),
            None => DecodeStep::Skip(length),
        },
        // incomplete: the byte that ended it is parsed separately
        _ => DecodeStep::Skip(length - 1),
    }
}

fn meaning(parameters: &[u8], last: u8) -> Option<TerminalInput> {
    let text = std::str::from_utf8(parameters).ok()?;
    let (first, second) = text.split_once(';').unwrap_or((text, ""));
    let (second, third) = second.split_once(';').unwrap_or((second, ""));
    let (bits, event) = second.split_once(':').unwrap_or((second, ""));
    if event == "3" {
        return None; // a key let go
    }
    let (shift, alt, ctrl) = modifiers(bits.parse().unwrap_or(1));
    let key = |code, shift| Some(TerminalInput::Key(Key::new(code, ctrl, alt, shift)));
    match last {
        b'I' if text.is_empty() => Some(TerminalInput::Focus(true)),
        b'O' if text.is_empty() => Some(TerminalInput::Focus(false)),
        b'Z' => key(Code::Tab, true),
        // kitty's and xterm's way of naming a key by its character
        b'u' => {
            let number = first.split(':').next()?.parse().ok()?;
            key(by_number(number)?, shift)
        }
        b'~' if first == "27" => key(by_number(third.parse().ok()?)?, shift),
        b'~' | b'^' => {
            let number: u8 = first.parse().ok()?;
            let (code, shifted) = numbered(number)?;
            Some(TerminalInput::Key(Key::new(
                code,
                ctrl || last == b'^',
                alt,
                shift || shifted,
            )))
        }
        // a cursor report looks like F3 with two numbers; it is never requested
        _ if matches!(first, "" | "1") => key(named(last)?, shift),
        _ => None,
    }
}

/// Shift, alt, ctrl.
fn modifiers(number: u8) -> (bool, bool, bool) {
    let held = number.saturating_sub(1);
    (held & 1 != 0, held & 2 != 0, held & 4 != 0)
}

fn by_number(number: u32) -> Option<Code> {
    Some(match number {
        9 => Code::Tab,
        13 => Code::Enter,
        27 => Code::Esc,
        8 | 127 => Code::Backspace,
        // kitty numbers keys without a character in the private use area
        0xe000..=0xf8ff => return None,
        _ => Code::Char(char::from_u32(number).filter(|c| !c.is_control())?),
    })
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

/// The key of a numbered sequence, and whether the number implies Shift.
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
