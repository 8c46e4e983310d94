//! Formats of a workbook's cells, and the rule for names of sheets.

use std::io;

use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, XlsxError};

use super::{CellLook, Column, MOST_LETTERS};

/// Excel's rows are at most 409 points high.
const MOST_LINES: f64 = 27.0;

pub(super) struct Formats {
    pub(super) title: Format,
    pub(super) words: Format,
    pub(super) header: Format,
    pub(super) number_header: Format,
    pub(super) text: Format,
    pub(super) note: Format,
    pub(super) indented: Format,
    pub(super) code: Format,
    pub(super) whole: Format,
    pub(super) plain: Format,
    pub(super) decimal: Format,
    pub(super) amount: Format,
    pub(super) percent: Format,
    pub(super) date: Format,
}

impl Formats {
    pub(super) fn new() -> Formats {
        let top = || Format::new().set_align(FormatAlign::Top);
        Formats {
            title: Format::new().set_bold().set_font_size(14),
            words: Format::new().set_italic(),
            header: header_format(),
            number_header: header_format().set_align(FormatAlign::Right),
            text: top(),
            note: top().set_text_wrap(),
            indented: top().set_align(FormatAlign::Left).set_text_wrap().set_indent(1),
            code: top().set_font_color(0x80_80_80),
            whole: top().set_num_format(number_format(CellLook::Whole)),
            plain: top().set_num_format(number_format(CellLook::Plain)),
            decimal: top(),
            amount: top().set_num_format(number_format(CellLook::Amount)),
            percent: top().set_num_format(number_format(CellLook::Percent)),
            date: top().set_num_format(number_format(CellLook::Date)),
        }
    }

    pub(super) fn of(&self, look: CellLook) -> &Format {
        match look {
            CellLook::Text => &self.text,
            CellLook::Note => &self.note,
            CellLook::Unit | CellLook::Rule => &self.indented,
            CellLook::Code => &self.code,
            CellLook::Whole => &self.whole,
            CellLook::Plain => &self.plain,
            CellLook::Decimal => &self.decimal,
            CellLook::Amount => &self.amount,
            CellLook::Percent => &self.percent,
            CellLook::Date => &self.date,
        }
    }
}

/// Excel replaces `,` and `.` by the separators of its own language.
pub fn number_format(look: CellLook) -> &'static str {
    match look {
        CellLook::Text | CellLook::Note | CellLook::Code | CellLook::Unit | CellLook::Rule => {
            "@"
        }
        CellLook::Whole => "#,##0",
        CellLook::Plain => "0",
        CellLook::Decimal => "General",
        CellLook::Amount => "#,##0.######",
        CellLook::Percent => "0.0",
        CellLook::Date => "dd/mm/yyyy",
    }
}

pub fn header_format() -> Format {
    Format::new()
        .set_bold()
        .set_text_wrap()
        .set_align(FormatAlign::Top)
        .set_background_color(0xDD_EB_F7)
        .set_border_bottom(FormatBorder::Thin)
}

/// Width of a column, in letters; a long heading continues on a second line.
pub fn width(column: &Column) -> f64 {
    let least = match column.look {
        CellLook::Text => 24,
        CellLook::Note => 48,
        CellLook::Code => 9,
        CellLook::Whole => 15,
        CellLook::Plain | CellLook::Percent => 11,
        CellLook::Decimal => 17,
        CellLook::Amount => 14,
        CellLook::Date => 12,
        CellLook::Unit => 14,
        CellLook::Rule => 60,
    };
    let heading = column.heading.chars().count().min(28);
    let wanted = if column.look == CellLook::Code { least } else { least.max(heading + 1) };
    f64::from(u32::try_from(wanted).unwrap_or(24))
}

/// Width of a printed column: a long heading takes several lines instead of widening it.
pub(super) fn paper_width(column: &Column) -> f64 {
    match column.look {
        CellLook::Whole | CellLook::Decimal | CellLook::Amount => 14.0,
        CellLook::Percent => 10.0,
        CellLook::Plain => 6.0,
        _ => width(column),
    }
}

/// The most lines that one of the texts takes in its column.
pub(super) fn most_lines(texts: &[&str], widths: &[f64]) -> f64 {
    let lines = |(text, width): (&&str, &f64)| {
        let letters = u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
        (f64::from(letters) / width).ceil().max(1.0)
    };
    texts.iter().zip(widths).map(lines).fold(1.0, f64::max).min(MOST_LINES)
}

/// Excel allows at most 31 characters, and none of these.
pub fn sheet_name(words: &str) -> String {
    let allowed = |c: &char| !matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\' | '\'');
    words.chars().filter(allowed).take(31).collect::<String>().trim().to_owned()
}

pub(super) fn too_long(text: &str) -> bool {
    text.len() > MOST_LETTERS && text.encode_utf16().count() > MOST_LETTERS
}

/// Passes on errors of the disk; any other error is a fault of this program.
pub(in crate::office) fn wrong(e: XlsxError) -> io::Error {
    match e {
        XlsxError::IoError(e) => e,
        other => io::Error::other(other.to_string()),
    }
}
