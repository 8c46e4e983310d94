//! Reads a LibreOffice spreadsheet (.ods) into the same grids as a workbook. Repeated cells and
//! rows are charged before they are created, since a small file may claim millions.

mod styles;
mod tag;

use std::io::{BufRead, BufReader, Cursor};

use quick_xml::escape::resolve_xml_entity;
use quick_xml::events::Event;
use quick_xml::reader::Reader;
use styles::Styles;
use tag::Tag;
use zip::ZipArchive;

use super::budget::{Budget, BudgetSpent, CELL, FAULT, ROW};
use super::grid::{
    BookFault, Grid, MOST_COLUMNS, MOST_ROW_BYTES, iso_day, letters, number, percent,
};
use super::mask::shows_zeros;
use super::number_words::of_shown;
use super::pace::Pace;
use super::shown_day::ShownDay;

/// Rows with content in one sheet.
const MOST_ROWS: usize = 250_000;
/// Bytes of text in one cell.
const MOST_TEXT: usize = 1 << 20;
/// Memory of a recorded place, and of a tag without its text, copies included.
const PLACE: usize = 96;
const TAG: usize = 256;

#[derive(Default)]
pub struct OdsBook {
    /// the visible sheets, in order
    pub sheets: Vec<(String, Grid)>,
    /// names of hidden sheets
    pub hidden: Vec<String>,
}

pub fn read(
    bytes: &[u8],
    budget: &mut Budget,
    pace: &mut Pace<'_>,
) -> Result<OdsBook, BookFault> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| BookFault::Broken)?;
    let mut sheets = Sheets::new(budget);
    // not every program writes this part
    if let Ok(styles) = archive.by_name("styles.xml") {
        // automatic styles of this part are for headers and footers, and share names with others
        let passed = ["automatic-styles", "master-styles"];
        walk(BufReader::new(styles), &mut sheets, &passed, pace)?;
    }
    let content = archive.by_name("content.xml").map_err(|_| BookFault::Broken)?;
    let passed = ["tracked-changes", "annotation", "dde-links", "shapes"];
    walk(BufReader::new(content), &mut sheets, &passed, pace)?;
    Ok(sheets.done)
}

