//! The text of one field and its cursor, edited by grapheme. After every call the text is NFC and
//! the cursor is on a grapheme boundary, whatever was typed, pasted or deleted.
//!
//! Knows no key and no screen; `wrap` and `cursor_cell` compute cells for a given width.

mod history;
mod layout;

use std::ops::Range;

use history::{EditHistory, EditSort, EditStep};
use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::{GraphemeCursor, UnicodeSegmentation};

use super::clean;

/// Pasted text is cut to this many bytes before anything else. The terminal's limit is higher by
/// one letter, so that a text which is cut there is longer than this.
pub const LONGEST_PASTE: usize = (1 << 20) - 4;

#[derive(Clone, Debug, Default)]
pub struct Editor {
    text: String,
    cursor: usize,
    /// most graphemes
    limit: Option<usize>,
    history: EditHistory,
    /// the column that up and down try to reach
    goal: Option<usize>,
}

impl Editor {
    /// Starts with the cursor at the end.
    pub fn new(text: &str) -> Editor {
        Editor::with_cursor(text, usize::MAX)
    }

    /// `cursor` may be any number; it is moved back to the nearest boundary.
    pub fn with_cursor(text: &str, cursor: usize) -> Editor {
        let text = clean::clean(text, true);
        let cursor = edge_at_or_before(&text, cursor);
        Editor { text, cursor, ..Editor::default() }
    }

