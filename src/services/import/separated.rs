//! Reads separated values (CSV), by RFC 4180 and as offices write them. A quote that is never
//! closed is an ordinary character of its row: it must not swallow the rows below.

use super::note::ImportNote;
use crate::office::grid::{MOST_COLUMNS, MOST_ROW_BYTES};

/// Above this number the file is no list; each open quote costs a scan of the rest of the file.
const MOST_OPEN_QUOTES: usize = 100;

#[derive(Clone, Debug, Default)]
pub struct CsvRow {
    /// number of the row, as a spreadsheet counts: LF, CRLF and a lone CR end a row, but not inside a
    /// quoted cell, unless that cell has swallowed rows
    pub line: u64,
    pub cells: Vec<String>,
    /// why the row cannot be read reliably
    pub fault: Option<ImportNote>,
}

/// Shape of the rows below a header. A quoted cell of the same shape has swallowed rows.
#[derive(Clone, Copy, Debug, Default)]
pub struct RowShape {
    /// separators in a row
    pub width: usize,
    /// whether a space follows each separator, as in prose
    pub spaced: bool,
}

impl RowShape {
    pub fn of(header: &[String]) -> RowShape {
        let spaced = header.iter().skip(1).any(|cell| cell.starts_with(' '));
        RowShape { width: header.len().saturating_sub(1), spaced }
    }
}

pub struct CsvRecords<'a> {
    text: &'a str,
    separator: u8,
    at: usize,
    line: u64,
    open_quotes: usize,
    /// `None` above the header
    pub shape: Option<RowShape>,
}

/// A quoted cell, without its quotes.
struct Quoted {
    /// empty if it exceeds the length limit of a row
    text: String,
    ends: usize,
    line_ends: u64,
    separators: usize,
}

impl<'a> CsvRecords<'a> {
    pub fn new(text: &'a str, separator: u8) -> CsvRecords<'a> {
        CsvRecords { text, separator, at: 0, line: 1, open_quotes: 0, shape: None }
    }

    /// If the file has too many open quotes: the current line.
    pub fn is_hopeless(&self) -> Option<u64> {
        (self.open_quotes > MOST_OPEN_QUOTES).then_some(self.line)
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// Skips one line end, if there is one.
    fn ends_line(&mut self) -> bool {
        let long = match (self.peek(), self.text.as_bytes().get(self.at + 1)) {
            (Some(b'\r'), Some(b'\n')) => 2,
            (Some(b'\r' | b'\n'), _) => 1,
            _ => return false,
        };
        self.at += long;
        self.line += 1;
        true
    }

    /// Up to the next separator or line end.
    fn plain(&mut self) -> &'a str {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let stops = |b: &u8| *b == self.separator || matches!(b, b'\r' | b'\n');
        let len = rest.as_bytes().iter().position(stops).unwrap_or(rest.len());
        self.at += len;
        rest.get(..len).unwrap_or_default()
    }

    /// The next unquoted cell. Adds to `length`, the bytes of the row; empty once the row is too
    /// long.
    fn plain_within(&mut self, length: &mut usize) -> String {
        let cell = self.plain();
        *length = length.saturating_add(cell.len());
        if *length > MOST_ROW_BYTES { String::new() } else { cell.to_owned() }
    }

    /// The cell after an opening quote; `None` if the quote is never closed.
    fn quoted(&self) -> Option<Quoted> {
        let start = self.at + 1;
        let bytes = self.text.as_bytes().get(start..)?;
        let spaced = self.shape.is_some_and(|shape| shape.spaced);
        let (mut line_ends, mut separators, mut at) = (0, 0, 0);
        loop {
            let next = bytes.get(at + 1);
            match bytes.get(at)? {
                b'"' if next == Some(&b'"') => at += 1,
                b'"' => break,
                b'\n' => line_ends += 1,
                b'\r' if next != Some(&b'\n') => line_ends += 1,
                b if *b == self.separator => {
                    separators += usize::from(spaced || next != Some(&b' '));
                }
                _ => {}
            }
            at += 1;
        }
        let text = self.text.get(start..start + at)?;
        let text = match text.len() > MOST_ROW_BYTES {
            true => String::new(),
            false => text.replace("\"\"", "\""),
        };
        Some(Quoted { text, ends: start + at + 1, line_ends, separators })
    }
}

impl Iterator for CsvRecords<'_> {
    type Item = CsvRow;

