//! The input of terminals and input methods, whole and cut at every byte.

use std::time::{Duration, Instant};

use proptest::prelude::*;
use sotay::keymap::key::{Code, Key};
use sotay::shell::decode::Decoder;
use sotay::shell::decode::TerminalInput;

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
fn a_paste_is_one_input_with_its_line_ends() {
    let want = [TerminalInput::Paste("Xã Phú\nsố 12\u{1b}[A".into()), key("a")];
    whole_and_cut("\u{1b}[200~Xã Phú\nsố 12\u{1b}[A\u{1b}[201~a".as_bytes(), &want);
}

#[test]
fn a_paste_may_follow_a_paste() {
    let bytes = b"\x1b[200~a\x1b[201~\x1b[200~\x1b[201~b";
    let want =
        [TerminalInput::Paste("a".into()), TerminalInput::Paste(String::new()), key("b")];
    assert_eq!(decode(&[bytes]), want);
}

#[test]
fn a_paste_that_never_ends_is_given_when_the_line_goes() {
    let mut line = Line::new();
    line.send(b"\x1b[200~half a w");
    line.decoder.finish(|input| line.inputs.push(input));
    assert_eq!(line.inputs, [TerminalInput::Paste("half a w".into())]);
}

#[test]
fn a_paste_without_an_end_leaves_the_keyboard_alive() {
    let mut line = Line::new();
    line.send("\u{1b}[200~nửa".as_bytes()).pause(LONG).send("\u{1b}[Ax".as_bytes());
    assert_eq!(line.inputs(), [TerminalInput::Paste("nửa".into()), key("up"), key("x")]);
    // the rest of a stalled paste is not taken for keys: an Enter in it would save a form
    line.send(b"\x1b[200~one\r").pause(LONG).send(b"two\rthree\r").pause(LONG);
    line.send(b"four\x1b[201~\r");
    let paste = |text: &str| TerminalInput::Paste(text.into());
    let want = [paste("one\r"), paste("two\rthree\r"), paste("four"), key("enter")];
    assert_eq!(line.inputs(), want);
}

#[test]
fn a_letter_cut_in_a_paste_that_stood_still_is_that_letter() {
    let e = "ế".as_bytes();
    let mut line = Line::new();
    line.send(b"\x1b[200~ab").pause(Duration::from_secs(4));
    line.send(&[b"x", &e[..2]].concat()).pause(Duration::from_millis(500));
    line.send(&[&e[2..], b"cd\x1b[201~"].concat());
    let pasted = |input: &TerminalInput| match input {
        TerminalInput::Paste(text) => text.clone(),
        other => panic!("{other:?}"),
    };
    assert_eq!(line.inputs().iter().map(pasted).collect::<String>(), "abxếcd");
}

