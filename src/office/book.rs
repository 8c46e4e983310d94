//! Writes a workbook: sheets with titles, a header, rows, and totals as formulas. Rows go straight
//! to disk, so memory does not grow with the length of a sheet.

mod cell;
mod chart;
mod format;

use std::io::{self, Write};
use std::path::Path;

use rust_xlsxwriter::{ExcelDateTime, FormatBorder, Formula, Workbook, Worksheet};

use super::grid::letters;
use super::latch::LatchedWriter;
use crate::record::Decimal;
use crate::text::format::show_date;
use crate::text::visible;
pub use cell::{Cell, CellLook, Column, Total};
pub use chart::{CellRange, ChartShape, ChartSpec};
pub(in crate::office) use format::wrong;
use format::{Formats, most_lines, paper_width, too_long};
pub use format::{header_format, number_format, sheet_name, width};

/// The most letters that a cell takes, as Excel counts them.
pub const MOST_LETTERS: usize = 32_767;
/// Excel stores 15 digits of a number; a longer number is written as text.
const MOST_WHOLE: u64 = 999_999_999_999_999;
/// Rows of an Excel sheet, less some for titles and totals.
pub const MOST_ROWS: usize = 1_048_000;

/// Excel's number of the paper.
const A4: u8 = 9;
/// In points.
const LINE_HEIGHT: f64 = 15.0;
/// Columns that fit on the width of a page.
const FITTED_COLUMNS: usize = 14;

pub struct WorkbookWriter {
    workbook: Workbook,
    formats: Formats,
}

impl WorkbookWriter {
    /// Rows go to an unnamed file in `folder`, where the workbook will be, until it is saved.
    pub fn new(folder: &Path) -> io::Result<WorkbookWriter> {
        let mut workbook = Workbook::new();
        workbook.set_tempdir(folder).map_err(wrong)?;
        // takes a quarter less time in all than the default level, for a quarter more bytes
        workbook.set_zip_compression_level(2);
        Ok(WorkbookWriter { workbook, formats: Formats::new() })
    }

    pub fn sheet(&mut self, name: &str) -> io::Result<SheetWriter<'_>> {
        let sheet = self.workbook.add_worksheet_with_constant_memory().map_err(wrong)?;
        SheetWriter::begin(sheet, &self.formats, name)
    }

    /// A sheet to be printed: rows are as high as their text, and headings of numbers are aligned
    /// with them.
    pub fn paper(&mut self, name: &str) -> io::Result<SheetWriter<'_>> {
        let mut sheet = self.sheet(name)?;
        sheet.is_paper = true;
        Ok(sheet)
    }

    /// A sheet with charts. Its rows stay in memory until the end, because a chart holds a copy of
    /// its cells for programs that do not read them again.
    pub fn sheet_with_charts(&mut self, name: &str) -> io::Result<SheetWriter<'_>> {
        let sheet = self.workbook.add_worksheet();
        sheet.set_print_fit_to_pages(1, 0);
        let mut sheet = SheetWriter::begin(sheet, &self.formats, name)?;
        sheet.is_paper = true;
        Ok(sheet)
    }

    pub fn save<W: Write + Send>(mut self, out: W) -> io::Result<()> {
        let mut out = LatchedWriter::new(out);
        let saved = self.workbook.save_to_writer(&mut out).map_err(wrong);
        out.result(saved)
    }
}

pub struct SheetWriter<'b> {
    sheet: &'b mut Worksheet,
    formats: &'b Formats,
    looks: Vec<CellLook>,
    row: u32,
    /// the first row under the header
    first: u32,
    sums: Vec<f64>,
    is_strong: bool,
    is_paper: bool,
    /// of each column, in letters
    widths: Vec<f64>,
}

impl<'b> SheetWriter<'b> {
    fn begin(
        sheet: &'b mut Worksheet,
        formats: &'b Formats,
        name: &str,
    ) -> io::Result<SheetWriter<'b>> {
        sheet.set_name(sheet_name(name)).map_err(wrong)?;
        sheet.set_paper_size(A4).set_landscape();
        Ok(SheetWriter {
            sheet,
            formats,
            looks: Vec::new(),
            row: 0,
            first: 0,
            sums: Vec::new(),
            is_strong: false,
            is_paper: false,
            widths: Vec::new(),
        })
    }
}

