//! Removes the rows of a list that are no records, and finds those that may be none.

use std::collections::HashSet;

use super::group_place::GroupPlaces;
use super::header::HeaderColumn;
use super::naming::is_plausible_name;
use super::note::ImportNote;
use super::stray::{self, stray};
use super::unit::sheet as sheet_units;
use super::{doubt, tables};
use crate::programme::spec::{Kind, Type};
use crate::record::FieldNo;
use crate::services::import::row::{id, names};
use crate::services::import::sheet::{ListSheet, SheetRow};

enum NamedBy {
    Name,
    /// may be a number
    Code,
}

/// Roles of a kind's columns for recognising rows that are no records.
pub struct RowKinds<'a> {
    kind: &'a Kind,
    columns: &'a [Option<HeaderColumn>],
    names: Vec<FieldNo>,
    counts: Vec<FieldNo>,
}

impl<'a> RowKinds<'a> {
    pub fn of(kind: &'a Kind, columns: &'a [Option<HeaderColumn>]) -> RowKinds<'a> {
        let counts = kind.fields().filter(|field| field.ty.is_number());
        let counts = counts.map(|field| field.no).collect();
        RowKinds { kind, columns, names: names(kind), counts }
    }

    /// How the column names the record; `None` for dates and choices.
    fn named_by(&self, at: usize) -> Option<NamedBy> {
        let Some(HeaderColumn::Field(no)) = self.column(at) else { return None };
        let field = self.kind.field(no).filter(|_| self.names.contains(&no))?;
        match field.ty {
            Type::Text if matches!(field.id.as_str(), "code" | "commune") => {
                Some(NamedBy::Code)
            }
            Type::Text => Some(NamedBy::Name),
            _ => None,
        }
    }

    pub fn column(&self, at: usize) -> Option<HeaderColumn> {
        self.columns.get(at).copied().flatten()
    }
}

impl stray::Columns for RowKinds<'_> {
    fn is_name(&self, at: usize) -> bool {
        matches!(self.column(at), Some(HeaderColumn::Field(no)) if self.names.contains(&no))
    }

    fn is_number(&self, at: usize) -> bool {
        self.column(at) == Some(HeaderColumn::Number)
    }

    fn counts(&self, at: usize) -> bool {
        match self.column(at) {
            Some(HeaderColumn::Field(no)) => self.counts.contains(&no),
            Some(_) => false,
            None => true,
        }
    }

    fn is_read(&self, at: usize) -> bool {
        self.column(at).is_some()
    }
}

/// Removes rows that are no records. Returns notes, the lines that may be no records, and the
/// communes of group headings.
pub fn strays(
    kind: &Kind,
    columns: &[Option<HeaderColumn>],
    tables: tables::Tables,
    sheet: &mut ListSheet,
) -> (Vec<ImportNote>, HashSet<u64>, GroupPlaces) {
    let kinds = RowKinds::of(kind, columns);
    let mut strays: Vec<(u64, stray::StrayRow)> = Vec::new();
    let merged = std::mem::take(&mut sheet.groups).into_iter();
    let mut groups: Vec<_> = merged.map(|(line, words)| (line, Some(words))).collect();
    let mut first = None;
    let header = std::mem::take(&mut sheet.header);
    let above = &mut sheet.above;
    // a row with a record id is a record, whatever its words
    sheet.rows.retain(|row| match stray(&row.cells, &header, &kinds) {
        // the name is unknown, for example a formula without a value
        Some((_, stray::StrayRow::Heading)) if !row.faults.is_empty() => true,
        Some((words, sort)) if id(columns, row).is_none() && row.fault.is_none() => {
            // it may name a unit: "Ghi chú: đơn vị tính triệu đồng" below the table
            if !tables.titles.contains(&row.line) {
                above.extend(row.cells.iter().map(str::to_owned));
            }
            let words_of_group = (sort == stray::StrayRow::Heading).then_some(words);
            if sort != stray::StrayRow::Header {
                groups.push((row.line, words_of_group.map(str::to_owned)));
            }
            strays.push((row.line, sort));
            first.get_or_insert_with(|| words.to_owned());
            false
        }
        _ if sheet_units::is_note(row) => {
            above.extend(row.cells.iter().map(str::to_owned));
            strays.push((row.line, stray::StrayRow::Heading));
            first.get_or_insert_with(|| row.cells.concat().trim().to_owned());
            false
        }
        _ => true,
    });
    let is_known = |row: &SheetRow| id(columns, row).is_some();
    let mut doubtful = doubt::doubtful(&sheet.rows, &strays, &tables.titles, &kinds, &is_known);
    let nameless = |row: &&SheetRow| nameless(row, &kinds).is_some() && !is_known(row);
    doubtful.extend(sheet.rows.iter().filter(nameless).map(|row| row.line));
    let groups = GroupPlaces::find(groups, &doubtful);
    let mut lines: Vec<u64> = strays.into_iter().map(|(line, _)| line).collect();
    if !tables.repeated.is_empty() {
        lines.extend(tables.repeated);
        lines.sort_unstable();
        first.get_or_insert_with(|| header.join(" | "));
    }
    sheet.header = header;
    let others = (!tables.others.is_empty()).then_some(ImportNote::OtherTables(tables.others));
    let strays = first.map(|first| ImportNote::Strays { lines, first });
    (others.into_iter().chain(strays).collect(), doubtful, groups)
}

/// The text in the name column of a row without a plausible name, and its column.
pub fn nameless<'a>(row: &'a SheetRow, kinds: &RowKinds<'_>) -> Option<(usize, &'a str)> {
    if row.fault.is_some() {
        return None;
    }
    let cells = row.cells.iter().enumerate().filter(|(_, cell)| !stray::is_blank(cell));
    let (mut first, unread) = (None, |at| row.faults.iter().any(|(column, _)| *column == at));
    for (at, cell) in cells {
        match kinds.named_by(at) {
            Some(NamedBy::Name) if is_plausible_name(cell) || unread(at) => return None,
            Some(NamedBy::Name) => first = first.or(Some((at, cell.trim()))),
            Some(NamedBy::Code) => return None,
            None => {}
        }
    }
    first
}
