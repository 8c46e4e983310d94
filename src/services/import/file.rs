//! Reads bytes as a table: detects the encoding, the separator and the header row. Pure; knows no
//! kind of record, only how well a row fits as a header (`score`).

use std::collections::VecDeque;

use super::encoding;
use super::foreign;
use super::header::by_shape::{self, is_chance};
use super::header::lines::{self, HeaderLines, HeaderRow, MOST_LINES};
use super::letters;
use super::note::ImportNote;
use super::separated::{CsvRecords, CsvRow, RowShape};
use super::stray::is_blank;
use super::unit::table_note::is_note;
use super::workbook;
use crate::office::budget::{Budget, BudgetSpent, CELL, ROW};
use crate::office::pace::Pace;
use crate::services::import::sheet::{
    FileFault, HEADER_WITHIN, ListSheet, MOST_ROWS, NEAR, Score, SheetRow, is_full,
};
use crate::text::legacy::has_lost_letters;

/// Office lists have hundreds of rows; the limit bounds the memory that a wrong file can use.
pub const MOST_BYTES: u64 = 64 << 20;
/// Detects the format by the first bytes; the file name may be wrong.
pub fn read(
    bytes: &[u8],
    score: Score<'_>,
    pace: &mut Pace<'_>,
) -> Result<ListSheet, FileFault> {
    if bytes.starts_with(b"PK\x03\x04") {
        return workbook::read(bytes, score, pace);
    }
    if let Some(foreign) = foreign::of_bytes(bytes) {
        return Err(FileFault::Foreign(foreign));
    }
    if bytes.starts_with(b"\xd0\xcf\x11\xe0") {
        return Err(FileFault::OldSpreadsheet);
    }
    let text = encoding::decode(bytes)?;
    let text = text.as_ref();
    if text.trim().is_empty() {
        return Err(FileFault::Empty);
    }
    if let Some(foreign) = foreign::of_text(text) {
        return Err(FileFault::Foreign(foreign));
    }
    let best = best_header(text, score, pace)?;
    if let Some(inner) = unwrapped(text) {
        let inside = best_header(&inner, score, pace)?;
        if let Some(found) = inside
            && best.is_none_or(|best| found.points > best.points)
        {
            let mut sheet = rows(&inner, found, score, pace)?;
            sheet.notes.insert(0, ImportNote::Unwrapped);
            return Ok(sheet);
        }
    }
    let unsure = best.is_none_or(|best| best.is_chance);
    let by_shape = if unsure { header_by_shape(text) } else { None };
    let above = by_shape.filter(|shape| best.is_none_or(|best| shape.at < best.at));
    let found = above.or(best).ok_or_else(|| no_header(text))?;
    rows(text, found, score, pace)
}

/// The header found by shape with the separator that gives the most columns.
fn header_by_shape(text: &str) -> Option<HeaderPlace> {
    if lacks_letters(text) {
        return None;
    }
    let place = |separator| {
        let rows: Vec<Vec<String>> =
            CsvRecords::new(text, separator).take(NEAR).map(|row| row.cells).collect();
        let (at, width) = by_shape::find(rows.iter().map(Vec::as_slice))?;
        let place = HeaderPlace { points: 0, separator, at, lines: 1, is_chance: false };
        Some((width, place))
    };
    let places = separators(text).into_iter().filter_map(place);
    places.max_by_key(|(width, _)| *width).map(|(_, place)| place)
}

/// Position of a header.
#[derive(Clone, Copy)]
struct HeaderPlace {
    points: usize,
    separator: u8,
    /// index of its first row
    at: usize,
    /// number of rows
    lines: usize,
    /// may be a row of data
    is_chance: bool,
}

/// The best header over all separators: near the top, or below a long letterhead if there is none
/// near the top. With a wrong separator no row is a header, so without the first limit all rows
/// would be scored.
fn best_header(
    text: &str,
    score: Score<'_>,
    pace: &mut Pace<'_>,
) -> Result<Option<HeaderPlace>, FileFault> {
    let mut best: Option<HeaderPlace> = None;
    for within in [NEAR, HEADER_WITHIN] {
        for separator in separators(text) {
            pace.check()?;
            let Some(found) = header_row(text, separator, within, score) else { continue };
            if best.is_none_or(|best| found.points > best.points) {
                best = Some(found);
            }
        }
        if best.is_some_and(|best| best.points > 1) {
            break;
        }
    }
    Ok(best)
}

