//! Measures, cuts and pads text in cells of a terminal, by whole graphemes.

use std::borrow::Cow;
use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

pub fn width(text: &str) -> usize {
    let mut letters = 0;
    for c in text.chars() {
        if !plain(c) {
            return text.graphemes(true).map(UnicodeWidthStr::width).sum();
        }
        letters += 1;
    }
    letters
}

/// Whether the character is one cell and one grapheme next to any other such character. Nearly all
/// text here is, and needs no segmentation.
fn plain(c: char) -> bool {
    matches!(c, ' '..='~' | '·' | '\u{c0}'..='\u{2ff}' | '\u{1e00}'..='\u{1eff}' | '–' | '…')
}

/// Whether every character is one cell.
pub fn is_plain(text: &str) -> bool {
    text.chars().all(plain)
}

/// At most `cells` cells; a text that was cut ends with an ellipsis.
pub fn cut(text: &str, cells: usize) -> Cow<'_, str> {
    if width(text) <= cells {
        return Cow::Borrowed(text);
    }
    let Some(room) = cells.checked_sub(1) else { return Cow::Borrowed("") };
    let mut used = 0;
    let mut out = String::new();
    for grapheme in text.graphemes(true) {
        used += grapheme.width();
        if used > room {
            break;
        }
        out.push_str(grapheme);
    }
    out.push('…');
    Cow::Owned(out)
}

/// At most `cells` cells, cut in the middle: what distinguishes names of firms is often their end.
pub fn cut_middle(text: &str, cells: usize) -> Cow<'_, str> {
    if width(text) <= cells {
        return Cow::Borrowed(text);
    }
    let begin = cut(text, (cells / 3).max(1));
    let end = tail(text, cells.saturating_sub(width(&begin)));
    Cow::Owned(format!("{}{}", begin, end.trim_start()))
}

/// Two texts cut to `cells` cells each so that their difference is visible: of a long common start,
/// only the end is shown.
pub fn cut_apart(a: &str, b: &str, cells: usize) -> (String, String) {
    let shared = a.graphemes(true).zip(b.graphemes(true)).take_while(|(a, b)| a == b);
    let shared: Vec<&str> = shared.map(|(a, _)| a).collect();
    let at: usize = shared.iter().map(|part| part.len()).sum();
    let fits = width(a) <= cells && width(b) <= cells;
    let seen: usize = shared.iter().map(|part| width(part)).sum();
    // half the room for the end of the common start, half for the rest
    if fits || seen <= cells / 2 {
        return (cut(a, cells).into_owned(), cut(b, cells).into_owned());
    }
    let before = tail(a.get(..at).unwrap_or_default(), (cells / 2).saturating_sub(1));
    let from = |text: &str| {
        let rest = text.get(at..).unwrap_or_default();
        cut(&format!("…{before}{rest}"), cells).into_owned()
    };
    (from(a), from(b))
}

/// Cut, or filled with spaces, to exactly `cells` cells.
pub fn pad(text: &str, cells: usize) -> String {
    let mut out = cut(text, cells).into_owned();
    let missing = cells.saturating_sub(width(&out));
    out.extend(std::iter::repeat_n(' ', missing));
    out
}

/// The end of a text, as much as fits into `cells` cells.
pub fn tail(text: &str, cells: usize) -> &str {
    let mut used = 0;
    let mut start = text.len();
    for (at, grapheme) in text.grapheme_indices(true).rev() {
        used += grapheme.width();
        if used > cells {
            break;
        }
        start = at;
    }
    text.get(start..).unwrap_or_default()
}

/// Lines of at most `width` cells, broken between words where that is possible.
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    let line = |range: Range<usize>| text.get(range).unwrap_or_default().trim_end().to_owned();
    lines(text, width).into_iter().map(line).collect()
}

/// The same as ranges of bytes without the line feeds. Spaces at a break belong to the line before
/// it and may exceed the width.
pub fn lines(text: &str, width: usize) -> Vec<Range<usize>> {
    let mut lines = Vec::new();
    let mut start = 0;
    for line in text.split('\n') {
        break_line(line, start, width.max(1), &mut lines);
        start += line.len() + 1;
    }
    lines
}

