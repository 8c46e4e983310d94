//! Rows of a list as they were last drawn: a key that moves the cursor draws none of them again, one
//! that scrolls draws one. Knows no record; the list says when its rows have changed.

use std::collections::BTreeMap;
use std::ops::Range;

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;

use crate::app::event::LayerId;
use crate::lang::Lang;

/// What all rows depend on, besides their number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RowsDrawn {
    pub layer: LayerId,
    /// how often the list was filled
    pub filled: u64,
    pub width: u16,
    pub lang: Lang,
}

#[derive(Debug, Default)]
pub struct RowMemory {
    of: Option<RowsDrawn>,
    rows: BTreeMap<usize, Vec<Cell>>,
}

impl RowMemory {
    /// Forgets all rows but those that are shown now.
    pub fn begin(&mut self, of: RowsDrawn, shown: Range<usize>) {
        if self.of.replace(of) != Some(of) {
            self.rows.clear();
        }
        self.rows.retain(|at, _| shown.contains(at));
    }

    /// Draws row `at` of the list into the buffer's row, by `draw` if it is not remembered. The
    /// first cell is the cursor's and not remembered.
    pub fn draw(
        &mut self,
        at: usize,
        buffer: &mut Buffer,
        row: Rect,
        draw: impl FnOnce(&mut Buffer),
    ) {
        let place = row.intersection(buffer.area);
        if place.width < 2 || place.height == 0 {
            return;
        }
        let begin = buffer.index_of(place.x + 1, place.y);
        let cells = begin..begin + usize::from(place.width - 1);
        if let Some(drawn) = self.rows.get(&at).filter(|drawn| drawn.len() == cells.len()) {
            if let Some(cells) = buffer.content.get_mut(cells) {
                cells.clone_from_slice(drawn);
            }
            return;
        }
        draw(buffer);
        let drawn = buffer.content.get(cells).unwrap_or_default().to_vec();
        self.rows.insert(at, drawn);
    }
}