    /// Refuses what would make the text longer than `graphemes` graphemes.
    pub fn limited(mut self, graphemes: usize) -> Editor {
        self.limit = Some(graphemes);
        self
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    /// Byte offset of the cursor.
    pub fn cursor(&self) -> usize {
        self.cursor
    }

    pub fn text_before_cursor(&self) -> &str {
        self.text.get(..self.cursor).unwrap_or_default()
    }

    pub fn text_after_cursor(&self) -> &str {
        self.text.get(self.cursor..).unwrap_or_default()
    }

    /// Inserts a character. Control characters are refused; `newline` inserts a line feed.
    pub fn insert(&mut self, c: char) -> bool {
        let mut bytes = [0; 4];
        let typed = c.encode_utf8(&mut bytes);
        if c.is_control() {
            return false;
        }
        self.put(&clean::clean_part(typed, false), EditSort::Typed)
    }

    pub fn newline(&mut self) -> bool {
        self.put("\n", EditSort::Other)
    }

    pub fn paste(&mut self, text: &str, multiline: bool) -> bool {
        let end = edge_at_or_before(text, LONGEST_PASTE.min(text.len()));
        self.put(
            &clean::clean_part(text.get(..end).unwrap_or_default(), multiline),
            EditSort::Other,
        )
    }

    /// Applies an edit of Telex: replaces letters before the cursor, as one step.
    pub fn replace_back(&mut self, graphemes: usize, text: &str) -> bool {
        let mut start = self.cursor;
        for _ in 0..graphemes {
            start = edge_before(&self.text, start);
        }
        self.splice(start..self.cursor, &clean::clean_part(text, false), EditSort::Typed)
    }

    fn put(&mut self, text: &str, sort: EditSort) -> bool {
        if self.limit.is_none_or(|limit| self.fits(text, limit)) {
            return self.splice(self.cursor..self.cursor, text, sort);
        }
        // inserts as much as there is room for
        let room = self.limit.unwrap_or(0).saturating_sub(self.text.graphemes(true).count());
        let end = text.grapheme_indices(true).nth(room).map_or(text.len(), |(at, _)| at);
        self.splice(self.cursor..self.cursor, text.get(..end).unwrap_or_default(), sort)
    }

    fn fits(&self, text: &str, limit: usize) -> bool {
        // bytes first: they bound the number of graphemes and cost nothing
        self.text.len() + text.len() <= limit
            || [self.text_before_cursor(), text, self.text_after_cursor()]
                .concat()
                .graphemes(true)
                .count()
                <= limit
    }

    pub fn delete_back(&mut self) -> bool {
        self.splice(edge_before(&self.text, self.cursor)..self.cursor, "", EditSort::Deleted)
    }

    pub fn delete_forward(&mut self) -> bool {
        self.splice(self.cursor..edge_after(&self.text, self.cursor), "", EditSort::Deleted)
    }

    pub fn delete_word_back(&mut self) -> bool {
        self.splice(self.word_start()..self.cursor, "", EditSort::Other)
    }

    pub fn clear(&mut self) -> bool {
        self.splice(0..self.text.len(), "", EditSort::Other)
    }

    pub fn undo(&mut self) -> bool {
        let Some(step) = self.history.back() else { return false };
        let end = step.at + step.put.len();
        self.exchange(step.at..end, &step.taken, step.cursor)
    }

    pub fn redo(&mut self) -> bool {
        let Some(step) = self.history.forth() else { return false };
        let end = step.at + step.taken.len();
        self.exchange(step.at..end, &step.put, step.at + step.put.len())
    }

    fn exchange(&mut self, range: Range<usize>, text: &str, cursor: usize) -> bool {
        if self.text.get(range.clone()).is_none() {
            return false;
        }
        self.text.replace_range(range, text);
        self.cursor = edge_at_or_before(&self.text, cursor);
        self.goal = None;
        true
    }

    /// The only way in which text changes. Composition never crosses a grapheme boundary, so only a
    /// window of one grapheme to either side is normalised to NFC.
    fn splice(&mut self, range: Range<usize>, insert: &str, sort: EditSort) -> bool {
        let start = edge_before(&self.text, range.start);
        let end = edge_after(&self.text, range.end);
        let (Some(head), Some(tail)) =
            (self.text.get(start..range.start), self.text.get(range.end..end))
        else {
            return false;
        };
        let mut window: String = [head, insert].concat().nfc().collect();
        if start == 0
            || self.text.get(..start).is_some_and(|t| t.ends_with('\n'))
            || window.contains('\n')
        {
            window = clean::drop_lone_marks(&window);
        }
        let cursor = start + window.len();
        let whole: String = [&window, tail].concat().nfc().collect();
        let whole = if start == 0 { clean::drop_lone_marks(&whole) } else { whole };
        let step = EditStep::between(&self.text, start..end, &whole, self.cursor);
        if step.is_nothing() {
            return false;
        }
        self.text.replace_range(start..end, &whole);
        self.cursor = edge_at_or_after(&self.text, cursor);
        self.history.push(step, sort);
        self.goal = None;
        true
    }

    fn go(&mut self, to: usize) -> bool {
        self.goal = None;
        self.history.pause();
        let moved = to != self.cursor;
        self.cursor = to;
        moved
    }

    pub fn left(&mut self) -> bool {
        self.go(edge_before(&self.text, self.cursor))
    }

    pub fn right(&mut self) -> bool {
        self.go(edge_after(&self.text, self.cursor))
    }

    pub fn word_left(&mut self) -> bool {
        self.go(self.word_start())
    }

    pub fn word_right(&mut self) -> bool {
        let after = self.text_after_cursor();
        let mut rest = after.trim_start_matches(|c: char| !c.is_alphanumeric());
        rest = rest.trim_start_matches(|c: char| c.is_alphanumeric());
        let to = self.text.len() - rest.len();
        self.go(edge_at_or_after(&self.text, to))
    }

    /// Start of the line.
    pub fn home(&mut self) -> bool {
        let to = self.text_before_cursor().rfind('\n').map_or(0, |at| at + 1);
        self.go(to)
    }

    /// End of the line.
    pub fn end(&mut self) -> bool {
        let to =
            self.text_after_cursor().find('\n').map_or(self.text.len(), |at| self.cursor + at);
        self.go(to)
    }

    fn word_start(&self) -> usize {
        let before = self.text_before_cursor().trim_end_matches(|c: char| !c.is_alphanumeric());
        let rest = before.trim_end_matches(|c: char| c.is_alphanumeric());
        edge_at_or_before(&self.text, rest.len())
    }
}

fn edge_before(text: &str, at: usize) -> usize {
    text.get(..at).and_then(|t| t.grapheme_indices(true).next_back()).map_or(0, |(at, _)| at)
}

fn edge_after(text: &str, at: usize) -> usize {
    let next = text.get(at..).and_then(|t| t.graphemes(true).next());
    at + next.map_or(0, str::len)
}

fn edge_at_or_before(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !on_edge(text, at) {
        at -= 1;
    }
    at
}

fn edge_at_or_after(text: &str, at: usize) -> usize {
    let mut at = at;
    while at < text.len() && !on_edge(text, at) {
        at += 1;
    }
    at.min(text.len())
}

fn on_edge(text: &str, at: usize) -> bool {
    if at == 0 || at >= text.len() {
        return true;
    }
    text.is_char_boundary(at)
        && GraphemeCursor::new(at, text.len(), true).is_boundary(text, 0).unwrap_or(false)
}

#[cfg(test)]
mod tests;
