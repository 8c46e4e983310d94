//! Measures what a part of a workbook would cost its reader in memory, while it streams by: XML
//! readers hold a whole event, and the names of all open elements.

use super::budget::{Budget, BudgetSpent};

/// Bytes between two marks of the XML. A cell of Excel has at most 32,767 letters.
const MOST_EVENT: usize = 1 << 20;
/// Bytes of text in a cell, in all its pieces.
const MOST_CELL: usize = 1 << 20;
const MOST_DEPTH: usize = 500;
/// Bytes of a tag that are looked at; of the rest only the end is looked for.
const HEAD: usize = 1_024;
/// Merged regions of one sheet.
const MOST_MERGED: usize = 200_000;

/// A part is not read because it is too much, in this row of a sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooMuch {
    pub row: Option<u32>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ParserState {
    Text,
    Tag,
    /// an attribute's value
    Quoted(u8),
    Comment,
    CData,
    Instruction,
}

pub struct Measure {
    at: ParserState,
    /// the start of the tag
    tag: Vec<u8>,
    /// the last two bytes seen, the newer one last
    last: [u8; 2],
    event: usize,
    depth: usize,
    /// bytes of text in the open cell
    cell: Option<usize>,
    rows: u32,
    merged: usize,
}

impl Default for Measure {
    fn default() -> Measure {
        let (tag, last) = (Vec::with_capacity(HEAD), [0; 2]);
        Measure {
            at: ParserState::Text,
            tag,
            last,
            event: 0,
            depth: 0,
            cell: None,
            rows: 0,
            merged: 0,
        }
    }
}

impl Measure {
    /// `whole`: the reader will hold all of this part in memory.
    pub fn see(
        &mut self,
        chunk: &[u8],
        whole: bool,
        budget: &mut Budget,
    ) -> Result<(), TooMuch> {
        let too_much = |BudgetSpent| TooMuch { row: None };
        if whole {
            budget.spend(chunk.len()).map_err(too_much)?;
        }
        let mut rest = chunk;
        while let Some(first) = rest.first().copied() {
            // most bytes neither open nor close anything
            let end = match self.at {
                ParserState::Text => rest.iter().position(|b| *b == b'<'),
                ParserState::Tag => {
                    rest.iter().position(|b| matches!(b, b'>' | b'"' | b'\'' | b'-' | b'['))
                }
                ParserState::Quoted(quote) => rest.iter().position(|b| *b == quote),
                ParserState::Comment | ParserState::CData | ParserState::Instruction => {
                    rest.iter().position(|b| *b == b'>')
                }
            };
            let taken = end.map_or(rest.len(), |end| end + 1);
            let (part, after) = rest.split_at(taken);
            self.take(part)?;
            if end.is_some() {
                let mark = part.last().copied().unwrap_or(first);
                self.at_mark(mark, budget)?;
            }
            rest = after;
        }
        Ok(())
    }

    fn take(&mut self, part: &[u8]) -> Result<(), TooMuch> {
        self.event += part.len();
        if matches!(self.at, ParserState::Text | ParserState::CData)
            && let Some(cell) = &mut self.cell
        {
            *cell += part.len();
        }
        if matches!(self.at, ParserState::Tag | ParserState::Quoted(_)) {
            let room = HEAD.saturating_sub(self.tag.len()).min(part.len());
            self.tag.extend_from_slice(part.get(..room).unwrap_or_default());
        }
        if let [.., before, last] = part {
            self.last = [*before, *last];
        } else if let [last] = part {
            self.last = [self.last[1], *last];
        }
        if self.event > MOST_EVENT || self.cell.is_some_and(|cell| cell > MOST_CELL) {
            return Err(self.too_much());
        }
        Ok(())
    }

    /// Handles a byte that may begin or end a construct.
    fn at_mark(&mut self, mark: u8, budget: &mut Budget) -> Result<(), TooMuch> {
        match (self.at, mark) {
            (ParserState::Text, _) => {
                self.tag.clear();
                (self.at, self.event) = (ParserState::Tag, 0);
            }
            (ParserState::Tag, b'-') if self.tag == b"!--" => self.at = ParserState::Comment,
            (ParserState::Tag, b'[') if self.tag == b"![CDATA[" => self.at = ParserState::CData,
            (ParserState::Tag, b'-' | b'[') => {}
            // quotes mean nothing in an instruction
            (ParserState::Tag, b'"' | b'\'') if self.tag.starts_with(b"?") => {}
            (ParserState::Tag, b'>') if self.tag.starts_with(b"?") && self.last != *b"?>" => {
                self.at = ParserState::Instruction;
            }
            (ParserState::Tag, b'>') => {
                self.end_tag(budget)?;
                (self.at, self.event) = (ParserState::Text, 0);
            }
            (ParserState::Tag, quote) => self.at = ParserState::Quoted(quote),
            (ParserState::Quoted(_), _) => self.at = ParserState::Tag,
            (ParserState::Comment, _) if self.last != *b"->" => {}
            (ParserState::CData, _) if self.last != *b"]>" => {}
            (ParserState::Instruction, _) if self.last != *b"?>" => {}
            (ParserState::Comment | ParserState::CData | ParserState::Instruction, _) => {
                (self.at, self.event) = (ParserState::Text, 0);
            }
        }
        Ok(())
    }