/// The inner text if every row is one quoted cell. Excel writes this when it saves a CSV that it
/// opened without splitting it into columns.
fn unwrapped(text: &str) -> Option<String> {
    if !text.lines().any(|line| line.starts_with('"')) {
        return None;
    }
    let inside = |separator: &u8| {
        let mut inner = String::with_capacity(text.len());
        let mut line = 1;
        for record in CsvRecords::new(text, *separator) {
            let mut cells = record.cells.iter();
            let first = cells.next()?;
            if record.fault.is_some() || cells.any(|cell| !cell.trim().is_empty()) {
                return None;
            }
            // keep the line numbers of the file
            (line..record.line).for_each(|_| inner.push('\n'));
            inner.push_str(first);
            inner.push('\n');
            line = record.line + 1 + first.matches('\n').count() as u64;
        }
        Some(inner)
    };
    b";,\t".iter().find_map(inside)
}

/// The words of a header may be present with letters lost.
fn no_header(text: &str) -> FileFault {
    match lacks_letters(text) {
        true => FileFault::LostLetters,
        false => FileFault::NoHeader,
    }
}

fn lacks_letters(text: &str) -> bool {
    text.lines().take(NEAR).any(has_lost_letters)
}

/// The usual separators, or the one that a first line "sep=^" names for Excel.
fn separators(text: &str) -> Vec<u8> {
    let first = text.lines().next().unwrap_or_default().trim().trim_matches('"');
    match first.strip_prefix("sep=").map(str::as_bytes) {
        Some([separator @ (b'!'..=b'~' | b'\t')]) if *separator != b'"' => vec![*separator],
        _ => b",;\t|".to_vec(),
    }
}

/// The rows that fit best as a header; `None` if no cell names a column. A letterhead may be long,
/// but a header of some columns near the top is preferred to a row of data further down that
/// happens to score higher.
fn header_row(
    text: &str,
    separator: u8,
    within: usize,
    score: Score<'_>,
) -> Option<HeaderPlace> {
    let mut best: Option<HeaderPlace> = None;
    let mut records = CsvRecords::new(text, separator).take(within).map(|row| row.cells);
    let mut near: VecDeque<Vec<String>> = records.by_ref().take(MOST_LINES).collect();
    for at in 0.. {
        if near.is_empty() || at >= NEAR && best.is_some_and(|best| best.points > 1) {
            break;
        }
        let rows: Vec<HeaderRow<'_>> = near.iter().map(|cells| unmerged(cells)).collect();
        let most = best.map_or(0, |best| best.points);
        if let Some(found) = lines::best(lines::readings(&rows, score), most) {
            let HeaderLines { points, lines, .. } = found;
            let by_chance = is_chance(points, &found.cells);
            best = Some(HeaderPlace { points, separator, at, lines, is_chance: by_chance });
            if is_full(points, &found.cells) {
                break;
            }
        }
        near.pop_front();
        near.extend(records.next());
    }
    best
}

/// A text file has no merged cells.
fn unmerged(cells: &[String]) -> HeaderRow<'_> {
    HeaderRow { cells, merged: Vec::new() }
}

fn rows(
    text: &str,
    place: HeaderPlace,
    score: Score<'_>,
    pace: &mut Pace<'_>,
) -> Result<ListSheet, FileFault> {
    let mut sheet = ListSheet::default();
    let mut budget = Budget::for_file(text.len());
    let mut records = CsvRecords::new(text, place.separator);
    for record in records.by_ref().take(place.at) {
        spend(&record, &mut budget)?;
        sheet.above.extend(record.cells);
    }
    let Some(header) = records.next() else { return Err(FileFault::NoHeader) };
    records.shape = Some(RowShape::of(&header.cells));
    let mut lines = vec![header.cells];
    lines.extend(records.by_ref().take(place.lines - 1).map(|row| row.cells));
    let rows: Vec<HeaderRow<'_>> = lines.iter().map(|cells| unmerged(cells)).collect();
    let several = lines::read(&rows, score);
    // the unit of the table may be in a corner cell of its header
    sheet.above.extend(lines.iter().flatten().filter(|cell| is_note(cell)).cloned());
    let cells = match several {
        Some(several) => {
            sheet.over = several.over;
            sheet.header_lines = lines;
            several.cells
        }
        None => lines.swap_remove(0),
    };
    (_, sheet.header) = letters::header(&cells, score);
    for record in records.by_ref() {
        let too_long = matches!(record.fault, Some(ImportNote::TooLong));
        let blank = record.cells.iter().all(|cell| is_blank(cell));
        if !too_long && blank {
            continue;
        }
        pace.cell()?;
        if sheet.rows.len() == MOST_ROWS {
            return Err(FileFault::TooManyRows);
        }
        spend(&record, &mut budget)?;
        let CsvRow { line, cells, fault } = record;
        let faults = cells.iter().enumerate().filter(|(_, cell)| is_error(cell));
        let faults =
            faults.map(|(at, cell)| (at, ImportNote::CellError(cell.trim().to_owned())));
        let faults = faults.collect();
        sheet.rows.push(SheetRow {
            line,
            cells: cells.into_iter().collect(),
            fault,
            faults,
            ..SheetRow::default()
        });
    }
    match records.is_hopeless() {
        Some(line) => Err(FileFault::BrokenQuotes { line }),
        None => {
            sheet.notes = letters::mend(&mut sheet.rows, (0, &[]), &|_, _| None);
            Ok(sheet)
        }
    }
}

