//! Plans: byte sequences that change what the terminal shows into the next frame.
//!
//! A plan does not change the grids: the painter computes several and sends the shortest.

use super::brush::{Brush, CursorPlace};
use super::tile::Tile;

/// The terminal's cells, row by row.
#[derive(Clone, Debug, PartialEq)]
pub struct CellGrid {
    pub width: u16,
    pub height: u16,
    tiles: Vec<Tile>,
}

/// Rows `top..bottom` have moved up by `by` rows (down if negative). Only a hint: a wrong one costs
/// bytes, but shows nothing wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scroll {
    pub top: u16,
    pub bottom: u16,
    pub by: i32,
}

impl CellGrid {
    pub fn blank(width: u16, height: u16) -> CellGrid {
        let count = usize::from(width) * usize::from(height);
        CellGrid { width, height, tiles: vec![Tile::BLANK; count] }
    }

    pub fn row(&self, y: u16) -> &[Tile] {
        let start = usize::from(y) * usize::from(self.width);
        self.tiles.get(start..start + usize::from(self.width)).unwrap_or_default()
    }

    pub fn row_mut(&mut self, y: u16) -> &mut [Tile] {
        let start = usize::from(y) * usize::from(self.width);
        self.tiles.get_mut(start..start + usize::from(self.width)).unwrap_or_default()
    }

    /// Rows are contiguous, so a scroll is one copy.
    fn scroll(&mut self, scroll: Scroll, count: u16) {
        let at = |y: u16| usize::from(y) * usize::from(self.width);
        let (top, bottom, step) = (at(scroll.top), at(scroll.bottom), at(count));
        if scroll.by > 0 {
            self.tiles.copy_within(top + step..bottom, top);
            self.tiles[bottom - step..bottom].fill(Tile::BLANK);
        } else {
            self.tiles.copy_within(top..bottom - step, top + step);
            self.tiles[top..top + step].fill(Tile::BLANK);
        }
    }

    /// Whether a full repaint surely costs more than `enough` bytes.
    pub fn costs_more_than(&self, enough: usize) -> bool {
        let mut sum = 0;
        self.tiles.iter().filter(|t| !t.is_blank()).any(|t| {
            sum += t.text().len();
            sum > enough
        })
    }
}

/// Paints everything on a cleared terminal.
pub fn whole(brush: &mut Brush, next: &CellGrid) {
    brush.clear();
    let nothing = CellGrid::blank(next.width, next.height);
    difference(brush, &nothing, next, 0..next.height);
}

pub fn difference(
    brush: &mut Brush,
    now: &CellGrid,
    next: &CellGrid,
    rows: impl IntoIterator<Item = u16>,
) {
    for y in rows {
        row(brush, now.row(y), next.row(y), y);
    }
}

/// Paints the cursor's row as it must be after the scroll, which saves the way back to it. Returns
/// the resulting grid; `None` if the cursor's row is unknown, does not scroll, is equal, or is gone
/// after the scroll.
pub fn before_scroll(
    brush: &mut Brush,
    now: &CellGrid,
    next: &CellGrid,
    scroll: Scroll,
) -> Option<CellGrid> {
    let (CursorPlace::At(_, y) | CursorPlace::Row(y)) = brush.place else { return None };
    let to = u16::try_from(i32::from(y).checked_sub(scroll.by)?).ok()?;
    let rows = scroll.top..scroll.bottom.min(now.height);
    if !rows.contains(&y) || !rows.contains(&to) || now.row(y) == next.row(to) {
        return None;
    }
    row(brush, now.row(y), next.row(to), y);
    let mut grid = now.clone();
    grid.row_mut(y).copy_from_slice(next.row(to));
    Some(grid)
}

/// Scrolls by deleting and inserting rows: the Linux console has no other way without a scroll
/// region, which costs more bytes. Returns the resulting grid.
pub fn scrolled(brush: &mut Brush, now: &CellGrid, scroll: Scroll) -> Option<CellGrid> {
    let Scroll { top, bottom, by } = scroll;
    let count = u16::try_from(by.unsigned_abs()).ok()?;
    if count == 0 || bottom > now.height || count >= bottom.checked_sub(top)? {
        return None;
    }
    let (gone, come) = if by > 0 { (top, bottom - count) } else { (bottom - count, top) };
    // at the bottom of the screen rows drop out, or blank ones come in, without a command
    if by > 0 || bottom < now.height {
        brush.rows(gone, count, b'M');
    }
    if by < 0 || bottom < now.height {
        brush.rows(come, count, b'L');
    }
    let mut grid = now.clone();
    grid.scroll(scroll, count);
    Some(grid)
}

/// Paints a row from left to right. The halves of a wide character always differ together, so
/// neither is overwritten alone.
fn row(brush: &mut Brush, now: &[Tile], next: &[Tile], y: u16) {
    let tail = next.iter().rposition(|t| *t != Tile::BLANK).map_or(0, |last| last + 1);
    let mut x = 0;
    while let (Some(old), Some(new)) = (now.get(x), next.get(x)) {
        if old == new {
            x += 1;
            continue;
        }
        if *new == Tile::BLANK {
            let end = if x >= tail { next.len() } else { run_of_blanks(next, x) };
            let count = last_difference(now, next, x, end) + 1 - x;
            if x >= tail && count > 2 {
                brush.go(x as u16, y, next);
                return brush.blank_to_end();
            }
            if count > 8 {
                brush.go(x as u16, y, next);
                brush.blank(count as u16);
                x += count;
                continue;
            }
        }
        brush.go(x as u16, y, next);
        brush.put(new, x as u16, y);
        x += usize::from(new.width.max(1));
    }
}

fn run_of_blanks(row: &[Tile], from: usize) -> usize {
    row.iter().skip(from).position(|t| *t != Tile::BLANK).map_or(row.len(), |n| from + n)
}

fn last_difference(now: &[Tile], next: &[Tile], from: usize, end: usize) -> usize {
    (from..end).rev().find(|x| now.get(*x) != next.get(*x)).unwrap_or(from)
}
