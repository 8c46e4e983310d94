//! Draws a list of records: search box, filters and number of records, and rows in columns.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::super::{Frame, part, theme};
use super::{below, rows, search_box};
use crate::app::layer::list::List;
use crate::app::model::Model;
use crate::app::title;
use crate::keymap::Keymap;
use crate::keymap::action::Action;
use crate::keymap::context::Context;
use crate::lang::app as say;
use crate::programme::role::KindRole;
use crate::programme::spec::{Field, Kind};
use crate::record::ValueShape;
use crate::record::{Origin, Record, Sort, Value};
use crate::text::{cells, format};

pub fn draw(
    model: &Model,
    keymap: &Keymap,
    layer: u32,
    list: &List,
    buffer: &mut Buffer,
    body: Rect,
) -> Frame {
    let Some(kind) = model.programme.kind(list.query.kind) else { return Frame::default() };
    let typing = headline(model, list, buffer, part::row(body, 0));
    let area = below(body);
    let mut cursor = None;
    if list.total == Some(0) {
        let words = empty(model, keymap, list, kind);
        part::line(buffer, part::from(part::row(area, 1), 2), &words, theme::PLAIN);
    }
    let officer = officer_column(model, kind, area.width);
    let columns = columns(kind, area.width, officer);
    for y in 0..usize::from(area.height) {
        let at = list.top + y;
        let row = part::row(area, y);
        if at == list.at && list.total != Some(0) {
            part::line(buffer, row, ">", theme::PLAIN);
            cursor = Some((row.x, row.y));
        }
        if let Some(record) = list.row(at) {
            record_row(model, list, kind, record, &columns, buffer, row);
            let name = record.by.and_then(|author| list.titles.get(&author.officer));
            if let Some((place, name)) = officer.zip(name) {
                let place = part::span(row, place, OFFICER_WIDTH);
                part::line(buffer, place, name, theme::PLAIN);
            }
        }
    }
    Frame {
        cursor: typing.or(cursor).or(Some((body.x, body.y))),
        marked: cursor.map(|(_, y)| y),
        rows: rows(layer, area, list.top),
    }
}

/// Draws search box or search text, filters and number of records; returns the cursor's position.
fn headline(model: &Model, list: &List, buffer: &mut Buffer, row: Rect) -> Option<(u16, u16)> {
    let lang = model.lang;
    let mut words = Vec::new();
    if list.query.deleted {
        words.push(say::deleted_list(lang));
    }
    if !list.of.is_empty() {
        words.push(list.of.clone());
    }
    if !list.filter_words.is_empty() {
        words.push(list.filter_words.clone());
    }
    if !list.due_words.is_empty() {
        words.push(list.due_words.clone());
    }
    words.extend(list.query.reviewed.map(|reviewed| title::reviewed(lang, reviewed)));
    if !list.by_words.is_empty() {
        words.push(list.by_words.clone());
    }
    // a list filtered by due day is always sorted by it, so the order is not named
    let by_day = list.query.sort == Sort::Due && list.query.due.is_some();
    if list.query.sort != list.usual && !by_day {
        words.push(say::sort(lang, list.query.sort as usize));
    }
    let kind = model.programme.kind(list.query.kind);
    let shown = || list.rows().iter();
    if shown().any(|record| record.origin == Origin::MadeUp) {
        words.push(say::made_up_sign(lang));
    }
    let own = |record: &&Record| {
        record.origin != Origin::MadeUp && kind.is_some_and(|kind| !kind.is_official(record))
    };
    if shown().any(|record| own(&record)) {
        words.push(say::own_sign(lang));
    }
    let count = match list.total {
        Some(total) => say::records(lang, &format::show_int(total as i64)),
        None => say::loading(lang),
    };
    let text = list.search.as_ref().map(|e| e.text()).unwrap_or(&list.query.text);
    let searched = list.search.is_some() || !text.is_empty();
    let room = if searched { row.width / 2 } else { row.width.saturating_sub(2) };
    // long names of filters are cut, the number never
    let room = usize::from(room).saturating_sub(cells::width(&count) + 3);
    let filters = cells::cut(&words.join(" · "), room).into_owned();
    let right = [filters, count].into_iter().filter(|part| !part.is_empty());
    let right = right.collect::<Vec<_>>().join(" · ");
    let width = cells::width(&right) as u16;
    let space = row.width.saturating_sub(width + 3);
    part::line(buffer, part::from(row, space + 2), &right, theme::PLAIN);
    if !searched {
        return None;
    }
    search_box::draw(buffer, (row, space), list.search.as_ref(), text, lang)
}

