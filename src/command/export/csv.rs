//! A list that a Vietnamese Excel opens by a double click: UTF-8 with its mark, `;` between the
//! cells, a comma before a fraction.

use std::io::{self, Write};

use csv::{Terminator, Writer, WriterBuilder};

use crate::office::book::{Cell, Column};
use crate::text::format::{show_date, show_decimal_plain};

pub struct Csv<W: Write>(Writer<W>);

impl<W: Write> Csv<W> {
    pub fn new(mut out: W, heads: &[Column]) -> io::Result<Csv<W>> {
        out.write_all(b"\xef\xbb\xbf")?;
        let mut writer =
            WriterBuilder::new().delimiter(b';').terminator(Terminator::CRLF).from_writer(out);
        writer.write_record(heads.iter().map(|h| h.heading.as_str()))?;
        Ok(Csv(writer))
    }

    pub fn row(&mut self, cells: &[Cell]) -> io::Result<()> {
        Ok(self.0.write_record(cells.iter().map(text))?)
    }

    pub fn end(self) -> io::Result<W> {
        self.0.into_inner().map_err(|e| e.into_error())
    }
}

fn text(cell: &Cell) -> String {
    match cell {
        Cell::Empty | Cell::Formula(..) => String::new(),
        Cell::Text(text) => guard(text),
        Cell::Whole(n) => n.to_string(),
        // Three places behind a comma could be thousands: a further zero says what they are.
        Cell::Decimal(n) => match show_decimal_plain(*n).split_once('.') {
            Some((whole, places)) if places.len() == 3 => format!("{whole},{places}0"),
            Some((whole, places)) => format!("{whole},{places}"),
            None => show_decimal_plain(*n),
        },
        Cell::Date(date) => show_date(*date),
    }
}

/// Excel would run a text that begins like a formula. The mark is taken off again by an import.
fn guard(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\'']) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

/// What stood there before `guard`.
pub fn unguard(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(text) if text.starts_with(['=', '+', '-', '@', '\'']) => text,
        _ => cell,
    }
}
