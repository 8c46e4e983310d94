//! Finds what a workbook hides and its reader does not report: rows hidden by a filter, columns of
//! zero width. Scans the XML as a stream.

use std::collections::HashMap;
use std::sync::Arc;

/// Bytes of a tag that are looked at.
const MOST_TAG: usize = 1_024;
/// A sheet of Excel has at most this many.
const MOST_ROWS: usize = 1 << 20;
const MOST_COLUMNS: usize = 1 << 14;
/// Bytes that are read of the workbook's main part, and of its relations; both are small.
const MOST_BOOK: usize = 1 << 20;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hidden {
    /// numbers from 1, in the order of the sheet
    pub rows: Vec<u32>,
    /// ranges of numbers from 0, first and last
    pub columns: Vec<(u32, u32)>,
    /// whether the sheet has merged cells
    pub merges: bool,
}

/// Scans the parts of a workbook, chunk by chunk.
#[derive(Default)]
pub struct HiddenParts {
    sheets: HashMap<String, SheetScan>,
    book: Vec<u8>,
    relations: Vec<u8>,
}

impl HiddenParts {
    pub fn see(&mut self, part: &str, chunk: &[u8]) {
        let keep = |kept: &mut Vec<u8>| {
            let room = MOST_BOOK.saturating_sub(kept.len()).min(chunk.len());
            kept.extend_from_slice(chunk.get(..room).unwrap_or_default());
        };
        if part.ends_with("xl/workbook.xml") {
            keep(&mut self.book);
        } else if part.ends_with("xl/_rels/workbook.xml.rels") {
            keep(&mut self.relations);
        } else if part.contains("worksheets/") && part.ends_with(".xml") {
            self.sheets.entry(part.to_owned()).or_default().see(chunk);
        }
    }

    /// Whether the program that wrote the workbook left all computing to the one that opens it.
    pub fn is_not_reckoned(&self) -> bool {
        tags(&self.book, "calcPr").iter().any(|tag| is_true(attribute(tag, "fullCalcOnLoad")))
    }

    /// By sheet name.
    pub fn by_sheet(self) -> HashMap<String, Arc<Hidden>> {
        let relations = tags(&self.relations, "Relationship");
        let target = |id: &str| {
            let of = relations.iter().find(|tag| attribute(tag, "Id") == Some(id))?;
            attribute(of, "Target")
                .map(|target| target.trim_start_matches('/').to_ascii_lowercase())
        };
        let parts: Vec<(String, Arc<Hidden>)> =
            self.sheets.into_iter().map(|(part, scan)| (part, Arc::new(scan.hidden))).collect();
        let mut found = HashMap::new();
        for sheet in tags(&self.book, "sheet") {
            let id = attribute(&sheet, "r:id").or_else(|| attribute(&sheet, ":id"));
            let (Some(name), Some(path)) = (attribute(&sheet, "name"), id.and_then(target))
            else {
                continue;
            };
            let part = parts.iter().find(|(part, _)| part.ends_with(&path));
            found.extend(part.map(|(_, hidden)| (unescape(name), hidden.clone())));
        }
        found
    }
}

fn unescape(name: &str) -> String {
    let name = name.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
    name.replace("&apos;", "'").replace("&amp;", "&")
}

fn tags(xml: &[u8], name: &str) -> Vec<String> {
    let xml = String::from_utf8_lossy(xml);
    let opened = xml.split('<').filter_map(|part| part.split('>').next());
    let local = |tag: &&str| {
        let word = tag.split([' ', '/', '\t', '\r', '\n']).next().unwrap_or_default();
        word.rsplit(':').next() == Some(name)
    };
    opened.filter(local).map(str::to_owned).collect()
}

pub fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    for quote in ['"', '\''] {
        let key = format!("{name}={quote}");
        let found = tag.match_indices(&key).find(|(at, _)| {
            name.starts_with(':') || tag[..*at].ends_with(|c: char| c.is_ascii_whitespace())
        });
        if let Some((at, key)) = found {
            return tag.get(at + key.len()..)?.split(quote).next();
        }
    }
    None
}

fn is_true(value: Option<&str>) -> bool {
    matches!(value, Some("1" | "true" | "on"))
}

#[derive(Default)]
struct SheetScan {
    /// the open tag, without its `<`
    tag: Option<Vec<u8>>,
    row: u32,
    hidden: Hidden,
}

impl SheetScan {
    fn see(&mut self, mut chunk: &[u8]) {
        loop {
            let Some(tag) = &mut self.tag else {
                let Some(at) = chunk.iter().position(|b| *b == b'<') else { return };
                chunk = chunk.get(at + 1..).unwrap_or_default();
                self.tag = Some(Vec::new());
                continue;
            };
            let end = chunk.iter().position(|b| *b == b'>');
            let part = chunk.get(..end.unwrap_or(chunk.len())).unwrap_or_default();
            let room = MOST_TAG.saturating_sub(tag.len()).min(part.len());
            // most of a sheet is cells, so these are not stored
            if !(tag.is_empty() && part.starts_with(b"c ")) {
                tag.extend_from_slice(part.get(..room).unwrap_or_default());
            }
            let Some(end) = end else {
                if tag.is_empty() && part.starts_with(b"c ") {
                    tag.push(b'c');
                }
                return;
            };
            chunk = chunk.get(end + 1..).unwrap_or_default();
            if let Some(tag) = self.tag.take() {
                self.end(&tag);
            }
        }
    }

    fn end(&mut self, tag: &[u8]) {
        let word = tag.split(|b| b.is_ascii_whitespace()).next().unwrap_or_default();
        let local = word.rsplit(|b| *b == b':').next().unwrap_or_default();
        self.hidden.merges |= local == b"mergeCell";
        if local != b"row" && local != b"col" {
            return;
        }
        let tag = String::from_utf8_lossy(tag);
        let number = |name: &str| attribute(&tag, name).and_then(|n| n.parse::<u32>().ok());
        let flat =
            |name| attribute(&tag, name).and_then(|n| n.parse::<f64>().ok()) == Some(0.0);
        let hides = is_true(attribute(&tag, "hidden"));
        if local == b"row" {
            self.row = number("r").unwrap_or(self.row.saturating_add(1));
            if (hides || flat("ht")) && self.hidden.rows.len() < MOST_ROWS {
                self.hidden.rows.push(self.row);
            }
        } else if let (Some(min), Some(max)) = (number("min"), number("max"))
            && (hides || flat("width"))
            && self.hidden.columns.len() < MOST_COLUMNS
        {
            self.hidden.columns.push((min.saturating_sub(1), max.saturating_sub(1)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_and_columns_are_found_however_the_chunks_fall() {
        let xml = b"<cols><col min=\"2\" max=\"3\" hidden='1'/><col min=\"5\" max=\"5\" width=\"0\"/></cols>\
            <row r=\"1\"><c r=\"A1\"><v>&lt;row hidden</v></c></row><row hidden=\"true\"/>\
            <x:row r=\"7\" hidden=\"1\" ht=\"12\"></x:row><row r=\"8\" hidden=\"0\"/><row r=\"9\" ht=\"0\"/>\
            <mergeCells count=\"1\"><mergeCell ref=\"A1:B1\"/></mergeCells>";
        for size in [1, 2, 3, 7, 1_000] {
            let mut scan = SheetScan::default();
            xml.chunks(size).for_each(|chunk| scan.see(chunk));
            assert_eq!(scan.hidden.rows, [2, 7, 9], "{size}");
            assert_eq!(scan.hidden.columns, [(1, 2), (4, 4)]);
            assert!(scan.hidden.merges);
        }
    }
}
