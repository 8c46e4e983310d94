//! Reads a workbook into the same table as a CSV file: chooses the sheet with the best header, in
//! one row or several, and reports what was done with special cells.

use std::collections::HashMap;

use super::foreign::{self, Foreign};
use super::header::by_shape::{self, is_chance};
use super::header::lines::{self, HeaderLines, HeaderRow, MOST_LINES};
use super::letters as old_letters;
use super::note::ImportNote;
use super::stray::is_blank;
use super::unit::table_note::is_note;
use crate::office::grid::MOST_ROW_BYTES;
use crate::office::grid::{BookFault, Grid, WideCell, letters};
use crate::office::pace::Pace;
use crate::office::weigh::parts;
use crate::office::workbook::OpenWorkbook;
use crate::services::import::row_cells::RowCells;
use crate::services::import::sheet::{
    FileFault, HEADER_WITHIN, ListSheet, MOST_ROWS, NEAR, Score, SheetRow, is_full,
};
use crate::text::fold::fold;

/// Further sheets are ignored.
const MOST_SHEETS: usize = 64;

pub fn read(
    bytes: &[u8],
    score: Score<'_>,
    pace: &mut Pace<'_>,
) -> Result<ListSheet, FileFault> {
    let mut book = OpenWorkbook::open(bytes, pace).map_err(|broken| match foreign(bytes) {
        Some(foreign) if broken == BookFault::Broken => FileFault::Foreign(foreign),
        _ => fault(broken),
    })?;
    let names = book.sheets();
    let mut best: Option<(usize, &String)> = None;
    // sheets with first rows that name columns
    let mut lists: Vec<&String> = Vec::new();
    // sheets that were read completely while searching
    let mut whole: HashMap<&String, Grid> = HashMap::new();
    for within in [NEAR, HEADER_WITHIN] {
        for name in names.iter().take(MOST_SHEETS) {
            if whole.contains_key(name) {
                continue;
            }
            let top = book.read(name, within, pace).map_err(fault)?;
            let points = header(&top, score).map_or(0, |header| header.points);
            if !top.cut {
                whole.insert(name, top);
            }
            if points > 1 && !lists.contains(&name) {
                lists.push(name);
            }
            if points > best.map_or(0, |(most, _)| most) {
                best = Some((points, name));
            }
        }
        // a letterhead may be long, and may happen to name a column or two
        if best.is_some_and(|(points, _)| points > 1) {
            break;
        }
    }
    let by_shape = || {
        let mut read = names.iter().take(MOST_SHEETS);
        read.find(|name| whole.get(name).is_some_and(|grid| header_by_shape(grid).is_some()))
    };
    let Some(name) = best.map(|(_, name)| name).or_else(by_shape) else {
        let empty = names
            .iter()
            .take(MOST_SHEETS)
            .all(|name| whole.get(name).is_some_and(|grid| grid.rows.is_empty()));
        return Err(if empty { FileFault::Empty } else { FileFault::NoHeader });
    };
    let grid = match whole.remove(name) {
        Some(grid) => grid,
        None => book.read(name, MOST_ROWS + HEADER_WITHIN, pace).map_err(fault)?,
    };
    if grid.cut {
        return Err(FileFault::TooManyRows);
    }
    let found = header(&grid, score);
    let unsure = found.as_ref().is_none_or(|found| is_chance(found.points, &found.cells));
    let by_shape = if unsure { header_by_shape(&grid) } else { None };
    let above =
        by_shape.filter(|shape| found.as_ref().is_none_or(|found| shape.below < found.below));
    let header = above.or(found).ok_or(FileFault::NoHeader)?;
    let mut message = grid_notes(&grid);
    let others = names.iter().filter(|n| *n != name).cloned().collect();
    message.insert(0, ImportNote::Sheet { name: name.clone(), others });
    let hidden_sheets = book.hidden_sheets();
    message
        .extend((!hidden_sheets.is_empty()).then_some(ImportNote::HiddenSheets(hidden_sheets)));
    let lists: Vec<String> = lists.into_iter().filter(|n| *n != name).cloned().collect();
    message.extend((!lists.is_empty()).then_some(ImportNote::OtherLists(lists)));
    let (faults, shown, mut wide) = (cell_faults(&grid), grid.shown, grid.wide);
    wide.sort_by_key(|w| w.row);
    let header_line = header.below.checked_sub(1).and_then(|at| grid.rows.get(at));
    let (header_line, written) = header_line.cloned().unwrap_or_default();
    let lines = header.lines.len().max(1);
    let top = grid.rows.iter().take(header.below.saturating_sub(lines));
    let mut above: Vec<String> = top.flat_map(|(_, cells)| cells.iter().cloned()).collect();
    let heads = grid.rows.iter().take(header.below).skip(header.below.saturating_sub(lines));
    // the unit of the table may be in a corner cell of its header
    above.extend(heads.flat_map(|(_, c)| c).filter(|cell| is_note(cell)).cloned());
    let below = grid.rows.into_iter().skip(header.below);
    let (groups, rows): (Vec<_>, Vec<_>) =
        below.partition(|(line, cells)| heads_group(*line, cells, &wide).is_some());
    let words = |(line, cells): &(u32, Vec<String>)| {
        (u64::from(*line), heads_group(*line, cells, &wide).unwrap_or_default().to_owned())
    };
    let groups: Vec<(u64, String)> = groups.iter().map(words).collect();
    if let Some((line, first)) = groups.first() {
        let (count, line, first) = (groups.len(), *line, first.clone());
        message.push(ImportNote::Groups { count, line, first });
    }
    let rows = rows.into_iter();
    let mut rows: Vec<SheetRow> =
        rows.filter_map(|(line, cells)| row(line, cells, &faults, &grid.too_long)).collect();
    let fonts = grid.fonts;
    let font = |line: u64, column: usize| {
        let place = (u32::try_from(line).ok()?, u32::try_from(column).ok()?);
        let at = fonts.binary_search_by_key(&place, |(place, _)| *place).ok()?;
        fonts.get(at).map(|(_, font)| *font)
    };
    let heading = (header_line.into(), written.as_slice());
    message.extend(old_letters::mend(&mut rows, heading, &font));
    let hidden = grid.hidden;
    for row in &mut rows {
        let line = u32::try_from(row.line).unwrap_or(u32::MAX);
        row.hidden = hidden.rows.binary_search(&line).is_ok();
        let from = shown.partition_point(|((row, _), _)| *row < line);
        let here = shown.iter().skip(from).take_while(|((row, _), _)| *row == line);
        row.shown = here.map(|((_, at), seen)| (*at as usize, seen.clone())).collect();
    }
    let is_hidden = |at: &usize| {
        let inside =
            |(first, last): &(u32, u32)| (*first as usize..=*last as usize).contains(at);
        hidden.columns.iter().any(inside)
    };
    let hidden_columns = (0..header.cells.len()).filter(is_hidden).collect();
    Ok(ListSheet {
        name: Some(name.clone()),
        above,
        header: header.cells,
        over: header.over,
        header_lines: header.lines,
        rows,
        groups,
        hidden_columns,
        added: Vec::new(),
        tall: grid.tall,
        notes: message,
    })
}

