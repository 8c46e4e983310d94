//! Draws a scrollable text: help, a history, a report.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::super::{Frame, part, theme};
use super::{below, rows};
use crate::app::layer::reader::{ReaderLayer, ReaderLine};

pub fn draw(layer: u32, reader: &ReaderLayer, buffer: &mut Buffer, body: Rect) -> Frame {
    part::line(buffer, part::from(part::row(body, 0), 1), &reader.title, theme::HEADING);
    let area = below(body);
    for (y, line) in
        reader.lines.iter().skip(reader.top).take(usize::from(area.height)).enumerate()
    {
        let row = part::row(area, y);
        match line {
            ReaderLine::Heading(text) => {
                part::line(buffer, part::from(row, 1), text, theme::HEADING);
            }
            ReaderLine::Text(text) => {
                part::line(buffer, part::from(row, 2), text, theme::PLAIN);
            }
            ReaderLine::Keys { keys, words, source } => {
                let column = (row.width / 4).clamp(8, 20);
                part::line(buffer, part::span(row, 2, column), keys, theme::PLAIN);
                let used = part::line(buffer, part::from(row, column + 4), words, theme::PLAIN);
                if !source.is_empty() {
                    let text = format!("({source})");
                    part::line(buffer, part::from(row, column + 6 + used), &text, theme::PLAIN);
                }
            }
        }
    }
    Frame { cursor: Some((area.x, area.y)), rows: rows(layer, area, reader.top), marked: None }
}
