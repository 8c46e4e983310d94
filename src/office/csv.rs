//! CSV output for people and for programs. No cell can start a formula or control a terminal.

use std::borrow::Cow;
use std::io::{self, Write};

use super::book::Cell;
use crate::text::format::{iso, show_date, show_decimal_plain};
use crate::text::visible;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// What a Vietnamese Excel opens by a double click: UTF-8 with a byte order mark, `;` between
    /// cells, a decimal comma, days as people write them.
    Excel,
    /// RFC 4180 for programs: commas, a decimal point, days as 2026-11-28.
    Script,
}

pub struct Csv<W: Write> {
    out: W,
    dialect: Dialect,
}

impl<W: Write> Csv<W> {
    pub fn new(out: W, dialect: Dialect) -> Csv<W> {
        Csv { out, dialect }
    }

    /// Writes the headings, and for Excel the byte order mark before them.
    pub fn header<'h>(&mut self, heads: impl Iterator<Item = &'h str>) -> io::Result<()> {
        if self.dialect == Dialect::Excel {
            self.out.write_all(b"\xef\xbb\xbf")?;
        }
        let cells: Vec<Cell> = heads.map(|head| Cell::Text(head.to_owned())).collect();
        self.row(&cells)
    }

    pub fn row(&mut self, cells: &[Cell]) -> io::Result<()> {
        let (separator, end) = match self.dialect {
            Dialect::Excel => (";", "\r\n"),
            Dialect::Script => (",", "\n"),
        };
        let mut line = String::new();
        for (at, cell) in cells.iter().enumerate() {
            line.push_str(if at > 0 { separator } else { "" });
            match cell {
                Cell::Text(text) => put_text(&mut line, &guard(text)),
                cell => line.push_str(&self.number(cell)),
            }
        }
        line.push_str(end);
        self.out.write_all(line.as_bytes())
    }

    pub fn finish(self) -> io::Result<W> {
        Ok(self.out)
    }

    fn number(&self, cell: &Cell) -> String {
        let people = self.dialect == Dialect::Excel;
        match cell {
            Cell::Empty | Cell::Text(_) => String::new(),
            Cell::Number(number) => decimal(number, people),
            Cell::Whole(n) => n.to_string(),
            Cell::Decimal(n) => decimal(&show_decimal_plain(*n), people),
            Cell::Formula(_, n) => decimal(&n.to_string(), people),
            Cell::Date(date) if people => show_date(*date),
            Cell::Date(date) => iso(*date),
        }
    }
}

/// Three decimals could be read as thousands, so a zero is added.
fn decimal(plain: &str, comma: bool) -> String {
    let Some((whole, places)) = plain.split_once('.') else { return plain.to_owned() };
    let mark = if comma { ',' } else { '.' };
    let more = if places.len() == 3 { "0" } else { "" };
    format!("{whole}{mark}{places}{more}")
}

/// Quoted if any spreadsheet could split it, whatever the separator of its language.
fn put_text(line: &mut String, text: &str) {
    let splits = text.contains([',', ';', '\t', '"', '\n', '\r']);
    if splits || text.starts_with(' ') || text.ends_with(' ') {
        line.push('"');
        line.push_str(&text.replace('"', "\"\""));
        line.push('"');
    } else {
        line.push_str(text);
    }
}

/// Replaces what controls a terminal, and puts a `'` before what a spreadsheet would take for a
/// formula. An import removes the `'`.
fn guard(text: &str) -> Cow<'_, str> {
    let text = match text.contains('\r') {
        true => Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n")),
        false => Cow::Borrowed(text),
    };
    let text = match visible(&text) {
        Cow::Borrowed(_) => text,
        Cow::Owned(shown) => Cow::Owned(shown),
    };
    if is_formula(&text) { Cow::Owned(format!("'{text}")) } else { text }
}

/// Whether `guard` must mark a text. Spreadsheets skip blanks, even invisible ones, and some accept
/// the full-width signs of East Asian keyboards. A text that starts with `'` is marked too, since
/// an import would remove that `'`.
fn is_formula(text: &str) -> bool {
    let blank =
        |c: char| c.is_whitespace() || matches!(c, '\u{200b}'..='\u{200d}' | '\u{2060}');
    let first = text.trim_start_matches(blank);
    text.starts_with('\'') || first.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
}

/// The text as it was before `guard`.
pub fn unguard(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|text| is_formula(text)).unwrap_or(cell)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::{Date, Decimal};

    fn line(dialect: Dialect, cell: Cell) -> String {
        let mut csv = Csv::new(Vec::new(), dialect);
        csv.row(&[cell]).unwrap();
        String::from_utf8(csv.finish().unwrap()).unwrap()
    }

    fn text(dialect: Dialect, text: &str) -> String {
        line(dialect, Cell::Text(text.into()))
    }

    #[test]
    fn a_formula_left_unguarded_behind_a_blank() {
        for blank in
            ["", " ", "\t", "\r", "\n", "\r\n", "\u{a0}", "\u{3000}", "\u{200b}", "\u{feff}"]
        {
            for sign in ["=1+1", "+1", "-1", "@SUM(1)", "＝1"] {
                for dialect in [Dialect::Excel, Dialect::Script] {
                    let cell = text(dialect, &format!("{blank}{sign}"));
                    let cell = cell.trim_start_matches('"');
                    assert!(cell.starts_with(['\'', '<']), "{blank:?}{sign}: {cell:?}");
                }
            }
        }
    }

    #[test]
    fn the_mark_is_taken_off_again_and_no_other() {
        for said in ["=1", "+84 912", "-", "@a", "'=1", "''", "'a", "a=1", "", "1-2"] {
            let cell = text(Dialect::Excel, said);
            assert_eq!(unguard(cell.trim_end().trim_matches('"')), said);
        }
        assert_eq!(unguard("'tis"), "'tis");
    }

    #[test]
    fn an_escape_reached_the_terminal_raw() {
        for c in ('\0'..='\u{9f}').chain(['\u{202e}', '\u{2066}', '\u{2028}', '\u{feff}']) {
            let cell = text(Dialect::Script, &format!("a{c}b"));
            let raw = |c: char| c.is_control() && c != '\n';
            assert!(!cell.contains(raw) && !cell.contains('\u{202e}'), "{cell:?}");
        }
    }

    #[test]
    fn numbers_and_days_are_those_of_the_reader() {
        let day = Cell::Date(Date { year: 2026, month: 3, day: 5 });
        let part = Cell::Decimal(Decimal(-12_500_000));
        assert_eq!(line(Dialect::Excel, day.clone()), "05/03/2026\r\n");
        assert_eq!(line(Dialect::Script, day), "2026-03-05\n");
        assert_eq!(line(Dialect::Excel, part.clone()), "-12,5\r\n");
        assert_eq!(line(Dialect::Script, part), "-12.5\n");
        let thousandths = Cell::Decimal(Decimal(1_234_000));
        assert_eq!(line(Dialect::Excel, thousandths), "1,2340\r\n");
    }
}