fn foreign(bytes: &[u8]) -> Option<Foreign> {
    let parts = parts(bytes)?;
    foreign::of_parts(|name| parts.iter().any(|part| part == name))
}

fn fault(fault: BookFault) -> FileFault {
    match fault {
        BookFault::Broken => FileFault::NoSpreadsheet,
        BookFault::TooHeavy { row } => FileFault::TooHeavy { line: row.map(u64::from) },
        BookFault::Halted => FileFault::Halted,
    }
}

fn row(
    line: u32,
    cells: Vec<String>,
    faults: &[(u32, usize, ImportNote)],
    too_long: &[u32],
) -> Option<SheetRow> {
    if too_long.binary_search(&line).is_ok() {
        let line = line.into();
        return Some(SheetRow {
            line,
            fault: Some(ImportNote::TooLong),
            ..SheetRow::default()
        });
    }
    if cells.iter().all(|cell| is_blank(cell)) {
        return None;
    }
    let long = cells.iter().map(String::len).sum::<usize>() > MOST_ROW_BYTES;
    let fault = long.then_some(ImportNote::TooLong);
    let from = faults.partition_point(|(row, ..)| *row < line);
    let here = faults.iter().skip(from).take_while(|(row, ..)| *row == line);
    let faults = here.map(|(_, column, message)| (*column, message.clone())).collect();
    let cells = if long { RowCells::default() } else { cells.into_iter().collect() };
    Some(SheetRow { line: line.into(), cells, fault, faults, ..SheetRow::default() })
}

