//! Draws the audit log: search box with the number of entries, a row for each entry, and the
//! details of the one under the cursor.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::super::{Frame, part, theme};
use super::{below, rows, search_box};
use crate::app::audit::AuditRow;
use crate::app::layer::audit::{AuditLayer, has_details};
use crate::app::model::Model;
use crate::lang::{app as say, audit as words};
use crate::text::cells;

const AT_WIDTH: u16 = 16;
const BY_WIDTH: u16 = 20;
const DEED_WIDTH: u16 = 24;
/// Minimum width in cells to show person and record in each row.
const WIDE: u16 = 72;

pub fn draw(
    model: &Model,
    layer: u32,
    audit: &AuditLayer,
    buffer: &mut Buffer,
    body: Rect,
) -> Frame {
    let lang = model.lang;
    let typing = headline(model, audit, buffer, part::row(body, 0));
    let heads = part::row(below(body), 0);
    let area = below(below(body));
    let is_detailed = has_details(usize::from(body.height));
    let area = Rect { height: area.height.saturating_sub(u16::from(is_detailed)), ..area };
    let names = [words::at(lang), words::who(lang), words::deed(lang), words::about(lang)];
    columns(buffer, heads, &names);
    let mut cursor = None;
    match audit.entries() {
        None => {
            part::line(
                buffer,
                part::from(part::row(area, 0), 2),
                &say::loading(lang),
                theme::PLAIN,
            );
        }
        Some(_) if audit.total() == 0 => {
            let said = match audit.text.as_str() {
                "" => words::none(lang),
                text => words::no_match(lang, text),
            };
            part::line(buffer, part::from(part::row(area, 0), 2), &said, theme::PLAIN);
        }
        Some(_) => {}
    }
    for y in 0..usize::from(area.height) {
        let (line, at) = (part::row(area, y), audit.top + y);
        let Some(AuditRow { at: moment, by, deed, about, .. }) = audit.row(at) else { break };
        if at == audit.at {
            part::line(buffer, line, ">", theme::PLAIN);
            cursor = Some((line.x, line.y));
        }
        columns(buffer, line, &[moment.clone(), by.clone(), deed.clone(), about.clone()]);
    }
    if let Some(row) = audit.selected().filter(|_| is_detailed) {
        let last = part::row(body, usize::from(body.height.saturating_sub(1)));
        let parts = [&row.by, &row.about, &row.origin].map(String::as_str);
        let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        part::line(buffer, part::from(last, 1), &parts.join(" · "), theme::PLAIN);
    }
    Frame {
        cursor: typing.or(cursor).or(Some((body.x, body.y))),
        marked: cursor.map(|(_, y)| y),
        rows: rows(layer, area, audit.top),
    }
}

/// Draws time and deed; person and record only if the width allows.
fn columns(buffer: &mut Buffer, line: Rect, texts: &[String; 4]) {
    let [at, by, deed, about] = texts;
    let mut from = 2;
    let mut column = |text: &str, width: u16| {
        part::line(buffer, part::span(line, from, width), text, theme::PLAIN);
        from += width + 2;
    };
    column(at, AT_WIDTH);
    if line.width < WIDE {
        column(deed, line.width);
        return;
    }
    column(by, BY_WIDTH);
    column(deed, DEED_WIDTH);
    column(about, line.width);
}

/// Draws the search box and the number of entries; returns the cursor's position.
fn headline(
    model: &Model,
    audit: &AuditLayer,
    buffer: &mut Buffer,
    row: Rect,
) -> Option<(u16, u16)> {
    let lang = model.lang;
    let all = audit.entries();
    let total = all.map_or(0, |all| all.rows.len() as u64);
    let count = match audit.text.is_empty() {
        true => words::entries(lang, total),
        false => words::found(lang, audit.total() as u64, total),
    };
    let damaged = all.filter(|all| all.damaged > 0).map(|_| "!".to_owned());
    let count: Vec<String> = damaged.into_iter().chain([count]).collect();
    let right = count.join(" ");
    let width = cells::width(&right) as u16;
    let space = row.width.saturating_sub(width + 3);
    part::line(buffer, part::from(row, space + 2), &right, theme::PLAIN);
    let text = audit.search.as_ref().map_or(audit.text.as_str(), |editor| editor.text());
    if audit.search.is_none() && text.is_empty() {
        return None;
    }
    search_box::draw(buffer, (row, space), audit.search.as_ref(), text, lang)
}