/// Reads a part of the file, without the elements of these names.
fn walk(
    part: impl BufRead,
    sheets: &mut Sheets<'_>,
    passed: &[&str],
    pace: &mut Pace<'_>,
) -> Result<(), BookFault> {
    let mut reader = Reader::from_reader(part);
    reader.config_mut().expand_empty_elements = true;
    let mut buffer = Vec::new();
    loop {
        pace.cell()?;
        buffer.clear();
        match reader.read_event_into(&mut buffer).map_err(|_| BookFault::Broken)? {
            Event::Start(tag) => {
                let name = tag.local_name().as_ref().to_owned();
                let tag = Tag::of(&tag);
                if passed.contains(&name.as_str()) {
                    skip(&mut reader, &name)?;
                } else {
                    sheets.start(&name, &tag).map_err(|BudgetSpent| sheets.too_heavy())?;
                }
            }
            Event::End(tag) => {
                sheets
                    .end(tag.local_name().as_ref())
                    .map_err(|BudgetSpent| sheets.too_heavy())?;
            }
            Event::Text(text) => sheets.text(&text.xml10_content()),
            Event::CData(text) => sheets.text(&text),
            Event::GeneralRef(entity) => {
                let known = resolve_xml_entity(entity.as_ref()).map(str::to_owned);
                let letter = || entity.resolve_char_ref().ok().flatten().map(String::from);
                sheets.text(&known.or_else(letter).unwrap_or_default());
            }
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

/// Skips an element that holds no cells.
fn skip(reader: &mut Reader<impl BufRead>, name: &str) -> Result<(), BookFault> {
    let (mut depth, mut buffer) = (1, Vec::new());
    while depth > 0 {
        buffer.clear();
        match reader.read_event_into(&mut buffer).map_err(|_| BookFault::Broken)? {
            Event::Start(tag) if tag.local_name().as_ref() == name => depth += 1,
            Event::End(tag) if tag.local_name().as_ref() == name => depth -= 1,
            Event::Eof => return Err(BookFault::Broken),
            _ => {}
        }
    }
    Ok(())
}

struct Sheets<'b> {
    budget: &'b mut Budget,
    done: OdsBook,
    styles: Styles,
    sheet: Option<OdsSheet>,
}

#[derive(Default)]
struct OdsSheet {
    name: String,
    seen: bool,
    grid: Grid,
    column: u32,
    /// default styles of cells: of columns (first, last), and of the row
    columns: Vec<(u32, u32, String)>,
    row_style: Option<String>,
    /// counted from 1
    row: u32,
    repeated: u32,
    hidden: bool,
    cells: Vec<String>,
    /// bytes of text of the row, including text that was left out
    length: usize,
    cell: Option<OdsCell>,
}

struct OdsCell {
    tag: Tag,
    text: String,
    paragraphs: usize,
    covered: bool,
}

impl Sheets<'_> {
    fn new(budget: &mut Budget) -> Sheets<'_> {
        Sheets { budget, done: OdsBook::default(), styles: Styles::default(), sheet: None }
    }

    fn too_heavy(&self) -> BookFault {
        BookFault::TooHeavy { row: self.sheet.as_ref().map(|sheet| sheet.row) }
    }

    fn start(&mut self, name: &str, tag: &Tag) -> Result<(), BudgetSpent> {
        if self.sheet.is_none() && self.styles.start(name, tag, self.budget)? {
            return Ok(());
        }
        match name {
            "table" => {
                self.budget.spend(tag.0.len() + TAG)?;
                let style = tag.get("table:style-name").unwrap_or_default();
                let name = tag.get("table:name").unwrap_or_default();
                let seen = self.styles.is_displayed(&style);
                self.sheet = Some(OdsSheet { name, seen, row: 1, ..OdsSheet::default() });
            }
            _ => {
                if let Some(sheet) = &mut self.sheet {
                    sheet.start(name, tag, self.budget)?;
                }
            }
        }
        Ok(())
    }

    fn text(&mut self, text: &str) {
        let cell = self.sheet.as_mut().and_then(|sheet| sheet.cell.as_mut());
        if let Some(cell) =
            cell.filter(|cell| cell.paragraphs > 0 && cell.text.len() < MOST_TEXT)
        {
            cell.text.push_str(text);
        }
    }

    fn end(&mut self, name: &str) -> Result<(), BudgetSpent> {
        self.styles.end(name);
        let Some(sheet) = &mut self.sheet else { return Ok(()) };
        match name {
            "table-cell" | "covered-table-cell" => {
                sheet.end_cell(&self.styles, self.budget)?;
            }
            "table-row" => sheet.end_row(self.budget)?,
            "table" => {
                let Some(sheet) = self.sheet.take() else { return Ok(()) };
                match sheet.seen {
                    true => self.done.sheets.push((sheet.name, sheet.grid)),
                    false => self.done.hidden.push(sheet.name),
                }
            }
            _ => {}
        }
        Ok(())
    }
}

impl OdsSheet {
    fn start(&mut self, name: &str, tag: &Tag, budget: &mut Budget) -> Result<(), BudgetSpent> {
        match name {
            "table-column" => {
                budget.spend(if tag.is_hidden() { PLACE } else { 0 })?;
                let first = self.column;
                self.column = first.saturating_add(tag.count("table:number-columns-repeated"));
                if let Some(style) = tag.get("table:default-cell-style-name") {
                    budget.spend(PLACE + style.len())?;
                    self.columns.push((first, self.column - 1, style));
                }
                if tag.is_hidden() {
                    self.grid.hidden.columns.push((first, self.column - 1));
                }
            }
            "table-row" => {
                self.repeated = tag.count("table:number-rows-repeated");
                self.hidden = tag.is_hidden();
                self.row_style = tag.get("table:default-cell-style-name");
                (self.column, self.cells, self.length) = (0, Vec::new(), 0);
            }
            "table-cell" | "covered-table-cell" => {
                let covered = name == "covered-table-cell";
                let tag = Tag(tag.0.clone());
                self.cell = Some(OdsCell { tag, text: String::new(), paragraphs: 0, covered });
            }
            _ => {
                let Some(cell) = &mut self.cell else { return Ok(()) };
                match name {
                    _ if cell.text.len() >= MOST_TEXT => {}
                    "p" => {
                        cell.text.push_str(if cell.paragraphs > 0 { "\n" } else { "" });
                        cell.paragraphs += 1;
                    }
                    "s" => {
                        let blanks = tag.count("text:c").min(100);
                        cell.text.extend((0..blanks).map(|_| ' '));
                    }
                    "tab" => cell.text.push('\t'),
                    "line-break" => cell.text.push('\n'),
                    _ => {}
                }
            }
        }
        Ok(())
    }

    /// The style of the current cell if it names none.
    fn default_style(&self) -> Option<String> {
        let of_column = || {
            let at = self.columns.partition_point(|(_, last, _)| *last < self.column);
            let (first, _, style) = self.columns.get(at)?;
            (*first <= self.column).then(|| style.clone())
        };
        self.row_style.clone().or_else(of_column)
    }