/// Cells without a usable value, in the order of the sheet.
fn cell_faults(grid: &Grid) -> Vec<(u32, usize, ImportNote)> {
    let cell = |row: u32, column: usize| {
        let at = grid.rows.binary_search_by_key(&row, |(row, _)| *row).ok()?;
        grid.rows.get(at)?.1.get(column).cloned()
    };
    let error = |(row, column): &(u32, u32)| {
        let message = ImportNote::CellError(cell(*row, *column as usize)?);
        Some((*row, *column as usize, message))
    };
    let no_value = |(row, column): &(u32, u32)| {
        (*row, *column as usize, ImportNote::NoValue(format!("{}{row}", letters(*column))))
    };
    let mut all: Vec<_> = grid.errors.iter().filter_map(error).collect();
    all.extend(grid.no_value.iter().map(no_value));
    all.sort_by_key(|(row, column, _)| (*row, *column));
    all
}

/// The words of a row that is a group heading, "I. Huyện Đại Từ", or a sum, "Tổng cộng": one cell
/// merged across, and otherwise only its number, or the sums.
fn heads_group<'a>(line: u32, cells: &'a [String], wide: &[WideCell]) -> Option<&'a str> {
    let filled = |at: &usize| cells.get(*at).is_some_and(|c| !c.trim().is_empty());
    let from = wide.partition_point(|w| w.row < line);
    let mut merged = wide.iter().skip(from).take_while(|w| w.row == line);
    let merged = merged.find(|w| filled(&w.first))?;
    let words = cells.get(merged.first)?.trim();
    let mut others = (0..cells.len()).filter(|at| *at != merged.first).filter(filled);
    let sums = matches!(fold(words).as_str(), "tong" | "tong so" | "tong cong" | "cong");
    let alone = others.all(|at| at < merged.first && at == 0);
    (sums || alone).then_some(words)
}

fn grid_notes(grid: &Grid) -> Vec<ImportNote> {
    let mut message = Vec::new();
    if grid.formulas > 0 {
        let first = grid.first_formula.clone();
        message.push(ImportNote::Formulas { count: grid.formulas, first });
    }
    if !grid.no_value.is_empty() {
        let cells =
            grid.no_value.iter().map(|(row, column)| format!("{}{row}", letters(*column)));
        message.push(ImportNote::NoValues { cells: cells.collect(), emptied: false });
    }
    if grid.filled > 0 {
        message.push(ImportNote::Merged(grid.filled));
    }
    message
}

struct SheetHeader {
    points: usize,
    cells: Vec<String>,
    over: Vec<String>,
    /// its rows, if there are several
    lines: Vec<Vec<String>>,
    /// number of grid rows up to the end of the header
    below: usize,
}

/// The rows that fit best as a header; `None` if no cell names a column.
fn header(grid: &Grid, score: Score<'_>) -> Option<SheetHeader> {
    let mut best: Option<(usize, HeaderLines)> = None;
    for at in 0..grid.rows.len().min(HEADER_WITHIN) {
        let most = best.as_ref().map_or(0, |(_, best)| best.points);
        if at >= NEAR && most > 1 {
            break;
        }
        let rows = near(grid, at);
        if let Some(found) = lines::best(lines::readings(&rows, score), most) {
            let full = is_full(found.points, &found.cells);
            best = Some((at, found));
            if full {
                break;
            }
        }
    }
    let (at, HeaderLines { cells, over, lines: count, points, .. }) = best?;
    let lines = grid.rows.iter().skip(at).take(if count > 1 { count } else { 0 });
    let lines = lines.map(|(_, cells)| cells.clone()).collect();
    let (_, cells) = old_letters::header(&cells, score);
    Some(SheetHeader { points, cells, over, lines, below: at + count })
}

/// A header found by shape, so that a person can map its columns.
fn header_by_shape(grid: &Grid) -> Option<SheetHeader> {
    let rows = grid.rows.iter().take(NEAR);
    let (at, _) = by_shape::find(rows.map(|(_, cells)| cells.as_slice()))?;
    let (_, cells) = grid.rows.get(at)?;
    Some(SheetHeader {
        points: 0,
        cells: cells.clone(),
        over: Vec::new(),
        lines: Vec::new(),
        below: at + 1,
    })
}

/// Consecutive rows from `at`, as many as a header may have, with their merged ranges.
fn near(grid: &Grid, at: usize) -> Vec<HeaderRow<'_>> {
    let rows = grid.rows.get(at..).unwrap_or_default();
    let first = rows.first().map_or(0, |(row, _)| *row);
    let follow = (first..).zip(rows).take_while(|(row, (own, _))| row == own);
    let merged = |row: u32| {
        let wide = grid.wide.iter().filter(|w| w.row == row);
        wide.map(|w| (w.first, w.last)).collect()
    };
    follow
        .take(MOST_LINES)
        .map(|(row, (_, cells))| HeaderRow { cells, merged: merged(row) })
        .collect()
}