impl SheetWriter<'_> {
    /// A line above the header; the first one of a sheet is its title.
    pub fn title(&mut self, words: &str) -> io::Result<()> {
        let format = if self.row == 0 { &self.formats.title } else { &self.formats.words };
        self.sheet.write_string_with_format(self.row, 0, words, format).map_err(wrong)?;
        self.row += 1;
        Ok(())
    }

    /// The header stays visible when scrolling, and is printed on every page.
    pub fn header(&mut self, columns: &[Column]) -> io::Result<()> {
        for (at, column) in (0u16..).zip(columns) {
            let is_over_numbers = self.is_paper && column.look.is_number();
            let format = match is_over_numbers {
                true => &self.formats.number_header,
                false => &self.formats.header,
            };
            self.sheet
                .write_string_with_format(self.row, at, &column.heading, format)
                .map_err(wrong)?;
            let width = if self.is_paper { paper_width(column) } else { width(column) };
            self.sheet.set_column_width(at, width).map_err(wrong)?;
            // for input into empty cells: a phone number keeps its zero
            let typed = self.formats.of(column.look);
            self.sheet.set_column_format(at, typed).map_err(wrong)?;
        }
        self.widths = columns.iter().map(paper_width).collect();
        self.fit_height(&columns.iter().map(|c| c.heading.as_str()).collect::<Vec<_>>())?;
        self.sheet.set_freeze_panes(self.row + 1, 0).map_err(wrong)?;
        self.sheet.set_repeat_rows(self.row, self.row).map_err(wrong)?;
        // a wide list goes over several pages rather than into letters too small to read
        if columns.len() <= FITTED_COLUMNS {
            self.sheet.set_print_fit_to_pages(1, 0);
        }
        self.row += 1;
        self.first = self.row;
        self.looks = columns.iter().map(|c| c.look).collect();
        self.sums = vec![0.0; columns.len()];
        Ok(())
    }

    /// The number of the next row in formulas.
    pub fn next_line(&self) -> u32 {
        self.row + 1
    }

    /// Writes a row. Returns the columns of texts that are too long for a cell; these stay empty.
    pub fn row(&mut self, cells: &[Cell]) -> io::Result<Vec<usize>> {
        let mut left_empty = Vec::new();
        let words = |cell: &Cell| match cell {
            Cell::Text(text) => text.clone(),
            _ => String::new(),
        };
        if self.is_paper {
            let texts: Vec<String> = cells.iter().map(words).collect();
            self.fit_height(&texts.iter().map(String::as_str).collect::<Vec<_>>())?;
        }
        for (at, cell) in (0u16..).zip(cells) {
            let look = self.looks.get(usize::from(at)).copied().unwrap_or(CellLook::Text);
            let shown = match cell {
                Cell::Text(text) => Cell::Text(visible(text).into_owned()),
                cell => cell.clone(),
            };
            let too_long = matches!(&shown, Cell::Text(text) if too_long(text));
            left_empty.extend(too_long.then_some(usize::from(at)));
            let number = if too_long { 0.0 } else { self.put(at, &shown, look)? };
            if let Some(sum) = self.sums.get_mut(usize::from(at)) {
                *sum += number;
            }
        }
        self.row += 1;
        Ok(left_empty)
    }

    /// Sets the height of the row, since not every program fits it to the text.
    fn fit_height(&mut self, texts: &[&str]) -> io::Result<()> {
        let most = most_lines(texts, &self.widths);
        if self.is_paper && most > 1.0 {
            self.sheet.set_row_height(self.row, LINE_HEIGHT * most).map_err(wrong)?;
        }
        Ok(())
    }

    /// Writes a row in bold.
    pub fn strong_row(&mut self, cells: &[Cell]) -> io::Result<Vec<usize>> {
        self.is_strong = true;
        let written = self.row(cells);
        self.is_strong = false;
        written
    }

    /// Writes a cell; returns its number for the totals, or 0.
    fn put(&mut self, at: u16, cell: &Cell, look: CellLook) -> io::Result<f64> {
        // in a column of decimals a whole number still has thousands separators
        let look = match cell {
            Cell::Whole(_) if is_decimal(look) => CellLook::Whole,
            Cell::Formula(_, n) if is_decimal(look) && n.fract() == 0.0 => CellLook::Whole,
            _ => look,
        };
        let strong = self.is_strong.then(|| self.formats.of(look).clone().set_bold());
        let (row, format) = (self.row, strong.as_ref().unwrap_or(self.formats.of(look)));
        match cell {
            Cell::Empty => {}
            Cell::Text(text) => {
                self.sheet.write_string_with_format(row, at, text, format).map_err(wrong)?;
            }
            Cell::Whole(n) if n.unsigned_abs() > MOST_WHOLE => {
                self.sheet
                    .write_string_with_format(row, at, n.to_string(), format)
                    .map_err(wrong)?;
            }
            Cell::Whole(n) => {
                self.sheet
                    .write_number_with_format(row, at, *n as f64, format)
                    .map_err(wrong)?;
                return Ok(*n as f64);
            }
            Cell::Decimal(n) if n.0.unsigned_abs() > MOST_WHOLE => {
                let text = crate::text::format::show_decimal(*n);
                self.sheet.write_string_with_format(row, at, text, format).map_err(wrong)?;
            }
            Cell::Decimal(n) => {
                let n = n.0 as f64 / Decimal::ONE as f64;
                self.sheet.write_number_with_format(row, at, n, format).map_err(wrong)?;
                return Ok(n);
            }
            Cell::Number(number) => {
                self.sheet.write_string_with_format(row, at, number, format).map_err(wrong)?;
            }
            Cell::Date(date) => {
                let year = u16::try_from(date.year).unwrap_or_default();
                match ExcelDateTime::from_ymd(year, date.month, date.day) {
                    Ok(day) => self.sheet.write_datetime_with_format(row, at, day, format),
                    // Excel has no days before 1900
                    Err(_) => {
                        self.sheet.write_string_with_format(row, at, show_date(*date), format)
                    }
                }
                .map_err(wrong)?;
            }
            Cell::Formula(formula, comes_to) => {
                // the result is stored with the formula, since not every reader computes it
                let formula = Formula::new(formula).set_result(comes_to.to_string());
                self.sheet
                    .write_formula_with_format(row, at, formula, format)
                    .map_err(wrong)?;
                return Ok(*comes_to);
            }
        }
        Ok(0.0)
    }

    /// The last row: sums as formulas over all rows under the header.
    pub fn totals(&mut self, totals: &[Total]) -> io::Result<()> {
        let (first, last) = (self.first + 1, self.row);
        for (at, total) in (0u16..).zip(totals) {
            let look = self.looks.get(usize::from(at)).copied().unwrap_or(CellLook::Text);
            let format =
                self.formats.of(look).clone().set_bold().set_border_top(FormatBorder::Thin);
            match total {
                Total::Nothing => {
                    self.sheet.write_blank(self.row, at, &format).map_err(wrong)?;
                }
                Total::Words(words) => {
                    self.sheet
                        .write_string_with_format(self.row, at, words, &format)
                        .map_err(wrong)?;
                }
                Total::Sum => {
                    let column = letters(u32::from(at));
                    let sum = self.sums.get(usize::from(at)).copied().unwrap_or_default();
                    let formula = format!("SUM({column}{first}:{column}{last})");
                    let formula = Formula::new(formula).set_result(sum.to_string());
                    self.sheet
                        .write_formula_with_format(self.row, at, formula, &format)
                        .map_err(wrong)?;
                }
            }
        }
        self.row += 1;
        Ok(())
    }
}

