//! A kind's records as rows of a table that an import can read back completely. A link and a place
//! have two columns: a readable text, and the code that identifies the target.

use super::stamp::RowStamp;
use crate::lang::{Lang, files};
use crate::office::book::{Cell, CellLook, Column as Head};
use crate::programme::spec::Programme;
use crate::programme::spec::{ChoiceList, Field, Kind, Personal, Type};
use crate::programme::types;
use crate::programme::{answer, check};
use crate::record::ValueShape;
use crate::record::{FieldNo, Fields, Id, Origin, Record, Value};
use crate::services::import::{ColumnNames, HeaderColumn as Known};

pub use crate::services::record_text::Titles;

#[derive(Clone, Copy)]
enum ExportColumn<'k> {
    Id,
    Answer(&'k Field),
    /// the id of the linked record, or the code of the place
    Code(&'k Field),
    /// the `RowStamp`
    Version,
}

pub struct ExportTable<'k> {
    programme: &'k Programme,
    kind: &'k Kind,
    columns: Vec<ExportColumn<'k>>,
    /// include personal answers
    contacts: bool,
    lang: Lang,
}

impl<'k> ExportTable<'k> {
    pub fn of(
        programme: &'k Programme,
        kind: &'k Kind,
        contacts: bool,
        lang: Lang,
    ) -> ExportTable<'k> {
        let mut columns = vec![ExportColumn::Id];
        for field in kind.fields().filter(|f| contacts || !always_personal(kind, f)) {
            columns.push(ExportColumn::Answer(field));
            if matches!(field.ty, Type::Link(_) | Type::Links(_) | Type::Place) {
                columns.push(ExportColumn::Code(field));
            }
        }
        // last column: it is for programs only
        columns.push(ExportColumn::Version);
        ExportTable { programme, kind, columns, contacts, lang }
    }

    /// A heading is the label if an import maps it to the same question, else the id.
    pub fn header(&self) -> Vec<Head> {
        let names = ColumnNames::of(self.kind);
        let known = |heading: String, as_: Known, id: String| {
            if names.column(&heading) == Some(as_) { heading } else { id }
        };
        let head = |column: &ExportColumn<'_>| match column {
            ExportColumn::Id => {
                Head { heading: files::record_code(self.lang), look: CellLook::Code }
            }
            ExportColumn::Version => {
                Head { heading: files::record_version(self.lang), look: CellLook::Code }
            }
            ExportColumn::Answer(field) => {
                let label = field.label.get(self.lang).to_owned();
                let heading = known(label, Known::Field(field.no), field.id.clone());
                Head { heading, look: cell_look(field) }
            }
            ExportColumn::Code(field) => {
                let label = files::code_of(self.lang, field.label.get(self.lang));
                let heading = known(label, Known::Code(field.no), format!("{}.id", field.id));
                Head { heading, look: CellLook::Code }
            }
        };
        self.columns.iter().map(head).collect()
    }

    pub fn row(&self, record: &Record, titles: &Titles) -> Vec<Cell> {
        let closed =
            if self.contacts { Vec::new() } else { personal_fields(self.kind, &record.fields) };
        let get =
            |field: &Field| record.fields.get(field.no).filter(|_| !closed.contains(&field.no));
        let cell = |column: &ExportColumn<'_>| match column {
            ExportColumn::Id => Cell::Text(record.id.to_string()),
            ExportColumn::Version => {
                let stamp = RowStamp { head: record.head, contacts: self.contacts };
                let mut text = stamp.to_string();
                if record.origin == Origin::MadeUp {
                    text = format!("{text} {}", files::made_up(self.lang));
                }
                if let Some(into) = record.alias_of() {
                    text =
                        format!("{text} {}", files::merged_into(self.lang, &into.to_string()));
                }
                Cell::Text(text)
            }
            ExportColumn::Answer(field) => match get(field) {
                Some(value) => cell(self.programme, field, value, titles, self.lang),
                None => Cell::Empty,
            },
            ExportColumn::Code(field) => get(field).map_or(Cell::Empty, code_cell),
        };
        self.columns.iter().map(cell).collect()
    }
}

