//! Converts text in pre-Unicode Vietnamese charsets, and repairs UTF-8 that was misread. Certain
//! conversions are made and reported; a cell that is uncertain becomes a fault. Evidence: the fonts
//! of a workbook, words that are Vietnamese in one reading only, and the other cells of the column.

use std::collections::HashMap;

use unicode_normalization::UnicodeNormalization;

use super::note::ImportNote;
use crate::services::import::sheet::{Score, SheetRow};
use crate::text::legacy::{self, Charset, Evidence, Font};

pub const OLD: [Charset; 2] = [Charset::Tcvn3, Charset::Vni];
/// Words that must make sense in one charset only; fewer may be names in other languages.
pub const ENOUGH: usize = 2;

/// With a font of an old charset, at most one cell in this many may be contrary evidence.
const MOST_ODD: usize = 20;

/// Maximum number of cached words.
const MOST_KNOWN: usize = 50_000;

/// The old-charset font of a cell, by line and column.
pub type Fonts<'a> = &'a dyn Fn(u64, usize) -> Option<Font>;

/// The reading of a header that scores best, with its score.
pub fn header(cells: &[String], score: Score<'_>) -> (usize, Vec<String>) {
    let points =
        |cells: &[String]| score(&cells.iter().map(String::as_str).collect::<Vec<_>>());
    let mut best = (points(cells), cells.to_vec());
    if cells.iter().all(|cell| cell.is_ascii()) {
        return best;
    }
    for charset in OLD.into_iter().chain([Charset::Misread]) {
        let read =
            |cell: &String| legacy::decode(charset, cell).unwrap_or_else(|| cell.clone());
        let converted: Vec<String> = cells.iter().map(read).collect();
        // most rows are Unicode, which no charset changes
        if converted == cells {
            continue;
        }
        let points = points(&converted);
        if points > best.0 {
            best = (points, converted);
        }
    }
    best
}

/// The text as written, and decoded in each old charset and as misread UTF-8. For recognising
/// words, not for storing.
pub fn readings(text: &str) -> impl Iterator<Item = String> + '_ {
    let charsets = OLD.into_iter().chain([Charset::Misread]).filter(|_| !text.is_ascii());
    let read = charsets.filter_map(|charset| legacy::decode(charset, text));
    std::iter::once(text.to_owned()).chain(read)
}

/// Evidence about the charset of a column or of the sheet.
#[derive(Clone, Copy, Debug, Default)]
struct Count {
    /// words that make sense in one charset only, by index in `OLD`
    converted: [usize; 2],
    /// cells that are certainly Unicode
    unicode: usize,
    /// cells that are certainly misread UTF-8, and cells that certainly are not
    misread: usize,
    readable: usize,
}

/// Groups of cells by font: none, TCVN3, VNI. A font is no evidence for cells in another.
const GROUPS: usize = 3;

fn group(font: Option<Font>) -> usize {
    match font.map(|font| font.charset) {
        Some(Charset::Tcvn3) => 1,
        Some(Charset::Vni) => 2,
        Some(Charset::Misread) | None => 0,
    }
}

#[derive(Default)]
struct Counts {
    columns: Vec<[Count; GROUPS]>,
    sheet: [Count; GROUPS],
}

impl Counts {
    fn add(&mut self, at: usize, group: usize, cell: &str, class: &LetterClass) {
        if self.columns.len() <= at {
            self.columns.resize(at + 1, Default::default());
        }
        let column = self.columns.get_mut(at).and_then(|groups| groups.get_mut(group));
        let both = column.into_iter().chain(self.sheet.get_mut(group));
        both.for_each(|count| count.add(group, cell, class));
    }

    fn column(&self, at: usize, group: usize) -> Count {
        let column = self.columns.get(at).and_then(|groups| groups.get(group));
        column.copied().unwrap_or_default()
    }

    fn sheet(&self, group: usize) -> Count {
        self.sheet.get(group).copied().unwrap_or_default()
    }
}

