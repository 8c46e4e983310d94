//! Answers and strings of terminals are never text, whole, late or broken off.

use std::time::Duration;

use super::random::typed_text;
use super::tables::{ANSWERS, is_sos};
use super::{LONG, Line, decode_after, key, letters, whole_and_cut};

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
