//! Reads the workbooks of Excel and LibreOffice into a grid, sheet by sheet.

mod styled;

use std::collections::HashMap;
use std::io::Cursor;
use std::sync::Arc;

use calamine::{DataRef, Reader, SheetVisible, Style, Xlsx};
use styled::{CellStyle, Styled, shows_percent, text};

use super::budget::{Budget, BudgetSpent, FAULT, ROW};
use super::grid::{BookFault, Grid, MOST_COLUMNS, MOST_ROW_BYTES, letters, percent, put};
use super::hidden::{Hidden, HiddenParts};
use super::mask::Mask;
use super::measure::TooMuch;
use super::number_words::NumberWords;
use super::ods::{self, OdsBook};
use super::pace::Pace;
use super::shown_day::ShownDay;
use super::weigh::{WorkbookWeight, parts, weigh};
use crate::text::legacy::Font;

/// Memory of a cell that is recorded for its style.
const STYLED: usize = 48;

/// Replaces a text that is too long for any row.
const LONG: &str = "…";

pub enum OpenWorkbook<'a> {
    Excel(Box<Excel<'a>>),
    /// all sheets, already read
    LibreOffice(OdsBook),
}

impl OpenWorkbook<'_> {
    pub fn open<'b>(
        bytes: &'b [u8],
        pace: &mut Pace<'_>,
    ) -> Result<OpenWorkbook<'b>, BookFault> {
        let mut watch = HiddenParts::default();
        let mut budget = Budget::for_file(bytes.len());
        match weigh(bytes, &mut budget, pace, &mut |part, chunk| watch.see(part, chunk)) {
            WorkbookWeight::Fair => {}
            WorkbookWeight::TooHeavy(TooMuch { row }) => {
                return Err(BookFault::TooHeavy { row });
            }
            WorkbookWeight::Broken => return Err(BookFault::Broken),
            WorkbookWeight::Halted => return Err(BookFault::Halted),
        }
        let has =
            |part: &str| parts(bytes).is_some_and(|all| all.iter().any(|name| name == part));
        if has("content.xml") && has("mimetype") {
            let mut book = ods::read(bytes, &mut budget, pace)?;
            for (_, grid) in &mut book.sheets {
                grid.spread_merged(&mut budget)?;
            }
            return Ok(OpenWorkbook::LibreOffice(book));
        }
        let xlsx = Xlsx::new(Cursor::new(bytes)).map_err(|_| BookFault::Broken)?;
        let not_reckoned = watch.is_not_reckoned();
        let hidden = watch.by_sheet();
        Ok(OpenWorkbook::Excel(Box::new(Excel { xlsx, budget, not_reckoned, hidden })))
    }

    /// The visible sheets.
    pub fn sheets(&self) -> Vec<String> {
        let visible = |s: &&calamine::Sheet| s.visible == SheetVisible::Visible;
        match self {
            OpenWorkbook::Excel(book) => {
                let all = book.xlsx.sheets_metadata().iter();
                all.filter(visible).map(|s| s.name.clone()).collect()
            }
            OpenWorkbook::LibreOffice(book) => {
                book.sheets.iter().map(|(name, _)| name.clone()).collect()
            }
        }
    }

    /// Sheets that the spreadsheet program does not show.
    pub fn hidden_sheets(&self) -> Vec<String> {
        match self {
            OpenWorkbook::Excel(book) => {
                let hidden = |s: &&calamine::Sheet| {
                    matches!(s.visible, SheetVisible::Hidden | SheetVisible::VeryHidden)
                };
                let all = book.xlsx.sheets_metadata().iter();
                all.filter(hidden).map(|s| s.name.clone()).collect()
            }
            OpenWorkbook::LibreOffice(book) => book.hidden.clone(),
        }
    }

    /// The first `most` rows of a sheet that have content.
    pub fn read(
        &mut self,
        sheet: &str,
        most: usize,
        pace: &mut Pace<'_>,
    ) -> Result<Grid, BookFault> {
        match self {
            OpenWorkbook::Excel(book) => book.read(sheet, most, pace),
            OpenWorkbook::LibreOffice(book) => {
                let found = book.sheets.iter().find(|(name, _)| name == sheet);
                found.map(|(_, grid)| grid.top(most)).ok_or(BookFault::Broken)
            }
        }
    }
}

pub struct Excel<'a> {
    xlsx: Xlsx<Cursor<&'a [u8]>>,
    /// the budget of each reading of a sheet
    budget: Budget,
    hidden: HashMap<String, Arc<Hidden>>,
    /// a formula's 0 may be a placeholder from the program that wrote the file
    not_reckoned: bool,
}