impl Count {
    fn add(&mut self, group: usize, cell: &str, class: &LetterClass) {
        let may_be =
            || matches!(class, LetterClass::Misread(_)) || among_misread(cell).is_some();
        self.readable += usize::from(!may_be());
        match class {
            LetterClass::Plain => {}
            LetterClass::Misread(_) => self.misread += 1,
            LetterClass::Unicode => self.unicode += 1,
            LetterClass::Latin(evidence) => {
                for (of, found) in evidence.iter().enumerate() {
                    self.converted[of] += found.converted;
                }
                let unicode = match group {
                    0 => evidence.iter().all(|e| e.as_written > 0),
                    _ => evidence[group - 1].as_written > 0,
                };
                self.unicode += usize::from(unicode);
            }
        }
    }
}

enum LetterClass {
    /// has a single reading
    Plain,
    Unicode,
    /// misread UTF-8, with the repaired text
    Misread(String),
    /// evidence for each charset in `OLD`
    Latin([Evidence; 2]),
}

/// Converts the rows in place. `header`: the first row of the sheet, with its line.
pub fn mend(
    rows: &mut [SheetRow],
    header: (u64, &[String]),
    fonts: Fonts<'_>,
) -> Vec<ImportNote> {
    let mut known = HashMap::new();
    let mut counts = Counts::default();
    for (at, cell) in header.1.iter().enumerate().filter(|(_, cell)| !cell.is_ascii()) {
        // an unconverted header counts only if it has a font: data are often older than the header
        if let Some(font) = fonts(header.0, at) {
            counts.sheet[group(Some(font))].add(
                group(Some(font)),
                cell,
                &class(cell, &mut known),
            );
        }
    }
    for row in rows.iter() {
        for (at, cell) in row.cells.iter().enumerate() {
            if !cell.is_ascii() {
                let class = class(cell, &mut known);
                counts.add(at, group(fonts(row.line, at)), cell, &class);
            }
        }
    }
    let bare = counts.sheet(0);
    let most = if bare.converted[1] > bare.converted[0] { 1 } else { 0 };
    let mut message: Vec<(Charset, usize, u64, String)> = Vec::new();
    for row in rows {
        let mut converted = Vec::new();
        for (at, cell) in row.cells.iter().enumerate() {
            if legacy::has_lost_letters(cell) {
                row.faults.push((at, ImportNote::LostLetters(cell.to_owned())));
                continue;
            }
            if cell.is_ascii() {
                continue;
            }
            let font = fonts(row.line, at);
            let (column, sheet) = (counts.column(at, group(font)), counts.sheet(group(font)));
            let misread =
                |cell: &str| among_misread(cell).filter(|_| is_misread(column, sheet));
            let reading = match class(cell, &mut known) {
                LetterClass::Misread(text) => LetterReading::Sure(Charset::Misread, text),
                class => match (misread(cell), class, font) {
                    (Some(text), ..) => LetterReading::Sure(Charset::Misread, text),
                    (None, LetterClass::Latin(evidence), Some(font)) => {
                        by_font(font, cell, evidence, column, sheet)
                    }
                    (None, LetterClass::Latin(evidence), None) => {
                        let enough = sheet.converted[most] >= ENOUGH;
                        by_words(OLD[most], cell, evidence[most], enough, most, column, sheet)
                    }
                    (None, ..) => LetterReading::AsWritten,
                },
            };
            match reading {
                LetterReading::AsWritten => {}
                LetterReading::Unsure => {
                    row.faults.push((at, ImportNote::OddLetters(cell.to_owned())))
                }
                LetterReading::Sure(charset, text) => {
                    match message.iter_mut().find(|(known, ..)| *known == charset) {
                        Some((_, count, ..)) => *count += 1,
                        None => message.push((charset, 1, row.line, text.clone())),
                    }
                    converted.push((at, text));
                }
            }
        }
        converted.iter().for_each(|(at, text)| row.cells.set(*at, text));
    }
    message
        .into_iter()
        .map(|(charset, count, line, first)| ImportNote::Letters {
            charset,
            count,
            line,
            first,
        })
        .collect()
}

enum LetterReading {
    AsWritten,
    Sure(Charset, String),
    Unsure,
}