    fn end_tag(&mut self, budget: &mut Budget) -> Result<(), TooMuch> {
        let tag = self.tag.strip_suffix(b">").unwrap_or(&self.tag);
        let (closes, tag) = match tag.strip_prefix(b"/") {
            Some(tag) => (true, tag),
            None => (false, tag),
        };
        let empty = self.last == *b"/>";
        let ends = |b: &u8| b.is_ascii_whitespace() || *b == b'/';
        let name = tag.split(ends).next().unwrap_or_default();
        let name = name.rsplit(|b| *b == b':').next().unwrap_or_default();
        if name.starts_with(b"?") {
            return Ok(());
        }
        if closes {
            self.depth = self.depth.saturating_sub(1);
            if is_cell(name) {
                self.cell = None;
            }
            return Ok(());
        }
        // office programs write no document type, and its declarations could expand to any size
        if name.starts_with(b"!") {
            return Err(self.too_much());
        }
        let cost = match name {
            b"row" | b"table-row" => {
                self.rows = self.rows.saturating_add(1);
                0
            }
            // a shared string and its place; `sst` makes room for as many as it announces
            b"si" => 64,
            b"sst" => announced(tag).saturating_mul(24),
            // the reader copies the font's name and the format for each
            b"xf" => 512 + 2 * HEAD,
            b"font" | b"fill" | b"border" | b"numFmt" => 512,
            b"sheet" | b"definedName" | b"Relationship" => 256,
            b"mergeCell" => {
                self.merged += 1;
                if self.merged > MOST_MERGED {
                    return Err(self.too_much());
                }
                0
            }
            _ => 0,
        };
        if matches!(name, b"sst" | b"numFmt" | b"name") && self.tag.len() >= HEAD {
            return Err(self.too_much());
        }
        if !empty {
            self.depth += 1;
            self.cell = if is_cell(name) { Some(0) } else { self.cell };
        }
        let spent = budget.spend(cost).is_err();
        if spent || self.depth > MOST_DEPTH { Err(self.too_much()) } else { Ok(()) }
    }

    fn too_much(&self) -> TooMuch {
        TooMuch { row: Some(self.rows).filter(|row| *row > 0) }
    }
}

fn is_cell(name: &[u8]) -> bool {
    matches!(name, b"c" | b"si" | b"table-cell" | b"covered-table-cell")
}

/// The number of strings that a list announces.
fn announced(tag: &[u8]) -> usize {
    let name = b"uniqueCount";
    let at = tag.windows(name.len()).position(|part| part == name);
    let rest = at.and_then(|at| tag.get(at + name.len()..)).unwrap_or_default();
    let digits = rest
        .iter()
        .skip_while(|b| b.is_ascii_whitespace() || matches!(b, b'=' | b'"' | b'\'' | b'+'))
        .take_while(|b| b.is_ascii_digit());
    digits
        .fold(0usize, |n, digit| n.saturating_mul(10).saturating_add(usize::from(digit - b'0')))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn measured(xml: &[u8], size: usize) -> Result<(), TooMuch> {
        let (mut measure, mut budget) = (Measure::default(), Budget::for_file(0));
        xml.chunks(size).try_for_each(|chunk| measure.see(chunk, false, &mut budget))
    }

    #[test]
    fn one_event_of_any_sort_could_fill_the_memory() {
        let long = "x".repeat(MOST_EVENT + 10);
        let split = "<t>abc</t>".repeat(MOST_CELL / 3 + 10);
        let marked = "a><b>".repeat(MOST_EVENT / 5 + 10);
        let deep = "<a>".repeat(MOST_DEPTH + 1);
        let bad = [
            format!("<c><is><t>{long}</t></is></c>"),
            format!("<c>{split}</c>"),
            format!("<c r=\"{long}\"/>"),
            format!("<c r='{marked}'/>"),
            format!("<!-- {marked} -->"),
            format!("<![CDATA[{marked}]]>"),
            format!("<?x {marked}?>"),
            format!("<{long}>"),
            format!("</{long}>"),
            long.clone(),
            deep,
            "<!DOCTYPE a [<!ENTITY b \"c\">]>".into(),
            "<sst uniqueCount = \"99999999\">".into(),
            format!("<sst {} uniqueCount=\"9\">", " ".repeat(HEAD)),
        ];
        for xml in bad {
            for size in [7, 64 << 10] {
                let start: String = xml.chars().take(20).collect();
                assert!(measured(xml.as_bytes(), size).is_err(), "{start} {size}");
            }
        }
    }

    #[test]
    fn what_offices_write_is_no_more_than_it_is() {
        let cell = "<c r=\"A1\" t='s'><v>1</v></c><!-- a > b --><x:c/><?a '?><![CDATA[>]]>";
        let xml =
            format!("<?xml version=\"1.0\"?>\n<sheetData>{}</sheetData>", cell.repeat(40_000));
        for size in [1, 3, 64 << 10] {
            assert_eq!(measured(xml.as_bytes(), size), Ok(()), "{size}");
        }
    }

    #[test]
    fn the_row_is_told() {
        let long = "x".repeat(MOST_EVENT + 10);
        let xml = format!("<row/><row></row><row><c><v>{long}</v></c></row>");
        assert_eq!(measured(xml.as_bytes(), 1_000), Err(TooMuch { row: Some(3) }));
    }
}
