//! The columns of a list as shown to a person: the question that each one answers, and example
//! values.

use super::arrange::ArrangedColumns;
use super::header::{ColumnNames, HeaderColumn};
use super::mapping::{Mapping, map_to};
use super::note::{ImportNote, PlacedColumn};
use super::stray::is_blank;
use super::unit::note::bare_heading;
use super::unit::{ColumnUnit, cut_unit};
use crate::lang::{Lang, listing};
use crate::office::grid::letters;
use crate::programme::spec::{Kind, Label};
use crate::record::{ListColumn, MapTo};
use crate::services::import::row_cells::RowCells;
use crate::services::import::sheet::{ListSheet, SheetRow};

/// Maximum number of example values of a column.
const MAX_EXAMPLES: usize = 3;
/// Maximum letters of an example value.
const MOST_LETTERS: usize = 40;

/// Names columns that have values but no heading, so that they can be mapped: their letters and the
/// heading before them. Mappings are remembered by this name.
pub fn name_unheaded(
    columns: &mut ArrangedColumns,
    names: &ColumnNames,
    sheet: &mut ListSheet,
) -> Vec<ImportNote> {
    let mut message = Vec::new();
    for at in 0..sheet.header.len() {
        if sheet.header.get(at).is_some_and(|heading| !is_blank(heading)) {
            continue;
        }
        let (filled, examples) = values(sheet, at);
        if filled == 0 {
            continue;
        }
        let letters = letters(u32::try_from(sheet.place(at)).unwrap_or(u32::MAX));
        let before = sheet.header.iter().take(at).rev().find(|heading| !is_blank(heading));
        let before = before.map(|heading| {
            let bare = cut_unit(heading).map_or(heading.as_str(), |(bare, _)| bare);
            bare_heading(bare).to_owned()
        });
        let name = match before {
            Some(before) => format!("{letters} · {before}"),
            None => letters.clone(),
        };
        let column = names.column(&name);
        if let Some(heading) = sheet.header.get_mut(at) {
            heading.clone_from(&name);
        }
        if let Some(known) = columns.all.get_mut(at) {
            *known = column;
        }
        if column.is_none() {
            columns.notes.push(at);
            message.push(ImportNote::NoHeading { letters, name, examples });
        }
    }
    message
}

/// All columns with a heading, with their index in the sheet. Must run before columns are dropped.
pub fn list_columns(
    columns: &[Option<HeaderColumn>],
    sheet: &ListSheet,
    mapping: &Mapping,
) -> Vec<(usize, ListColumn)> {
    let column = |at: usize| {
        let heading = sheet.header.get(at)?.trim().to_owned();
        let found = columns.get(at).copied().flatten();
        let to = found.and_then(map_to);
        // row numbers and codes of an export cannot be mapped by a person
        if heading.is_empty() || found.is_some() && to.is_none() {
            return None;
        }
        let by_hand = mapping.get(&heading).is_some();
        let letters = letters(u32::try_from(sheet.place(at)).unwrap_or(u32::MAX));
        let (filled, examples) = values(sheet, at);
        let (read, likely) = (true, Vec::new());
        let column =
            ListColumn { heading, letters, to, by_hand, read, filled, examples, likely };
        Some((at, column))
    };
    (0..sheet.header.len()).filter_map(column).collect()
}

fn values(sheet: &ListSheet, at: usize) -> (usize, Vec<String>) {
    let cells = sheet.rows.iter().filter_map(|row| row.cells.get(at));
    let filled = cells.map(|cell| cell.trim()).filter(|cell| !cell.is_empty());
    let (mut count, mut examples) = (0, Vec::new());
    for cell in filled {
        count += 1;
        if examples.len() < MAX_EXAMPLES {
            let short = clip(cell, MOST_LETTERS);
            if !examples.contains(&short) {
                examples.push(short);
            }
        }
    }
    (count, examples)
}

/// The text on one line, cut with an ellipsis after `most` letters.
pub fn clip(text: &str, most: usize) -> String {
    let line: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(most) {
        Some((at, _)) => format!("{}…", line.get(..at).unwrap_or_default().trim_end()),
        None => line,
    }
}

/// Drops columns that a person has excluded, and puts the mapped ones in order of priority: those
/// chosen in this run first. The priority decides when two columns answer the same question.
pub fn apply_choices(columns: &mut ArrangedColumns, sheet: &ListSheet, mapping: &Mapping) {
    for (at, column) in columns.all.iter_mut().enumerate() {
        let heading = sheet.header.get(at).map(String::as_str).unwrap_or_default();
        if mapping.get(heading).is_some() {
            let first = !mapping.is_remembered(heading);
            columns.by_hand.insert(if first { 0 } else { columns.by_hand.len() }, at);
        }
        if *column == Some(HeaderColumn::Nothing) {
            *column = None;
            columns.notes.push(at);
        }
    }
}

/// Drops columns of computed answers. No note for an export, which always has them.
pub fn skip_computed(
    kind: &Kind,
    columns: &mut ArrangedColumns,
    sheet: &ListSheet,
) -> Option<ImportNote> {
    if columns.all.contains(&Some(HeaderColumn::Id)) {
        return None;
    }
    let mut found = Vec::new();
    for (at, column) in columns.all.iter_mut().enumerate() {
        let Some(HeaderColumn::Field(no)) = column else { continue };
        let how = kind.field(*no).and_then(|field| field.computed.as_ref());
        if how.is_none_or(|how| how.overridable) {
            continue;
        }
        *column = None;
        columns.notes.push(at);
        if values(sheet, at).0 > 0 {
            let heading = sheet.header.get(at).map(|h| h.trim().to_owned()).unwrap_or_default();
            let letters = letters(u32::try_from(sheet.place(at)).unwrap_or(u32::MAX));
            found.push(PlacedColumn { heading, letters });
        }
    }
    (!found.is_empty()).then_some(ImportNote::WorkedOut(found))
}