impl Excel<'_> {
    fn read(
        &mut self,
        sheet: &str,
        most: usize,
        pace: &mut Pace<'_>,
    ) -> Result<Grid, BookFault> {
        let mut budget = self.budget;
        let styled = self.styled(sheet, most, &mut budget, pace)?;
        let mut grid = self.cells(sheet, most, &styled, &mut budget, pace)?;
        (grid.fonts, grid.shown) = (styled.fonts, styled.shown);
        let seen = self.hidden.get(sheet);
        // Finding them reads the whole sheet again. A chart sheet has no cells to merge.
        let merged = match seen.is_none_or(|seen| seen.merges) {
            true => self.xlsx.merge_cells_by_sheet_name(sheet).unwrap_or_default(),
            false => Vec::new(),
        };
        grid.hidden = seen.map(|seen| (**seen).clone()).unwrap_or_default();
        let place = |(row, column): (u32, u32)| (row.saturating_add(1), column);
        grid.merged = merged.iter().map(|area| (place(area.start), place(area.end))).collect();
        grid.spread_merged(&mut budget)?;
        Ok(grid)
    }

    /// Numbers shown as percentages (0.5 is "50 %") or as codes, and texts in fonts of legacy
    /// encodings. Only a workbook with such styles is read twice.
    fn styled(
        &mut self,
        sheet: &str,
        most: usize,
        budget: &mut Budget,
        pace: &mut Pace<'_>,
    ) -> Result<Styled, BookFault> {
        let mut cells =
            self.xlsx.worksheet_cells_reader(sheet).map_err(|_| BookFault::Broken)?;
        let percent = |style: &Style| {
            style.number_format.as_ref().is_some_and(|f| shows_percent(&f.format_code))
        };
        let font = |style: &Style| Font::by_name(style.font.as_ref()?.name.as_deref()?);
        let mask = |style: &Style| Mask::of(&style.number_format.as_ref()?.format_code);
        let day = |style: &Style| {
            let shown = ShownDay::of(&style.number_format.as_ref()?.format_code);
            shown.filter(|shown| *shown != ShownDay::WHOLE)
        };
        let words = |style: &Style| {
            let format = &style.number_format.as_ref()?.format_code;
            NumberWords::of(format).filter(|_| !shows_percent(format))
        };
        let of = |style: &Style| CellStyle {
            percent: percent(style),
            font: font(style),
            mask: mask(style),
            day: day(style),
            words: words(style),
        };
        let styles: Vec<CellStyle> = cells.styles().iter().map(of).collect();
        let (mut found, mut rows, mut last) = (Styled::default(), 0, None);
        if styles.iter().all(|style| *style == CellStyle::default()) {
            return Ok(found);
        }
        while let Some((cell, style)) =
            cells.next_cell_with_style_id().map_err(|_| BookFault::Broken)?
        {
            pace.cell()?;
            let (row, column) = cell.get_position();
            let value = cell.get_value();
            if last != Some(row) && !matches!(value, DataRef::Empty) {
                (last, rows) = (Some(row), rows + 1);
            }
            if rows > most {
                break;
            }
            let Some(CellStyle { percent, font, mask, day, words }) =
                styles.get(style).filter(|_| column < MOST_COLUMNS)
            else {
                continue;
            };
            let too_heavy =
                |BudgetSpent| BookFault::TooHeavy { row: Some(row.saturating_add(1)) };
            match value {
                DataRef::Int(_) | DataRef::Float(_) if *percent => {
                    budget.spend(STYLED).map_err(too_heavy)?;
                    found.percents.insert((row, column));
                }
                DataRef::Int(_) | DataRef::Float(_) => {
                    let number = match value {
                        DataRef::Int(n) => *n as f64,
                        DataRef::Float(n) => *n,
                        _ => continue,
                    };
                    if let Some(seen) = words.as_ref().and_then(|words| words.show(number)) {
                        budget.spend(STYLED).map_err(too_heavy)?;
                        budget.spend_text(seen.len()).map_err(too_heavy)?;
                        found.words.insert((row, column), seen);
                    }
                    let Some(seen) = mask.as_ref().and_then(|mask| mask.show(number)) else {
                        continue;
                    };
                    budget.spend(STYLED).map_err(too_heavy)?;
                    budget.spend_text(seen.len()).map_err(too_heavy)?;
                    found.shown.push(((row.saturating_add(1), column), seen));
                }
                DataRef::DateTime(_) | DataRef::DateTimeIso(_) => {
                    let Some(day) = day else { continue };
                    budget.spend(STYLED).map_err(too_heavy)?;
                    found.days.insert((row, column), *day);
                }
                DataRef::String(_) | DataRef::SharedString(_) if font.is_some() => {
                    budget.spend(STYLED).map_err(too_heavy)?;
                    let place = (row.saturating_add(1), column);
                    found.fonts.extend(font.map(|font| (place, font)));
                }
                _ => {}
            }
        }
        found.fonts.sort_by_key(|(place, _)| *place);
        found.shown.sort_by_key(|(place, _)| *place);
        Ok(found)
    }

    fn cells(
        &mut self,
        sheet: &str,
        most: usize,
        styled: &Styled,
        budget: &mut Budget,
        pace: &mut Pace<'_>,
    ) -> Result<Grid, BookFault> {
        let not_reckoned = self.not_reckoned;
        let mut cells =
            self.xlsx.worksheet_cells_reader(sheet).map_err(|_| BookFault::Broken)?;
        let mut grid = Grid::default();
        let mut length = 0;
        // Shared formulas are not expanded: their index cannot be trusted.
        while let Some(cell) =
            cells.next_cell_with_formula_metadata().map_err(|_| BookFault::Broken)?
        {
            pace.cell()?;
            let (row, column) = (cell.pos.0.saturating_add(1), cell.pos.1);
            let zero = matches!(cell.value, DataRef::Int(0))
                || matches!(cell.value, DataRef::Float(n) if n == 0.0);
            let no_value = cell.formula.is_some()
                && (matches!(cell.value, DataRef::Empty) || not_reckoned && zero);
            let too_heavy = |BudgetSpent| BookFault::TooHeavy { row: Some(row) };
            let in_error = matches!(cell.value, DataRef::Error(_));
            if no_value || in_error {
                budget.spend(FAULT).map_err(too_heavy)?;
            }
            if no_value {
                grid.no_value.push((row, column));
            } else if cell.formula.is_some() {
                grid.formulas += 1;
                if grid.formulas == 1 {
                    grid.first_formula = format!("{}{row}", letters(column));
                }
            }
            if in_error {
                grid.errors.push((row, column));
            }
            let long = match &cell.value {
                DataRef::String(text) => text.len(),
                DataRef::SharedString(text) => text.len(),
                _ => 0,
            };
            let text = match cell.value {
                _ if long > MOST_ROW_BYTES => LONG.to_owned(),
                _ if no_value => "=".to_owned(),
                DataRef::Float(n) if styled.percents.contains(&cell.pos) => percent(n),
                DataRef::Int(n) if styled.percents.contains(&cell.pos) => percent(n as f64),
                ref value => {
                    let shown = styled.days.get(&cell.pos).copied().unwrap_or(ShownDay::WHOLE);
                    let words = styled.words.get(&cell.pos);
                    words.cloned().unwrap_or_else(|| text(value, shown))
                }
            };
            if text.is_empty() || column >= MOST_COLUMNS {
                continue;
            }
            if grid.rows.last().is_none_or(|(last, _)| *last < row) {
                if grid.rows.len() == most {
                    grid.cut = true;
                    break;
                }
                budget.spend(ROW).map_err(too_heavy)?;
                grid.rows.push((row, Vec::new()));
                length = 0;
            }
            // office programs write cells in order; any other file is refused
            let Some((_, cells)) = grid.rows.last_mut().filter(|(last, _)| *last == row) else {
                return Err(BookFault::Broken);
            };
            length += long.max(text.len());
            if length > MOST_ROW_BYTES {
                if grid.too_long.last() != Some(&row) {
                    grid.too_long.push(row);
                }
                continue;
            }
            budget.spend_text(text.len()).map_err(too_heavy)?;
            put(cells, column as usize, text, budget).map_err(too_heavy)?;
        }
        Ok(grid)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percents_read_as_they_are_seen() {
        let shown = [(0.5, "50 %"), (0.07, "7 %"), (0.12345, "12,3450 %"), (1.0, "100 %")];
        for (n, seen) in shown {
            assert_eq!(percent(n), seen);
        }
        for (format, yes) in [
            ("0%", true),
            ("0.00%;[Red]-0.00%", true),
            ("0.0\" %\"", false),
            ("0\\%", false),
            ("General", false),
        ] {
            assert_eq!(shows_percent(format), yes, "{format}");
        }
    }
}
