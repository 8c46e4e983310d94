//! Several tables below each other in one sheet. Repeated headers are skipped. Rows below another
//! header are rearranged into the columns of the first one, or refused if that is ambiguous.

use super::header::numbering::is_numbering;
use super::header::{ColumnNames, HeaderColumn};
use super::note::ImportNote;
use super::stray::is_blank;
use super::unit::{self, ColumnUnit, UnitPlaces};
use crate::office::grid::MOST_COLUMNS;
use crate::programme::spec::Kind;
use crate::services::import::row_cells::RowCells;
use crate::services::import::sheet::{ListSheet, SheetRow};
use crate::text::fold::fold;

/// Maximum number of title rows above a header.
const MOST_TITLE: usize = 5;

#[derive(Debug, Default)]
pub struct Tables {
    /// lines of headers equal to the first one
    pub repeated: Vec<u64>,
    /// lines of other headers with columns that could be matched
    pub others: Vec<u64>,
    /// lines with one cell, directly above a further header
    pub titles: Vec<u64>,
}

/// Order of the cells in the rows below the latest header.
enum CellOrder {
    First,
    /// index in the first table for each cell
    Own(Vec<usize>),
    /// the header at this line cannot be matched with the first one
    Unclear(u64),
}

/// Joins all tables into one; columns that only a later table has are appended.
pub fn join(
    kind: &Kind,
    names: &ColumnNames,
    columns: &mut Vec<Option<HeaderColumn>>,
    sheet: &mut ListSheet,
) -> Tables {
    let mut tables = Tables::default();
    let width = sheet.header.len();
    let labelled = |row: &&SheetRow| is_numbering(&row.cells, &sheet.header);
    let units = sheet
        .rows
        .iter()
        .find(|row| !labelled(row))
        .filter(|row| unit::note::is_line_of_units(&row.cells));
    let units = units.map(|row| row.cells.clone());
    let (mut order, mut below_header) = (CellOrder::First, false);
    let mut orders: Vec<(u64, Vec<usize>)> = Vec::new();
    let mut rows: Vec<SheetRow> = Vec::with_capacity(sheet.rows.len());
    for mut row in std::mem::take(&mut sheet.rows) {
        // the first header again, row by row
        if sheet.header_lines.iter().any(|line| same_cells(line, &row.cells)) {
            tables.repeated.push(row.line);
            (order, below_header) = (CellOrder::First, true);
            orders.push((row.line, Vec::new()));
            continue;
        }
        if row.fault.is_none() && is_header(names, &sheet.header, &row.cells) {
            let title = title(&rows);
            tables.titles.extend(title.iter().map(|row| row.line));
            let cells = title.iter().flat_map(|row| row.cells.iter());
            let own_unit = unit::table_note::find_outside(cells);
            let above = unit::table_note::find_outside(sheet.above.iter().map(String::as_str));
            order = match own_unit.is_some() && own_unit != above {
                true => CellOrder::Unclear(row.line),
                false => order_of(kind, names, columns, sheet, &row),
            };
            match &order {
                CellOrder::Own(places) => {
                    tables.others.push(row.line);
                    orders.push((row.line, places.clone()));
                }
                // rows below an unclear header name its line when they are refused
                CellOrder::First | CellOrder::Unclear(_) => {
                    tables.repeated.push(row.line);
                    orders.push((row.line, Vec::new()));
                }
            }
            below_header = true;
            continue;
        }
        // column labels, in the order of this table
        if below_header && is_numbering(&row.cells, row.cells.iter()) {
            rows.push(row);
            continue;
        }
        if std::mem::take(&mut below_header) && unit::note::is_line_of_units(&row.cells) {
            if units.as_ref() != Some(&row.cells) {
                order = CellOrder::Unclear(row.line);
            }
            continue;
        }
        match &order {
            CellOrder::First if row.cells.iter().skip(width).any(|cell| !is_blank(cell)) => {
                row.fault.get_or_insert(ImportNote::MoreCells);
            }
            CellOrder::First => {}
            CellOrder::Own(places) => row.arrange(places),
            CellOrder::Unclear(line) => {
                row.fault.get_or_insert(ImportNote::OtherTable(*line));
            }
        }
        rows.push(row);
    }
    sheet.rows = rows;
    for tall in &mut sheet.tall {
        let at = orders.partition_point(|(line, _)| *line <= u64::from(tall.first));
        let places = at.checked_sub(1).and_then(|at| orders.get(at));
        let place = places.and_then(|(_, places)| places.get(tall.column));
        tall.column = place.copied().unwrap_or(tall.column);
    }
    tables
}

