//! Draws the model: `(&Model, &mut Buffer)`. Only reads; knows no terminal and no disk.
//!
//! A header, a body, a line for messages, a line of hints. A low window has no header and no
//! hints; the focused field with its label and the message stay.

mod clash;
mod layer;
mod part;
mod row_memory;
mod theme;

pub use row_memory::RowMemory;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::app::event::LayerId;
use crate::app::model::Model;
use crate::keymap::Keymap;
use crate::text::ascii;

/// The smallest window that is drawn; below it only a message is shown.
const SMALLEST: (u16, u16) = (20, 5);

/// What the painter needs besides the cells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Frame {
    /// position of the terminal's cursor, on the focused spot
    pub cursor: Option<(u16, u16)>,
    /// a row further down that a message must not cover
    pub marked: Option<u16>,
    /// rows that scroll together
    pub rows: Option<RowStretch>,
}

/// A range of screen rows that shows a part of a longer list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RowStretch {
    pub layer: LayerId,
    /// first screen row, and `to`: one after the last
    pub from: u16,
    pub to: u16,
    /// index of the first shown row
    pub top: usize,
}

#[derive(Clone, Copy, Debug)]
struct Areas {
    header: Option<Rect>,
    body: Rect,
    message: Rect,
    hints: Option<Rect>,
}

/// Draws the whole screen into a blank buffer. `memory` is that of the last frame, or an empty one.
pub fn view(
    model: &Model,
    keymap: &Keymap,
    memory: &mut RowMemory,
    buffer: &mut Buffer,
) -> Frame {
    let area = buffer.area;
    if area.width < SMALLEST.0 || area.height < SMALLEST.1 {
        let words = crate::lang::app::too_small(model.lang);
        part::line(buffer, Rect { height: area.height.min(1), ..area }, &words, theme::PLAIN);
        return Frame::default();
    }
    let areas = areas(area, model);
    let theme =
        theme::Theme { colours: model.appearance.colours, ascii: model.appearance.ascii };
    if let Some(header) = areas.header {
        part::header(model, buffer, header);
    }
    let frame = layer::draw((model, keymap), memory, buffer, areas.body, theme);
    let last = frame.marked.or(frame.cursor.map(|(_, y)| y));
    part::message(model, keymap, buffer, areas.message, last);
    if let Some(hints) = areas.hints {
        part::hints(model, keymap, buffer, hints);
    }
    if model.appearance.ascii {
        to_ascii(buffer);
    }
    frame
}

fn areas(area: Rect, model: &Model) -> Areas {
    let row =
        |y: u16, height: u16| Rect { x: area.x, y: area.y + y, width: area.width, height };
    let height = area.height;
    let body = model.body_height().min(usize::from(height)) as u16;
    if height >= 8 {
        return Areas {
            header: Some(row(0, 1)),
            body: row(1, body),
            message: row(height - 2, 1),
            hints: Some(row(height - 1, 1)),
        };
    }
    Areas { header: None, body: row(0, body), message: row(height - 1, 1), hints: None }
}

/// Replaces non-ASCII characters in the drawn cells.
fn to_ascii(buffer: &mut Buffer) {
    let width = usize::from(buffer.area.width).max(1);
    for at in 0..buffer.content.len() {
        // draw an arrow as "->" if there is a blank before it: ">" alone reads as "greater than"
        if let [before, arrow] =
            buffer.content.get_mut(at.saturating_sub(1)..=at).unwrap_or_default()
            && arrow.symbol() == "→"
            && before.symbol() == " "
            && at % width > 0
        {
            before.set_char('-');
        }
        let Some(cell) = buffer.content.get_mut(at) else { continue };
        if !cell.symbol().is_ascii() {
            let plain = ascii(cell.symbol()).chars().next().unwrap_or(' ');
            cell.set_char(plain);
        }
    }
}
