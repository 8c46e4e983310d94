//! Random input, cut anywhere and with pauses.

use std::time::Duration;

use proptest::prelude::*;
use sotay::keymap::key::{Code, Key};
use sotay::shell::decode::TerminalInput;

use super::tables::{ANSWERS, KEYS, has_letters_beyond_ascii, is_sos};
use super::{LONG, Line, key, letters};

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
pub(super) fn typed_text(inputs: &[TerminalInput]) -> String {
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
