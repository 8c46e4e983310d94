//! Notes about whole columns of a list, each reported once for the file.

use std::collections::BTreeMap;

use super::header::HeaderColumn;
use super::no_answer::says_nothing;
use super::note::{ImportNote, Note, NoteSort, PlacedColumn, UnknownColumn};
use super::reader::{RowReader, is_shown};
use super::unit::note::bare_heading;
use super::unit::{ColumnUnit, LEAST_MONEY, NO_UNIT, UnitNotes};
use crate::programme::answer;
use crate::programme::spec::{Kind, Type};
use crate::record::{FieldNo, Fields, Value};
use crate::services::import::sheet::SheetRow;

/// Amounts that are too small for đồng: their number and the largest, by question.
#[derive(Default)]
pub struct SmallMoney(BTreeMap<FieldNo, (usize, i64)>);

impl SmallMoney {
    pub fn take(&mut self, kind: &Kind, fields: &Fields) {
        for (no, value) in fields.iter() {
            let is_money = || kind.field(no).is_some_and(|f| matches!(f.ty, Type::Money));
            let Value::Int(amount) = value else { continue };
            let amount = amount.saturating_abs();
            if (1..LEAST_MONEY).contains(&amount) && is_money() {
                let (count, most) = self.0.entry(no).or_default();
                (*count, *most) = (*count + 1, amount.max(*most));
            }
        }
    }

    /// `unit`: the unit that the file names.
    fn note(&self, no: FieldNo, column: String, unit: Option<String>) -> Option<Note> {
        let (count, most) = *self.0.get(&no)?;
        let message = ImportNote::SmallMoney { column, count, most, unit };
        Some(Note::of_file(NoteSort::Warning, message))
    }
}

