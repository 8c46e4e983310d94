//! Text measured, cut and padded in cells of a terminal, whole graphemes only.

use std::borrow::Cow;

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

/// One cell and a grapheme of its own whatever its neighbours in this set are: nearly all text
/// here, which spares the segmentation.
fn plain(c: char) -> bool {
    matches!(c, ' '..='~' | '\u{c0}'..='\u{2ff}' | '\u{1e00}'..='\u{1eff}')
}

/// At most so many cells; what was cut off is marked by an ellipsis in the last one.
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

/// Cut or filled with spaces to exactly so many cells.
pub fn pad(text: &str, cells: usize) -> String {
    let mut out = cut(text, cells).into_owned();
    let missing = cells.saturating_sub(width(&out));
    out.extend(std::iter::repeat_n(' ', missing));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

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
}
