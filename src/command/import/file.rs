//! From bytes to a table: which alphabet, which separator, which row names the columns. Pure;
//! knows no kind of record, only how well a row fits as a header (`score`).

use csv::ReaderBuilder;

use super::note::Told;
use super::stray::is_blank;
use super::workbook;

/// Office lists have hundreds of rows; the limits keep a wrong file from eating the memory.
pub const MOST_BYTES: u64 = 64 << 20;
pub const MOST_ROWS: usize = 200_000;
pub const MOST_ROW_BYTES: usize = 256 << 10;
/// Titles and letterheads above the header.
pub const HEADER_WITHIN: usize = 30;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileFault {
    Utf16,
    NotUtf8 {
        line: u64,
    },
    /// of Excel 97 (.xls), or locked by a password
    OldSpreadsheet,
    /// begins like a workbook, and is none that can be read
    NoSpreadsheet,
    /// unpacks to more than any office list holds
    TooHeavy,
    Empty,
    NoHeader,
    TooManyRows,
    BrokenQuotes {
        line: u64,
    },
}

#[derive(Clone, Debug, Default)]
pub struct Sheet {
    /// of a workbook
    pub name: Option<String>,
    /// cells that stand above the header
    pub above: Vec<String>,
    pub header: Vec<String>,
    pub rows: Vec<SheetRow>,
    /// what was found and done on the way
    pub told: Vec<Told>,
}

/// How many cells of a row name a column.
pub type Score<'a> = &'a dyn Fn(&[&str]) -> usize;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetRow {
    /// as an editor counts, from 1
    pub line: u64,
    pub cells: Vec<String>,
    /// longer than `MOST_ROW_BYTES`: its cells were not kept
    pub too_long: bool,
    /// columns of a workbook's cells that hold an error instead of a value ("#N/A")
    pub broken: Vec<usize>,
}

/// What a file is, its first bytes say; its name may say anything.
pub fn read(bytes: &[u8], score: Score<'_>) -> Result<Sheet, FileFault> {
    if bytes.starts_with(b"PK\x03\x04") {
        return workbook::read(bytes, score);
    }
    if bytes.starts_with(b"\xd0\xcf\x11\xe0") {
        return Err(FileFault::OldSpreadsheet);
    }
    let text = decode(bytes)?;
    if text.trim().is_empty() {
        return Err(FileFault::Empty);
    }
    let mut best: Option<(usize, u8, usize)> = None;
    for separator in *b",;\t" {
        let Some((points, row)) = header_row(text, separator, score) else { continue };
        if best.is_none_or(|(most, ..)| points > most) {
            best = Some((points, separator, row));
        }
    }
    let (_, separator, row) = best.ok_or(FileFault::NoHeader)?;
    rows(text, separator, row)
}

fn decode(bytes: &[u8]) -> Result<&str, FileFault> {
    let start = bytes.get(..bytes.len().min(1024)).unwrap_or_default();
    if start.starts_with(b"\xff\xfe") || start.starts_with(b"\xfe\xff") || start.contains(&0) {
        return Err(FileFault::Utf16);
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    std::str::from_utf8(bytes).map_err(|e| {
        let good = bytes.get(..e.valid_up_to()).unwrap_or_default();
        let line = good.iter().filter(|b| **b == b'\n').count() as u64 + 1;
        FileFault::NotUtf8 { line }
    })
}

fn reader(text: &str, separator: u8) -> csv::Reader<&[u8]> {
    ReaderBuilder::new()
        .delimiter(separator)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes())
}

/// The row that fits best as a header, with its points; none when no cell names a column.
fn header_row(text: &str, separator: u8, score: Score<'_>) -> Option<(usize, usize)> {
    let mut best = None;
    for (at, row) in reader(text, separator).records().take(HEADER_WITHIN).enumerate() {
        let points = row.map_or(0, |row| score(&row.iter().collect::<Vec<_>>()));
        if points > best.map_or(0, |(most, _)| most) {
            best = Some((points, at));
        }
    }
    best
}

fn rows(text: &str, separator: u8, header_at: usize) -> Result<Sheet, FileFault> {
    let mut sheet = Sheet::default();
    let mut lines = LineCounter::new(text);
    for (at, row) in reader(text, separator).records().enumerate() {
        let row = row.map_err(|e| FileFault::BrokenQuotes {
            line: e.position().map_or(1, |at| lines.line_of_row(at.byte())),
        })?;
        let cells = || row.iter().map(str::to_owned).collect();
        if at < header_at {
            let above: Vec<String> = cells();
            sheet.above.extend(above);
            continue;
        }
        if at == header_at {
            sheet.header = cells();
            continue;
        }
        if row.iter().all(is_blank) || counts_columns(row.iter()) {
            continue;
        }
        if sheet.rows.len() == MOST_ROWS {
            return Err(FileFault::TooManyRows);
        }
        let line = row.position().map_or(0, |at| lines.line_of_row(at.byte()));
        let too_long = row.as_slice().len() > MOST_ROW_BYTES;
        let cells = if too_long { Vec::new() } else { cells() };
        sheet.rows.push(SheetRow { line, cells, too_long, broken: Vec::new() });
    }
    Ok(sheet)
}

/// Lines as an editor counts them: LF, CRLF and a lone CR each end one. The CSV reader counts LF
/// only, and gives a row's place before the line ends that it has still to pass over.
struct LineCounter<'a> {
    bytes: &'a [u8],
    at: usize,
    line: u64,
}

impl LineCounter<'_> {
    fn new(text: &str) -> LineCounter<'_> {
        LineCounter { bytes: text.as_bytes(), at: 0, line: 1 }
    }

    /// Rows are asked for in the order of the file.
    fn line_of_row(&mut self, offset: u64) -> u64 {
        let offset = usize::try_from(offset).unwrap_or(usize::MAX);
        while let Some(byte) = self.bytes.get(self.at) {
            let ends_line = matches!(byte, b'\r' | b'\n');
            if self.at >= offset && !ends_line {
                break;
            }
            self.at += 1;
            let crlf = *byte == b'\r' && self.bytes.get(self.at) == Some(&b'\n');
            self.line += u64::from(ends_line && !crlf);
        }
        self.line
    }
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

    fn names(row: &[&str]) -> usize {
        row.iter().filter(|c| matches!(c.trim(), "name" | "place" | "workers")).count()
    }

    fn sheet(text: &str) -> Sheet {
        read(text.as_bytes(), &names).unwrap()
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
        let wrong = |bytes: &[u8]| read(bytes, &names).unwrap_err();
        assert_eq!(wrong(b"\xff\xfen\0a\0"), FileFault::Utf16);
        assert_eq!(wrong(b"n\0a\0m\0e\0"), FileFault::Utf16);
        assert_eq!(wrong(b"name\nA\nB\xb5\n"), FileFault::NotUtf8 { line: 3 });
        assert_eq!(wrong(b"PK\x03\x04...."), FileFault::NoSpreadsheet);
        assert_eq!(wrong(b"\xd0\xcf\x11\xe0...."), FileFault::OldSpreadsheet);
        assert_eq!(wrong(b"  \n\n"), FileFault::Empty);
        assert_eq!(wrong(b"a,b\n1,2\n"), FileFault::NoHeader);
    }
}
