//! From bytes to a table: which alphabet, which separator, which row names the columns. Pure;
//! knows no kind of record, only how well a row fits as a header (`score`).

use super::encoding;
use super::foreign::{self, Foreign};
use super::letters;
use super::note::ImportNote;
use super::separated::{CsvRow, Records, RowShape};
use super::stray::is_blank;
use super::workbook;
use crate::office::budget::{Budget, CELL, ROW, Spent};
pub use crate::office::grid::MOST_ROW_BYTES;
use crate::office::grid::Tall;
use crate::office::pace::{Halted, Pace};
use crate::text::legacy::has_lost_letters;

/// Office lists have hundreds of rows; the limits keep a wrong file from eating the memory.
pub const MOST_BYTES: u64 = 64 << 20;
pub const MOST_ROWS: usize = 200_000;
/// Titles and letterheads above the header.
pub const HEADER_WITHIN: usize = 5_000;
/// Where the header of nearly every list is.
pub const NEAR: usize = 30;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileFault {
    /// no text that anybody can read: a picture, an archive, or cut off
    NotText,
    NotUtf8 {
        line: u64,
    },
    /// something else, by name
    Foreign(Foreign),
    /// of Excel 97 (.xls), or locked by a password
    OldSpreadsheet,
    /// begins like a workbook, and is none that can be read
    NoSpreadsheet,
    /// more than there is memory for, in this line
    TooHeavy {
        line: Option<u64>,
    },
    Empty,
    /// no header, and letters are missing where one should be
    LostLetters,
    NoHeader,
    TooManyRows,
    BrokenQuotes {
        line: u64,
    },
    /// somebody did not want to wait
    Halted,
}

impl From<Halted> for FileFault {
    fn from(_: Halted) -> FileFault {
        FileFault::Halted
    }
}

#[derive(Clone, Debug, Default)]
pub struct ListSheet {
    /// of a workbook
    pub name: Option<String>,
    /// cells that stand above the header
    pub above: Vec<String>,
    pub header: Vec<String>,
    pub rows: Vec<SheetRow>,
    /// columns of a workbook that nobody sees
    pub hidden_columns: Vec<usize>,
    /// the places of columns that later tables added at the end of the header
    pub added: Vec<usize>,
    /// cells of a workbook merged downwards
    pub tall: Vec<Tall>,
    /// what was found and done on the way
    pub told: Vec<ImportNote>,
}

impl ListSheet {
    /// Where a column stands in the file.
    pub fn place(&self, at: usize) -> usize {
        let first = self.header.len().saturating_sub(self.added.len());
        let added = at.checked_sub(first).and_then(|at| self.added.get(at));
        added.copied().unwrap_or(at)
    }
}

/// How many cells of a row name a column.
pub type Score<'a> = &'a dyn Fn(&[&str]) -> usize;

#[derive(Clone, Debug, Default)]
pub struct SheetRow {
    /// as an editor counts, from 1
    pub line: u64,
    pub cells: Vec<String>,
    /// why the row as a whole cannot enter
    pub fault: Option<ImportNote>,
    /// cells, by column, whose value is not known, and why
    pub faults: Vec<(usize, ImportNote)>,
    /// numbers of a workbook, by column, that a format shows as a code: what is seen
    pub shown: Vec<(usize, String)>,
    pub hidden: bool,
}

/// What a file is, its first bytes say; its name may say anything.
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
        if let Some((points, separator, row)) = inside
            && best.is_none_or(|(most, ..)| points > most)
        {
            let mut sheet = rows(&inner, separator, row, score, pace)?;
            sheet.told.insert(0, ImportNote::Unwrapped);
            return Ok(sheet);
        }
    }
    let (_, separator, row) = best.ok_or_else(|| no_header(text))?;
    rows(text, separator, row, score, pace)
}

/// Points, separator and place of the row that fits best as a header.
fn best_header(
    text: &str,
    score: Score<'_>,
    pace: &mut Pace<'_>,
) -> Result<Option<(usize, u8, usize)>, FileFault> {
    let mut best: Option<(usize, u8, usize)> = None;
    for separator in separators(text) {
        pace.check()?;
        let Some((points, row)) = header_row(text, separator, score) else { continue };
        if best.is_none_or(|(most, ..)| points > most) {
            best = Some((points, separator, row));
        }
    }
    Ok(best)
}

/// What stands inside, where every row is one quoted cell: so Excel saves a CSV that it opened
/// without parting it into columns.
fn unwrapped(text: &str) -> Option<String> {
    if !text.lines().any(|line| line.starts_with('"')) {
        return None;
    }
    let inside = |separator: &u8| {
        let mut inner = String::with_capacity(text.len());
        let mut line = 1;
        for record in Records::new(text, *separator) {
            let mut cells = record.cells.iter();
            let first = cells.next()?;
            if record.fault.is_some() || cells.any(|cell| !cell.trim().is_empty()) {
                return None;
            }
            // the lines are counted as in the file
            (line..record.line).for_each(|_| inner.push('\n'));
            inner.push_str(first);
            inner.push('\n');
            line = record.line + 1 + first.matches('\n').count() as u64;
        }
        Some(inner)
    };
    b";,\t".iter().find_map(inside)
}

