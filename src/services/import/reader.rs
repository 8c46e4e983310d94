//! Reads one row of a file into answers, and the notes about each cell.

mod cell;

use std::collections::{HashMap, HashSet};

use super::cell::{is_empty, names_unit, position};
use super::earlier::Fingerprint;
use super::group_place::GroupPlaces;
use super::header::HeaderColumn;
use super::marks::NumberMarks;
use super::no_answer::repeats_above;
use super::note::{ImportNote, Note, NoteSort};
use super::revise::Revision;
use super::unclear;
use super::unit::{self, ColumnUnit};
use crate::programme::check::FaultKind;
use crate::programme::spec::{Field, Kind, Label, Type};
use crate::programme::types;
use crate::record::{FieldNo, Fields, Id, ListColumn, Value};
use crate::services::export::{RowStamp, is_made_up};
use crate::services::import::row::{
    ColumnLayout, PlanContext, PlanRow, SharedNotes, id, names,
};
use crate::services::import::sheet::{ListSheet, SheetRow};

fn left_empty(field: &Field, cell: &str, what: FaultKind) -> ImportNote {
    let (vi, en) = (field.label.vi.clone(), field.label.en.clone());
    ImportNote::LeftEmpty { given: cell.to_owned(), what, vi, en }
}

pub struct RowReader<'a> {
    pub kind: &'a Kind,
    pub context: &'a PlanContext<'a>,
    pub columns: &'a [Option<HeaderColumn>],
    /// columns that already have a note
    pub notes: &'a [usize],
    /// listed columns by index
    pub seen: &'a [(usize, ListColumn)],
    /// the question that names a record, if no column answers it
    pub unnamed: Option<&'a Label>,
    pub groups: &'a GroupPlaces,
    /// column with the commune of a linked establishment
    pub linked_place: Option<usize>,
    /// parallel to `columns`
    pub units: &'a [Option<ColumnUnit>],
    /// parallel to `columns`
    pub marks: &'a [NumberMarks],
    /// defaults of a new record, for questions without a column
    pub start: &'a Fields,
    /// the sheet, without its rows
    pub sheet: &'a ListSheet,
}

/// Whether numbers in this column are codes, which are read as displayed.
pub fn is_shown(column: &HeaderColumn, field: &Field) -> bool {
    matches!(column, HeaderColumn::Code(_))
        || matches!(field.ty, Type::Text | Type::Note | Type::Phone | Type::Place)
}