#[test]
fn a_paste_is_cut_at_its_limit() {
    let mut line = Line::new();
    line.send(b"\x1b[200~");
    for _ in 0..300 {
        line.send(&[b'a'; 4096]);
    }
    line.send(b"\x1b[201~b");
    let inputs = line.inputs();
    let Some(TerminalInput::Paste(text)) = inputs.first() else {
        panic!("no paste: {}", inputs.len())
    };
    assert_eq!(text.len(), 1 << 20);
    assert_eq!(inputs[1..], letters("b"));
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

/// Answers and reports of terminals, requested or not.
const ANSWERS: &[&[u8]] = &[
    b"\x1b[?62;1;2c",
    b"\x1b[>41;354;0c",
    b"\x1b[=0;1c",
    b"\x1b[24;80R",
    b"\x1b[?1;2R",
    b"\x1b[0n",
    b"\x1b[?2026;2$y",
    b"\x1b[8;24;80t",
    b"\x1b[?1u",
    b"\x1b[<0;10;5M",
    b"\x1b[<0;10;5m",
    b"\x1b[M !!",
    b"\x1b[32;10;5M",
    b"\x1b]11;rgb:1e1e/1e1e/2e2e\x07",
    b"\x1b]11;rgb:1e1e/1e1e/2e2e\x1b\\",
    b"\x1b]4;1;rgb:cd/00/00\x1b\\",
    "\u{1b}]2;Ứng dụng \u{1b}\\".as_bytes(),
    b"\x1b]52;c;YWJj\x07",
    b"\x1b]lname\x1b\\",
    b"\x1bP1$r0m\x1b\\",
    b"\x1bP0$r\x1b\\",
    b"\x1bP>|XTerm(370)\x1b\\",
    b"\x1bP1+r544e=787465726d\x1b\\",
    b"\x1bP!|00000000\x1b\\",
    b"\x1b_Gi=31;OK\x1b\\",
    b"\x1b^private\x1b\\",
    b"\x1bXstring\x1b\\",
    b"\x9b?62;1;2c",
    b"\x9d11;rgb:0000/0000/0000\x9c",
    b"\x901$r0m\x9c",
    "\u{90}1$r0m\u{9c}".as_bytes(),
    "\u{9d}2;ỨẠ\u{9c}".as_bytes(),
];

/// A letter that stands alone after a pause is taken for a typed one.
fn has_letters_beyond_ascii(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    text.chars().any(|c| !c.is_ascii() && c.is_alphabetic())
}

/// No terminal answers with it, and it could be Esc and a word: `Xã`. It is dropped when it comes
/// without a pause.
fn is_sos(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\x1bX")
}

#[test]
fn answers_of_terminals_are_never_text() {
    for bytes in ANSWERS {
        let around = [b"ab".as_slice(), bytes, b"c"].concat();
        whole_and_cut(&around, &letters("abc"));
    }
}

#[test]
fn an_answer_that_stands_still_for_a_second_is_never_text() {
    for bytes in ANSWERS.iter().filter(|bytes| !is_sos(bytes)) {
        for cut in 2..bytes.len() {
            let (left, right) = bytes.split_at(cut);
            let inputs = decode_after(Duration::from_secs(1), &[left, right, b"x"]);
            let text: Vec<_> = inputs.iter().filter(|i| **i != key("esc")).cloned().collect();
            assert_eq!(text, letters("x"), "{bytes:?} cut at {cut}");
        }
    }
}

#[test]
fn an_answer_that_was_broken_off_was_esc_and_letters() {
    let known = ANSWERS.iter().filter(|bytes| !is_sos(bytes) && !bytes.starts_with(b"\x1b[M"));
    for bytes in known {
        for cut in 2..bytes.len() {
            for pause in [600, 1_200, 1_900, 4_000] {
                let (left, right) = bytes.split_at(cut);
                let inputs = decode_after(Duration::from_millis(pause), &[left, right, b"x"]);
                // so late that it may have been typed
                let begun = left == b"\x1bP" && pause > 2_000;
                let text = if begun { "Px" } else { "x" };
                assert_eq!(typed_text(&inputs), text, "{bytes:?} cut at {cut}, {pause} ms");
            }
        }
    }
}

#[test]
fn an_answer_without_an_end_cost_the_keys_of_five_seconds() {
    // text that cannot be part of it
    for (start, text) in [
        (&b"\x1b]11;rgb:"[..], "xin"),
        (b"\x1b]4;1;rgb:cd", "ôm"),
        (b"\x1b]11", "Thơ"),
        (b"\x1b]52;c;YWJ", " một"),
        (b"\x1bP1$r", "ở"),
        (b"\x1bP1+r544e", "ừ"),
        (b"\x1b_Gi=31", "Ờ"),
        (b"\x1b]2;ten", "Ờ"),
    ] {
        let mut line = Line::new();
        line.send(start);
        for c in text.chars() {
            line.pause(Duration::from_millis(80)).send(c.to_string().as_bytes());
        }
        assert_eq!(line.inputs(), letters(text), "{start:?}");
        // any key that is not a letter ends it
        let mut line = Line::new();
        line.send(start).pause(Duration::from_millis(80)).send(b"\r").send(b"a");
        assert_eq!(line.inputs(), [key("enter"), key("a")], "{start:?}");
    }
}

#[test]
fn a_string_without_an_end_does_not_swallow_the_keyboard() {
    for start in [&b"\x1b]11;rgb:"[..], b"\x1bP1$r", b"\x1b_G", b"\x1b^", b"\x1bX", b"\x9d11;"]
    {
        let mut line = Line::new();
        line.send(start).pause(Duration::from_secs(2)).send(b"x");
        assert_eq!(line.inputs().last(), Some(&key("x")), "{start:?} and a rest");

        // typing without a pause
        let mut line = Line::new();
        line.send(start);
        for _ in 0..60 {
            line.pause(Duration::from_millis(100)).send(b"x");
        }
        assert_eq!(line.inputs().last(), Some(&key("x")), "{start:?} and typing");

        // a key that is not a letter ends it at once
        let mut line = Line::new();
        line.send(start).send(b"\x1b[A").send(b"x");
        assert!(line.inputs().ends_with(&[key("up"), key("x")]), "{start:?} and an arrow");

        let mut line = Line::new();
        line.send(start);
        for _ in 0..40 {
            line.send(&[b'a'; 4096]);
        }
        line.send(b"x");
        assert_eq!(line.inputs().last(), Some(&key("x")), "{start:?} and very much");
    }
}

#[test]
fn a_sequence_without_an_end_costs_no_letter_after_a_while() {
    for start in
        [&b"\x1b"[..], b"\x1b[", b"\x1b[1;", b"\x1bO", b"\x1b[[", b"\x1b[M", b"\x9b1", b"\xc4"]
    {
        let mut line = Line::new();
        line.send(start).pause(LONG).send(b"x");
        assert_eq!(line.inputs().last(), Some(&key("x")), "{start:?}");
    }
}

/// All forms in which known terminals send keys of more than one byte.
const KEYS: &[(&[u8], &str)] = &[
    (b"\x1b[A", "up"),
    (b"\x1b[D", "left"),
    (b"\x1bOA", "up"),
    (b"\x1bOQ", "f2"),
    (b"\x1bOM", "enter"),
    (b"\x1b[3~", "del"),
    (b"\x1b[24~", "f12"),
    (b"\x1b[1;5C", "ctrl-right"),
    (b"\x1b[1;2P", "shift-f1"),
    (b"\x1b[3;5~", "ctrl-del"),
    (b"\x1b[Z", "shift-tab"),
    (b"\x1b[[B", "f2"),
    (b"\x1b[97;5u", "ctrl-a"),
    (b"\x1b[27;5;9~", "ctrl-tab"),
];

/// Something typed: its bytes, and the inputs they mean.
fn anything_typed() -> impl Strategy<Value = (Vec<u8>, Vec<TerminalInput>)> {
    let keys = proptest::sample::select(KEYS)
        .prop_map(|(bytes, name)| (bytes.to_vec(), vec![key(name)]));
    let text = "[a-zđơứạồẽ ]{1,6}".prop_map(|text| (text.as_bytes().to_vec(), letters(&text)));
    let alt = "[a-zđ]"
        .prop_map(|c| (format!("\u{1b}{c}").into_bytes(), vec![key(&format!("alt-{c}"))]));
    let paste = "[a-zứạồ\n ]{0,12}".prop_map(|text| {
        let bytes = format!("\u{1b}[200~{text}\u{1b}[201~").into_bytes();
        (bytes, vec![TerminalInput::Paste(text)])
    });
    let answer =
        proptest::sample::select(ANSWERS).prop_map(|bytes| (bytes.to_vec(), Vec::new()));
    prop_oneof![4 => keys, 3 => text, 1 => alt, 1 => paste, 1 => answer]
}

fn pieces(bytes: &[u8], cuts: &[bool]) -> Vec<Vec<u8>> {
    let mut pieces = vec![Vec::new()];
    for (at, byte) in bytes.iter().enumerate() {
        if at > 0 && cuts.get(at % cuts.len().max(1)).copied().unwrap_or(false) {
            pieces.push(Vec::new());
        }
        pieces.last_mut().unwrap().push(*byte);
    }
    pieces
}

/// After a lone escape, the rest does not start with a lone byte, which could have been typed.
fn burst_behind_esc(mut pieces: Vec<Vec<u8>>) -> Vec<Vec<u8>> {
    if pieces.len() > 2 && pieces[0] == b"\x1b" && pieces[1].len() == 1 {
        let lone = pieces.remove(1);
        pieces[1].splice(0..0, lone);
    }
    pieces
}

/// Arrows and similar keys in application mode, which this program never turns on.
fn is_like_a_word(bytes: &[u8]) -> bool {
    matches!(bytes, [0x1b, b'O', last] if !matches!(last, b'P'..=b'S'))
}

/// The letters that arrived as typed text, in order.
fn typed_text(inputs: &[TerminalInput]) -> String {
    let letter = |input: &TerminalInput| match input {
        TerminalInput::Key(key) => key.typed(),
        _ => None,
    };
    inputs.iter().filter_map(letter).collect()
}

/// Something that arrives: its bytes, its text, and the keys that it may become.
#[derive(Clone, Debug)]
struct Item {
    bytes: Vec<u8>,
    text: String,
    keys: Vec<TerminalInput>,
    /// whether a pause may be inside it
    is_cut: bool,
}

/// A letter or Esc pressed alone, a key of several bytes, or an answer.
fn item() -> impl Strategy<Value = Item> {
    let letter = "[a-zA-Z0-9OPX_đơứạẽỞ \\[\\]^;~$]".prop_map(|text| {
        let bytes = text.as_bytes().to_vec();
        Item { bytes, text: text.clone(), keys: letters(&text), is_cut: false }
    });
    let pressed =
        proptest::sample::select(&[(b"\x1b", "esc"), (b"\r", "enter"), (b"\t", "tab")][..])
            .prop_map(|(bytes, name)| Item {
                bytes: bytes.to_vec(),
                text: String::new(),
                keys: vec![key(name)],
                is_cut: false,
            });
    let special = proptest::sample::select(KEYS).prop_map(|(bytes, name)| Item {
        bytes: bytes.to_vec(),
        text: String::new(),
        keys: vec![key(name)],
        is_cut: true,
    });
    let answer = proptest::sample::select(ANSWERS)
        .prop_filter("known", |bytes| !is_sos(bytes) && bytes[0] == 0x1b)
        .prop_map(|bytes| Item {
            bytes: bytes.to_vec(),
            text: String::new(),
            keys: Vec::new(),
            is_cut: true,
        });
    prop_oneof![5 => letter, 2 => pressed, 2 => special, 2 => answer]
}

proptest! {
    /// A person presses one key after the other. What a terminal sends at once may be cut anywhere,
    /// with one long pause in it.
    #[test]
    fn text_is_what_was_typed_and_each_key_is_itself_or_nothing(
        items in proptest::collection::vec((item(), 60..1_500u64, 60..1_400u64, any::<prop::sample::Index>()), 1..14),
        cuts in proptest::collection::vec(any::<bool>(), 1..60),
        short in proptest::collection::vec(0..45u64, 1..20),
    ) {
        let mut line = Line::new();
        let (mut text, mut allowed) = (String::new(), Vec::new());
        let mut short = short.iter().cycle();
        for (item, before, long, at) in &items {
            line.pause(Duration::from_millis(*before));
            let at = at.index(item.bytes.len());
            let mut piece = Vec::new();
            for (n, byte) in item.bytes.iter().enumerate() {
                if n > 0 && item.is_cut {
                    let cut = cuts[n % cuts.len()];
                    let pause = if cut { *short.next().unwrap() } else { 0 };
                    let pause = if n == at { *long } else { pause };
                    if pause > 0 {
                        line.send(&std::mem::take(&mut piece));
                        line.pause(Duration::from_millis(pause));
                    }
                }
                piece.push(*byte);
            }
            line.send(&piece);
            text.push_str(&item.text);
            allowed.extend(item.keys.iter().cloned());
            if item.is_cut {
                // an escape that a pause separates from the rest
                allowed.push(key("esc"));
            }
        }
        let inputs = line.inputs();
        prop_assert_eq!(typed_text(&inputs), text);
        let mut left = allowed.iter();
        for input in &inputs {
            prop_assert!(
                left.any(|one| one == input) || *input == key("esc"),
                "{:?} was never pressed", input
            );
        }
        let escs = |inputs: &[TerminalInput]| inputs.iter().filter(|i| **i == key("esc")).count();
        prop_assert!(escs(&inputs) <= escs(&allowed));
    }

    #[test]
    fn whatever_is_typed_arrives_whole_however_it_is_cut(
        typed in proptest::collection::vec(anything_typed(), 1..12),
        cuts in proptest::collection::vec(any::<bool>(), 1..80),
        pauses in proptest::collection::vec(0..45u64, 1..40),
    ) {
        let bytes: Vec<u8> = typed.iter().flat_map(|(bytes, _)| bytes.clone()).collect();
        let want: Vec<TerminalInput> = typed.into_iter().flat_map(|(_, inputs)| inputs).collect();
        let mut line = Line::new();
        for (piece, pause) in pieces(&bytes, &cuts).iter().zip(pauses.iter().cycle()) {
            line.pause(Duration::from_millis(*pause)).send(piece);
        }
        prop_assert_eq!(line.inputs(), want);
    }

    #[test]
    fn a_tail_is_never_text_whatever_the_pauses(
        typed in proptest::collection::vec(
            anything_typed()
                .prop_filter("cut", |(bytes, inputs)| {
                    let is_title = inputs.is_empty() && has_letters_beyond_ascii(bytes);
                    !is_sos(bytes) && !is_like_a_word(bytes) && !is_title
                }),
            1..8,
        ),
        cuts in proptest::collection::vec(any::<bool>(), 1..80),
        pauses in proptest::collection::vec(0..300u64, 1..40),
    ) {
        let want: Vec<TerminalInput> = typed.iter().flat_map(|(_, inputs)| inputs.clone()).collect();
        let mut line = Line::new();
        for (at, (bytes, _)) in typed.iter().enumerate() {
            // one after the other; the pauses are inside
            for (piece, pause) in burst_behind_esc(pieces(bytes, &cuts)).iter().zip(pauses.iter().cycle().skip(at)) {
                line.send(piece).pause(Duration::from_millis(*pause));
            }
            line.pause(Duration::from_secs(3));
        }
        line.send(b"z");
        let inputs = line.inputs();
        prop_assert_eq!(inputs.last(), Some(&key("z")));
        // a cut Alt-letter is Esc and the letter, which the keymap treats the same
        let alt = |input: &TerminalInput| match input {
            TerminalInput::Key(key) => TerminalInput::Key(Key { alt: false, ..*key }),
            other => other.clone(),
        };
        let want: Vec<TerminalInput> = want.iter().map(alt).chain([key("z")]).collect();
        let got: Vec<TerminalInput> = inputs.iter().map(alt).collect();
        prop_assert_eq!(typed_text(&got), typed_text(&want));
        let mut left = want.iter();
        for input in got.iter().filter(|input| **input != key("esc")) {
            prop_assert!(left.any(|one| one == input), "{:?} was never sent", input);
        }
    }

    #[test]
    fn any_bytes_are_survived_and_plain_letters_come_through(
        bytes: Vec<u8>,
        cut: usize,
        pause in 0..4_000u64,
    ) {
        let (left, right) = bytes.split_at(cut % (bytes.len() + 1));
        let mut line = Line::new();
        line.send(left).pause(Duration::from_millis(pause)).send(right).pause(LONG).send(b"z");
        let inputs = line.inputs();
        prop_assert_eq!(inputs.last(), Some(&key("z")));
        for input in inputs {
            if let TerminalInput::Key(Key { code: Code::Char(c), .. }) = input {
                prop_assert!(!c.is_control());
            }
        }
    }
}