impl ExportTable<'_> {
    /// Headings of links to records that are not in `titles`.
    pub fn missing(&self, record: &Record, titles: &Titles) -> Vec<String> {
        let there = |value: &Value| match value {
            Value::Link(id) => titles.contains_key(id),
            Value::Links(ids) => ids.iter().all(|id| titles.contains_key(id)),
            _ => true,
        };
        let missing = |column: &ExportColumn<'_>| match column {
            ExportColumn::Answer(field) => {
                let value = record.fields.get(field.no).filter(|value| !there(value));
                value.map(|_| field.label.get(self.lang).to_owned())
            }
            _ => None,
        };
        self.columns.iter().filter_map(missing).collect()
    }
}

/// The code cell of a link or a place.
pub fn code_cell(value: &Value) -> Cell {
    match value {
        Value::Link(id) => Cell::Text(id.to_string()),
        Value::Links(ids) => Cell::Text(joined(ids.iter().map(Id::to_string))),
        Value::Place(place) => Cell::Text(place.commune.clone()),
        _ => Cell::Empty,
    }
}

fn joined(parts: impl Iterator<Item = String>) -> String {
    parts.collect::<Vec<_>>().join("; ")
}

/// Fields that the record's title uses are exported even if personal: a list without names would be
/// useless.
fn always_personal(kind: &Kind, field: &Field) -> bool {
    matches!(field.personal, Personal::Always) && !kind.list.title.contains(&field.no)
}

/// Numbers of the personal fields, except those that the record's title uses.
pub fn personal_fields(kind: &Kind, fields: &Fields) -> Vec<FieldNo> {
    let mut closed = check::personal(kind, fields);
    closed.retain(|no| !kind.list.title.contains(no));
    closed
}

/// The answers, without the personal ones unless `contacts` is set.
pub fn without_personal(kind: &Kind, fields: &Fields, contacts: bool) -> Fields {
    if contacts {
        return fields.clone();
    }
    let closed = personal_fields(kind, fields);
    fields
        .iter()
        .filter(|(no, _)| !closed.contains(no))
        .map(|(no, v)| (no, v.clone()))
        .collect()
}

pub fn cell_look(field: &Field) -> CellLook {
    match field.ty.shape() {
        ValueShape::Lines => CellLook::Note,
        ValueShape::Text if matches!(field.ty, Type::Note) => CellLook::Note,
        ValueShape::Int if types::is_year(field) => CellLook::Plain,
        ValueShape::Int => CellLook::Whole,
        ValueShape::Decimal => CellLook::Decimal,
        ValueShape::Date => CellLook::Date,
        _ => CellLook::Text,
    }
}

/// An answer as a cell.
pub fn cell(
    programme: &Programme,
    field: &Field,
    value: &Value,
    titles: &Titles,
    lang: Lang,
) -> Cell {
    let title = |id: &Id| titles.get(id).cloned().unwrap_or_default();
    match value {
        Value::Int(n) => Cell::Whole(*n),
        Value::Decimal(n) => Cell::Decimal(*n),
        Value::Date(date) => Cell::Date(*date),
        Value::Text(text) => Cell::Text(text.clone()),
        Value::Choice(id) => Cell::Text(choice(programme, field, id, lang)),
        Value::Many(ids) => {
            Cell::Text(joined(ids.iter().map(|id| choice(programme, field, id, lang))))
        }
        Value::Link(id) => Cell::Text(title(id)),
        Value::Links(ids) => Cell::Text(joined(ids.iter().map(title))),
        Value::Lines(_) => Cell::Text(answer::to_json(field, value).to_string()),
        Value::Unknown(_) => Cell::Empty,
        other => Cell::Text(answer::show(programme, field, other, lang)),
    }
}

fn choice(programme: &Programme, field: &Field, id: &str, lang: Lang) -> String {
    let Some(list) = field.ty.list() else { return id.to_owned() };
    programme.list(list).map_or_else(|| id.to_owned(), |list| choice_word(list, id, lang))
}

/// The label, or the id if an import would read the label as another choice.
pub fn choice_word(list: &ChoiceList, id: &str, lang: Lang) -> String {
    let label = list.choice(id).map(|choice| choice.label.get(lang));
    let clear = |label: &&str| answer::choice_by_text(list, label).as_deref() == Some(id);
    label.filter(clear).unwrap_or(id).to_owned()
}
