//! The input of terminals and input methods, whole and cut at every byte.

mod answers;
mod paste;
mod random;
mod tables;

use std::time::{Duration, Instant};

use sotay::keymap::key::{Code, Key};
use sotay::shell::decode::{Decoder, TerminalInput};

use tables::KEYS;

fn key(name: &str) -> TerminalInput {
    TerminalInput::Key(Key::parse(name).unwrap_or_else(|| panic!("no key {name:?}")))
}

fn letters(text: &str) -> Vec<TerminalInput> {
    text.chars().map(|c| TerminalInput::Key(Key::plain(Code::Char(c)))).collect()
}

const ESCAPE_WAIT: Duration = Duration::from_millis(50);
/// Less than the escape wait
const SHORT: Duration = Duration::from_millis(20);
/// More than every wait
const LONG: Duration = Duration::from_secs(60);

/// A line that delivers pieces with pauses.
struct Line {
    decoder: Decoder,
    now: Instant,
    inputs: Vec<TerminalInput>,
}

impl Line {
    fn new() -> Line {
        let (decoder, now) = (Decoder::new(ESCAPE_WAIT), Instant::now());
        Line { decoder, now, inputs: Vec::new() }
    }

    /// As the input thread does: reads until the deadline.
    fn pause(&mut self, pause: Duration) -> &mut Line {
        let end = self.now + pause;
        while let Some(due) = self.decoder.deadline().filter(|due| *due <= end) {
            assert!(due >= self.now, "a deadline in the past never lets the thread sleep");
            self.now = due;
            self.decoder.time_out(due, |input| self.inputs.push(input));
        }
        self.now = end;
        self
    }

    fn send(&mut self, bytes: &[u8]) -> &mut Line {
        self.decoder.feed(bytes, self.now, |input| self.inputs.push(input));
        self
    }

    /// All inputs, once no more come without new bytes.
    fn inputs(&mut self) -> Vec<TerminalInput> {
        self.pause(LONG);
        assert_eq!(self.decoder.deadline(), None, "nothing ticks");
        std::mem::take(&mut self.inputs)
    }
}

fn decode_after(pause: Duration, chunks: &[&[u8]]) -> Vec<TerminalInput> {
    let mut line = Line::new();
    for chunk in chunks {
        line.pause(pause).send(chunk);
    }
    line.inputs()
}

fn decode(chunks: &[&[u8]]) -> Vec<TerminalInput> {
    decode_after(SHORT, chunks)
}

fn whole_and_cut(bytes: &[u8], want: &[TerminalInput]) {
    assert_eq!(decode(&[bytes]), want, "{bytes:?} whole");
    for cut in 1..bytes.len() {
        let (left, right) = bytes.split_at(cut);
        assert_eq!(decode(&[left, right]), want, "{bytes:?} cut at {cut}");
    }
    let each: Vec<&[u8]> = bytes.chunks(1).collect();
    assert_eq!(decode(&each), want, "{bytes:?} byte by byte");
}

#[test]
fn letters_survive_any_cut() {
    whole_and_cut("Đồn biên phòng ợ漢".as_bytes(), &letters("Đồn biên phòng ợ漢"));
    whole_and_cut("e\u{323}\u{302}a\u{301}".as_bytes(), &letters("e\u{323}\u{302}a\u{301}"));
}

#[test]
fn a_letter_in_two_writes_is_one_key() {
    assert_eq!(decode(&[&[0xc4]]), []);
    assert_eq!(decode(&[&[0xc4], &[0x91]]), letters("đ"));
}

#[test]
fn backspace_and_retyping_stay_in_order() {
    let mut want = letters("vie");
    want.push(key("backspace"));
    want.extend(letters("êt"));
    whole_and_cut("vie\u{7f}êt".as_bytes(), &want);
}

#[test]
fn the_other_backspace_is_ctrl_h_and_a_bare_line_feed_ctrl_j() {
    whole_and_cut(
        b"\x08\n",
        &[key("ctrl-h"), TerminalInput::Key(Key::new(Code::Char('j'), true, false, false))],
    );
}

#[test]
fn upper_case_has_no_shift() {
    assert_eq!(decode(&[b"A"]), [TerminalInput::Key(Key::plain(Code::Char('A')))]);
}

#[test]
fn an_escape_alone_is_the_key() {
    assert_eq!(decode(&[b"\x1b"]), [key("esc")]);
    assert_eq!(decode_after(ESCAPE_WAIT, &[b"\x1b", b"a"]), [key("esc"), key("a")]);
    assert_eq!(decode(&[b"\x1b\x1b"]), [key("esc"), key("esc")]);
}

#[test]
fn an_escape_glued_to_a_key_is_alt() {
    assert_eq!(decode(&[b"\x1ba"]), [key("alt-a")]);
    assert_eq!(decode(&["\u{1b}đ".as_bytes()]), [key("alt-đ")]);
    assert_eq!(decode(&[b"\x1bO"]), [key("esc"), key("O")]);
}

