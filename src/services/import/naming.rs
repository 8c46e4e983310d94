//! Whether a text can be the name of a record. Real names may be short ("An", "3T", "HTX 19/5");
//! marks, ticks and counts mean that the name is missing.

use super::no_answer::{is_placeholder, repeats_above};
use crate::text::clean;

/// Longer texts with a letter are names. In bytes.
const MOST_BYTES: usize = 40;

pub fn is_plausible_name(text: &str) -> bool {
    let text = clean(text, false);
    let text = text.trim();
    if text.len() > MOST_BYTES {
        return text.chars().any(char::is_alphabetic);
    }
    has_word(text) && !is_placeholder(text) && !repeats_above(text)
}

/// Two adjacent letters, a letter next to a digit, or a capital that is no tick ("A & B").
fn has_word(text: &str) -> bool {
    let mut before = ' ';
    let beside = text.chars().any(|c| {
        let pair = [before, c];
        let both = pair.iter().all(|c| c.is_alphanumeric() || is_mark(*c));
        before = c;
        both && pair.iter().any(|c| c.is_alphabetic())
    });
    let capital = |c: char| c.is_uppercase() && !matches!(c, 'X' | 'V' | 'K');
    beside || text.chars().any(capital)
}

/// Combining mark of a letter in decomposed text.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_names_are_names_and_placeholders_are_none() {
        for name in [
            "Ý Yên",
            "AB",
            "3T",
            "K9",
            "HTX 19/5",
            "An",
            "Ý",
            "Na",
            "Cơ sở 12",
            "X20",
            "A",
            "Xưởng mộc - 2",
            "Ô Môn",
            "Y\u{301} Ye\u{302}n",
            "5 Tấn",
            "H’Mông",
            "Khổng Tử",
            "A; B",
            "T.H",
        ] {
            assert!(is_plausible_name(name), "{name}");
        }
        for text in [
            "-",
            "...",
            "?",
            "??",
            "x",
            "X",
            "12",
            "1.2",
            "–",
            "—",
            "N/A",
            "n.a",
            "không có",
            "Không",
            "chưa rõ",
            "(chưa rõ)",
            "0",
            "\"",
            "nt",
            "Nt",
            "NT",
            "N.T",
            "không thuộc",
            "-nt-",
            "//",
            "〃",
            "như trên",
            "***",
            "xx",
            "xxx",
            "1/",
            "12/2024",
            "chưa có tên",
            "Chưa đặt tên",
            "không tên",
            "_",
            "k",
            "(trống)",
            "#",
            "…",
            "v",
            "không rõ tên",
            "đang cập nhật",
            "#N/A",
            "null",
            "N/A.",
            "c/x",
            "x/x",
            "1 x 2",
        ] {
            assert!(!is_plausible_name(text), "{text}");
        }
    }
}