fn empty(model: &Model, keymap: &Keymap, list: &List, kind: &Kind) -> String {
    let lang = model.lang;
    // the key in the list's context, also while a menu is open above
    let key = keymap.key_label(Action::RecordNew, Context::List.chain());
    let name = kind.label.get(lang).to_lowercase();
    match list {
        l if !l.query.text.is_empty() => say::no_match(lang, &l.query.text),
        l if l.query.deleted => say::no_deleted(lang),
        l if l.is_narrowed() => say::no_filtered(lang),
        _ if kind.is(KindRole::Home) => say::empty_establishments(lang, &key),
        _ if kind.imported => say::empty_reference(lang, &name, &kind.id),
        _ if kind.is(KindRole::File) => {
            say::empty_attachments(lang, &key, kind.label.get(lang))
        }
        _ if !model.env(&mut model.ids()).creates(kind.no) => say::empty_here(lang, &name),
        _ => say::empty_list(lang, &name, &key),
    }
}

/// A column: its field and position; numbers are right-aligned.
struct ShownColumn<'a> {
    field: &'a Field,
    from: u16,
    width: u16,
    right: bool,
}

/// Width of the officer column in cells.
const OFFICER_WIDTH: u16 = 18;

/// First cell of the officer column; only at headquarters and if the width allows.
fn officer_column(model: &Model, kind: &Kind, width: u16) -> Option<u16> {
    let from = title_width(width) + 3;
    let shown = model.at_headquarters() && kind.is_reviewed && from + OFFICER_WIDTH <= width;
    shown.then_some(from)
}

/// Title first, then the officer, then as many of the kind's columns as fit.
fn columns(kind: &Kind, width: u16, officer: Option<u16>) -> Vec<ShownColumn<'_>> {
    let mut from = officer.map_or(title_width(width) + 3, |from| from + OFFICER_WIDTH + 2);
    let mut columns = Vec::new();
    for field in kind.list.columns.iter().filter_map(|no| kind.field(*no)) {
        let (wanted, right) = natural(field);
        if from + wanted > width {
            break;
        }
        columns.push(ShownColumn { field, from, width: wanted, right });
        from += wanted + 2;
    }
    // text columns share the remaining width, and the columns after them move
    let words = |c: &&ShownColumn| {
        !c.right && !matches!(c.field.ty.shape(), ValueShape::Date | ValueShape::Bool)
    };
    let left = (width + 1).saturating_sub(from);
    let share = left.checked_div(columns.iter().filter(words).count() as u16).unwrap_or(0);
    let mut moved = 0;
    for column in &mut columns {
        column.from += moved;
        if words(&&*column) {
            column.width += share;
            moved += share;
        }
    }
    columns
}

fn title_width(width: u16) -> u16 {
    match width {
        0..=44 => width.saturating_sub(4),
        45..=60 => width * 3 / 5,
        _ => (width * 9 / 20).min(60),
    }
}

/// Width of the column in cells, and whether it is right-aligned.
fn natural(field: &Field) -> (u16, bool) {
    let width = match field.id.as_str() {
        title::VERIFIED => 15,
        _ => field.ty.behaviour().column_width(),
    };
    (width, field.ty.is_number())
}

fn record_row(
    model: &Model,
    list: &List,
    kind: &Kind,
    record: &Record,
    columns: &[ShownColumn],
    buffer: &mut Buffer,
    row: Rect,
) {
    let name = title::title(model.programme, kind, &record.fields, &list.titles, model.lang);
    let name = match record.alias_of() {
        Some(_) => say::merged_row(model.lang, &name),
        None if record.origin == Origin::MadeUp => say::made_up_row(model.lang, &name),
        None if !kind.is_official(record) => say::own_row(model.lang, &name),
        None => name,
    };
    if list.is_incomplete(record.id) {
        part::line(buffer, part::span(row, 1, 1), "!", theme::HEADING);
    }
    part::title_line(buffer, part::span(row, 2, title_width(row.width)), &name, theme::PLAIN);
    for column in columns {
        let Some(value) = record.fields.get(column.field.no) else { continue };
        let text = match value {
            // without the province, which is nearly always the same and is shown on the page
            Value::Place(place) => place.name.split(',').next().unwrap_or_default().to_string(),
            value => title::answer_text(
                model.programme,
                column.field,
                value,
                &list.titles,
                model.lang,
            ),
        };
        let width = cells::width(&text) as u16;
        let shift = if column.right { column.width.saturating_sub(width) } else { 0 };
        let place = part::span(row, column.from + shift, column.width - shift);
        part::line(buffer, place, &text, theme::PLAIN);
    }
}
