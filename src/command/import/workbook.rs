//! From a workbook to the same table that a CSV file gives: the sheet whose header fits best, the
//! header in one row or in two, and what offices do with cells told in words.

use super::file::{
    FileFault, HEADER_WITHIN, MOST_ROW_BYTES, MOST_ROWS, Score, Sheet, SheetRow, counts_columns,
};
use super::note::Told;
use super::stray::is_blank;
use crate::office::grid::{Book, BookFault, Grid, Wide};
use crate::text::fold::fold;

/// More sheets than that are not looked at.
const MOST_SHEETS: usize = 64;

pub fn read(bytes: &[u8], score: Score<'_>) -> Result<Sheet, FileFault> {
    let mut book = Book::open(bytes).map_err(fault)?;
    let names = book.sheets();
    let mut best: Option<(usize, &String)> = None;
    for name in names.iter().take(MOST_SHEETS) {
        let top = book.read(name, HEADER_WITHIN).map_err(fault)?;
        let points = header(&top, score).map_or(0, |header| header.points);
        if points > best.map_or(0, |(most, _)| most) {
            best = Some((points, name));
        }
    }
    let Some((_, name)) = best else {
        let empty = names
            .iter()
            .take(MOST_SHEETS)
            .all(|name| book.read(name, 1).is_ok_and(|grid| grid.rows.is_empty()));
        return Err(if empty { FileFault::Empty } else { FileFault::NoHeader });
    };
    let grid = book.read(name, MOST_ROWS + HEADER_WITHIN).map_err(fault)?;
    if grid.cut {
        return Err(FileFault::TooManyRows);
    }
    let header = header(&grid, score).ok_or(FileFault::NoHeader)?;
    let mut told = told(&grid);
    let others = names.iter().filter(|n| *n != name).cloned().collect();
    told.insert(0, Told::Sheet { name: name.clone(), others });
    let (errors, mut wide) = (grid.errors, grid.wide);
    wide.sort_by_key(|w| w.row);
    let top = grid.rows.iter().take(header.below);
    let above = top.flat_map(|(_, cells)| cells.iter().cloned()).collect();
    let below = grid.rows.into_iter().skip(header.below);
    let (groups, rows): (Vec<_>, Vec<_>) =
        below.partition(|(line, cells)| heads_group(*line, cells, &wide).is_some());
    if let Some((line, cells)) = groups.first() {
        let first = heads_group(*line, cells, &wide).unwrap_or_default().to_owned();
        told.push(Told::Groups { count: groups.len(), line: (*line).into(), first });
    }
    let rows = rows.into_iter();
    let rows = rows.filter_map(|(line, cells)| row(line, cells, &errors)).collect();
    Ok(Sheet { name: Some(name.clone()), above, header: header.cells, rows, told })
}

fn fault(fault: BookFault) -> FileFault {
    match fault {
        BookFault::Broken => FileFault::NoSpreadsheet,
        BookFault::TooHeavy => FileFault::TooHeavy,
    }
}

fn row(line: u32, cells: Vec<String>, errors: &[(u32, u32)]) -> Option<SheetRow> {
    if cells.iter().all(|cell| is_blank(cell))
        || counts_columns(cells.iter().map(String::as_str))
    {
        return None;
    }
    let too_long = cells.iter().map(String::len).sum::<usize>() > MOST_ROW_BYTES;
    let cells = if too_long { Vec::new() } else { cells };
    let from = errors.partition_point(|(row, _)| *row < line);
    let here = errors.iter().skip(from).take_while(|(row, _)| *row == line);
    let broken = here.map(|(_, column)| *column as usize).collect();
    Some(SheetRow { line: line.into(), cells, too_long, broken })
}

/// The words of a row that heads those below it, "I. Huyện Đại Từ", or sums them up, "Tổng cộng":
/// one cell merged across, and beside it nothing but its number, or the sums.
fn heads_group<'a>(line: u32, cells: &'a [String], wide: &[Wide]) -> Option<&'a str> {
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

fn told(grid: &Grid) -> Vec<Told> {
    let mut told = Vec::new();
    if grid.formulas > 0 {
        let first = grid.first_formula.clone();
        told.push(Told::Formulas { count: grid.formulas, first });
    }
    if grid.filled > 0 {
        told.push(Told::Merged(grid.filled));
    }
    told
}

struct Header {
    points: usize,
    cells: Vec<String>,
    /// rows of the grid before the data
    below: usize,
}

/// The row, or the two rows, that fit best; none when no cell names a column.
fn header(grid: &Grid, score: Score<'_>) -> Option<Header> {
    let mut best: Option<Header> = None;
    let points =
        |cells: &[String]| score(&cells.iter().map(String::as_str).collect::<Vec<_>>());
    for at in 0..grid.rows.len().min(HEADER_WITHIN) {
        let Some((_, cells)) = grid.rows.get(at) else { break };
        let one = Header { points: points(cells), cells: cells.clone(), below: at + 1 };
        let two = two_lines(grid, at, score).map(|cells| Header {
            points: points(&cells),
            cells,
            below: at + 2,
        });
        for header in [Some(one), two].into_iter().flatten() {
            if header.points > best.as_ref().map_or(0, |b| b.points) {
                best = Some(header);
            }
        }
    }
    best
}

/// A header of two lines, where the lower one parts what the upper one has merged:
/// "Lao động" over "Tổng số" and "Nữ". A row of data under a header never looks like that.
fn two_lines(grid: &Grid, at: usize, score: Score<'_>) -> Option<Vec<String>> {
    let (row, upper) = grid.rows.get(at)?;
    let (next, lower) = grid.rows.get(at + 1)?;
    if *next != row + 1 {
        return None;
    }
    let wide: Vec<&Wide> = grid.wide.iter().filter(|w| w.row == *row).collect();
    let cell = |cells: &Vec<String>, column: usize| {
        cells.get(column).map(|c| c.trim().to_owned()).unwrap_or_default()
    };
    let mut cells = Vec::new();
    let mut parted = false;
    for column in 0..upper.len().max(lower.len()) {
        let over = wide.iter().find(|w| (w.first..=w.last).contains(&column));
        let above = cell(upper, over.map_or(column, |w| w.first));
        let below = cell(lower, column);
        let merged_down = above == below;
        cells.push(match (above.is_empty(), below.is_empty() || merged_down) {
            (_, true) => above,
            (true, false) => below,
            (false, false) => {
                over?;
                parted = true;
                heading(&above, &below, score)
            }
        });
    }
    parted.then_some(cells)
}

fn heading(above: &str, below: &str, score: Score<'_>) -> String {
    let all =
        matches!(fold(below).as_str(), "tong so" | "tong" | "tong cong" | "total" | "all");
    let mut names =
        vec![format!("{above} {below}"), format!("{below} {above}"), below.to_owned()];
    names.extend(all.then(|| above.to_owned()));
    let known = names.iter().position(|name| score(&[name.as_str()]) > 0);
    names.swap_remove(known.unwrap_or(0))
}
