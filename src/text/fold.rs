//! The two forms that searching compares: `fold` without marks, `exact` with them.
//!
//! Both are lower case with single spaces. They are kept in the index: a change here asks for a
//! rebuilt state.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The search key: no marks, `đ` as `d`, lower case, spaces to one.
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return spaces_to_one(text.chars().map(|c| c.to_ascii_lowercase()));
    }
    let lower = text.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase);
    // lower case may bring a mark of its own (İ)
    spaces_to_one(lower.nfd().filter(|c| !is_combining_mark(*c)).map(|c| match c {
        'đ' => 'd',
        c => c,
    }))
}

/// As written, but NFC, lower case, spaces to one.
pub fn exact(text: &str) -> String {
    spaces_to_one(text.chars().flat_map(char::to_lowercase).nfc())
}

fn spaces_to_one(chars: impl Iterator<Item = char>) -> String {
    let mut out = String::with_capacity(chars.size_hint().0);
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
    fn folds_vietnamese() {
        assert_eq!(fold("  Xưởng   ĐỒ gỗ\tHoà\n"), "xuong do go hoa");
        assert_eq!(fold("Xu\u{31b}o\u{31b}\u{309}ng"), "xuong");
        assert_eq!(fold("İ"), "i");
        assert_eq!(fold(" \n"), "");
        assert_eq!(exact(" Xưởng  ĐỒ "), "xưởng đồ");
        assert_eq!(exact("E\u{323}\u{302}"), "ệ");
    }
}
