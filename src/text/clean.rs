//! Cleans text from outside (pastes, files, arguments), and text for the screen.
//!
//! `clean` decides what may be stored. `visible` makes anything safe to print, however old or
//! foreign the data is.

use std::borrow::Cow;

use unicode_normalization::char::is_combining_mark;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// NFC without control characters. In one line, line ends and tabs become spaces; in several, line
/// ends stay and tabs become spaces. Marks without a letter before them are dropped: they would
/// combine with the screen's own text.
pub fn clean(text: &str, multiline: bool) -> String {
    if is_clean(text) {
        return text.to_owned();
    }
    drop_lone_marks(&clean_part(text, multiline))
}

/// Whether cleaning would change nothing. Most text is clean, and a list has millions of cells.
fn is_clean(text: &str) -> bool {
    let stays = |c: char| !hidden(c) && !ends_line(c) && !is_combining_mark(c);
    // most Vietnamese text consists of these, and needs no table
    let plain = |c| matches!(c, ' '..='~' | '\u{a0}'..='\u{2ff}' | '\u{1ea0}'..='\u{1ef9}');
    text.chars().all(plain)
        || text.chars().all(stays) && is_nfc_quick(text.chars()) == IsNormalized::Yes
}

/// `clean` for text that will follow other text, which a leading mark may belong to.
pub(super) fn clean_part(text: &str, multiline: bool) -> String {
    let mut out = String::with_capacity(text.len());
    let mut after_cr = false;
    for c in text.chars() {
        let line_feed = c == '\n';
        match c {
            '\n' if after_cr => {}
            '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => {
                out.push(if multiline { '\n' } else { ' ' });
            }
            '\t' => out.push(' '),
            c if hidden(c) => {}
            c => out.push(c),
        }
        after_cr = c == '\r' && !line_feed;
    }
    out.nfc().collect()
}

/// Drops combining marks at the start of a line.
pub(super) fn drop_lone_marks(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut opening = true;
    for c in text.chars() {
        opening = c == '\n' || (opening && is_combining_mark(c));
        if !opening || c == '\n' {
            out.push(c);
        }
    }
    out
}

/// Clean text without spaces around it. Marks after leading spaces are dropped too, since they
/// would start the text.
pub fn trimmed(text: &str) -> &str {
    let before = |c: char| c.is_whitespace() || is_combining_mark(c);
    text.trim_end().trim_start_matches(before)
}

/// Characters that are never text: controls, marks of direction, the byte order mark, zero-width
/// fillers.
fn hidden(c: char) -> bool {
    c.is_control()
        || bidi(c)
        || matches!(c, '\u{feff}' | '\u{200b}' | '\u{2060}' | '\u{fff9}'..='\u{fffb}')
}

fn bidi(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Makes control, escape and bidi characters visible: `^[`, `<9B>`, `<202E>`. A line feed stays, a
/// tab becomes a space.
pub fn visible(text: &str) -> Cow<'_, str> {
    let raw = |c: char| c != '\n' && is_hidden(c);
    if !text.chars().any(raw) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '\t' => out.push(' '),
            c if !raw(c) => out.push(c),
            c if c.is_ascii() => {
                out.push('^');
                out.push(char::from((c as u8) ^ 0x40));
            }
            c => out.push_str(&format!("<{:02X}>", c as u32)),
        }
    }
    Cow::Owned(out)
}

/// Whether a character controls the terminal, changes the direction of text, or ends a line unseen.
pub fn is_hidden(c: char) -> bool {
    c.is_control()
        || bidi(c)
        || ends_line(c)
        || matches!(c, '\u{feff}' | '\u{fffe}' | '\u{ffff}')
}

/// Like `visible`, in one line: names of files may contain anything.
pub fn visible_line(text: &str) -> String {
    visible(text).replace('\n', "^J")
}

fn ends_line(c: char) -> bool {
    matches!(c, '\u{2028}' | '\u{2029}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_line_and_several() {
        assert_eq!(clean("a\r\nb\tc\rd\ne", false), "a b c d e");
        assert_eq!(clean("a\r\nb\tc\rd\ne\n\nf", true), "a\nb c\nd\ne\n\nf");
        assert_eq!(clean("e\u{323}\u{302}", false), "ệ");
    }

    /// The fast path of `clean` gives what the full one gives.
    #[test]
    fn what_is_clean_already_is_left_as_it_is() {
        let parts = [
            "\u{a0}", "\u{ad}", "ˬ", "\u{300}", "\u{1e9f}", "\u{1efa}", "a", "ệ", "e\u{323}",
            "\u{302}", "\n", "\t", " ", "\u{2028}", "\u{feff}", "Å", "\u{212b}", "ﬁ", "가",
        ];
        for one in parts {
            for other in parts {
                for last in parts {
                    let text = [one, other, last].concat();
                    for multiline in [false, true] {
                        let long = drop_lone_marks(&clean_part(&text, multiline));
                        assert_eq!(clean(&text, multiline), long, "{text:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn nothing_hidden_enters() {
        assert_eq!(clean("a\u{1b}[31mb\u{7}\u{9b}\u{202e}c\u{feff}", true), "a[31mbc");
        assert_eq!(clean("\u{301}a\n\u{302}\u{301}b", true), "a\nb");
        assert_eq!(clean("\u{1b}\u{301}a", false), "a");
        assert_eq!(trimmed(&clean("\t\u{1cf00} \u{301}a \u{301} ", false)), "a \u{301}");
    }

    #[test]
    fn output_shows_what_is_hidden() {
        assert_eq!(visible("Đồn\n"), "Đồn\n");
        assert_eq!(
            visible("a\u{1b}[2J\u{7f}\u{9b}\u{202e}\u{2028}"),
            "a^[[2J^?<9B><202E><2028>"
        );
    }
}
