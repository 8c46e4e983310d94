//! Draws a form: headings, fields with their answers, the list under the focused field, faults.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::super::theme::{self, Theme};
use super::super::{Frame, part};
use super::{below, rows};
use crate::app::form::{Form, FormLayout, FormLine, FormPart, choices_column, label_width};
use crate::app::model::Model;
use crate::app::title;
use crate::keymap::Keymap;
use crate::keymap::action::Action;
use crate::lang::app as say;
use crate::programme::spec::Level;
use crate::view::clash::clash_keys;

pub fn draw(
    model: &Model,
    keymap: &Keymap,
    layer: u32,
    form: &Form,
    buffer: &mut Buffer,
    body: Rect,
    theme: Theme,
) -> Frame {
    if let Some(kind) = form.content.spec(model.programme) {
        let name = title::title(
            model.programme,
            kind,
            &form.content.draft.fields,
            &form.content.titles,
            model.lang,
        );
        part::line(buffer, part::from(part::row(body, 0), 1), &name, theme::HEADING);
    }
    let area = below(body);
    let layout = FormLayout::new(form, usize::from(body.width), model.programme, model.lang);
    let top = form.top.min(layout.lines.len().saturating_sub(1));
    let shown = layout.lines.iter().skip(top).take(usize::from(area.height));
    for (y, line) in shown.enumerate() {
        match line.part {
            FormPart::NoHits { searching, can_create } => {
                let text = no_hits(model, keymap, searching, can_create);
                let column = choices_column(usize::from(area.width)) as u16;
                let place = part::from(part::row(area, y), column + line.depth);
                part::line(buffer, place, &text, theme::PLAIN);
            }
            FormPart::ClashKeys(ref text) => {
                let place = part::from(part::row(area, y), 2 + line.depth);
                part::line(
                    buffer,
                    place,
                    &clash_keys(model, keymap, form, text),
                    theme.warning(),
                );
            }
            _ => one(line, buffer, part::row(area, y), theme),
        }
    }
    let (line, column) = layout.cursor;
    let y = line.saturating_sub(top).min(usize::from(area.height.saturating_sub(1))) as u16;
    let x = column.min(area.width.saturating_sub(1));
    let cursor = Some((area.x + x, area.y + y));
    Frame { cursor, rows: rows(layer, area, top), marked: choices_row(&layout, top, area) }
}

/// The screen row down to which the open list of choices must be seen: the choice under its cursor,
/// and a second one.
fn choices_row(layout: &FormLayout, top: usize, area: Rect) -> Option<u16> {
    let hits = layout.lines.iter().enumerate().filter(|(_, l)| is_hit(l, false));
    let second = hits.map(|(at, _)| at).take(2).last();
    let selected = layout.lines.iter().rposition(|line| is_hit(line, true));
    let y = second.max(selected)?.checked_sub(top)?;
    u16::try_from(y).ok().filter(|y| *y < area.height).map(|y| area.y + y)
}

fn is_hit(line: &FormLine, only_selected: bool) -> bool {
    matches!(line.part, FormPart::Hit { selected, .. } if selected || !only_selected)
}

fn no_hits(model: &Model, keymap: &Keymap, searching: bool, can_create: bool) -> String {
    match (searching, can_create) {
        (true, _) => String::new(),
        (false, true) => {
            let key = keymap.key_label(Action::PickCreate, &model.contexts());
            say::none_found_create(model.lang, &key)
        }
        (false, false) => say::none_found(model.lang),
    }
}

fn one(line: &FormLine, buffer: &mut Buffer, row: Rect, theme: Theme) {
    let labels = label_width(usize::from(row.width)) as u16;
    let hits = choices_column(usize::from(row.width)) as u16;
    let at = |column: u16| part::from(row, column + line.depth);
    match &line.part {
        FormPart::Heading(text) => {
            part::line(buffer, part::from(row, 1), text, theme::HEADING);
        }
        FormPart::Field { label, value, mark, computed, count } => {
            if line.focused {
                part::line(buffer, at(0), ">", theme::PLAIN);
            }
            if *mark {
                part::line(buffer, at(1), "*", theme::HEADING);
            }
            let room = part::span(row, 2 + line.depth, labels.saturating_sub(1));
            part::line(buffer, room, label, theme::PLAIN);
            let value = if *computed && !value.is_empty() {
                format!("= {value}")
            } else {
                value.clone()
            };
            part::line(buffer, at(labels + 2), &value, theme::PLAIN);
            if let Some(count) = count {
                part::at_right(buffer, row, count);
            }
        }
        FormPart::Note(text) => {
            part::line(buffer, at(2), text, theme::PLAIN);
        }
        FormPart::Row(text) | FormPart::Add(text) => {
            if line.focused {
                part::line(buffer, at(0), ">", theme::PLAIN);
            }
            part::line(buffer, at(2), text, theme::PLAIN);
        }
        FormPart::Hit { text, selected, marked } => {
            let mark = match marked {
                Some(true) => "[x] ",
                Some(false) => "[ ] ",
                None => "",
            };
            let cursor = if *selected { "> " } else { "  " };
            part::line(buffer, at(hits - 2), &format!("{cursor}{mark}{text}"), theme::PLAIN);
        }
        FormPart::Tell { text, marks } => {
            let column = hits + if *marks { 6 } else { 2 };
            part::line(buffer, at(column), text, theme::PLAIN);
        }
        // drawn by the caller, which knows the keymap
        FormPart::NoHits { .. } | FormPart::ClashKeys(_) => {}
        FormPart::Returned(text) | FormPart::Clash(text) => {
            part::line(buffer, at(2), text, theme.warning());
        }
        FormPart::Fault { level, text } => {
            let style = match level {
                Level::Error => theme.fault(),
                Level::Warning => theme.warning(),
            };
            let mark = if *level == Level::Error { "!" } else { "?" };
            part::line(buffer, at(2), &format!("{mark} {text}"), style);
        }
    }
}
