//! The two forms of text that searching compares: `fold` without marks, `exact` with them.
//!
//! Both are lower case with single spaces. The index stores folded text, so a change here requires
//! rebuilding the state.

use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The search key: no marks, `đ` as `d`, lower case, single spaces.
pub fn fold(text: &str) -> String {
    match text.chars().all(|c| plain(c).is_some()) {
        true => spaces_to_one(text.len(), text.chars().filter_map(plain)),
        false => fold_by_rule(text),
    }
}

/// Letters of Vietnamese and related scripts, folded once. Nearly all text here consists of them,
/// and applying the rule costs much more.
static PLAIN: LazyLock<Vec<char>> = LazyLock::new(|| {
    let letter = |code: u32| {
        let folded = char::from_u32(code).map(|c| fold_by_rule(&c.to_string()));
        let mut chars = folded.iter().flat_map(|folded| folded.chars());
        match (chars.next(), chars.next()) {
            (Some(c), None) => c,
            _ => NONE,
        }
    };
    LATIN.chain(VIETNAMESE).map(letter).collect()
});
const LATIN: std::ops::Range<u32> = 0xc0..0x250;
const VIETNAMESE: std::ops::Range<u32> = 0x1ea0..0x1efa;
const NONE: char = '\0';

/// What one character folds to, whatever is next to it; `None` if only the rule can tell.
fn plain(c: char) -> Option<char> {
    if c.is_ascii() {
        return Some(c.to_ascii_lowercase());
    }
    let code = c as u32;
    let at = match code {
        _ if LATIN.contains(&code) => code - LATIN.start,
        _ if VIETNAMESE.contains(&code) => code - VIETNAMESE.start + (LATIN.end - LATIN.start),
        _ => return None,
    };
    PLAIN.get(at as usize).copied().filter(|c| *c != NONE)
}

fn fold_by_rule(text: &str) -> String {
    let lower = text.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase);
    // lower case may add a mark (İ)
    let bare = lower.nfd().filter(|c| !is_combining_mark(*c));
    spaces_to_one(text.len(), bare.map(|c| if c == 'đ' { 'd' } else { c }))
}

/// As written, but NFC, lower case, single spaces.
pub fn exact(text: &str) -> String {
    spaces_to_one(text.len(), text.chars().flat_map(char::to_lowercase).nfc())
}

/// `bytes`: about the length of the result.
fn spaces_to_one(bytes: usize, chars: impl Iterator<Item = char>) -> String {
    let mut out = String::with_capacity(bytes);
    let mut gap = false;
    for c in chars {
        if c.is_whitespace() || c.is_control() {
            gap = !out.is_empty();
            continue;
        }
        if std::mem::take(&mut gap) {
            out.push(' ');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_letter_is_folded_as_the_rule_says() {
        for c in (0..0x3000).filter_map(char::from_u32) {
            for text in [c.to_string(), format!("a{c}b"), format!("{c}\u{301} {c}")] {
                assert_eq!(fold(&text), fold_by_rule(&text), "{c:?}");
            }
        }
    }

    #[test]
    fn folds_vietnamese() {
        assert_eq!(fold("  Xưởng   ĐỒ gỗ\tHoà\n"), "xuong do go hoa");
        assert_eq!(fold("Xu\u{31b}o\u{31b}\u{309}ng"), "xuong");
        assert_eq!(fold("İ"), "i");
        assert_eq!(fold(" \n"), "");
        assert_eq!(exact(" Xưởng  ĐỒ "), "xưởng đồ");
        assert_eq!(exact("E\u{323}\u{302}"), "ệ");
    }
}
