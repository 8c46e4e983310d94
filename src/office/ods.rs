//! A spreadsheet of LibreOffice (.ods) read as the same grids that a workbook gives. Repeated cells
//! and rows are counted before they are made: a small file may claim millions.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Cursor};

use quick_xml::escape::{resolve_xml_entity, unescape};
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;
use zip::ZipArchive;

use super::grid::{BookFault, Grid, MOST_COLUMNS, letters, number, percent};
use super::hidden::attribute;
use super::mask::shows_zeros;
use crate::text::legacy::Font;

/// Rows with something in them, of one sheet.
const MOST_ROWS: usize = 250_000;
/// Filled cells of all sheets together.
const MOST_CELLS: usize = 8_000_000;
/// What one cell may say.
const MOST_TEXT: usize = 1 << 20;

/// The sheets that a person sees, in their order.
pub fn read(bytes: &[u8]) -> Result<Vec<(String, Grid)>, BookFault> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| BookFault::Broken)?;
    let content = archive.by_name("content.xml").map_err(|_| BookFault::Broken)?;
    let mut reader = Reader::from_reader(BufReader::new(content));
    reader.config_mut().expand_empty_elements = true;
    let mut sheets = Sheets::default();
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer).map_err(|_| BookFault::Broken)? {
            Event::Start(tag) => {
                let name = tag.local_name().as_ref().to_owned();
                let tag = Tag::of(&tag);
                if matches!(
                    name.as_str(),
                    "tracked-changes" | "annotation" | "dde-links" | "shapes"
                ) {
                    skip(&mut reader, &name)?;
                } else {
                    sheets.start(&name, &tag)?;
                }
            }
            Event::End(tag) => sheets.end(tag.local_name().as_ref())?,
            Event::Text(text) => sheets.text(&text.xml10_content()),
            Event::CData(text) => sheets.text(&text),
            Event::GeneralRef(entity) => {
                let known = resolve_xml_entity(entity.as_ref()).map(str::to_owned);
                let letter = || entity.resolve_char_ref().ok().flatten().map(String::from);
                sheets.text(&known.or_else(letter).unwrap_or_default());
            }
            Event::Eof => return Ok(sheets.done),
            _ => {}
        }
    }
}

/// Passes over an element that holds no cells.
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

struct Tag(String);

impl Tag {
    fn of(tag: &BytesStart<'_>) -> Tag {
        Tag((**tag).to_owned())
    }

    fn get(&self, name: &str) -> Option<String> {
        let raw = attribute(&self.0, name)?;
        Some(unescape(raw).map_or_else(|_| raw.to_owned(), |text| text.into_owned()))
    }

    fn count(&self, name: &str) -> u32 {
        self.get(name).and_then(|n| n.parse().ok()).unwrap_or(1).max(1)
    }

    fn is_hidden(&self) -> bool {
        matches!(self.get("table:visibility").as_deref(), Some("collapse" | "filter"))
    }
}

#[derive(Default)]
struct Sheets {
    done: Vec<(String, Grid)>,
    fonts: HashMap<String, Font>,
    unseen: Vec<String>,
    style: String,
    faces: HashMap<String, String>,
    sheet: Option<Sheet>,
    cells: usize,
}

#[derive(Default)]
struct Sheet {
    name: String,
    seen: bool,
    grid: Grid,
    column: u32,
    /// counted from 1
    row: u32,
    repeated: u32,
    hidden: bool,
    cells: Vec<String>,
    cell: Option<Cell>,
}

struct Cell {
    tag: Tag,
    text: String,
    paragraphs: usize,
    covered: bool,
}

