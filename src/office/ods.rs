//! A spreadsheet of LibreOffice (.ods) read as the same grids that a workbook gives. Repeated cells
//! and rows are counted before they are made: a small file may claim millions.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Cursor};

use quick_xml::escape::{resolve_xml_entity, unescape};
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;
use zip::ZipArchive;

use super::budget::{Budget, CELL, FAULT, ROW, Spent};
use super::grid::{
    BookFault, Grid, MOST_COLUMNS, MOST_ROW_BYTES, iso_day, letters, number, percent,
};
use super::hidden::attribute;
use super::mask::shows_zeros;
use super::pace::Pace;
use super::shown_day::ShownDay;
use crate::text::legacy::Font;

/// Rows with something in them, of one sheet.
const MOST_ROWS: usize = 250_000;
/// What one cell may say.
const MOST_TEXT: usize = 1 << 20;
/// Of a place that is noted, and of a tag, beside its text; they are copied, too.
const PLACE: usize = 96;
const TAG: usize = 256;

/// The sheets that a person sees, in their order.
pub fn read(
    bytes: &[u8],
    budget: &mut Budget,
    pace: &mut Pace<'_>,
) -> Result<Vec<(String, Grid)>, BookFault> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| BookFault::Broken)?;
    let content = archive.by_name("content.xml").map_err(|_| BookFault::Broken)?;
    let mut reader = Reader::from_reader(BufReader::new(content));
    reader.config_mut().expand_empty_elements = true;
    let mut sheets = Sheets::new(budget);
    let mut buffer = Vec::new();
    loop {
        pace.cell()?;
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
                    sheets.start(&name, &tag).map_err(|Spent| sheets.too_heavy())?;
                }
            }
            Event::End(tag) => {
                sheets.end(tag.local_name().as_ref()).map_err(|Spent| sheets.too_heavy())?;
            }
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

struct Sheets<'b> {
    budget: &'b mut Budget,
    done: Vec<(String, Grid)>,
    fonts: HashMap<String, Font>,
    unseen: Vec<String>,
    style: String,
    faces: HashMap<String, String>,
    /// what formats of days show, and the format of each style of cells
    days: HashMap<String, ShownDay>,
    formats: HashMap<String, String>,
    /// the format of a day that is being read
    day: Option<(String, ShownDay)>,
    sheet: Option<OdsSheet>,
}

