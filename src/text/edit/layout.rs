//! The lines of a note at a given width, and moving the cursor up and down in them.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use super::Editor;
use crate::text::cells;

impl Editor {
    /// The lines as drawn, without their line feeds. `width` is the width of the area, of which the
    /// last column is left free for the cursor. Spaces at a break extend over the edge.
    pub fn wrap(&self, width: usize) -> Vec<Range<usize>> {
        cells::lines(&self.text, width.saturating_sub(1))
    }

    /// Row among the lines of `wrap`, and column in cells.
    pub fn cursor_cell(&self, width: usize) -> (usize, usize) {
        let lines = self.wrap(width);
        let row = lines.iter().rposition(|line| line.start <= self.cursor).unwrap_or(0);
        let start = lines.get(row).map_or(0, |line| line.start);
        let column = cells::width(self.text.get(start..self.cursor).unwrap_or_default());
        (row, column.min(width.saturating_sub(1)))
    }

    /// `false` in the first line, so that the caller can leave the field.
    pub fn up(&mut self, width: usize) -> bool {
        self.vertical(width, |row| row.checked_sub(1))
    }

    /// `false` in the last line.
    pub fn down(&mut self, width: usize) -> bool {
        self.vertical(width, |row| row.checked_add(1))
    }

    fn vertical(&mut self, width: usize, to: impl Fn(usize) -> Option<usize>) -> bool {
        let lines = self.wrap(width);
        let (row, column) = self.cursor_cell(width);
        let goal = self.goal.unwrap_or(column);
        let Some((row, line)) = to(row).and_then(|row| Some((row, lines.get(row)?.clone())))
        else {
            return false;
        };
        let soft = lines.get(row + 1).is_some_and(|next| next.start == line.end);
        let target = line.start + self.offset(line, goal, soft);
        self.go(target);
        self.goal = Some(goal);
        true
    }

    /// Bytes from the line's start to the column. At the end of a line that is broken without a
    /// line feed, the cursor belongs to the next line.
    fn offset(&self, line: Range<usize>, column: usize, soft: bool) -> usize {
        let text = self.text.get(line).unwrap_or_default();
        let mut used = 0;
        let mut last = 0;
        for (at, grapheme) in text.grapheme_indices(true) {
            last = at;
            used += grapheme.width();
            if used > column {
                return at;
            }
        }
        if soft { last } else { text.len() }
    }
}
