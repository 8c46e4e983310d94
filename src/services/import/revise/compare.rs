//! Decides whether a person changed a cell since the export. Spreadsheets rewrite numbers, dates
//! and codes when they save; the rewritten form of an untouched cell is no change.

use serde_json::Value as Json;

use crate::lang::Lang;
use crate::office::book::{Cell as Exported, MOST_LETTERS};
use crate::office::csv::unguard;
use crate::programme::answer;
use crate::programme::reference::{self, PlaceReading, WrittenPlace};
use crate::programme::spec::Programme;
use crate::programme::spec::{Field, Type};
use crate::programme::types;
use crate::record::{Date, Id, Value};
use crate::services::export::{Titles, cell as exported_cell, code_cell};
use crate::services::import::cell::{CellReader, ReadCell};
use crate::services::import::header::HeaderColumn;
use crate::services::import::unit::ColumnUnit;
use crate::text::format::{
    FormatFault, parse_angle, parse_whole_date, show_date, show_decimal_plain,
};
use crate::text::{clean, trimmed};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CellChange {
    Same,
    /// an answer was removed
    Emptied,
    Written,
    /// day and month are exchanged, probably by a program
    Swapped,
}

pub struct Comparer<'a> {
    pub programme: &'a Programme,
    pub today: Date,
    /// the file is a workbook, where texts stay texts
    pub workbook: bool,
}

impl Comparer<'_> {
    /// Whether a cell has day and month of `date` exchanged. `None` if both orders are the same
    /// date, or if the cell has another date.
    pub fn is_swapped(&self, date: Date, cell: &str) -> Option<bool> {
        let other = swapped(&Value::Date(date))?;
        let read = read_day(cell)?;
        (read == date || read == other).then_some(read == other)
    }

    /// Whether a cell is a date that is another date with day and month exchanged.
    pub fn is_either(&self, cell: &str) -> bool {
        read_day(cell).is_some_and(|date| swapped(&Value::Date(date)).is_some())
    }

    /// `hidden`: the export omitted the answer, so an empty cell means no change.
    pub fn cell_change(
        &self,
        (field, column): (&Field, HeaderColumn),
        unit: Option<&ColumnUnit>,
        cell: &str,
        value: Option<&Value>,
        hidden: bool,
        titles: &Titles,
    ) -> CellChange {
        let cell = cell.trim();
        let exported = match column {
            HeaderColumn::Code(_) => vec![value.map(code_cell)],
            _ => {
                let in_lang = |lang| {
                    value.map(|value| exported_cell(self.programme, field, value, titles, lang))
                };
                vec![in_lang(Lang::Vi), in_lang(Lang::En)]
            }
        };
        let exported: Vec<String> = exported.into_iter().flatten().map(plain).collect();
        if cell.is_empty() {
            let left_out = |text: &String| {
                text.trim().is_empty()
                    || self.workbook && text.encode_utf16().count() > MOST_LETTERS
            };
            return match hidden || exported.iter().all(left_out) {
                true => CellChange::Same,
                false => CellChange::Emptied,
            };
        }
        if exported.iter().any(|text| same_text(text, cell)) {
            return CellChange::Same;
        }
        match (column, value) {
            (_, None) => CellChange::Written,
            (HeaderColumn::Code(_), Some(value)) => written_unless(same_code(value, cell)),
            (_, Some(value)) => self.answer(field, unit, cell, value, &exported),
        }
    }

    fn answer(
        &self,
        field: &Field,
        unit: Option<&ColumnUnit>,
        cell: &str,
        value: &Value,
        exported: &[String],
    ) -> CellChange {
        match &field.ty {
            Type::Link(_) | Type::Links(_) => CellChange::Written,
            Type::Place => written_unless(same_place(value, cell)),
            Type::Lines(_) => {
                let is = |json: Json| json == answer::to_json(field, value);
                written_unless(serde_json::from_str(cell).is_ok_and(is))
            }
            Type::Decimal if types::is_angle(field) => {
                let same =
                    parse_angle(cell).is_ok_and(|(angle, _)| Value::Decimal(angle) == *value);
                written_unless(same || same_number(exported, cell))
            }
            _ => self.plain(field, unit, cell, value, exported),
        }
    }

    fn plain(
        &self,
        field: &Field,
        unit: Option<&ColumnUnit>,
        cell: &str,
        value: &Value,
        exported: &[String],
    ) -> CellChange {
        let reader = CellReader {
            programme: self.programme,
            today: self.today,
            workbook: self.workbook,
            exported: false,
        };
        let text = field.ty.is_text();
        match reader.read(field, unit, if text { unguard(cell) } else { cell }) {
            ReadCell::Taken(Some(read), _) if read == *value => CellChange::Same,
            ReadCell::Taken(Some(Value::Date(read)), _) if Some(read) == swapped(value) => {
                CellChange::Swapped
            }
            ReadCell::Taken(..) if text => written_unless(mangled_text(exported, cell)),
            ReadCell::Taken(..) => CellChange::Written,
            ReadCell::Unclear(_) => written_unless(
                same_number(exported, cell)
                    || same_day(value, cell)
                    || text && mangled_text(exported, cell),
            ),
        }
    }
}

