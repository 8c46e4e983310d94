//! What terminals and input methods send, whole and cut at every byte.

use sotay::keymap::key::{Code, Key};
use sotay::shell::decode::Decoder;
use sotay::shell::input::Input;

fn key(name: &str) -> Input {
    Input::Key(Key::parse(name).unwrap_or_else(|| panic!("no key {name:?}")))
}

fn letters(text: &str) -> Vec<Input> {
    text.chars().map(|c| Input::Key(Key::plain(Code::Char(c)))).collect()
}

fn decode(chunks: &[&[u8]]) -> Vec<Input> {
    let mut decoder = Decoder::default();
    let mut inputs = Vec::new();
    for chunk in chunks {
        decoder.feed(chunk, false, |input| inputs.push(input));
    }
    inputs
}

fn whole_and_cut(bytes: &[u8], want: &[Input]) {
    assert_eq!(decode(&[bytes]), want, "{bytes:?} whole");
    for cut in 1..bytes.len() {
        let (left, right) = bytes.split_at(cut);
        // An escape at the end of what was read is the key; a terminal never cuts there.
        if left.ends_with(b"\x1b") || left.ends_with(b"\x1bO") {
            continue;
        }
        assert_eq!(decode(&[left, right]), want, "{bytes:?} cut at {cut}");
    }
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
        &[key("ctrl-h"), Input::Key(Key::new(Code::Char('j'), true, false, false))],
    );
}

#[test]
fn upper_case_has_no_shift() {
    assert_eq!(decode(&[b"A"]), [Input::Key(Key::plain(Code::Char('A')))]);
}

#[test]
fn an_escape_alone_is_the_key() {
    assert_eq!(decode(&[b"\x1b"]), [key("esc")]);
    assert_eq!(decode(&[b"\x1b", b"a"]), [key("esc"), key("a")]);
    assert_eq!(decode(&[b"\x1b\x1b"]), [key("esc"), key("esc")]);
}

#[test]
fn an_escape_glued_to_a_key_is_alt() {
    assert_eq!(decode(&[b"\x1ba"]), [key("alt-a")]);
    assert_eq!(decode(&["\u{1b}đ".as_bytes()]), [key("alt-đ")]);
    assert_eq!(decode(&[b"\x1bO"]), [key("esc"), key("O")]);
}

#[test]
fn an_escape_at_the_edge_of_a_full_buffer_waits() {
    let mut decoder = Decoder::default();
    let mut inputs = Vec::new();
    decoder.feed(b"\x1b", true, |input| inputs.push(input));
    decoder.feed(b"[A", false, |input| inputs.push(input));
    assert_eq!(inputs, [key("up")]);
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
    // Broken off by another sequence
    assert_eq!(decode(&[b"\x1b[12\x1b[A"]), [key("up")]);
}

#[test]
fn a_paste_is_one_input_with_its_line_ends() {
    let want = [Input::Paste("Xã Phú\nsố 12\u{1b}[A".into()), key("a")];
    whole_and_cut("\u{1b}[200~Xã Phú\nsố 12\u{1b}[A\u{1b}[201~a".as_bytes(), &want);
}

#[test]
fn a_paste_may_follow_a_paste() {
    let bytes = b"\x1b[200~a\x1b[201~\x1b[200~\x1b[201~b";
    let want = [Input::Paste("a".into()), Input::Paste(String::new()), key("b")];
    assert_eq!(decode(&[bytes]), want);
}

#[test]
fn a_paste_that_never_ends_is_given_when_the_line_goes() {
    let mut decoder = Decoder::default();
    let mut inputs = Vec::new();
    decoder.feed(b"\x1b[200~half a w", false, |input| inputs.push(input));
    decoder.finish(|input| inputs.push(input));
    assert_eq!(inputs, [Input::Paste("half a w".into())]);
}

#[test]
fn a_paste_is_cut_at_its_limit() {
    let mut decoder = Decoder::default();
    let mut inputs = Vec::new();
    decoder.feed(b"\x1b[200~", false, |input| inputs.push(input));
    for _ in 0..300 {
        decoder.feed(&[b'a'; 4096], true, |input| inputs.push(input));
    }
    decoder.feed(b"\x1b[201~b", false, |input| inputs.push(input));
    let Some(Input::Paste(text)) = inputs.first() else { panic!("no paste: {}", inputs.len()) };
    assert_eq!(text.len(), 1 << 20);
    assert_eq!(inputs[1..], letters("b"));
}

#[test]
fn focus_is_told() {
    whole_and_cut(b"\x1b[I\x1b[O", &[Input::Focus(true), Input::Focus(false)]);
}

proptest::proptest! {
    #[test]
    fn any_bytes_are_survived_and_plain_letters_come_through(bytes: Vec<u8>, cut: usize) {
        let (left, right) = bytes.split_at(cut % (bytes.len() + 1));
        // What ends any state: the end of a paste, then of a sequence.
        let inputs = decode(&[left, right, b"\x1b[201~ ~zz"]);
        proptest::prop_assert_eq!(inputs.last(), Some(&key("z")));
        for input in inputs {
            if let Input::Key(Key { code: Code::Char(c), .. }) = input {
                proptest::prop_assert!(!c.is_control());
            }
        }
    }
}
