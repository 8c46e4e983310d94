//! Draws the layers, one file each.

mod audit;
mod dialog;
mod form;
mod import;
mod lines;
mod list;
mod passphrase;
mod reader;
mod results;
mod search_box;
mod welcome;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::row_memory::RowMemory;
use super::theme::Theme;
use super::{Frame, RowStretch, part, theme};
use crate::app::layer::{Screen, StackedLayer};
use crate::app::model::Model;
use crate::keymap::Keymap;

/// Draws the topmost layer that covers the body, and the dialogs above it.
pub fn draw(
    (model, keymap): (&Model, &Keymap),
    memory: &mut RowMemory,
    buffer: &mut Buffer,
    body: Rect,
    theme: Theme,
) -> Frame {
    let base = model.stack.iter().rposition(|l| !l.screen.is_dialog()).unwrap_or(0);
    let mut frame = Frame::default();
    for (at, layer) in model.stack.iter().enumerate().skip(base) {
        let drawn = one((model, keymap), memory, layer, buffer, body, theme);
        // rows below a dialog must not be scrolled
        let rows = if at == base { drawn.rows } else { None };
        frame = Frame { rows, ..drawn };
    }
    frame
}

fn one(
    (model, keymap): (&Model, &Keymap),
    memory: &mut RowMemory,
    layer: &StackedLayer,
    buffer: &mut Buffer,
    body: Rect,
    theme: Theme,
) -> Frame {
    let key = |action| keymap.key_label(action, &layer.screen.contexts(model.programme));
    match &layer.screen {
        Screen::Welcome(welcome) => welcome::draw(model, welcome, buffer, body, theme),
        Screen::Today(today) if today.today.is_none() => {
            let words = crate::lang::app::opening(model.lang);
            part::line(buffer, part::from(part::row(body, 1), 2), &words, theme::PLAIN);
            Frame { cursor: Some((body.x, body.y)), rows: None, marked: None }
        }
        Screen::Today(today) => lines::draw(layer.id, &today.lines, buffer, body, theme, &key),
        Screen::Sync(sync) => lines::draw(layer.id, &sync.lines, buffer, body, theme, &key),
        Screen::List(list) => list::draw((model, keymap), memory, layer.id, list, buffer, body),
        Screen::Page(page) => {
            let title = page.heading(&model.page_scene());
            part::line(buffer, part::from(part::row(body, 0), 1), &title, theme::HEADING);
            lines::draw(layer.id, &page.lines, buffer, below(body), theme, &key)
        }
        Screen::Form(form) => form::draw(model, keymap, layer.id, form, buffer, body, theme),
        Screen::Results(results) => results::draw(model, layer.id, results, buffer, body),
        Screen::Audit(audit) => audit::draw(model, layer.id, audit, buffer, body),
        Screen::Import(import) => import::draw(model, import, buffer, body),
        Screen::Reader(reader) => reader::draw(layer.id, reader, buffer, body),
        Screen::Ask(ask) => dialog::ask(model, ask, buffer, body),
        Screen::Menu(menu) => dialog::menu(menu, buffer, body),
        Screen::Passphrase(layer) => passphrase::draw(model, layer, buffer, body, theme),
        Screen::Palette(palette) => dialog::palette(model, keymap, palette, buffer, body),
    }
}

/// The body without its title line.
pub fn below(body: Rect) -> Rect {
    let skip = body.height.min(1);
    Rect { y: body.y + skip, height: body.height - skip, ..body }
}

fn rows(layer: u32, area: Rect, top: usize) -> Option<RowStretch> {
    Some(RowStretch { layer, from: area.y, to: area.y + area.height, top })
}
