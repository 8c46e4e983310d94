//! Draws dialogs at the bottom of the body, below a rule, hiding as little as possible.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::widgets::{Clear, Widget};

use super::super::{Frame, part, theme};
use crate::app::form::FormLayout;
use crate::app::intent::Intent;
use crate::app::layer::ask::Ask;
use crate::app::layer::menu::MenuLayer;
use crate::app::layer::palette::Palette;
use crate::app::model::Model;
use crate::keymap::Keymap;
use crate::keymap::action::Action;
use crate::lang::{app as say, listing};
use crate::text::cells;
use crate::text::format::show_in_view;

/// Clears the lowest `height` rows of the body and draws a rule with the title above them.
fn sheet(title: &str, height: usize, buffer: &mut Buffer, body: Rect) -> Rect {
    let wanted = u16::try_from(height + 1).unwrap_or(u16::MAX).min(body.height);
    let area = Rect { y: body.y + body.height - wanted, height: wanted, ..body };
    Clear.render(area, buffer);
    let rule = "─".repeat(usize::from(area.width));
    part::line(buffer, part::row(area, 0), &rule, theme::PLAIN);
    if !title.is_empty() {
        let title = format!(" {title} ");
        part::line(buffer, part::from(part::row(area, 0), 2), &title, theme::HEADING);
    }
    super::below(area)
}

pub fn ask(model: &Model, ask: &Ask, buffer: &mut Buffer, body: Rect) -> Frame {
    let width = usize::from(body.width).saturating_sub(4).max(8);
    // a question that does not fit on the rule goes on below it, to be read whole
    let fits = cells::width(&ask.question) + 4 <= usize::from(body.width);
    let head = if fits { Vec::new() } else { cells::wrap(&ask.question, width) };
    let mut detail = head.clone();
    detail.extend(ask.detail.lines().flat_map(|line| cells::wrap(line, width)));
    let [first, second] =
        ask.buttons.clone().unwrap_or_else(|| [say::no(model.lang), say::yes(model.lang)]);
    // buttons side by side if they fit, or else one below the other
    let stacked = cells::width(&first) + cells::width(&second) + 8 > usize::from(body.width);
    let rows = if stacked && ask.editor.is_none() { 2 } else { 1 };
    // the row of the answer and the rule stay in view
    detail.truncate(usize::from(body.height).saturating_sub(rows + 1));
    let title = if fits { ask.question.as_str() } else { "" };
    let area = sheet(title, detail.len() + rows, buffer, body);
    for (y, line) in detail.iter().enumerate() {
        let style = if y < head.len() { theme::HEADING } else { theme::PLAIN };
        part::line(buffer, part::from(part::row(area, y), 2), line, style);
    }
    let row = part::row(area, detail.len());
    if let Some(editor) = &ask.editor {
        part::line(buffer, row, ">", theme::PLAIN);
        let room = usize::from(row.width.saturating_sub(4)).max(4);
        let (shown, column) = FormLayout::visible_text(editor.text(), editor.cursor(), room);
        part::line(buffer, part::from(row, 2), &shown, theme::PLAIN);
        return Frame { cursor: Some((row.x + 2 + column, row.y)), rows: None, marked: None };
    }
    let (mut column, mut cursor) = (2, None);
    for (at, (chosen, words)) in [(!ask.on_yes, first), (ask.on_yes, second)].iter().enumerate()
    {
        let row = match rows {
            2 => part::row(area, detail.len() + at),
            _ => row,
        };
        let text = if *chosen { format!("[{words}]") } else { format!(" {words} ") };
        let style = if *chosen { theme::BAR } else { theme::PLAIN };
        if *chosen {
            cursor = Some((row.x + column + 1, row.y));
        }
        let width = part::line(buffer, part::from(row, column), &text, style);
        column = if rows == 2 { 2 } else { column + width + 2 };
    }
    Frame { cursor, rows: None, marked: None }
}