/// The words of a header may be there without their letters.
fn no_header(text: &str) -> FileFault {
    match text.lines().take(NEAR).any(has_lost_letters) {
        true => FileFault::LostLetters,
        false => FileFault::NoHeader,
    }
}

/// Those that offices use, or the one that a first line "sep=^" names for Excel.
fn separators(text: &str) -> Vec<u8> {
    let first = text.lines().next().unwrap_or_default().trim().trim_matches('"');
    match first.strip_prefix("sep=").map(str::as_bytes) {
        Some([separator @ (b'!'..=b'~' | b'\t')]) if *separator != b'"' => vec![*separator],
        _ => b",;\t|".to_vec(),
    }
}

/// The row that fits best as a header, with its points; none when no cell names a column. A
/// letterhead may be long, but a header of some columns at the top is not passed over for a row
/// of data that happens to say more.
fn header_row(text: &str, separator: u8, score: Score<'_>) -> Option<(usize, usize)> {
    let mut best: Option<(usize, usize)> = None;
    for (at, row) in Records::new(text, separator).take(HEADER_WITHIN).enumerate() {
        if at >= NEAR && best.is_some_and(|(points, _)| points > 1) {
            break;
        }
        let (points, _) = letters::header(&row.cells, score);
        if points > best.map_or(0, |(most, _)| most) {
            best = Some((points, at));
            if is_full(points, &row.cells) {
                break;
            }
        }
    }
    best
}

/// Whether most cells of a row name columns. The table below it begins the list, even if another
/// one further down has more columns.
pub fn is_full(points: usize, cells: &[String]) -> bool {
    points > 1 && 2 * points > cells.iter().filter(|cell| !is_blank(cell)).count()
}

fn rows(
    text: &str,
    separator: u8,
    header_at: usize,
    score: Score<'_>,
    pace: &mut Pace<'_>,
) -> Result<ListSheet, FileFault> {
    let mut sheet = ListSheet::default();
    let mut budget = Budget::for_file(text.len());
    let mut records = Records::new(text, separator);
    for record in records.by_ref().take(header_at) {
        spend(&record, &mut budget)?;
        sheet.above.extend(record.cells);
    }
    let Some(header) = records.next() else { return Err(FileFault::NoHeader) };
    records.shape = Some(RowShape::of(&header.cells));
    (_, sheet.header) = letters::header(&header.cells, score);
    for record in records.by_ref() {
        let too_long = matches!(record.fault, Some(ImportNote::TooLong));
        let blank = record.cells.iter().all(|cell| is_blank(cell));
        if !too_long && (blank || counts_columns(record.cells.iter().map(String::as_str))) {
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
        sheet.rows.push(SheetRow { line, cells, fault, faults, ..SheetRow::default() });
    }
    match records.is_hopeless() {
        Some(line) => Err(FileFault::BrokenQuotes { line }),
        None => {
            sheet.told = letters::mend(&mut sheet.rows, (0, &[]), &|_, _| None);
            Ok(sheet)
        }
    }
}

/// What a spreadsheet writes for a formula that failed.
fn is_error(cell: &str) -> bool {
    const ERRORS: [&str; 8] =
        ["#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!", "#SPILL!"];
    cell.starts_with('#') && ERRORS.contains(&cell.trim())
}

/// The memory that a row takes.
fn spend(record: &CsvRow, budget: &mut Budget) -> Result<(), FileFault> {
    let spend = |budget: &mut Budget| -> Result<(), Spent> {
        budget.spend(ROW + record.cells.capacity() * CELL)?;
        record.cells.iter().try_for_each(|cell| budget.spend_text(cell.len()))
    };
    spend(budget).map_err(|Spent| FileFault::TooHeavy { line: Some(record.line) })
}

/// The row "(1) (2) (3)" that official forms have under their header.
pub fn counts_columns<'a>(row: impl Iterator<Item = &'a str>) -> bool {
    let mut counted = 0;
    for (at, cell) in row.enumerate() {
        let cell = cell.trim().trim_matches(['(', ')', '[', ']']);
        if cell.is_empty() {
            continue;
        }
        match cell.parse::<usize>() {
            Ok(n) if n == at + 1 || n == at => counted += 1,
            _ => return false,
        }
    }
    counted >= 3
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::office::beside::Halt;

    fn names(row: &[&str]) -> usize {
        row.iter().filter(|c| matches!(c.trim(), "name" | "place" | "workers")).count()
    }

    fn read(bytes: &[u8]) -> Result<ListSheet, FileFault> {
        let mut nobody = |_| ();
        super::read(bytes, &names, &mut Pace::new(Halt::default(), &mut nobody))
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
            assert_eq!(lines, [5, 7]);
            assert_eq!(sheet.rows[0].cells, ["A", "x\ny", "5"]);
        }
    }

    #[test]
    fn rows_of_windows_and_behind_blank_lines_bore_the_wrong_line_number() {
        for (end, name) in [("\n", "LF"), ("\r\n", "CRLF"), ("\r", "CR")] {
            let text = ["DANH SÁCH", "", "name;place", "A;1", "", " ", "B;\"x|y\"", "C;3"];
            let text = text.join(end).replace('|', end);
            let lines: Vec<u64> = sheet(&text).rows.iter().map(|r| r.line).collect();
            assert_eq!(lines, [4, 7, 9], "{name}");
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
        assert_eq!(wrong(b"a,b\n1,2\n"), FileFault::NoHeader);
    }
}
