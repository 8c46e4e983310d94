//! The first run.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::super::theme::{self, Theme};
use super::super::{Frame, part};
use crate::app::form::{Layout, label_width};
use crate::app::layer::welcome::Welcome;
use crate::app::model::Model;
use crate::lang::app as say;

pub fn draw(
    model: &Model,
    welcome: &Welcome,
    buffer: &mut Buffer,
    body: Rect,
    theme: Theme,
) -> Frame {
    let lang = model.lang;
    let roomy = body.height >= 12;
    let mut y = 0;
    if roomy {
        part::line(
            buffer,
            part::from(part::row(body, 1), 2),
            &say::welcome(lang),
            theme::HEADING,
        );
        part::line(
            buffer,
            part::from(part::row(body, 2), 2),
            &say::welcome_lead(lang),
            theme::PLAIN,
        );
        y = 4;
    }
    let labels = label_width(usize::from(body.width)) as u16;
    let names = [say::welcome_name(lang), say::welcome_unit(lang), say::welcome_province(lang)];
    let mut cursor = None;
    for (at, (editor, name)) in welcome.fields().into_iter().zip(names).enumerate() {
        let row = part::row(body, y);
        let focused = at == welcome.at;
        if focused {
            part::line(buffer, row, ">", theme::PLAIN);
        }
        part::line(buffer, part::span(row, 2, labels - 1), &name, theme::PLAIN);
        let room = usize::from(row.width.saturating_sub(labels + 3)).max(4);
        let (shown, column) = Layout::window(editor.text(), editor.cursor(), room);
        part::line(buffer, part::from(row, labels + 2), &shown, theme::PLAIN);
        if focused {
            cursor = Some((row.x + labels + 2 + column, row.y));
        }
        y += 1;
        let below = part::from(part::row(body, y), labels + 2);
        if welcome.fault == Some(at) {
            part::line(
                buffer,
                below,
                &format!("! {}", say::welcome_missing(lang)),
                theme.fault(),
            );
            y += 1;
        } else if at == 2 {
            let hint = match welcome.chosen_province() {
                Some(province) => format!("= {}", province.name),
                None => say::welcome_province_hint(lang),
            };
            part::line(buffer, below, &hint, theme::PLAIN);
            y += 1;
        } else if roomy {
            y += 1;
        }
    }
    if roomy {
        let row = part::from(part::row(body, y + 1), 2);
        part::line(buffer, row, &say::welcome_plain(lang), theme::PLAIN);
        let row = part::from(part::row(body, y + 2), 2);
        part::line(buffer, row, &say::font_card(lang), theme::PLAIN);
    }
    Frame { cursor, rows: None }
}