    fn next(&mut self) -> Option<CsvRow> {
        while self.ends_line() {}
        self.peek()?;
        let mut record = CsvRow { line: self.line, ..CsvRow::default() };
        // multi-line cells: line of the first quote, line ends inside, separators inside
        let mut long: Option<(u64, u64, usize)> = None;
        let (mut columns, mut length) = (0, 0usize);
        loop {
            let mut cell = String::new();
            columns += 1;
            if self.peek() == Some(b'"') && self.open_quotes <= MOST_OPEN_QUOTES {
                let (opens, before, so_far) = (self.line, self.at, length);
                let quoted = self.quoted();
                if let Some(quoted) = &quoted {
                    self.at = quoted.ends;
                    let behind = self.plain();
                    let inside = quoted.ends - before;
                    length = length.saturating_add(inside + behind.len());
                    if length <= MOST_ROW_BYTES {
                        cell = format!("{}{behind}", quoted.text);
                    }
                    // the "closing" quote was the opening quote of a later cell
                    if quoted.line_ends > 0 && !behind.trim().is_empty() {
                        (self.at, length) = (before, so_far);
                    }
                }
                match quoted.filter(|_| self.at > before) {
                    Some(quoted) => {
                        if quoted.line_ends > 0 {
                            let (line, ends, separators) = long.unwrap_or((opens, 0, 0));
                            let separators = separators + quoted.separators;
                            long = Some((line, ends + quoted.line_ends, separators));
                        }
                    }
                    None => {
                        self.open_quotes += 1;
                        record.fault.get_or_insert(ImportNote::OpenQuote(opens));
                        cell = self.plain_within(&mut length);
                    }
                }
            } else {
                cell = self.plain_within(&mut length);
            }
            match columns <= MOST_COLUMNS as usize {
                true => record.cells.push(cell),
                false if cell.trim().is_empty() => {}
                // cells beyond the last column are not read; fail rather than lose them silently
                false => length = usize::MAX,
            }
            if self.peek() != Some(self.separator) {
                break;
            }
            self.at += 1;
        }
        self.ends_line();
        if length > MOST_ROW_BYTES {
            record.fault.get_or_insert(ImportNote::TooLong);
            record.cells = Vec::new();
        }
        if let (Some(shape), Some((opens, line_ends, inside))) = (self.shape, long) {
            let rows = usize::try_from(line_ends).unwrap_or(usize::MAX).saturating_add(1);
            let all = inside + columns - 1;
            if inside > 0 && shape.width > 0 && all >= rows.saturating_mul(shape.width) {
                let last = opens + line_ends;
                // the rows are counted as they will be when the file is mended
                self.line += line_ends;
                record.fault.get_or_insert(ImportNote::ReadAsOne { first: opens, last });
            }
        }
        Some(record)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn records(text: &str) -> Vec<CsvRow> {
        let mut all = CsvRecords::new(text, b';');
        all.shape = Some(RowShape { width: 2, spaced: false });
        all.collect()
    }

    /// The crate that many programs read CSV by.
    fn oracle(text: &str) -> Vec<Vec<String>> {
        let mut reader = csv::ReaderBuilder::new();
        let reader = reader.delimiter(b';').has_headers(false).flexible(true);
        let reader = reader.from_reader(text.as_bytes());
        reader.into_records().map(|r| r.unwrap().iter().map(str::to_owned).collect()).collect()
    }

    #[test]
    fn well_formed_rows_are_those_of_other_readers() {
        for text in [
            "a;b;c\n1;\"2;3\";\n",
            "\n\na;\"b \"\"c\"\"\";d\r\n\r\n;;\r\"x\ny\";12\";z",
            "\"a\" b;c\n",
            "a;\"\"\n\"\"",
            ";\n;",
        ] {
            let mine: Vec<_> = records(text).into_iter().map(|r| r.cells).collect();
            assert_eq!(mine, oracle(text), "{text:?}");
        }
    }

    #[test]
    fn a_quote_that_never_closed_swallowed_the_rows_below() {
        for (text, line) in [
            ("a;\"b;1\nc;d;2\ne;f;3\n", 1),
            ("a;b;1\n\"c;d;2\ne;f;3\n", 2),
            ("a;b;1\nc;d;\"2\ne;f;3", 2),
            ("a;\"b;1\r\nc;\"d\";2\r\ne;f;3\r\n", 1),
        ] {
            let all = records(text);
            assert_eq!(all.len(), 3, "{text:?}");
            for record in &all {
                let open =
                    matches!(record.fault, Some(ImportNote::OpenQuote(at)) if at == line);
                assert_eq!(open, record.line == line, "{record:?}");
                assert_eq!(record.cells.len(), 3);
            }
        }
    }

    #[test]
    fn two_lone_quotes_made_one_cell_of_all_rows_between() {
        let all = records("a;\"b;1\nc;d;2\ne;f\";3\ng;h;4\n");
        assert!(
            matches!(all[0].fault, Some(ImportNote::ReadAsOne { first: 1, last: 3 })),
            "{all:?}"
        );
        assert_eq!((all.len(), all[1].line, all[1].fault.is_none()), (2, 4, true));
    }

    #[test]
    fn a_note_of_several_lines_is_no_swallowed_row() {
        for text in
            ["a;\"one; two\nthree; four\";c\n", "a;\"x\n;y\";c\n", "\"a\nb\";\"c\nd\";e\n"]
        {
            assert!(records(text)[0].fault.is_none(), "{text}");
        }
    }

    /// Every number after a cell with a line break was higher than the row's number in Excel.
    #[test]
    fn rows_are_counted_as_a_spreadsheet_shows_them() {
        let all = records("a;b;c\n\n\"d\ne\r\nf\";g;h\ni;j;\"k\nl\"\nm;n;o\n");
        let lines: Vec<u64> = all.iter().map(|record| record.line).collect();
        assert_eq!(lines, [1, 3, 4, 5]);
    }
}
