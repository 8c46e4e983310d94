//! The form of a text under `--ascii`: the same number of cells, without letters that a poor font
//! lacks. Never used on what is stored.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use unicode_width::UnicodeWidthChar;

/// Letters without marks; borders, arrows and the ellipsis from ASCII. An unknown letter becomes a
/// `?` in each of its cells.
pub fn ascii(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for c in text.nfd().filter(|c| !is_combining_mark(*c)) {
        match c {
            c if c.is_ascii() => out.push(c),
            c => match likeness(c) {
                Some(like) => out.push(like),
                None => out.extend(std::iter::repeat_n('?', c.width().unwrap_or(0))),
            },
        }
    }
    Cow::Owned(out)
}

fn likeness(c: char) -> Option<char> {
    Some(match c {
        'đ' | '₫' => 'd',
        'Đ' => 'D',
        '\u{a0}' | '\u{2000}'..='\u{200a}' => ' ',
        '…' => '~',
        '·' | '∙' => '.',
        '•' | '●' | '◆' | '■' | '★' => '*',
        '○' | '°' => 'o',
        '\u{2010}'..='\u{2015}' | '−' | '─' | '━' => '-',
        '═' => '=',
        '│' | '┃' | '║' => '|',
        '\u{250c}'..='\u{254b}' | '\u{2552}'..='\u{2570}' => '+',
        '▁' => '_',
        '▂' => '.',
        '▃' => ':',
        '▄' => '-',
        '▅' => '=',
        '▆' => '+',
        '▇' => '*',
        '█' | '▉' | '▊' | '▋' | '▌' | '▓' => '#',
        '▍' | '▎' | '▏' | '▒' | '░' => ':',
        '←' | '◀' | '◄' | '‹' | '«' => '<',
        '→' | '▶' | '►' | '›' | '»' => '>',
        '↑' | '▲' => '^',
        '↓' | '▼' => 'v',
        '↵' | '⏎' => '/',
        '✓' | '✔' => 'v',
        '×' | '✗' | '✘' => 'x',
        '±' => '+',
        '≤' => '<',
        '≥' => '>',
        '≠' => '!',
        '“' | '”' | '„' => '"',
        '‘' | '’' => '\'',
        '²' => '2',
        '³' => '3',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::cells::width;

    #[test]
    fn keeps_the_cells() {
        assert_eq!(ascii("Đồn biên phòng…"), "Don bien phong~");
        assert_eq!(ascii("┌─┐│a│└─┘→ 漢"), "+-+|a|+-+> ??");
        for text in ["Đ…漢•ớ", "e\u{323}\u{302}│", "plain"] {
            assert_eq!(width(&ascii(text)), width(text));
            assert!(ascii(text).is_ascii());
        }
    }
}