fn class(cell: &str, known: &mut HashMap<String, [Evidence; 2]>) -> LetterClass {
    if legacy::may_be_misread(cell)
        && let Some(text) = legacy::decode(Charset::Misread, cell)
    {
        return LetterClass::Misread(text);
    }
    if cell.chars().any(legacy::is_beyond_latin) {
        return LetterClass::Unicode;
    }
    if !cell.contains(|c| matches!(c, '\u{a1}'..='\u{ff}')) {
        return LetterClass::Plain;
    }
    // a single letter is no word: "ü" is a tick in Wingdings
    if cell.trim().chars().count() == 1 {
        return LetterClass::Plain;
    }
    // lists repeat their words, so cache the evidence
    let mut sum = [Evidence::default(); 2];
    for word in legacy::words(cell).filter(|word| !word.is_ascii()) {
        let found = match known.get(word) {
            Some(found) => *found,
            None => {
                let found = OLD.map(|charset| Evidence::of(charset, word));
                if known.len() < MOST_KNOWN {
                    known.insert(word.to_owned(), found);
                }
                found
            }
        };
        sum[0].add(found[0]);
        sum[1].add(found[1]);
    }
    LetterClass::Latin(sum)
}

/// The repaired text of a cell that proves nothing alone, if all cells around it are misread.
fn among_misread(cell: &str) -> Option<String> {
    let text = legacy::may_be_misread(cell).then(|| legacy::undo_among_misread(cell))??;
    Some(text.nfc().collect())
}

fn is_misread(column: Count, sheet: Count) -> bool {
    let around = if column.misread + column.readable > 0 { column } else { sheet };
    around.misread > 0 && around.readable == 0
}

/// Decides by the font. A font shows how its cells were typed originally: cells that were converted
/// later keep it, and many Unicode words read as other words in TCVN3. So the words of the cell
/// decide first, then the cells around it.
fn by_font(
    font: Font,
    cell: &str,
    evidence: [Evidence; 2],
    column: Count,
    sheet: Count,
) -> LetterReading {
    let of = usize::from(font.charset == Charset::Vni);
    let found = evidence[of];
    let Some(text) = legacy::decode(font.charset, cell) else {
        return match found.converted == 0 && !legacy::has_odd_letters(cell) {
            true => LetterReading::AsWritten,
            false => LetterReading::Unsure,
        };
    };
    let text = if font.capitals { text.to_uppercase() } else { text };
    let converted = || match text == cell {
        true => LetterReading::AsWritten,
        false => LetterReading::Sure(font.charset, text.clone()),
    };
    match (found.converted > 0 || legacy::has_odd_letters(cell), found.as_written > 0) {
        (true, true) => return LetterReading::Unsure,
        (true, false) => return converted(),
        (false, true) => return LetterReading::AsWritten,
        (false, false) => {}
    }
    // units such as "100 m²"
    if legacy::words(cell).all(|word| word.is_ascii() || legacy::is_measure(word)) {
        return LetterReading::AsWritten;
    }
    let around = match column.converted[of] + column.unicode {
        0 => sheet,
        _ => column,
    };
    match (around.converted[of], around.unicode) {
        (old, unicode) if old > unicode * MOST_ODD => converted(),
        (old, unicode) if unicode > old * MOST_ODD => LetterReading::AsWritten,
        _ => LetterReading::Unsure,
    }
}

fn by_words(
    charset: Charset,
    cell: &str,
    found: Evidence,
    enough: bool,
    at: usize,
    column: Count,
    sheet: Count,
) -> LetterReading {
    let odd = || match legacy::has_odd_letters(cell) {
        true => LetterReading::Unsure,
        false => LetterReading::AsWritten,
    };
    if !enough || found.converted + found.either == 0 {
        return odd();
    }
    // "méc" is a word in both readings: the cells around it decide
    let around = match column.converted[at] {
        0 => sheet.unicode == 0,
        _ => column.unicode == 0,
    };
    match legacy::decode(charset, cell) {
        _ if found.converted > 0 && found.as_written + found.foreign > 0 => {
            LetterReading::Unsure
        }
        Some(text) if found.converted > 0 || around => LetterReading::Sure(charset, text),
        None if found.converted > 0 => LetterReading::Unsure,
        _ if found.converted == 0 && column.converted[at] == 0 => LetterReading::AsWritten,
        _ => LetterReading::Unsure,
    }
}