/// Whether the cell is a spreadsheet's error value.
fn is_error(cell: &str) -> bool {
    const ERRORS: [&str; 8] =
        ["#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!", "#SPILL!"];
    cell.starts_with('#') && ERRORS.contains(&cell.trim())
}

/// Charges the memory of a row to the budget.
fn spend(record: &CsvRow, budget: &mut Budget) -> Result<(), FileFault> {
    let spend = |budget: &mut Budget| -> Result<(), BudgetSpent> {
        budget.spend(ROW + record.cells.capacity() * CELL)?;
        record.cells.iter().try_for_each(|cell| budget.spend_text(cell.len()))
    };
    spend(budget).map_err(|BudgetSpent| FileFault::TooHeavy { line: Some(record.line) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cancel::CancelToken;

    fn names(row: &[&str]) -> usize {
        row.iter().filter(|c| matches!(c.trim(), "name" | "place" | "workers")).count()
    }

    fn read(bytes: &[u8]) -> Result<ListSheet, FileFault> {
        let mut nobody = |_| ();
        super::read(bytes, &names, &mut Pace::new(CancelToken::default(), &mut nobody))
    }

    fn sheet(text: &str) -> ListSheet {
        read(text.as_bytes()).unwrap()
    }

    #[test]
    fn separators_bom_and_titles_are_found_out() {
        for separator in [",", ";", "\t"] {
            let text =
                "\u{feff}DANH SÁCH CƠ SỞ\n\nname|place|workers\n1|2|3\nA|\"x\ny\"|5\nB||\n"
                    .replace('|', separator);
            let sheet = sheet(&text);
            assert_eq!(sheet.header, ["name", "place", "workers"]);
            let lines: Vec<u64> = sheet.rows.iter().map(|r| r.line).collect();
            // the row of column labels is removed later, when the columns are known
            assert_eq!(lines, [4, 5, 6]);
            assert!(sheet.rows[1].cells.iter().eq(["A", "x\ny", "5"]));
        }
    }

    /// A list of 300 rows once took minutes: with each wrong separator every row was scored as a
    /// header.
    #[test]
    fn a_long_list_is_searched_for_its_header_as_far_as_a_short_one() {
        let looks = |separator: char, rows: usize| {
            let row = |at| format!("Cơ sở {at}|xã, phường; đặc khu|{at}\n");
            let list: String = (0..rows).map(row).collect();
            let text = format!("name|place|workers\n{list}");
            let text = text.replace('|', &separator.to_string());
            let looked = std::cell::Cell::new(0);
            let score = |row: &[&str]| {
                looked.set(looked.get() + 1);
                names(row)
            };
            let mut nobody = |_| ();
            let pace = &mut Pace::new(CancelToken::default(), &mut nobody);
            super::read(text.as_bytes(), &score, pace).unwrap();
            looked.get()
        };
        for separator in [',', ';', '\t', '|'] {
            assert_eq!(looks(separator, 100), looks(separator, 1_000), "{separator:?}");
        }
    }

    #[test]
    fn rows_of_windows_and_behind_blank_lines_bore_the_wrong_line_number() {
        for (end, name) in [("\n", "LF"), ("\r\n", "CRLF"), ("\r", "CR")] {
            let text = ["DANH SÁCH", "", "name;place", "A;1", "", " ", "B;\"x|y\"", "C;3"];
            let text = text.join(end).replace('|', end);
            let lines: Vec<u64> = sheet(&text).rows.iter().map(|r| r.line).collect();
            assert_eq!(lines, [4, 7, 8], "{name}");
        }
    }

    #[test]
    fn other_alphabets_and_files_are_named() {
        let wrong = |bytes: &[u8]| read(bytes).unwrap_err();
        assert_eq!(wrong(b"\0\x01\x02\x03"), FileFault::NotText);
        assert_eq!(wrong(b"name\nA\nB\xb5\n"), FileFault::NotUtf8 { line: 3 });
        assert_eq!(wrong(b"PK\x03\x04...."), FileFault::NoSpreadsheet);
        assert_eq!(wrong(b"\xd0\xcf\x11\xe0...."), FileFault::OldSpreadsheet);
        assert_eq!(wrong(b"  \n\n"), FileFault::Empty);
        assert_eq!(wrong(b"a,b\n"), FileFault::NoHeader);
    }
}