pub fn menu(menu: &MenuLayer, buffer: &mut Buffer, body: Rect) -> Frame {
    let height = menu.items.len().min(usize::from(body.height.saturating_sub(1)).max(1));
    let area = sheet(&menu.title, height, buffer, body);
    let items = menu.items.iter().map(|(words, _)| (words.clone(), String::new()));
    let rule = Rect { y: area.y.saturating_sub(1), height: 1, ..area };
    choices(items.collect(), menu.at, buffer, area, rule)
}

pub fn palette(
    model: &Model,
    keymap: &Keymap,
    palette: &Palette,
    buffer: &mut Buffer,
    body: Rect,
) -> Frame {
    let lang = model.lang;
    let below: Vec<_> = model.stack.iter().rev().skip(1).take(1).collect();
    let contexts =
        below.first().map(|l| l.screen.contexts(model.programme)).unwrap_or_default();
    let height = usize::from(body.height.saturating_sub(1)).min(12);
    let mut area = sheet(&palette.title, height, buffer, body);
    if !palette.detail.is_empty() {
        let row = part::row(area, 0);
        part::line(buffer, part::from(row, 2), &palette.detail, theme::PLAIN);
        area = super::below(area);
    }
    let row = part::row(area, 0);
    part::line(buffer, row, ":", theme::HEADING);
    let room = usize::from(row.width.saturating_sub(4)).max(4);
    let (shown, column) =
        FormLayout::visible_text(palette.editor.text(), palette.editor.cursor(), room);
    part::line(buffer, part::from(row, 2), &shown, theme::PLAIN);
    let found = palette.found(lang);
    if found.is_empty() {
        let typed = palette.editor.text().trim();
        let matches = (palette.hidden_match(lang), palette.waiting_match(lang));
        let text = match (palette.title.is_empty(), matches) {
            (true, (Some(meant), _)) => say::command_behind(
                lang,
                meant,
                &keymap.key_label(Action::ConfirmNo, &contexts),
            ),
            (true, (None, Some(meant))) => say::command_waits(lang, meant),
            (true, (None, None)) => say::no_command(lang, typed),
            (false, _) => listing::no_question(lang, typed),
        };
        let width = usize::from(area.width).saturating_sub(3).max(8);
        for (y, line) in cells::wrap(&text, width).iter().enumerate() {
            part::line(buffer, part::from(part::row(area, y + 1), 2), line, theme::PLAIN);
        }
    }
    let items = found.into_iter().map(|(words, choice)| {
        let key = match choice {
            Intent::Act(action) => keymap.key_label(*action, &contexts),
            _ => String::new(),
        };
        (words.to_string(), key)
    });
    let list = super::below(area);
    let items: Vec<_> = items.collect();
    let second = list.y + u16::from(items.len() > 1 && list.height > 1);
    let selected = choices(items, palette.at, buffer, list, row).cursor;
    // a long message must not cover the choice under the cursor and a second one
    let marked = selected.map(|(_, y)| y.max(second));
    Frame { cursor: Some((row.x + 2 + column, row.y)), rows: None, marked }
}

/// Draws items with a note at the right; the window follows item `at`. If not all are in view,
/// `head` shows which ones are.
fn choices(
    items: Vec<(String, String)>,
    at: usize,
    buffer: &mut Buffer,
    area: Rect,
    head: Rect,
) -> Frame {
    let height = usize::from(area.height).max(1);
    let top = (at + 1).saturating_sub(height);
    let in_view = top..(top + height).min(items.len());
    if let Some(count) = show_in_view(in_view, items.len()) {
        part::at_right(buffer, head, &format!(" {count} "));
    }
    let mut cursor = None;
    for (y, (n, (words, note))) in items.iter().enumerate().skip(top).take(height).enumerate() {
        let row = part::row(area, y);
        if n == at {
            part::line(buffer, row, ">", theme::PLAIN);
            cursor = Some((row.x, row.y));
        }
        let width = cells::width(note) as u16;
        part::line(buffer, part::from(row, 2), words, theme::PLAIN);
        if width > 0 && width + 2 < row.width {
            part::line(buffer, part::from(row, row.width - width - 1), note, theme::PLAIN);
        }
    }
    Frame { cursor, rows: None, marked: None }
}