impl RowReader<'_> {
    /// Columns that are not imported, reported in one note.
    pub fn left_out(&self) -> Option<Note> {
        let new = (0..self.sheet.header.len()).filter(|at| !self.notes.contains(at));
        let skipped = new.filter(|at| match self.columns.get(*at) {
            Some(Some(HeaderColumn::Province | HeaderColumn::District)) => {
                !self.helps_a_place(*at)
            }
            Some(Some(_)) => false,
            _ => true,
        });
        // skipping an empty column loses nothing
        let column = |at: usize| {
            let column = self.seen.iter().find(|(seen, _)| *seen == at).map(|(_, c)| c);
            column.filter(|column| column.filled > 0).map(|column| UnknownColumn {
                placed: PlacedColumn::of(column),
                examples: column.examples.clone(),
            })
        };
        let skipped: Vec<UnknownColumn> = skipped.filter_map(column).collect();
        (!skipped.is_empty())
            .then(|| Note::of_file(NoteSort::Warning, ImportNote::Skipped(skipped)))
    }

    /// Whether the column helps to identify a commune: only if the list has a column for a place,
    /// and only the first province and the first district column.
    fn helps_a_place(&self, at: usize) -> bool {
        let named = self.columns.iter().flatten().any(|column| match column {
            HeaderColumn::Field(no) => {
                self.kind.field(*no).is_some_and(|field| matches!(field.ty, Type::Place))
            }
            _ => false,
        });
        let wanted = self.columns.get(at);
        named && self.columns.iter().position(|column| Some(column) == wanted) == Some(at)
    }

    /// Notes about the units of columns. `said` has one element for each column.
    pub fn about_units(&self, said: &[UnitNotes], small: &SmallMoney) -> Vec<Note> {
        let mut notes = Vec::new();
        for ((at, column), said) in self.columns.iter().enumerate().zip(said) {
            let Some(HeaderColumn::Field(no)) = column else { continue };
            let Some(field) = self.kind.field(*no) else { continue };
            let column = bare_heading(&self.heading(at)).to_owned();
            notes.extend(said.other.clone().map(|other| {
                let unit = said.written.clone().unwrap_or_default();
                let message = ImportNote::CloserUnit { column: column.clone(), unit, other };
                Note::of_file(NoteSort::Warning, message)
            }));
            // a person who has chosen the unit knows the size of the amounts
            let chosen = matches!(said.unit, Some(ColumnUnit::Unknown { zeros: Some(_), .. }));
            if matches!(field.ty, Type::Money) && !chosen {
                notes.extend(small.note(*no, column.clone(), said.written.clone()));
            }
            let heading = self.heading(at);
            notes.extend(said.unit.as_ref().and_then(|unit| match unit {
                ColumnUnit::Money { written, .. } => {
                    let unit = written.clone();
                    Some(Note::of_file(NoteSort::Info, ImportNote::Unit { column, unit }))
                }
                ColumnUnit::Foreign { written } => {
                    let own = field.unit.as_ref().map(|unit| unit.vi.clone());
                    let wanted = own.unwrap_or_else(|| "đồng".to_owned());
                    let unit = written.clone();
                    let message = ImportNote::ForeignUnit { column, unit, wanted };
                    Some(Note::of_file(NoteSort::Question, message))
                }
                // reported together with the values that a person has mapped
                ColumnUnit::Unknown { zeros: Some(_), .. }
                | ColumnUnit::Fraction { zeros: Some(_) } => None,
                ColumnUnit::Unknown { written, .. } if written == NO_UNIT => {
                    let example = said.bare.clone().unwrap_or_default();
                    let message = ImportNote::NoUnit { column, example };
                    Some(Note::of_cell(NoteSort::Question, heading, message))
                }
                ColumnUnit::Unknown { written, .. } => {
                    let message = ImportNote::UnknownUnit { column, unit: written.clone() };
                    Some(Note::of_cell(NoteSort::Question, heading, message))
                }
                ColumnUnit::Fraction { .. } => {
                    let message = ImportNote::Fraction { column };
                    Some(Note::of_cell(NoteSort::Question, heading, message))
                }
                ColumnUnit::DayOrder { month_first: Some(_), .. } => None,
                ColumnUnit::DayOrder { example, .. } => {
                    let message = ImportNote::DayOrder { column, example: example.clone() };
                    Some(Note::of_cell(NoteSort::Question, heading, message))
                }
                // reported once for all columns with this unit column
                ColumnUnit::InRow { .. } => None,
                ColumnUnit::Extra { written } => {
                    let unit = written.clone();
                    Some(Note::of_file(
                        NoteSort::Warning,
                        ImportNote::ExtraUnit { column, unit },
                    ))
                }
            }));
        }
        notes
    }

    /// Notes about columns that hold the unit of other columns.
    pub fn about_unit_columns(&self) -> Vec<Note> {
        let about = |(at, column): (usize, &Option<HeaderColumn>)| {
            if *column != Some(HeaderColumn::Unit) {
                return None;
            }
            let is = |of: &usize| matches!(self.unit(*of), Some(ColumnUnit::InRow { column }) if *column == at);
            let of =
                (0..self.columns.len()).filter(is).filter(|of| self.columns[*of].is_some());
            let of: Vec<_> = of.map(|of| bare_heading(&self.heading(of)).to_owned()).collect();
            if of.is_empty() {
                return None;
            }
            let message = ImportNote::UnitColumn { column: self.heading(at), of };
            Some(Note::of_file(NoteSort::Info, message))
        };
        self.columns.iter().enumerate().filter_map(about).collect()
    }

    /// Columns of codes that are read as the workbook displays them.
    pub fn about_shown(&self, rows: &[SheetRow]) -> Vec<Note> {
        let about = |(at, column): (usize, &Option<HeaderColumn>)| {
            let (HeaderColumn::Field(no) | HeaderColumn::Code(no)) = column.as_ref()? else {
                return None;
            };
            let field = self.kind.field(*no)?;
            if !is_shown(column.as_ref()?, field) {
                return None;
            }
            let cells = rows.iter().flat_map(|row| &row.shown);
            let mut cells = cells.filter(|(column, _)| *column == at).map(|(_, seen)| seen);
            let first = cells.next()?.clone();
            let (column, count) = (self.heading(at), cells.count() + 1);
            Some(Note::of_file(NoteSort::Info, ImportNote::Shown { column, count, first }))
        };
        self.columns.iter().enumerate().filter_map(about).collect()
    }

    /// Choices written in other words than their labels.
    pub fn about_choices(&self, rows: &[SheetRow]) -> Vec<Note> {
        let about = |(at, column): (usize, &Option<HeaderColumn>)| {
            let Some(HeaderColumn::Field(no)) = column else { return None };
            let field = self.kind.field(*no)?;
            let list = field.ty.list()?;
            let list = self.context.programme.list(list)?;
            let mut cells: BTreeMap<&str, usize> = BTreeMap::new();
            for cell in rows.iter().filter_map(|row| row.cells.get(at)) {
                *cells.entry(cell.trim()).or_default() += 1;
            }
            let mut read: BTreeMap<&str, (String, usize)> = BTreeMap::new();
            for (cell, count) in cells {
                let parts = match &field.ty {
                    Type::Many(_) => answer::choices_by_text(list, cell).unwrap_or_default(),
                    _ => answer::choice_by_text(list, cell)
                        .map(|id| (id, cell))
                        .into_iter()
                        .collect(),
                };
                for (id, words) in parts {
                    if !answer::is_choice_label(list, words) {
                        read.entry(words.trim()).or_insert((id, 0)).1 += count;
                    }
                }
            }
            let read: Vec<_> = read
                .into_iter()
                .filter_map(|(words, (id, cells))| {
                    Some((words.to_owned(), list.choice(&id)?.label.clone(), cells))
                })
                .collect();
            let column = self.heading(at);
            (!read.is_empty()).then(|| {
                Note::of_file(NoteSort::Info, ImportNote::ChoicesRead { column, read })
            })
        };
        self.columns.iter().enumerate().filter_map(about).collect()
    }

    /// Columns with words that mean "no answer".
    pub fn about_no_answers(&self, rows: &[SheetRow]) -> Vec<Note> {
        let about = |(at, column): (usize, &Option<HeaderColumn>)| {
            let Some(HeaderColumn::Field(no)) = column else { return None };
            let field = self.kind.field(*no)?;
            let cells = rows.iter().filter_map(|row| row.cells.get(at));
            let mut cells = cells.filter(|cell| says_nothing(field, cell));
            let first = cells.next()?.trim().to_owned();
            let (column, count) = (self.heading(at), cells.count() + 1);
            Some(Note::of_file(NoteSort::Info, ImportNote::NoAnswers { column, count, first }))
        };
        self.columns.iter().enumerate().filter_map(about).collect()
    }
}
