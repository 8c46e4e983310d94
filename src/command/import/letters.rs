//! Letters from before Unicode, misread letters and lost ones in a sheet. What is certain is
//! converted and told; a cell that is not certain does not enter. Evidence are the fonts of a
//! workbook, words that are Vietnamese only in one reading, and the other cells of the column.

use std::collections::HashMap;

use super::file::{Score, SheetRow};
use super::note::Told;
use crate::text::legacy::{self, Charset, Evidence, Font};

pub const OLD: [Charset; 2] = [Charset::Tcvn3, Charset::Vni];
/// Words that only one charset makes sense of; fewer may be names of other languages.
pub const ENOUGH: usize = 2;

/// Words that are looked at once.
const MOST_KNOWN: usize = 50_000;

/// The font of a cell, by line and column, where it is one of old letters.
pub type Fonts<'a> = &'a dyn Fn(u64, usize) -> Option<Font>;

/// The reading of a header that fits best, with its points.
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
        // most rows are Unicode, which no charset converts
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

/// A text as written, and as it reads in each charset of old or misread letters: for words that are
/// looked for and kept by nobody.
pub fn readings(text: &str) -> impl Iterator<Item = String> + '_ {
    let charsets = OLD.into_iter().chain([Charset::Misread]).filter(|_| !text.is_ascii());
    let read = charsets.filter_map(|charset| legacy::decode(charset, text));
    std::iter::once(text.to_owned()).chain(read)
}

/// How the cells of a column, or of the sheet, are written.
#[derive(Clone, Copy, Default)]
struct Count {
    /// words that only the charset makes sense of, by the order of `OLD`
    converted: [usize; 2],
    /// cells that are Unicode without doubt
    unicode: usize,
}

enum Class {
    /// nothing that could be read in two ways
    Plain,
    Unicode,
    /// UTF-8 that was misread, and what it says
    Misread(String),
    /// evidence for each of `OLD`
    Latin([Evidence; 2]),
}

/// Mends the rows in place.
pub fn mend(rows: &mut [SheetRow], fonts: Fonts<'_>) -> Vec<Told> {
    let mut known = HashMap::new();
    let (mut columns, mut sheet): (Vec<Count>, Count) = (Vec::new(), Count::default());
    for row in rows.iter() {
        for (at, cell) in row.cells.iter().enumerate() {
            if cell.is_ascii() {
                continue;
            }
            if columns.len() <= at {
                columns.resize(at + 1, Count::default());
            }
            match class(cell, &mut known) {
                Class::Plain | Class::Misread(_) => {}
                Class::Unicode => {
                    columns[at].unicode += 1;
                    sheet.unicode += 1;
                }
                Class::Latin(evidence) => {
                    for (of, found) in evidence.iter().enumerate() {
                        columns[at].converted[of] += found.converted;
                        sheet.converted[of] += found.converted;
                    }
                    let unicode = evidence.iter().all(|e| e.as_written > 0);
                    columns[at].unicode += usize::from(unicode);
                    sheet.unicode += usize::from(unicode);
                }
            }
        }
    }
    let most = if sheet.converted[1] > sheet.converted[0] { 1 } else { 0 };
    let mut told: Vec<(Charset, usize, u64, String)> = Vec::new();
    for row in rows {
        for (at, cell) in row.cells.iter_mut().enumerate() {
            if legacy::has_lost_letters(cell) {
                row.faults.push((at, Told::LostLetters(cell.clone())));
                continue;
            }
            if cell.is_ascii() {
                continue;
            }
            let column = columns.get(at).copied().unwrap_or_default();
            let reading = match class(cell, &mut known) {
                Class::Plain | Class::Unicode => Reading::AsWritten,
                Class::Misread(text) => Reading::Sure(Charset::Misread, text),
                Class::Latin(evidence) => match fonts(row.line, at) {
                    Some(font) => by_font(font, cell, evidence),
                    None => {
                        let enough = sheet.converted[most] >= ENOUGH;
                        by_words(OLD[most], cell, evidence[most], enough, most, column, sheet)
                    }
                },
            };
            match reading {
                Reading::AsWritten => {}
                Reading::Unsure => row.faults.push((at, Told::OddLetters(cell.clone()))),
                Reading::Sure(charset, text) => {
                    match told.iter_mut().find(|(known, ..)| *known == charset) {
                        Some((_, count, ..)) => *count += 1,
                        None => told.push((charset, 1, row.line, text.clone())),
                    }
                    *cell = text;
                }
            }
        }
    }
    told.into_iter()
        .map(|(charset, count, line, first)| Told::Letters { charset, count, line, first })
        .collect()
}

enum Reading {
    AsWritten,
    Sure(Charset, String),
    Unsure,
}

fn class(cell: &str, known: &mut HashMap<String, [Evidence; 2]>) -> Class {
    if legacy::may_be_misread(cell)
        && let Some(text) = legacy::decode(Charset::Misread, cell)
    {
        return Class::Misread(text);
    }
    if cell.chars().any(legacy::is_beyond_latin) {
        return Class::Unicode;
    }
    if !cell.contains(|c| matches!(c, '\u{a1}'..='\u{ff}')) {
        return Class::Plain;
    }
    // one letter is no word: "ü" is a tick of Wingdings
    if cell.trim().chars().count() == 1 {
        return Class::Plain;
    }
    // Lists repeat their words.
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
    Class::Latin(sum)
}

fn by_font(font: Font, cell: &str, evidence: [Evidence; 2]) -> Reading {
    let at = usize::from(font.charset == Charset::Vni);
    match legacy::decode(font.charset, cell) {
        Some(text) if evidence[at].as_written == 0 => {
            let text = if font.capitals { text.to_uppercase() } else { text };
            if text == cell { Reading::AsWritten } else { Reading::Sure(font.charset, text) }
        }
        _ if evidence[at].converted == 0 && !legacy::has_odd_letters(cell) => {
            Reading::AsWritten
        }
        _ => Reading::Unsure,
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
) -> Reading {
    let odd = || match legacy::has_odd_letters(cell) {
        true => Reading::Unsure,
        false => Reading::AsWritten,
    };
    if !enough || found.converted + found.either == 0 {
        return odd();
    }
    // "méc" is a word in both readings: those around it tell.
    let around = match column.converted[at] {
        0 => sheet.unicode == 0,
        _ => column.unicode == 0,
    };
    match legacy::decode(charset, cell) {
        _ if found.converted > 0 && found.as_written + found.foreign > 0 => Reading::Unsure,
        Some(text) if found.converted > 0 || around => Reading::Sure(charset, text),
        None if found.converted > 0 => Reading::Unsure,
        _ if found.converted == 0 && column.converted[at] == 0 => Reading::AsWritten,
        _ => Reading::Unsure,
    }
}