/// Notes about columns mapped by a person, in this run and earlier.
pub fn choice_notes(
    seen: &[(usize, ListColumn)],
    kind: &Kind,
    mapping: &Mapping,
) -> Vec<ImportNote> {
    [true, false]
        .into_iter()
        .filter_map(|remembered| {
            let chosen = seen.iter().map(|(_, column)| column).filter(|column| column.by_hand);
            let chosen = chosen.filter(|c| mapping.is_remembered(&c.heading) == remembered);
            let pair = |c: &ListColumn| Some((c.heading.clone(), label(kind, c.to?)));
            let columns: Vec<_> = chosen.filter_map(pair).collect();
            (!columns.is_empty()).then_some(ImportNote::Mapped { columns, remembered })
        })
        .collect()
}

/// The name of what a column is mapped to.
pub fn label(kind: &Kind, to: MapTo) -> Label {
    let both = |of: fn(Lang) -> String| Label { vi: of(Lang::Vi), en: of(Lang::En) };
    match to {
        MapTo::Field(no) => kind.field(no).map(|field| field.label.clone()).unwrap_or_default(),
        MapTo::Province => both(listing::province),
        MapTo::District => both(listing::district),
        MapTo::Nothing => both(listing::left_out),
    }
}

/// Number of hidden rows, and of hidden columns with a heading.
pub fn hidden(columns: &[Option<HeaderColumn>], sheet: &ListSheet) -> (usize, usize) {
    let rows = sheet.rows.iter().filter(|row| row.hidden).count();
    let counts = |at: &&usize| {
        let named = sheet.header.get(**at).is_some_and(|heading| !heading.trim().is_empty());
        let is_code =
            matches!(columns.get(**at), Some(Some(HeaderColumn::Id | HeaderColumn::Code(_))));
        named && !is_code
    };
    (rows, sheet.hidden_columns.iter().filter(counts).count())
}

/// The list as it was read. Rows that are not imported are written to the problems file from it.
#[derive(Clone, Debug, Default)]
pub struct ListSource {
    pub header: Vec<String>,
    /// cells by line number, ascending
    rows: Vec<(u64, RowCells)>,
    /// unit of a column if its heading does not name it
    units: Vec<Option<String>>,
    /// columns that name a record, and all columns that are read (the former first)
    names: Vec<usize>,
    read: Vec<usize>,
}

impl ListSource {
    pub fn new(
        header: &[String],
        rows: Vec<SheetRow>,
        units: &[Option<ColumnUnit>],
        names: Vec<usize>,
        read: Vec<usize>,
    ) -> ListSource {
        let rows = rows.into_iter().map(|mut row| {
            // "=" and "#N/A" are no values; do not write them back
            for (at, message) in &row.faults {
                let is_no_value =
                    matches!(message, ImportNote::NoValue(_) | ImportNote::CellError(_));
                if is_no_value && row.cells.get(*at).is_some() {
                    row.cells.set(*at, "");
                }
            }
            (row.line, row.cells)
        });
        let rows = rows.collect();
        let unit = |(unit, heading): (&Option<ColumnUnit>, &String)| match unit {
            Some(
                ColumnUnit::Money { written, .. }
                | ColumnUnit::Foreign { written }
                | ColumnUnit::Unknown { written, .. },
            ) => (!heading.contains(written.as_str())).then(|| written.clone()),
            _ => None,
        };
        let units = units.iter().zip(header).map(unit).collect();
        ListSource { header: header.to_vec(), rows, units, names, read }
    }

    pub fn row(&self, line: u64) -> Option<&RowCells> {
        let at = self.rows.binary_search_by_key(&line, |(line, _)| *line).ok()?;
        self.rows.get(at).map(|(_, cells)| cells)
    }

    /// A short description of a row: its name and the cell under `heading`, or else its first
    /// `most` cells.
    pub fn row_label(&self, line: u64, heading: Option<&str>, most: usize) -> String {
        let Some(row) = self.row(line) else { return String::new() };
        let filled = |columns: &[usize], most: usize| {
            let cells = columns.iter().filter_map(|at| row.get(*at)).map(|cell| cell.trim());
            let cells = cells.filter(|cell| !cell.is_empty()).take(most);
            cells.map(|cell| clip(cell, MOST_LETTERS)).collect::<Vec<_>>()
        };
        let cell =
            heading.map(|heading| (heading, self.cell(line, heading).unwrap_or_default()));
        let parts = match cell.filter(|(_, cell)| !cell.trim().is_empty()) {
            Some((heading, cell)) => {
                let cell = format!("{}: \"{}\"", heading.trim(), clip(cell, MOST_LETTERS));
                filled(&self.names, 1).into_iter().chain([cell]).collect()
            }
            None => filled(&self.read, most),
        };
        parts.join(" · ")
    }

    pub fn cell(&self, line: u64, heading: &str) -> Option<&str> {
        let at = self.header.iter().position(|h| h.trim() == heading)?;
        self.row(line)?.get(at)
    }

    /// The headings, with units that were found elsewhere in the file.
    pub fn headings(&self) -> Vec<String> {
        let heading =
            |(at, heading): (usize, &String)| match self.units.get(at).and_then(Option::as_ref)
            {
                Some(unit) => format!("{} ({unit})", heading.trim()),
                None => heading.trim().to_owned(),
            };
        self.header.iter().enumerate().map(heading).collect()
    }
}
