//! Draws the import preview: totals, rows to choose from, and the selected row in full.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::super::{Frame, part, theme};
use crate::app::layer::import::{Import, PreviewRow};
use crate::app::model::Model;
use crate::text::cells;

pub fn draw(model: &Model, import: &Import, buffer: &mut Buffer, body: Rect) -> Frame {
    let lang = model.lang;
    let height = usize::from(body.height);
    let width = usize::from(body.width).saturating_sub(2).max(8);
    let small = height < 14;
    let sums = import.preview.sums.iter().flat_map(|sum| cells::wrap(sum, width));
    let mut sums: Vec<String> = sums.collect();
    let most = if small { 2 } else { 6 };
    if sums.len() > most {
        sums.truncate(most);
        sums.iter_mut()
            .skip(most - 1)
            .for_each(|last| *last = cells::cut(&format!("{last} …"), width).into_owned());
    }
    for (y, sum) in sums.iter().enumerate() {
        part::line(buffer, part::from(part::row(body, y), 1), sum, theme::HEADING);
    }
    let mut cursor = None;
    if import.row() == Some(&PreviewRow::Sums) {
        part::line(buffer, body, ">", theme::PLAIN);
        cursor = Some((body.x, body.y));
    }
    let chosen =
        import.row().map(|row| import.text(row, model.programme, lang)).unwrap_or_default();
    let room = if small { 3 } else { 4 };
    let detail = cells::wrap(&chosen, width.saturating_sub(1));
    let listed = height.saturating_sub(sums.len() + room + 1).max(1);
    let area = below(body, sums.len());
    // row 0 is the totals, which are drawn above
    let top = import.at.saturating_sub(listed) + 1;
    for (y, (n, row)) in import.rows.iter().enumerate().skip(top).take(listed).enumerate() {
        let place = part::row(area, y);
        let text = import.text(row, model.programme, lang);
        if matches!(row, PreviewRow::Heading(_)) {
            part::line(buffer, part::from(place, 1), &text, theme::HEADING);
            continue;
        }
        if n == import.at {
            part::line(buffer, place, ">", theme::PLAIN);
            cursor = Some((place.x, place.y));
        }
        part::line(buffer, part::from(place, 2), &text, theme::PLAIN);
    }
    let area = below(area, listed);
    if !import.rows.is_empty() {
        let rule = "─".repeat(usize::from(area.width));
        part::line(buffer, part::row(area, 0), &rule, theme::PLAIN);
        let last = detail.len() > room;
        for (y, line) in detail.iter().take(room).enumerate() {
            let more = if last && y + 1 == room { "…" } else { "" };
            let line = format!("{line}{more}");
            part::line(buffer, part::from(part::row(area, y + 1), 2), &line, theme::PLAIN);
        }
    }
    Frame { cursor: cursor.or(Some((body.x, body.y))), rows: None, marked: None }
}

fn below(area: Rect, rows: usize) -> Rect {
    let skip = u16::try_from(rows).unwrap_or(area.height).min(area.height);
    Rect { y: area.y + skip, height: area.height - skip, ..area }
}