fn is_decimal(look: CellLook) -> bool {
    matches!(look, CellLook::Decimal | CellLook::Amount)
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;
    use crate::cancel::CancelToken;
    use crate::office::pace::Pace;

    #[test]
    fn a_report_has_titles_a_header_rows_and_totals_as_formulas() {
        let folder = tempfile::tempdir().unwrap();
        let mut book = WorkbookWriter::new(folder.path()).unwrap();
        let head = |heading: &str, look| Column { heading: heading.into(), look };
        let mut sheet = book.sheet("Kết quả: 2026").unwrap();
        sheet.title("KẾT QUẢ KHUYẾN CÔNG").unwrap();
        sheet
            .header(&[head("Chỉ tiêu", CellLook::Text), head("Tổng", CellLook::Whole)])
            .unwrap();
        for n in [4_363, 630] {
            sheet.row(&[Cell::Text("lượt".into()), Cell::Whole(n)]).unwrap();
        }
        sheet.totals(&[Total::Words("Cộng".into()), Total::Sum]).unwrap();
        let mut rules = book.sheet("Cách tính").unwrap();
        rules.header(&[head("Quy tắc", CellLook::Note)]).unwrap();
        let mut out = Cursor::new(Vec::new());
        book.save(&mut out).unwrap();
        let mut nobody = |_| ();
        let mut pace = Pace::new(CancelToken::default(), &mut nobody);
        let mut read =
            crate::office::workbook::OpenWorkbook::open(out.get_ref(), &mut pace).unwrap();
        assert_eq!(read.sheets(), ["Kết quả 2026", "Cách tính"]);
        let grid = read.read("Kết quả 2026", 10, &mut pace).unwrap();
        let last: Vec<&str> = grid.rows.last().unwrap().1.iter().map(String::as_str).collect();
        assert_eq!((last, grid.first_formula.as_str()), (vec!["Cộng", "4993"], "B5"));
    }
}
