//! Draws the search box of a list, at the left of its headline.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::super::{part, theme};
use crate::app::form::FormLayout;
use crate::lang::{Lang, app as say};
use crate::text::edit::Editor;

/// `space`: cells available. Returns the cursor's position while the box is open.
pub fn draw(
    buffer: &mut Buffer,
    (row, space): (Rect, u16),
    editor: Option<&Editor>,
    text: &str,
    lang: Lang,
) -> Option<(u16, u16)> {
    let label = say::searching_for(lang);
    let at = 2 + part::line(buffer, part::span(row, 2, space), &label, theme::HEADING);
    let room = usize::from(space.saturating_sub(at)).max(4);
    let cursor = editor.map_or(text.len(), |editor| editor.cursor());
    let (shown, column) = FormLayout::visible_text(text, cursor, room);
    part::line(buffer, part::span(row, at, room as u16), &shown, theme::PLAIN);
    editor.map(|_| (row.x + at + column, row.y))
}