impl RowReader<'_> {
    pub fn heading(&self, at: usize) -> String {
        self.sheet.header.get(at).map(|h| h.trim().to_owned()).unwrap_or_default()
    }

    pub fn headings(&self) -> HashMap<FieldNo, String> {
        let named = self.columns.iter().enumerate();
        named
            .filter_map(|(at, column)| match column {
                Some(HeaderColumn::Field(no)) => Some((*no, self.heading(at))),
                _ => None,
            })
            .collect()
    }

    pub fn asked(&self) -> HashSet<FieldNo> {
        let named = self.columns.iter().flatten();
        named
            .filter_map(|column| match column {
                HeaderColumn::Field(no) | HeaderColumn::Code(no) => Some(*no),
                _ => None,
            })
            .collect()
    }

    pub fn unit(&self, at: usize) -> Option<&ColumnUnit> {
        self.units.get(at).and_then(Option::as_ref)
    }

    pub fn row_of(&self, row: &SheetRow) -> PlanRow {
        let mut read = self.row(row);
        if read.id.is_none() && self.has_broken_id(row) {
            read.notes =
                vec![Note::of_row(NoteSort::Fault, ImportNote::Revision(Revision::Copied))];
        }
        read
    }

    /// Whether an exported row has an id cell that is no valid id.
    fn has_broken_id(&self, row: &SheetRow) -> bool {
        let stamp = self.cell(row, HeaderColumn::Version);
        self.cell(row, HeaderColumn::Id).is_some()
            && stamp.is_some_and(|stamp| stamp.parse::<RowStamp>().is_ok())
    }

    /// The row's cell in a column; `None` if it is blank.
    fn cell<'r>(&self, row: &'r SheetRow, wanted: HeaderColumn) -> Option<&'r str> {
        let at = self.columns.iter().position(|column| *column == Some(wanted))?;
        Some(row.cells.get(at)?.trim()).filter(|cell| !cell.is_empty())
    }

    /// Whether the row is of a sample record, in an export or in a list for programs.
    fn is_made_up(&self, row: &SheetRow) -> bool {
        self.cell(row, HeaderColumn::Version).is_some_and(is_made_up)
            || self.cell(row, HeaderColumn::MadeUp).is_some_and(|cell| cell != "false")
    }

    fn row(&self, row: &SheetRow) -> PlanRow {
        let mut out = self.cells(row);
        let named = |no: &FieldNo| {
            out.fields.get(*no).is_some() || out.named.iter().any(|named| named.field == *no)
        };
        if row.fault.is_none() && !out.refused() && !names(self.kind).iter().any(named) {
            // the name of a record may be a choice
            let first = names(self.kind).first().and_then(|no| self.kind.field(*no));
            let chosen = first.filter(|field| matches!(field.ty, Type::Choice(_)));
            let note = match (self.unnamed, chosen) {
                (Some(label), _) => ImportNote::Unnamed(label.clone()),
                (None, Some(field)) => ImportNote::NotChosen(field.label.clone()),
                (None, None) => ImportNote::NoName,
            };
            out.notes.push(Note::of_row(NoteSort::Fault, note));
        }
        out
    }

    pub fn cells(&self, row: &SheetRow) -> PlanRow {
        let id = self.id(row);
        // in an exported row, an empty cell is an answer: no defaults
        let fields = if id.is_some() { Fields::new() } else { self.start.clone() };
        let started = !fields.is_empty();
        let print = Fingerprint::of(self.kind, self.columns, &row.cells);
        let (line, named, notes) = (row.line, Vec::new(), Vec::new());
        let source = None;
        let mut out = PlanRow {
            line,
            id,
            print,
            fields,
            source,
            named,
            notes,
            values: Vec::new(),
            incomplete: false,
            doubtful: false,
            is_made_up: self.is_made_up(row),
            shared: SharedNotes { started, ..SharedNotes::default() },
        };
        if let Some(fault) = &row.fault {
            out.notes.push(Note::of_row(NoteSort::Fault, fault.clone()));
            return out;
        }
        let more = row.cells.iter().skip(self.columns.len()).any(|c| !c.trim().is_empty());
        if more {
            out.notes.push(Note::of_row(NoteSort::Fault, ImportNote::MoreCells));
        }
        let (mut place, mut angles) = (None, Vec::new());
        for (at, cell) in row.cells.iter().enumerate() {
            let cell = cell.trim();
            let Some(Some(column)) = self.columns.get(at) else { continue };
            let (no, coded) = match column {
                HeaderColumn::Field(no) => (no, false),
                HeaderColumn::Code(no) => (no, true),
                _ => continue,
            };
            let Some(field) = self.kind.field(*no).filter(|_| !cell.is_empty()) else {
                continue;
            };
            if let Some((_, message)) = row.faults.iter().find(|(column, _)| *column == at) {
                if matches!(message, ImportNote::NoValue(_))
                    && self.context.wanted.empty_formulas
                {
                    continue;
                }
                let sort = match message {
                    ImportNote::NoValue(_) => NoteSort::Fault,
                    _ => unclear::sort(self.kind, field.no),
                };
                out.notes.push(Note::of_cell(sort, self.heading(at), message.clone()));
                continue;
            }
            // in a choice, "NT" may be an abbreviation
            let chosen = matches!(field.ty, Type::Choice(_) | Type::Many(_));
            if repeats_above(cell) && !(chosen && cell == "NT") {
                let message = ImportNote::RepeatsAbove(cell.to_owned());
                let sort = unclear::sort(self.kind, field.no);
                out.notes.push(Note::of_cell(sort, self.heading(at), message));
                continue;
            }
            let seen = row.shown.iter().find(|(column, _)| *column == at);
            let cell = seen.filter(|_| is_shown(column, field)).map_or(cell, |(_, seen)| seen);
            match &field.ty {
                Type::Place if coded => self.coded_place(&mut out, field, cell),
                Type::Place if is_empty(field, cell) => {}
                Type::Place => place = Some((at, field, cell)),
                Type::Link(_) | Type::Links(_) => {
                    self.link(&mut out, self.heading(at), field, cell, coded);
                }
                Type::Decimal if types::is_angle(field) => angles.push((at, field, cell)),
                _ => {
                    let in_row;
                    let mut unit = self.unit(at);
                    if let Some(ColumnUnit::InRow { column }) = unit {
                        let written = row.cells.get(*column).map_or("", |unit| unit.trim());
                        match self.unit_in_row(field, (*column, written), cell) {
                            Ok(found) => {
                                in_row = found;
                                unit = in_row.as_ref();
                            }
                            Err(message) => {
                                let sort = unclear::sort(self.kind, field.no);
                                out.notes.push(Note::of_cell(sort, self.heading(at), *message));
                                continue;
                            }
                        }
                    }
                    self.answer(&mut out, at, field, unit, cell);
                }
            }
        }
        self.place_of_links(&mut out, row);
        self.position(&mut out, &angles);
        if let Some((at, field, cell)) = place
            && out.fields.get(field.no).is_none()
        {
            self.place(&mut out, row, at, field, cell);
        }
        if out.id.is_none() {
            self.place_of_group(&mut out, row);
            self.place_of_address(&mut out, row, place.is_some());
        }
        out
    }

    fn id(&self, row: &SheetRow) -> Option<Id> {
        id(self.columns, row)
    }

    /// The unit from the row's unit column, or why the amount cannot be read.
    fn unit_in_row(
        &self,
        field: &Field,
        (column, written): (usize, &str),
        cell: &str,
    ) -> Result<Option<ColumnUnit>, Box<ImportNote>> {
        if names_unit(field, cell) {
            return Ok(None);
        }
        unit::in_row(field, written).ok_or_else(|| {
            let (given, unit) = (cell.to_owned(), written.to_owned());
            Box::new(ImportNote::UnitInRow { given, unit, column: self.heading(column) })
        })
    }

    /// Reads latitude and longitude together.
    fn position(&self, out: &mut PlanRow, cells: &[(usize, &Field, &str)]) {
        let of = |id: &str| cells.iter().find(|(_, field, _)| field.id == id);
        let text = |id: &str| of(id).map(|(_, _, cell)| *cell);
        let field = |id: &str| self.kind.field_by_id(id).map(|field| field.no);
        let Some((at, first, given)) = cells.first() else { return };
        let note = |sort, message| Note::of_cell(sort, self.heading(*at), message);
        match position(text("lat"), text("lon")) {
            Ok(found) => {
                for (id, value) in [("lat", found.lat), ("lon", found.lon)] {
                    if let (Some(no), Some(value)) = (field(id), value) {
                        out.fields.set(no, Value::Decimal(value));
                    }
                }
                out.notes.extend(
                    found.turned.then(|| note(NoteSort::Info, ImportNote::DayMonthSwapped)),
                );
            }
            Err(fault) => {
                let message = left_empty(first, given, FaultKind::Format(fault));
                out.notes.push(note(NoteSort::Question, message));
            }
        }
    }
}

impl ColumnLayout {
    /// Reads again a row of which only some cells are filled; nothing else is checked.
    pub fn reread(&self, kind: &Kind, context: &PlanContext<'_>, row: &SheetRow) -> PlanRow {
        let (columns, units, sheet) = (&self.columns, &self.units, &self.sheet);
        let marks = &self.marks;
        let start = &Fields::new();
        RowReader {
            kind,
            context,
            columns,
            notes: &[],
            seen: &[],
            unnamed: None,
            groups: &GroupPlaces::default(),
            linked_place: None,
            units,
            marks,
            start,
            sheet,
        }
        .cells(row)
    }
}