impl Sheets {
    fn start(&mut self, name: &str, tag: &Tag) -> Result<(), BookFault> {
        match name {
            "font-face" => {
                let names = (tag.get("style:name"), tag.get("svg:font-family"));
                if let (Some(name), Some(family)) = names {
                    self.faces.insert(name, family.trim_matches(['\'', '"']).to_owned());
                }
            }
            "style" => self.style = tag.get("style:name").unwrap_or_default(),
            "table-properties" if tag.get("table:display").as_deref() == Some("false") => {
                self.unseen.push(self.style.clone());
            }
            "text-properties" => {
                let font = tag.get("style:font-name").or_else(|| tag.get("fo:font-family"));
                let font = font.map(|name| self.faces.get(&name).cloned().unwrap_or(name));
                if let Some(font) =
                    font.and_then(|name| Font::by_name(name.trim_matches(['\'', '"'])))
                {
                    self.fonts.insert(self.style.clone(), font);
                }
            }
            "table" => {
                let style = tag.get("table:style-name").unwrap_or_default();
                let name = tag.get("table:name").unwrap_or_default();
                let seen = !self.unseen.contains(&style);
                self.sheet = Some(Sheet { name, seen, row: 1, ..Sheet::default() });
            }
            _ => {
                if let Some(sheet) = &mut self.sheet {
                    sheet.start(name, tag);
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

    fn end(&mut self, name: &str) -> Result<(), BookFault> {
        let Some(sheet) = &mut self.sheet else { return Ok(()) };
        match name {
            "table-cell" | "covered-table-cell" => {
                self.cells += sheet.end_cell(&self.fonts);
            }
            "table-row" => self.cells += sheet.end_row(self.cells)?,
            "table" => {
                if let Some(sheet) = self.sheet.take().filter(|sheet| sheet.seen) {
                    self.done.push((sheet.name, sheet.grid));
                }
            }
            _ => {}
        }
        if self.cells > MOST_CELLS { Err(BookFault::TooHeavy) } else { Ok(()) }
    }
}

impl Sheet {
    fn start(&mut self, name: &str, tag: &Tag) {
        match name {
            "table-column" => {
                let first = self.column;
                self.column = first.saturating_add(tag.count("table:number-columns-repeated"));
                if tag.is_hidden() {
                    self.grid.hidden.columns.push((first, self.column - 1));
                }
            }
            "table-row" => {
                self.repeated = tag.count("table:number-rows-repeated");
                self.hidden = tag.is_hidden();
                (self.column, self.cells) = (0, Vec::new());
            }
            "table-cell" | "covered-table-cell" => {
                let covered = name == "covered-table-cell";
                let tag = Tag(tag.0.clone());
                self.cell = Some(Cell { tag, text: String::new(), paragraphs: 0, covered });
            }
            _ => {
                let Some(cell) = &mut self.cell else { return };
                match name {
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
    }

    /// How many cells it fills.
    fn end_cell(&mut self, fonts: &HashMap<String, Font>) -> usize {
        let Some(cell) = self.cell.take() else { return 0 };
        let repeated = cell.tag.count("table:number-columns-repeated");
        let first = self.column;
        self.column = first.saturating_add(repeated);
        if cell.covered || first >= MOST_COLUMNS {
            return 0;
        }
        let place = (self.row, first);
        let mut text = cell.value();
        if cell.tag.get("table:formula").is_some() {
            if text.is_empty() && cell.tag.get("office:value-type").is_none() {
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
            self.grid.merged.push((
                place,
                (self.row.saturating_add(tall - 1), first.saturating_add(wide - 1)),
            ));
        }
        if text.is_empty() {
            return 0;
        }
        if cell.tag.get("calcext:value-type").as_deref() == Some("error") {
            self.grid.errors.push(place);
        }
        if let Some(font) = cell.tag.get("table:style-name").and_then(|style| fonts.get(&style))
        {
            self.grid.fonts.push((place, *font));
        }
        if cell.shows_zeros() {
            self.grid.shown.push((place, cell.text.clone()));
        }
        let last = first.saturating_add(repeated).min(MOST_COLUMNS);
        self.cells.resize(first as usize, String::new());
        self.cells.resize(last as usize, text);
        (last - first) as usize
    }

    /// How many cells its copies fill.
    fn end_row(&mut self, before: usize) -> Result<usize, BookFault> {
        let cells = std::mem::take(&mut self.cells);
        let first = self.row;
        self.row = first.saturating_add(self.repeated);
        if cells.is_empty() {
            return Ok(0);
        }
        let copies = self.repeated as usize;
        let filled = copies.saturating_mul(cells.len());
        if self.grid.rows.len().saturating_add(copies) > MOST_ROWS
            || before.saturating_add(filled) > MOST_CELLS
        {
            return Err(BookFault::TooHeavy);
        }
        for row in first..self.row {
            if self.hidden {
                self.grid.hidden.rows.push(row);
            }
            self.grid.rows.push((row, cells.clone()));
        }
        Ok(filled)
    }
}

impl Cell {
    fn shows_zeros(&self) -> bool {
        let number = self.tag.get("office:value").and_then(|n| n.parse().ok());
        number.is_some_and(|number| self.text != "0" && shows_zeros(&self.text, number))
    }

    fn value(&self) -> String {
        let get = |name: &str| self.tag.get(name);
        let float = || get("office:value").and_then(|n| n.parse::<f64>().ok());
        let kind = get("office:value-type");
        let value = match kind.as_deref() {
            Some("float" | "currency") => float().map(number),
            Some("percentage") => float().map(percent),
            Some("date") => get("office:date-value").map(|day| day.chars().take(10).collect()),
            Some("boolean") => get("office:boolean-value").map(|yes| yes.to_uppercase()),
            _ => None,
        };
        value.unwrap_or_else(|| match self.text.is_empty() {
            true => get("office:string-value").unwrap_or_default(),
            false => self.text.clone(),
        })
    }
}
