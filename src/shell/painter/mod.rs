//! Turns a drawn buffer into the fewest bytes that make the terminal show it.
//!
//! The painter tracks what the terminal shows and sends only the difference. It knows neither what
//! is drawn nor where the bytes go.

mod brush;
mod plan;
mod tile;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

pub use plan::Scroll;

use crate::shell::capability::Caps;
use brush::Brush;
use plan::CellGrid;
use tile::Pen;

/// Up to this many changed rows, both painting orders are tried: cursor moves then cost more than
/// the text.
const FEW_ROWS: usize = 4;

/// A frame larger than this also sets the pen of the focused field, so that the next typed letter
/// needs fewer bytes.
const LARGE: usize = 40;

#[derive(Debug)]
pub struct Painter {
    caps: Caps,
    /// The last drawn buffer, to skip equal rows.
    last_frame: Buffer,
    /// What the terminal shows; differs from `next` only during `paint`.
    now: CellGrid,
    next: CellGrid,
    brush: Brush,
    is_unknown: bool,
}

impl Painter {
    pub fn new(caps: Caps) -> Painter {
        Painter {
            caps,
            last_frame: Buffer::empty(Rect::ZERO),
            now: CellGrid::blank(0, 0),
            next: CellGrid::blank(0, 0),
            brush: Brush::unknown(0),
            is_unknown: true,
        }
    }

    /// Forgets what the terminal shows, after a resize, a redraw or a suspend: the next frame
    /// clears it and paints everything.
    pub fn reset(&mut self) {
        self.is_unknown = true;
    }

    /// The bytes of one frame, for one write; empty if nothing has changed. The terminal's cursor
    /// ends at `cursor`, or is hidden.
    pub fn paint(
        &mut self,
        next: &Buffer,
        cursor: Option<(u16, u16)>,
        scroll: Option<Scroll>,
    ) -> &[u8] {
        let (width, height) = (next.area.width, next.area.height);
        if width == 0 || height == 0 {
            self.brush.out.clear();
            return &[];
        }
        if self.now.width != width || self.now.height != height {
            self.is_unknown = true;
        }
        let cursor = cursor.map(|(x, y)| (x.min(width - 1), y.min(height - 1)));
        if self.is_unknown {
            self.start(width, height);
        }
        let changed = self.take_in(next);
        let best = match scroll {
            _ if self.is_unknown => self.whole(cursor),
            _ if changed.is_empty() => self.by_difference(&self.now, &[], cursor),
            Some(scroll) => self.by_scrolling(scroll, &changed, cursor),
            None => self.by_difference(&self.now, &changed, cursor),
        };
        self.is_unknown = false;
        for y in changed {
            self.now.row_mut(y).copy_from_slice(self.next.row(y));
        }
        self.brush = best;
        &self.brush.out
    }

    fn start(&mut self, width: u16, height: u16) {
        self.last_frame = Buffer::empty(Rect::new(0, 0, width, height));
        self.now = CellGrid::blank(width, height);
        self.next = CellGrid::blank(width, height);
        self.brush = Brush::unknown(width);
    }

    /// Lays out the changed rows in `next`, and returns their numbers.
    fn take_in(&mut self, next: &Buffer) -> Vec<u16> {
        let width = usize::from(next.area.width);
        let mut changed = Vec::new();
        let rows = self
            .last_frame
            .content
            .chunks_exact_mut(width)
            .zip(next.content.chunks_exact(width));
        for (y, (seen, cells)) in (0..next.area.height).zip(rows) {
            if seen != cells {
                seen.clone_from_slice(cells);
                tile::lay_row(cells, self.caps, self.next.row_mut(y));
                changed.push(y);
            }
        }
        changed
    }

    fn whole(&self, cursor: Option<(u16, u16)>) -> Brush {
        let mut brush = self.brush.fresh();
        plan::whole(&mut brush, &self.next);
        self.rest(&mut brush, cursor);
        brush
    }

    fn by_scrolling(
        &self,
        scroll: Scroll,
        changed: &[u16],
        cursor: Option<(u16, u16)>,
    ) -> Brush {
        let after = |mut brush: Brush, now: &CellGrid| {
            let moved = plan::scrolled(&mut brush, now, scroll)?;
            let rows = (0..self.next.height).filter(|y| moved.row(*y) != self.next.row(*y));
            plan::difference(&mut brush, &moved, &self.next, rows);
            self.rest(&mut brush, cursor);
            Some(brush)
        };
        // repainting may be cheaper than a scroll by nearly a page or of short rows
        let mut best = self.by_difference(&self.now, changed, cursor);
        if let Some(scrolled) = after(self.brush.fresh(), &self.now) {
            best = shorter(scrolled, best);
        }
        let mut brush = self.brush.fresh();
        if let Some(now) = plan::before_scroll(&mut brush, &self.now, &self.next, scroll)
            && let Some(scrolled) = after(brush, &now)
        {
            best = shorter(best, scrolled);
        }
        best
    }

    fn by_difference(&self, now: &CellGrid, rows: &[u16], cursor: Option<(u16, u16)>) -> Brush {
        let plan = |save: bool, upwards: bool| {
            let mut brush = self.brush.fresh();
            if let (true, Some((x, y))) = (save, cursor) {
                brush.remember(x, y);
            }
            if upwards {
                plan::difference(&mut brush, now, &self.next, rows.iter().rev().copied());
            } else {
                plan::difference(&mut brush, now, &self.next, rows.iter().copied());
            }
            self.rest(&mut brush, cursor);
            brush
        };
        let mut best = plan(false, false);
        if (2..=FEW_ROWS).contains(&rows.len()) {
            for (save, upwards) in [(false, true), (true, false), (true, true)] {
                best = shorter(best, plan(save, upwards));
            }
        }
        if self.next.costs_more_than(best.out.len()) {
            return best;
        }
        shorter(best, self.whole(cursor))
    }

    fn rest(&self, brush: &mut Brush, cursor: Option<(u16, u16)>) {
        if let Some((x, y)) = cursor {
            if brush.out.len() > LARGE {
                let before = self.next.row(y).get(usize::from(x.saturating_sub(1)));
                brush.set_pen(before.map_or(Pen::PLAIN, |tile| tile.pen));
            }
            brush.park_cursor(x, y, self.next.row(y));
        }
        brush.show(cursor.is_some());
    }
}

fn shorter(one: Brush, other: Brush) -> Brush {
    if other.out.len() < one.out.len() { other } else { one }
}