#[derive(Default)]
struct OdsSheet {
    name: String,
    seen: bool,
    grid: Grid,
    column: u32,
    /// styles of cells that name none: from a column to another, and of the row
    columns: Vec<(u32, u32, String)>,
    row_style: Option<String>,
    /// counted from 1
    row: u32,
    repeated: u32,
    hidden: bool,
    cells: Vec<String>,
    /// bytes of text in `cells`, and of what did not go in
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
        Sheets {
            budget,
            done: Vec::new(),
            fonts: HashMap::new(),
            unseen: Vec::new(),
            style: String::new(),
            faces: HashMap::new(),
            days: HashMap::new(),
            formats: HashMap::new(),
            day: None,
            sheet: None,
        }
    }

    fn too_heavy(&self) -> BookFault {
        BookFault::TooHeavy { row: self.sheet.as_ref().map(|sheet| sheet.row) }
    }

    fn start(&mut self, name: &str, tag: &Tag) -> Result<(), Spent> {
        // what is kept of styles and sheets is no longer than their tags
        if matches!(
            name,
            "font-face"
                | "style"
                | "date-style"
                | "table-properties"
                | "text-properties"
                | "table"
        ) {
            self.budget.spend(tag.0.len() + self.style.len() + TAG)?;
        }
        match name {
            "font-face" => {
                let names = (tag.get("style:name"), tag.get("svg:font-family"));
                if let (Some(name), Some(family)) = names {
                    self.faces.insert(name, family.trim_matches(['\'', '"']).to_owned());
                }
            }
            "style" => {
                self.style = tag.get("style:name").unwrap_or_default();
                if let Some(format) = tag.get("style:data-style-name") {
                    self.formats.insert(self.style.clone(), format);
                }
            }
            "date-style" => {
                let name = tag.get("style:name").unwrap_or_default();
                self.day = Some((name, ShownDay::default()));
            }
            "day" | "month" | "year" if self.day.is_some() => {
                if let Some((_, shown)) = &mut self.day {
                    shown.day |= name == "day";
                    shown.month |= name == "month";
                    shown.year |= name == "year";
                }
            }
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

    fn end(&mut self, name: &str) -> Result<(), Spent> {
        if name == "date-style" {
            let known = self.day.take().filter(|(_, shown)| *shown != ShownDay::default());
            self.days.extend(known);
        }
        let Some(sheet) = &mut self.sheet else { return Ok(()) };
        match name {
            "table-cell" | "covered-table-cell" => {
                let days = |style: &str| self.days.get(self.formats.get(style)?).copied();
                sheet.end_cell(&self.fonts, &days, self.budget)?;
            }
            "table-row" => sheet.end_row(self.budget)?,
            "table" => {
                if let Some(sheet) = self.sheet.take().filter(|sheet| sheet.seen) {
                    self.done.push((sheet.name, sheet.grid));
                }
            }
            _ => {}
        }
        Ok(())
    }
}

impl OdsSheet {
    fn start(&mut self, name: &str, tag: &Tag, budget: &mut Budget) -> Result<(), Spent> {
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

    /// Of the cell at hand, should it name none.
    fn default_style(&self) -> Option<String> {
        let of_column = || {
            let at = self.columns.partition_point(|(_, last, _)| *last < self.column);
            let (first, _, style) = self.columns.get(at)?;
            (*first <= self.column).then(|| style.clone())
        };
        self.row_style.clone().or_else(of_column)
    }

    fn end_cell(
        &mut self,
        fonts: &HashMap<String, Font>,
        days: &dyn Fn(&str) -> Option<ShownDay>,
        budget: &mut Budget,
    ) -> Result<(), Spent> {
        let Some(cell) = self.cell.take() else { return Ok(()) };
        let style = cell.tag.get("table:style-name").or_else(|| self.default_style());
        let repeated = cell.tag.count("table:number-columns-repeated");
        let first = self.column;
        self.column = first.saturating_add(repeated);
        if cell.covered || first >= MOST_COLUMNS {
            return Ok(());
        }
        let place = (self.row, first);
        let mut text = cell.value(style.as_deref().and_then(days));
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
        if let Some(font) = style.as_deref().and_then(|style| fonts.get(style)) {
            budget.spend(PLACE)?;
            self.grid.fonts.push((place, *font));
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

    fn end_row(&mut self, budget: &mut Budget) -> Result<(), Spent> {
        let cells = std::mem::take(&mut self.cells);
        let first = self.row;
        self.row = first.saturating_add(self.repeated);
        if cells.is_empty() && self.length == 0 {
            return Ok(());
        }
        let too_long = self.length > MOST_ROW_BYTES;
        for row in first..self.row {
            // twice: a sheet is copied when it is read
            for _ in 0..2 {
                budget.spend(ROW / 2 + cells.len() * CELL)?;
                cells.iter().try_for_each(|cell| budget.spend_text(cell.len()))?;
            }
            if self.grid.rows.len() == MOST_ROWS {
                return Err(Spent);
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
    fn value(&self, shown: Option<ShownDay>) -> String {
        let get = |name: &str| self.tag.get(name);
        let float = || get("office:value").and_then(|n| n.parse::<f64>().ok());
        let kind = get("office:value-type");
        let value = match kind.as_deref() {
            Some("float" | "currency") => float().map(number),
            Some("percentage") => float().map(percent),
            Some("date") => {
                let whole = shown.unwrap_or(ShownDay::WHOLE);
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
