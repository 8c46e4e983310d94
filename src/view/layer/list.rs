//! Draws a list of records: search box, filters and number of records, and rows in columns.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::super::row_memory::{RowMemory, RowsDrawn};
use super::super::{Frame, part, theme};
use super::{below, rows, search_box};
use crate::app::layer::list::{List, has_heads};
use crate::app::model::Model;
use crate::app::title;
use crate::keymap::Keymap;
use crate::keymap::action::Action;
use crate::keymap::context::Context;
use crate::lang::app as say;
use crate::programme::role::KindRole;
use crate::programme::spec::{Field, Kind};
use crate::record::{Origin, Record, Sort, ValueShape};
use crate::text::{cells, format};

pub fn draw(
    (model, keymap): (&Model, &Keymap),
    memory: &mut RowMemory,
    layer: u32,
    list: &List,
    buffer: &mut Buffer,
    body: Rect,
) -> Frame {
    let Some(kind) = model.programme.kind(list.query.kind) else { return Frame::default() };
    let typing = headline(model, list, buffer, part::row(body, 0));
    let mut area = below(body);
    let mut cursor = None;
    if list.total == Some(0) {
        let words = empty(model, keymap, list, kind);
        part::line(buffer, part::from(part::row(area, 1), 2), &words, theme::PLAIN);
    }
    let columns = columns(model, kind, area.width);
    if has_heads(model.size) {
        heads(model, kind, &columns, buffer, part::row(area, 0));
        area = below(area);
    }
    let (width, lang, filled) = (area.width, model.lang, list.filled());
    let shown = list.top..list.top + usize::from(area.height);
    memory.begin(RowsDrawn { layer, filled, width, lang }, shown);
    for y in 0..usize::from(area.height) {
        let at = list.top + y;
        let row = part::row(area, y);
        if at == list.at && list.total != Some(0) {
            part::line(buffer, row, ">", theme::PLAIN);
            cursor = Some((row.x, row.y));
        }
        if let Some(record) = list.row(at) {
            memory.draw(at, buffer, row, |buffer| {
                record_row(model, list, kind, record, &columns, buffer, row);
            });
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
    /// some of its values may be longer than its usual width
    grows: bool,
}

/// Width of the officer column in cells.
const OFFICER_WIDTH: u16 = 18;

/// Where the title, the officer and the columns of a list are.
struct ListColumns<'a> {
    title: u16,
    /// first cell of the officer's name; only at headquarters and if the width allows
    officer: Option<u16>,
    fields: Vec<ShownColumn<'a>>,
}

/// A longer head is cut, in cells.
const MOST_HEAD: u16 = 10;
/// The widest title, in cells.
const MOST_TITLE: u16 = 60;

/// Title first, then the officer, then as many of the kind's columns as fit.
fn columns<'a>(model: &Model, kind: &'a Kind, width: u16) -> ListColumns<'a> {
    let title = title_width(width);
    let mut from = title + 4;
    let shown = model.at_headquarters() && kind.is_reviewed && from + OFFICER_WIDTH <= width;
    let officer = shown.then_some(from);
    from += if shown { OFFICER_WIDTH + 2 } else { 0 };
    let mut fields = Vec::new();
    for field in kind.list.columns.iter().filter_map(|no| kind.field(*no)) {
        let column = natural(model, field, from);
        if from + column.width > width {
            break;
        }
        from += column.width + 2;
        fields.push(column);
    }
    if fields.is_empty() {
        return ListColumns { title, officer, fields };
    }
    // the remaining width is the title's, then that of columns whose values may need it
    let left = (width + 1).saturating_sub(from);
    let mut moved = left.min(MOST_TITLE.saturating_sub(title));
    let (title, officer) = (title + moved, officer.map(|from| from + moved));
    let count = fields.iter().filter(|column| column.grows).count() as u16;
    let share = (left - moved).checked_div(count).unwrap_or(0);
    for column in &mut fields {
        column.from += moved;
        if column.grows {
            column.width += share;
            moved += share;
        }
    }
    ListColumns { title, officer, fields }
}