#[test]
fn every_family_of_terminals_names_its_keys() {
    for (bytes, name) in [
        (&b"\x1b[A"[..], "up"),
        (b"\x1bOB", "down"),
        (b"\x1b[H", "home"),
        (b"\x1b[1~", "home"),
        (b"\x1b[8~", "end"),
        (b"\x1b[2~", "ins"),
        (b"\x1b[3~", "del"),
        (b"\x1b[5~", "pgup"),
        (b"\x1b[6~", "pgdn"),
        (b"\x1bOP", "f1"),
        (b"\x1b[[A", "f1"),
        (b"\x1b[[E", "f5"),
        (b"\x1b[11~", "f1"),
        (b"\x1b[15~", "f5"),
        (b"\x1b[17~", "f6"),
        (b"\x1b[21~", "f10"),
        (b"\x1b[24~", "f12"),
        (b"\x1b[25~", "shift-f1"),
        (b"\x1b[1;2P", "shift-f1"),
        (b"\x1b[1;5C", "ctrl-right"),
        (b"\x1b[3;5~", "ctrl-del"),
        (b"\x1b[1;3A", "alt-up"),
        (b"\x1b[Z", "shift-tab"),
        (b"\x1bO2P", "shift-f1"),
        (b"\x1b[97u", "a"),
        (b"\x1b[97;5u", "ctrl-a"),
        (b"\x1b[13;5u", "ctrl-enter"),
        (b"\x1b[27;5;9~", "ctrl-tab"),
        (b"\x9bA", "up"),
        (b"\xc2\x9b3~", "del"),
        (b"\x8fQ", "f2"),
        (b"\t", "tab"),
        (b"\r", "enter"),
        (b"\x7f", "backspace"),
        (b"\x13", "ctrl-s"),
        (b"\x00", "ctrl-space"),
    ] {
        whole_and_cut(bytes, &[key(name)]);
    }
}

#[test]
fn a_key_let_go_says_nothing() {
    whole_and_cut(b"\x1b[1;1:3Aa", &letters("a"));
}

#[test]
fn unknown_sequences_and_raw_controls_are_no_text() {
    for bytes in [
        &b"\x1b[?62;1;2ca"[..],
        b"\x1b[99~a",
        b"\x1b[24;80Ra",
        b"\x9ba",
        b"\xc2\x9ba",
        b"\xffa",
    ] {
        whole_and_cut(bytes, &letters("a"));
    }
    // interrupted by another sequence
    assert_eq!(decode(&[b"\x1b[12\x1b[A"]), [key("up")]);
}

#[test]
fn focus_is_told() {
    whole_and_cut(b"\x1b[I\x1b[O", &[TerminalInput::Focus(true), TerminalInput::Focus(false)]);
}

#[test]
fn a_key_cut_behind_its_escape_is_the_key() {
    for (bytes, name) in KEYS {
        for cut in 1..bytes.len() {
            let (left, right) = bytes.split_at(cut);
            let inputs = decode_after(SHORT, &[left, right, b"xyz"]);
            assert_eq!(inputs, [&[key(name)], &letters("xyz")[..]].concat(), "{bytes:?} {cut}");
        }
    }
}

#[test]
fn the_tail_of_a_key_is_never_text_however_late_it_comes() {
    for (bytes, name) in KEYS {
        for pause in [60, 200, 900, 5_000] {
            let (left, right) = bytes.split_at(1);
            let pause = Duration::from_millis(pause);
            let inputs = decode_after(pause, &[left, right, b"xyz"]);
            let want = [&[key("esc")], &letters("xyz")[..]].concat();
            assert_eq!(inputs, want, "{bytes:?} {name} after {pause:?}");
        }
    }
}

#[test]
fn a_key_that_comes_byte_by_byte_is_never_text() {
    for (bytes, name) in KEYS {
        let each: Vec<&[u8]> = bytes.chunks(1).collect();
        assert_eq!(decode_after(SHORT, &each), [key(name)]);
    }
}

#[test]
fn a_capital_o_typed_after_esc_is_text() {
    for text in ["Oanh", "OCOP", "OA", "O", "[", "Phường", "P", "P1, Q3", "Xã", "]a", "[1"]
    {
        let mut line = Line::new();
        line.send(b"\x1b").pause(Duration::from_secs(3));
        for c in text.chars() {
            line.send(c.to_string().as_bytes()).pause(Duration::from_millis(200));
        }
        assert_eq!(line.inputs(), [&[key("esc")], &letters(text)[..]].concat(), "{text}");
    }
    for text in [
        "Oanh",
        "OCOP",
        "OHO",
        "OP",
        "OS",
        "[A",
        "[x",
        "[1~",
        "Phường",
        "P1, Q3",
        "Xã",
        "]a",
        "]11;",
        "_G",
        "^a",
        "P$r",
    ] {
        // within the time for which a cut sequence would still wait
        let mut line = Line::new();
        line.send(b"\x1b");
        for c in text.chars() {
            line.pause(Duration::from_millis(200)).send(c.to_string().as_bytes());
        }
        assert_eq!(line.inputs(), [&[key("esc")], &letters(text)[..]].concat(), "{text}");
    }
}

#[test]
fn esc_glued_to_a_word_is_esc_and_the_word() {
    for text in ["Xã Lai Vung", "Phường 1", "Oanh", "P"] {
        let first: String = text.chars().take(1).collect();
        let alt = key(&format!("alt-{first}"));
        let rest: String = text.chars().skip(1).collect();
        let inputs = decode(&[format!("\u{1b}{text}").as_bytes()]);
        let esc = [&[key("esc")], &letters(text)[..]].concat();
        assert!(
            inputs == esc || inputs == [&[alt], &letters(&rest)[..]].concat(),
            "{inputs:?}"
        );
    }
}