fn break_line(line: &str, offset: usize, room: usize, lines: &mut Vec<Range<usize>>) {
    let (mut start, mut used) = (0, 0);
    for (at, run, blank) in runs(line) {
        let cells = width(run);
        if used + cells > room && !blank && used > 0 {
            lines.push(offset + start..offset + at);
            (start, used) = (at, 0);
        }
        if cells <= room || blank {
            used += cells;
            continue;
        }
        // longer than a line: broken between the words in it, or else anywhere
        let words = run.split_word_bound_indices().map(|(inner, word)| (at + inner, word));
        for (at, word) in words {
            let cells = width(word);
            if used + cells > room && used > 0 {
                lines.push(offset + start..offset + at);
                (start, used) = (at, 0);
            }
            if cells <= room {
                used += cells;
                continue;
            }
            for (inner, grapheme) in word.grapheme_indices(true) {
                if used + grapheme.width() > room && used > 0 {
                    lines.push(offset + start..offset + at + inner);
                    (start, used) = (at + inner, 0);
                }
                used += grapheme.width();
            }
        }
    }
    lines.push(offset + start..offset + line.len());
}

/// Runs of blanks and of other text, each with whether it is blank. A combining mark belongs to its
/// word, even one over a space.
fn runs(line: &str) -> impl Iterator<Item = (usize, &str, bool)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = line.get(at..).filter(|rest| !rest.is_empty())?;
        let is_blank = |grapheme: &str| grapheme.chars().all(char::is_whitespace);
        let blank = rest.graphemes(true).next().is_some_and(is_blank);
        let mut graphemes = rest.grapheme_indices(true);
        let other = graphemes.find(|(_, grapheme)| is_blank(grapheme) != blank);
        let end = other.map_or(rest.len(), |(at, _)| at);
        let run = (at, rest.get(..end)?, blank);
        at += end;
        Some(run)
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_mark_stays_with_its_word() {
        let lines = wrap("Holds made-up records: not for reports. Money", 38);
        assert_eq!(lines, ["Holds made-up records: not for", "reports. Money"]);
        assert_eq!(wrap("đồng/người/tháng", 8), ["đồng/", "người/", "tháng"]);
        assert_eq!(wrap("một  hai", 4), ["một", "hai"]);
    }

    #[test]
    fn measures_and_cuts_by_grapheme() {
        assert_eq!(width("Đồn biên phòng"), 14);
        assert_eq!(width("e\u{323}\u{302}"), 1);
        assert_eq!(width("漢字"), 4);
        assert_eq!(cut("Đồn biên", 8), "Đồn biên");
        assert_eq!(cut("Đồn biên", 5), "Đồn …");
        assert_eq!(cut("漢字漢", 4), "漢…");
        assert_eq!(cut("ab", 0), "");
        assert_eq!(pad("漢字漢", 4), "漢… ");
        assert_eq!(pad("ô", 3), "ô  ");
    }

    proptest! {
        #[test]
        fn different_texts_are_cut_differently(
            head in "[ab ế]{0,60}", tail in "[ab ế]{0,60}",
            a in "[abế ]{0,40}", b in "[abế ]{0,40}", room in 12usize..60,
        ) {
            let (a, b) = (format!("{head}{a}{tail}"), format!("{head}{b}{tail}"));
            let (x, y) = cut_apart(&a, &b, room);
            prop_assert_eq!(a == b, x == y, "{:?} {:?}", x, y);
            prop_assert!(width(&x) <= room && width(&y) <= room);
        }
    }

    #[test]
    fn wraps_and_keeps_the_tail() {
        assert_eq!(wrap("một hai ba\n\nbốnnămsáu", 7), ["một hai", "ba", "", "bốnnăms", "áu"]);
        assert_eq!(tail("Đồn biên", 4), "biên");
        assert_eq!(tail("漢字", 3), "字");
        assert_eq!(tail("ab", 9), "ab");
    }
}
