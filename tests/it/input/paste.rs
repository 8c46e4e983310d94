//! Pastes: one input each, cut at their limit, and a keyboard that works after a paste without an end.

use std::time::Duration;

use sotay::shell::decode::TerminalInput;

use super::{LONG, Line, decode, key, letters, whole_and_cut};

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