fn same_cells(line: &[String], cells: &RowCells) -> bool {
    let same = |at| {
        let heading = line.get(at).map_or("", |heading: &String| heading.trim());
        heading == cells.get(at).unwrap_or_default().trim()
    };
    (0..line.len().max(cells.len())).all(same)
}

/// Whether most cells of a row are headings.
fn is_header(names: &ColumnNames, header: &[String], cells: &RowCells) -> bool {
    let filled = || cells.iter().filter(|cell| !is_blank(cell));
    // cheap, and excludes nearly every record
    let numbered = |cell: &str| cell.trim_start().starts_with(|c: char| c.is_ascii_digit());
    let all = filled().count();
    if all < 2 || filled().any(numbered) {
        return false;
    }
    let in_header = |cell: &str| {
        let folded = fold(cell);
        header.iter().any(|heading| fold(heading) == folded)
    };
    let (mut known, mut left) = (0, all);
    for cell in filled() {
        known += usize::from(names.column(cell).is_some() || in_header(cell.trim()));
        left -= 1;
        if 2 * (known + left) <= all {
            return false;
        }
    }
    known >= 2
}

/// Rows of one cell each, directly above a header.
fn title(rows: &[SheetRow]) -> Vec<&SheetRow> {
    let alone = |row: &&SheetRow| row.cells.iter().filter(|cell| !is_blank(cell)).count() == 1;
    rows.iter().rev().take(MOST_TITLE).take_while(alone).collect()
}

fn order_of(
    kind: &Kind,
    names: &ColumnNames,
    columns: &mut Vec<Option<HeaderColumn>>,
    sheet: &mut ListSheet,
    row: &SheetRow,
) -> CellOrder {
    let unit = |column: Option<HeaderColumn>, heading: &str| -> Option<ColumnUnit> {
        let Some(HeaderColumn::Field(no)) = column else { return None };
        let places = UnitPlaces { heading, ..UnitPlaces::default() };
        unit::of_column(kind.field(no)?, places).unit
    };
    let mut places: Vec<usize> = Vec::new();
    let mut added: Vec<(usize, String, Option<HeaderColumn>)> = Vec::new();
    for (at, cell) in row.cells.iter().enumerate() {
        let heading = cell.trim();
        let column = names.column(heading);
        let free = |place: &usize| !places.contains(place);
        let same = |place: &usize| match sheet.header.get(*place).map(|there| there.trim()) {
            Some("") => *place == at && heading.is_empty(),
            Some(_) if heading.is_empty() => false,
            Some(there) => {
                column.is_some() && columns.get(*place) == Some(&column)
                    || fold(there) == fold(heading)
            }
            None => false,
        };
        let all = sheet.header.len();
        // the column at the same index first, if several have the same meaning
        let found = std::iter::once(at).chain(0..all).filter(free).find(same);
        let place = match found {
            Some(place) => {
                let there = sheet.header.get(place).map(String::as_str).unwrap_or_default();
                if unit(column, there) != unit(column, heading) {
                    return CellOrder::Unclear(row.line);
                }
                place
            }
            None if heading.is_empty() && free(&at) && at < all && is_omitted(row, at) => at,
            None => {
                added.push((at, heading.to_owned(), column));
                all + added.len() - 1
            }
        };
        places.push(place);
    }
    if added.is_empty() && places.iter().enumerate().all(|(at, place)| at == *place) {
        return CellOrder::First;
    }
    let wide = sheet.header.len() + added.len() > MOST_COLUMNS as usize;
    if wide || !sheet.hidden_columns.is_empty() {
        return CellOrder::Unclear(row.line);
    }
    for (at, heading, column) in added {
        sheet.header.push(heading);
        sheet.added.push(at);
        columns.push(column);
    }
    CellOrder::Own(places)
}

/// Whether the rest of a partly repeated header is empty: "STT;TÊN CƠ SỞ;;;".
fn is_omitted(row: &SheetRow, at: usize) -> bool {
    row.cells.iter().skip(at).all(is_blank)
}

impl SheetRow {
    fn arrange(&mut self, places: &[usize]) {
        if self.cells.iter().skip(places.len()).any(|cell| !is_blank(cell)) {
            self.fault.get_or_insert(ImportNote::MoreCells);
        }
        let mut cells = RowCells::default();
        for (cell, place) in self.cells.iter().zip(places) {
            cells.set(*place, cell);
        }
        self.cells = cells;
        let to = |at: &mut usize| *at = places.get(*at).copied().unwrap_or(*at);
        self.faults.iter_mut().for_each(|(at, _)| to(at));
        self.shown.iter_mut().for_each(|(at, _)| to(at));
    }
}
