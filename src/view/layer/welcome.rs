//! Draws the screen of the first run.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::super::theme::{self, Theme};
use super::super::{Frame, part};
use super::passphrase::SecretRow;
use crate::app::form::{FormLayout, label_width};
use crate::app::layer::welcome::{AGAIN, PASSPHRASE, PROVINCE, WelcomeLayer};
use crate::app::model::Model;
use crate::lang::{Lang, app as say, passphrase as words};
use crate::programme::reference::ProvinceHit;
use crate::text::cells;

pub fn draw(
    model: &Model,
    welcome: &WelcomeLayer,
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
        let (shown, column) = FormLayout::visible_text(editor.text(), editor.cursor(), room);
        part::line(buffer, part::from(row, labels + 2), &shown, theme::PLAIN);
        if focused {
            cursor = Some((row.x + labels + 2 + column, row.y));
        }
        y += 1;
        let below = part::from(part::row(body, y), labels + 2);
        let wrong = welcome.fault == Some(at);
        if at == PROVINCE {
            let (mark, style) = if wrong { ("! ", theme.fault()) } else { ("", theme::PLAIN) };
            part::line(buffer, below, &format!("{mark}{}", province(welcome, lang)), style);
            y += 1;
        } else if wrong {
            let text = format!("! {}", say::welcome_missing(lang));
            part::line(buffer, below, &text, theme.fault());
            y += 1;
        } else if roomy {
            y += 1;
        }
    }
    let secrets = [
        (PASSPHRASE, words::first(lang), &welcome.passphrase),
        (AGAIN, words::again(lang), &welcome.again),
    ];
    for (at, name, secret) in secrets {
        let row = part::row(body, y);
        let secret = SecretRow { name: &name, secret, labels };
        let end = secret.draw(buffer, row, at == welcome.at, model.appearance.ascii);
        cursor = end.or(cursor);
        y += 1;
    }
    let below = part::from(part::row(body, y), labels + 2);
    let (text, style) = match (welcome.fault, welcome.passphrase.is_empty()) {
        (Some(AGAIN), _) => (format!("! {}", words::not_alike(lang)), theme.fault()),
        (_, true) => (words::first_empty(lang), theme::PLAIN),
        (_, false) => (words::first_set(lang), theme::PLAIN),
    };
    let width = usize::from(below.width).max(8);
    for text in cells::wrap(&text, width) {
        part::line(buffer, part::from(part::row(body, y), labels + 2), &text, style);
        y += 1;
    }
    if roomy {
        let row = part::from(part::row(body, y + 1), 2);
        part::line(buffer, row, &say::font_card(lang), theme::PLAIN);
    }
    Frame { cursor, rows: None, marked: None }
}

/// The line below the province: what the typed text matches.
fn province(welcome: &WelcomeLayer, lang: Lang) -> String {
    let typed = welcome.province.text().trim();
    let hits = welcome.provinces();
    match hits.as_slice() {
        [] if typed.is_empty() => say::welcome_province_hint(lang),
        [] => say::no_province(lang, typed),
        [one] => match one.before {
            Some(before) => {
                format!("= {}", say::province_of_before(lang, one.province.name, before))
            }
            None => format!("= {}", one.province.name),
        },
        several => {
            let name = |hit: &ProvinceHit| hit.before.unwrap_or(hit.province.short_name());
            let names: Vec<&str> = several.iter().map(name).collect();
            say::several_provinces(lang, several.len(), &names.join(", "))
        }
    }
}
