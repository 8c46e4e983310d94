//! Telex for a console without an input method, and for searches typed while the input method is
//! off. The only file that uses bamboo-core.
//!
//! The editor owns the text: with every key the composer gets the word before the cursor, and
//! returns what to remove and what to insert.

use bamboo_core::{Engine, InputMethodPreset, Mode};
use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

/// Longer words are not composed: no Vietnamese syllable needs nearly this many keys.
const MAX_SYLLABLE: usize = 16;

/// What one key does to the text before the cursor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// number of graphemes to remove
    pub delete_back: usize,
    pub insert: String,
}

impl Edit {
    fn typed(c: char) -> Edit {
        Edit { delete_back: 0, insert: c.to_string() }
    }
}

pub struct Telex {
    engine: Engine,
    /// the word as the last key left it; a different word means that the cursor has moved
    word: String,
}

impl Default for Telex {
    fn default() -> Telex {
        Telex::new()
    }
}

impl Telex {
    pub fn new() -> Telex {
        Telex { engine: Engine::from_preset(InputMethodPreset::Telex), word: String::new() }
    }

    /// `before`: the text before the cursor, or at least its last word.
    pub fn feed(&mut self, key: char, before: &str) -> Edit {
        let word_before = word_before(before);
        if !key.is_ascii_alphabetic() || word_before.chars().count() >= MAX_SYLLABLE {
            self.word.clear();
            return Edit::typed(key);
        }
        if word_before != self.word || word_before.is_empty() {
            self.engine.rebuild_from_text(word_before);
        }
        self.engine.process_key(key, Mode::Vietnamese);
        self.word = self.engine.output().nfc().collect();
        difference(word_before, &self.word)
    }
}

fn difference(before: &str, after: &str) -> Edit {
    let same = before
        .grapheme_indices(true)
        .zip(after.graphemes(true))
        .take_while(|((_, a), b)| a == b)
        .map(|((at, a), _)| at + a.len())
        .last()
        .unwrap_or(0);
    let gone = before.get(same..).unwrap_or_default();
    Edit {
        delete_back: gone.graphemes(true).count(),
        insert: after.get(same..).unwrap_or_default().to_owned(),
    }
}

/// The letters at the end of `text`, which Telex may still change.
fn word_before(text: &str) -> &str {
    let start = text
        .char_indices()
        .rev()
        .take_while(|(_, c)| c.is_alphabetic())
        .last()
        .map_or(text.len(), |(at, _)| at);
    text.get(start..).unwrap_or_default()
}

/// A raw Telex word in Unicode; `None` if it has no Telex in it.
pub fn from_telex(engine: &mut Telex, word: &str) -> Option<String> {
    if !word.is_ascii() || word.len() > MAX_SYLLABLE {
        return None;
    }
    engine.engine.reset();
    engine.word.clear();
    for key in word.chars() {
        engine.engine.process_key(key, Mode::Vietnamese);
    }
    let meant: String = engine.engine.output().nfc().collect();
    (!meant.is_ascii()).then_some(meant)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(keys: &str) -> String {
        let mut telex = Telex::new();
        let mut text = String::new();
        for key in keys.chars() {
            let edit = telex.feed(key, &text);
            for _ in 0..edit.delete_back {
                let last = text.grapheme_indices(true).next_back().map_or(0, |(at, _)| at);
                text.truncate(last);
            }
            text.push_str(&edit.insert);
        }
        text
    }

    #[test]
    fn writes_vietnamese() {
        assert_eq!(typed("Xuwowngr ddoof goox Hoaf Phats 123"), "Xưởng đồ gỗ Hòa Phát 123");
        assert_eq!(typed("DDoonf bieen phongf"), "Đồn biên phòng");
        assert_eq!(typed("tieengs Vieetj, khoer"), "tiếng Việt, khỏe");
        assert_eq!(typed("nguyeenx"), "nguyễn");
    }

    #[test]
    fn a_key_twice_undoes_and_z_clears() {
        assert_eq!(typed("ass"), "as");
        assert_eq!(typed("aaa"), "aa");
        assert_eq!(typed("tieengsz"), "tiêng");
    }

    #[test]
    fn a_word_already_there_is_taken_up() {
        let mut telex = Telex::new();
        assert_eq!(telex.feed('s', "tiêng"), Edit { delete_back: 3, insert: "ếng".into() });
        assert_eq!(telex.feed('f', "hoa"), Edit { delete_back: 2, insert: "òa".into() });
        assert_eq!(telex.feed('x', "ab cd"), Edit { delete_back: 0, insert: "x".into() });
    }

    #[test]
    fn search_words() {
        let mut telex = Telex::new();
        assert_eq!(from_telex(&mut telex, "xuwowngr").as_deref(), Some("xưởng"));
        assert_eq!(from_telex(&mut telex, "binh"), None);
        assert_eq!(from_telex(&mut telex, &"w".repeat(400)), None);
    }

    proptest::proptest! {
        #[test]
        fn any_keys_are_survived(keys in "[a-zA-Z \\[\\]0-9ăđư]{0,40}", word in "\\PC{0,20}") {
            typed(&keys);
            let mut telex = Telex::new();
            for key in keys.chars() {
                telex.feed(key, &word);
            }
        }
    }
}