    fn end_cell(&mut self, styles: &Styles, budget: &mut Budget) -> Result<(), BudgetSpent> {
        let Some(cell) = self.cell.take() else { return Ok(()) };
        let style = cell.tag.get("table:style-name").or_else(|| self.default_style());
        let repeated = cell.tag.count("table:number-columns-repeated");
        let first = self.column;
        self.column = first.saturating_add(repeated);
        if cell.covered || first >= MOST_COLUMNS {
            return Ok(());
        }
        let place = (self.row, first);
        let mut text = cell.value(&|| styles.day(style.as_deref()));
        if cell.tag.get("table:formula").is_some() {
            if text.is_empty() && cell.tag.get("office:value-type").is_none() {
                budget.spend(FAULT)?;
                self.grid.no_value.push(place);
                text = "=".to_owned();
            } else {
                self.grid.formulas += 1;
                if self.grid.formulas == 1 {
                    self.grid.first_formula = format!("{}{}", letters(first), self.row);
                }
            }
        }
        let (wide, tall) = (
            cell.tag.count("table:number-columns-spanned"),
            cell.tag.count("table:number-rows-spanned"),
        );
        if wide > 1 || tall > 1 {
            budget.spend(PLACE)?;
            self.grid.merged.push((
                place,
                (self.row.saturating_add(tall - 1), first.saturating_add(wide - 1)),
            ));
        }
        if text.is_empty() {
            return Ok(());
        }
        if cell.tag.get("calcext:value-type").as_deref() == Some("error") {
            budget.spend(FAULT)?;
            self.grid.errors.push(place);
        }
        if let Some(font) = styles.font(style.as_deref()) {
            budget.spend(PLACE)?;
            self.grid.fonts.push((place, font));
        }
        if cell.shows_zeros() {
            budget.spend(PLACE)?;
            budget.spend_text(cell.text.len())?;
            self.grid.shown.push((place, cell.text.clone()));
        }
        let last = first.saturating_add(repeated).min(MOST_COLUMNS);
        self.cells.resize(first as usize, String::new());
        self.length =
            self.length.saturating_add(text.len().saturating_mul((last - first) as usize));
        if self.length <= MOST_ROW_BYTES {
            self.cells.resize(last as usize, text);
        }
        Ok(())
    }

    fn end_row(&mut self, budget: &mut Budget) -> Result<(), BudgetSpent> {
        let cells = std::mem::take(&mut self.cells);
        let first = self.row;
        self.row = first.saturating_add(self.repeated);
        if cells.is_empty() && self.length == 0 {
            return Ok(());
        }
        let too_long = self.length > MOST_ROW_BYTES;
        for row in first..self.row {
            // twice, because a sheet is copied when it is read
            for _ in 0..2 {
                budget.spend(ROW / 2 + cells.len() * CELL)?;
                cells.iter().try_for_each(|cell| budget.spend_text(cell.len()))?;
            }
            if self.grid.rows.len() == MOST_ROWS {
                return Err(BudgetSpent);
            }
            if self.hidden {
                self.grid.hidden.rows.push(row);
            }
            if too_long {
                self.grid.too_long.push(row);
            }
            self.grid.rows.push((row, cells.clone()));
        }
        Ok(())
    }
}

impl OdsCell {
    fn shows_zeros(&self) -> bool {
        let number = self.tag.get("office:value").and_then(|n| n.parse().ok());
        number.is_some_and(|number| self.text != "0" && shows_zeros(&self.text, number))
    }

    /// `shown`: what the cell's format shows of a day.
    fn value(&self, shown: &dyn Fn() -> Option<ShownDay>) -> String {
        let get = |name: &str| self.tag.get(name);
        let float = || get("office:value").and_then(|n| n.parse::<f64>().ok());
        let kind = get("office:value-type");
        let value = match kind.as_deref() {
            Some("float" | "currency") => {
                let seen = |value| of_shown(value, &self.text).unwrap_or_else(|| number(value));
                float().map(seen)
            }
            Some("percentage") => float().map(percent),
            Some("date") => {
                let whole = shown().unwrap_or(ShownDay::WHOLE);
                get("office:date-value").map(|day| iso_day(&day, whole))
            }
            Some("boolean") => get("office:boolean-value").map(|yes| yes.to_uppercase()),
            _ => None,
        };
        value.unwrap_or_else(|| match self.text.is_empty() {
            true => get("office:string-value").unwrap_or_default(),
            false => self.text.clone(),
        })
    }
}
