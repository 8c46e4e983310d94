//! Draws lines with a cursor: Today, the sync screen, a record's page.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::super::theme::{self, Theme};
use super::super::{Frame, part};
use super::rows;
use crate::app::intent::Intent;
use crate::app::layer::review_case::SIDE_LABEL;
use crate::app::layer::scene::LABEL;
use crate::app::lines::{LineShape, ScreenLines};
use crate::keymap::action::Action;
use crate::text::cells;

/// `key`: the label of an action's key.
pub fn draw(
    layer: u32,
    lines: &ScreenLines,
    buffer: &mut Buffer,
    area: Rect,
    theme: Theme,
    key: &dyn Fn(Action) -> String,
) -> Frame {
    let mut cursor = None;
    let shown = lines.items.iter().enumerate().skip(lines.top).take(usize::from(area.height));
    for (y, (at, line)) in shown.enumerate() {
        let row = part::row(area, y);
        if at == lines.at && line.target.is_some() {
            part::line(buffer, row, ">", theme::PLAIN);
            cursor = Some((row.x, row.y));
        }
        let place = part::from(row, 2);
        match (&line.shape, &line.target) {
            (LineShape::Choice(text), Some(Intent::Act(action))) => {
                let used = part::line(buffer, place, &key(*action), theme::HEADING);
                part::line(buffer, part::from(place, used + 2), text, theme::PLAIN);
            }
            (other, _) => shape(other, buffer, place, theme),
        }
    }
    Frame {
        cursor: cursor.or(Some((area.x, area.y))),
        rows: rows(layer, area, lines.top),
        marked: None,
    }
}

fn shape(shape: &LineShape, buffer: &mut Buffer, row: Rect, theme: Theme) {
    match shape {
        LineShape::Blank => {}
        LineShape::Heading(text) => {
            part::line(buffer, part::from(row, 0), text, theme::HEADING);
        }
        LineShape::Text(text) => {
            part::line(buffer, row, text, theme::PLAIN);
        }
        LineShape::Choice(text) => {
            part::line(buffer, row, text, theme::PLAIN);
        }
        LineShape::Columns { label, cells } => {
            part::line(buffer, part::span(row, 0, SIDE_LABEL as u16 - 1), label, theme::PLAIN);
            let rest = part::from(row, SIDE_LABEL as u16);
            let width = rest.width / (cells.len().max(1) as u16);
            for (at, cell) in (0u16..).zip(cells) {
                let place = part::span(rest, at * width, width.saturating_sub(1));
                part::line(buffer, place, cell, theme::PLAIN);
            }
        }
        LineShape::Row { text, note } => {
            let width = cells::width(note) as u16;
            let space = row.width.saturating_sub(width + 2 * u16::from(width > 0) + 1);
            part::line(buffer, part::span(row, 0, space), text, theme::PLAIN);
            if width > 0 && width < row.width {
                part::line(buffer, part::from(row, row.width - width - 1), note, theme::PLAIN);
            }
        }
        LineShape::Fact { label, value } => {
            let labels = (LABEL as u16).min(row.width / 2);
            part::line(buffer, part::span(row, 0, labels - 1), label, theme::PLAIN);
            part::line(buffer, part::from(row, labels), value, theme::PLAIN);
        }
        LineShape::Bar { label, before, after, tenths, is_better: better } => {
            let bar = Bar { label, before, after, tenths: *tenths, better: *better };
            bar.draw(buffer, row, theme);
        }
    }
}

struct Bar<'a> {
    label: &'a str,
    before: &'a str,
    after: &'a str,
    tenths: Option<i64>,
    better: Option<bool>,
}

impl Bar<'_> {
    /// Draws label, both values, the change in percent, and a bar with one cell per 5 %.
    fn draw(&self, buffer: &mut Buffer, row: Rect, theme: Theme) {
        let labels = (row.width * 2 / 5).clamp(10, 30);
        part::line(buffer, part::span(row, 0, labels - 1), self.label, theme::PLAIN);
        let arrow = if theme.ascii { "->" } else { "→" };
        let numbers = format!("{} {arrow} {}", self.before, self.after);
        let column =
            labels + part::line(buffer, part::span(row, labels, 24), &numbers, theme::PLAIN);
        let Some(tenths) = self.tenths else { return };
        let style = match self.better {
            Some(true) => theme.better(),
            Some(false) => theme.worse(),
            None => theme::PLAIN,
        };
        let sign = if tenths > 0 {
            "+"
        } else if tenths < 0 {
            "−"
        } else {
            ""
        };
        let size = tenths.unsigned_abs();
        let mark = match self.better {
            Some(true) => "✓",
            Some(false) => "!",
            None => " ",
        };
        let percent = format!("{sign}{},{} %", size / 10, size % 10);
        let at = (labels + 26).max(column + 2);
        part::line(buffer, part::span(row, at, 10), &percent, style);
        let room = row.width.saturating_sub(at + 13);
        let bar = "█".repeat((size.div_ceil(50) as usize).min(usize::from(room)));
        let used = part::line(buffer, part::span(row, at + 10, 2), mark, style);
        part::line(buffer, part::from(row, at + 11 + used), &bar, style);
    }
}