fn written_unless(same: bool) -> CellChange {
    if same { CellChange::Same } else { CellChange::Written }
}

/// The text of an exported cell.
fn plain(cell: Exported) -> String {
    match cell {
        Exported::Text(text) | Exported::Number(text) => text,
        Exported::Whole(n) => n.to_string(),
        Exported::Decimal(n) => show_decimal_plain(n).replace('.', ","),
        Exported::Date(date) => show_date(date),
        Exported::Formula(..) | Exported::Empty => String::new(),
    }
}

pub fn same_text(exported: &str, cell: &str) -> bool {
    let bare = |text: &str| trimmed(&clean(text, true)).to_owned();
    let (was, is) = (bare(exported), bare(cell));
    // converting the file type may have removed the export's guard mark
    was == is || was == bare(unguard(cell))
}

fn same_code(value: &Value, cell: &str) -> bool {
    let ids = || {
        let parts = cell.split([';', ',', ' ', '\n']).filter(|part| !part.is_empty());
        parts.map(|part| part.parse().ok()).collect::<Option<Vec<Id>>>()
    };
    match value {
        Value::Link(id) => ids().as_deref() == Some(std::slice::from_ref(id)),
        Value::Links(all) => ids().as_ref() == Some(all),
        Value::Place(place) => format!("{cell:0>5}") == place.commune,
        _ => false,
    }
}

fn same_place(value: &Value, cell: &str) -> bool {
    let Value::Place(place) = value else { return false };
    match reference::read(WrittenPlace { commune: cell, ..WrittenPlace::default() }) {
        PlaceReading::Sure(commune) => commune.code == place.commune,
        _ => false,
    }
}

fn swapped(value: &Value) -> Option<Date> {
    let Value::Date(Date { year, month, day }) = *value else { return None };
    (day <= 12 && day != month).then_some(Date { year, month: day, day: month })
}

/// Whether the cell has the same date in another order, or with a short year.
fn same_day(value: &Value, cell: &str) -> bool {
    let Value::Date(date) = value else { return false };
    let day = cell.split_once(' ').map_or(cell, |(day, _)| day);
    let parts: Option<Vec<i64>> =
        day.split(['/', '-', '.']).map(|part| part.parse().ok()).collect();
    let Some([a, b, c]) = parts.as_deref() else { return false };
    let (day, month, year) = (i64::from(date.day), i64::from(date.month), i64::from(date.year));
    let is_year = |n: i64| n == year || n == year % 100;
    let pair = |a: i64, b: i64| (a, b) == (day, month) || (a, b) == (month, day);
    is_year(*c) && pair(*a, *b) || is_year(*a) && (*b, *c) == (month, day)
}

/// Whether the cell is the exported text after a spreadsheet converted it to a number or a date.
fn mangled_text(exported: &[String], cell: &str) -> bool {
    let zeros_lost = !cell.starts_with('0') || cell.starts_with("0,") || cell.starts_with("0.");
    zeros_lost && same_number(exported, cell)
        || exported.iter().any(|text| short_day(text).is_some_and(|day| day_is(cell, day)))
}