fn title_width(width: u16) -> u16 {
    match width {
        0..=44 => width.saturating_sub(4),
        45..=60 => width * 3 / 5,
        _ => (width * 9 / 20).min(MOST_TITLE),
    }
}

/// Draws the heads of the columns; that of the title names its parts.
fn heads(model: &Model, kind: &Kind, columns: &ListColumns, buffer: &mut Buffer, row: Rect) {
    let lang = model.lang;
    let title = kind.list.title.iter().filter_map(|no| Some(kind.field(*no)?.head().get(lang)));
    let title = title.collect::<Vec<_>>().join(" · ");
    part::line(buffer, part::span(row, 2, columns.title), &title, theme::HEADING);
    let officer = model.programme.with_role(KindRole::Officer);
    if let Some((from, officer)) = columns.officer.zip(officer) {
        let place = part::span(row, from, OFFICER_WIDTH);
        part::line(buffer, place, officer.label.get(lang), theme::HEADING);
    }
    for column in &columns.fields {
        in_column(buffer, row, column, column.field.head().get(lang), theme::HEADING);
    }
}

/// Draws a text in a column; numbers and their head end at its right edge.
fn in_column(buffer: &mut Buffer, row: Rect, column: &ShownColumn, text: &str, style: Style) {
    let width = cells::width(text) as u16;
    let shift = if column.right { column.width.saturating_sub(width) } else { 0 };
    let place = part::span(row, column.from + shift, column.width - shift);
    part::line(buffer, place, text, style);
}

/// A column at its usual width, or as wide as the longest of its choices needs.
fn natural<'a>(model: &Model, field: &'a Field, from: u16) -> ShownColumn<'a> {
    let usual = match field.id.as_str() {
        title::VERIFIED => 15,
        _ => field.ty.behaviour().column_width(),
    };
    let need = title::choice_cells(model.programme, field, model.lang);
    let need = need.map(|cells| u16::try_from(cells).unwrap_or(u16::MAX));
    let right = field.ty.is_number();
    let grows = match (need, field.ty.shape()) {
        (Some(need), _) => need > usual,
        (None, ValueShape::Date | ValueShape::Bool) => false,
        (None, _) => !right,
    };
    let head = cells::width(field.head().get(model.lang)) as u16;
    let width = need.map_or(usual, |need| need.min(usual)).max(head.min(MOST_HEAD));
    ShownColumn { field, from, width, right, grows }
}

fn record_row(
    model: &Model,
    list: &List,
    kind: &Kind,
    record: &Record,
    columns: &ListColumns,
    buffer: &mut Buffer,
    row: Rect,
) {
    let marked = |name: &str| match record.alias_of() {
        Some(_) => say::merged_row(model.lang, name),
        None if record.origin == Origin::MadeUp => say::made_up_row(model.lang, name),
        None if !kind.is_official(record) => say::own_row(model.lang, name),
        None => name.to_owned(),
    };
    let room = usize::from(columns.title).saturating_sub(cells::width(&marked("")));
    let (programme, lang) = (model.programme, model.lang);
    let name = title::row_title(programme, kind, &record.fields, list.titles(), (lang, room));
    if list.is_incomplete(record.id) {
        part::line(buffer, part::span(row, 1, 1), "!", theme::HEADING);
    }
    part::line(buffer, part::span(row, 2, columns.title), &marked(&name), theme::PLAIN);
    let officer = record.by.and_then(|author| list.titles().get(&author.officer));
    if let Some((from, officer)) = columns.officer.zip(officer) {
        part::line(buffer, part::span(row, from, OFFICER_WIDTH), officer, theme::PLAIN);
    }
    for column in &columns.fields {
        let Some(value) = record.fields.get(column.field.no) else { continue };
        let width = usize::from(column.width);
        let text =
            title::cell_text(programme, column.field, value, list.titles(), (lang, width));
        in_column(buffer, row, column, &text, theme::PLAIN);
    }
}