/// "12/3" or "12-3".
fn short_day(text: &str) -> Option<(u8, u8)> {
    let (a, b) = text.trim().split_once(['/', '-'])?;
    Some((a.parse().ok()?, b.parse().ok()?))
}

fn day_is(cell: &str, (a, b): (u8, u8)) -> bool {
    let is = |day: Date| (day.day, day.month) == (a, b) || (day.day, day.month) == (b, a);
    read_day(cell).is_some_and(is)
}

/// A date as saved by a spreadsheet, which may shorten a year to two digits.
fn read_day(cell: &str) -> Option<Date> {
    match parse_whole_date(cell) {
        Err(FormatFault::ShortYear) => {
            let cell = cell.trim();
            let (day, year) = cell.split_at_checked(cell.len().checked_sub(2)?)?;
            parse_whole_date(&format!("{day}20{year}")).ok()
        }
        read => read.ok(),
    }
}

/// Whether the cell is the same number in any notation, up to the digits that remain: a spreadsheet
/// keeps fifteen.
fn same_number(exported: &[String], cell: &str) -> bool {
    let near = |was: &f64, is: &(f64, f64)| (was - is.0).abs() <= is.1.max(was.abs() * 1e-14);
    exported
        .iter()
        .flat_map(|text| numbers(text))
        .any(|(was, _)| numbers(cell).iter().any(|is| near(&was, is)))
}

/// The possible readings of a text as a number, each with its rounding error.
fn numbers(text: &str) -> Vec<(f64, f64)> {
    let bare: String = text.chars().filter(|c| !c.is_whitespace() && *c != '%').collect();
    let mark = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '+' | '-' | 'e' | 'E');
    if !bare.starts_with(|c: char| c.is_ascii_digit() || c == '-') || !bare.chars().all(mark) {
        return Vec::new();
    }
    let point = bare.replace(',', "");
    let comma = bare.replace('.', "").replace(',', ".");
    let read = |text: &String| {
        let number = text.parse::<f64>().ok().filter(|n| n.is_finite())?;
        Some((number, lost(text)))
    };
    [point, comma].iter().filter_map(read).collect()
}

/// The rounding error of a number such as "9.12E+08".
fn lost(text: &str) -> f64 {
    let Some((digits, exponent)) = text.split_once(['e', 'E']) else { return 0.0 };
    let places = digits.split_once('.').map_or(0, |(_, places)| places.len());
    let exponent: i32 = exponent.parse().unwrap_or(0);
    0.5 * 10f64.powi(exponent.saturating_sub(i32::try_from(places).unwrap_or(0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_that_a_spreadsheet_rewrites_are_the_same() {
        let same = |was: &str, is: &str| same_number(&[was.to_owned()], is);
        for (was, is) in [
            ("912345678", "9.12E+08"),
            ("0912345678", "912345678"),
            ("1234,5", "1.234,5"),
            ("1234,5", "1,234.50"),
            ("1500000000", "1,5E+09"),
            ("0,3", "0.30000000000000004"),
            ("50", "50 %"),
        ] {
            assert!(same(was, is), "{was} {is}");
        }
        for (was, is) in [
            ("1234", "1235"),
            ("0,3", "0,31"),
            ("7", "bảy"),
            ("9", "-9"),
            // a contract's number, corrected in its last digit
            ("4601234567", "4601234565"),
            ("12345678901234", "12345678901235"),
        ] {
            assert!(!same(was, is), "{was} {is}");
        }
    }

    #[test]
    fn days_in_another_order_are_the_same() {
        let day = Value::Date(Date { year: 2026, month: 11, day: 22 });
        for cell in ["11/22/2026", "22-11-26", "2026-11-22", "22.11.2026 00:00"] {
            assert!(same_day(&day, cell), "{cell}");
        }
        assert!(!same_day(&day, "23/11/2026") && !same_day(&day, "11/2026"));
    }
}
