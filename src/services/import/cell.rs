//! Reads a cell of a list. Uses the same parsers as forms; but a form shows the result at once, so
//! here every change to a cell's text must be reported in a note.

mod position;

use super::day_order::{DayOrder, turned};
use super::no_answer::{is_paper, is_tick, is_words, lacks_number, says_nothing};
use super::note::ImportNote;
use super::unit::{ColumnUnit, DONG, NO_UNIT, without_unit};
use crate::programme::answer;
use crate::programme::check::FaultKind;
use crate::programme::spec::Programme;
use crate::programme::spec::{Field, Type};
use crate::programme::types::limits::beyond;
use crate::record::{Date, Decimal, Value};
use crate::text::fold::fold;
use crate::text::format::{
    Amount, FormatFault, is_power, is_rounded, money_unit, parse_decimal, parse_money_in,
    parse_whole_date, read_phone, show_date, show_phone, whole_power,
};
use crate::text::{clean, trimmed};
pub use position::position;

pub enum ReadCell {
    Taken(Option<Value>, Option<ImportNote>),
    /// why the cell is unclear
    Unclear(FaultKind),
}

pub struct CellReader<'a> {
    pub programme: &'a Programme,
    pub today: Date,
    /// the file is a workbook, where a day may be a bare number
    pub workbook: bool,
    /// the row has a record id, as written by an export
    pub exported: bool,
}

/// In đồng; more than any establishment of the programme has or receives.
const MOST_MONEY: i64 = 10_000_000_000_000;
/// In đồng; more than a small or medium enterprise has (NĐ 80/2021: 100 tỷ of capital).
const LARGE_MONEY: i64 = 100_000_000_000;

impl CellReader<'_> {
    pub fn read(&self, field: &Field, unit: Option<&ColumnUnit>, cell: &str) -> ReadCell {
        let text = clean(cell, false);
        let text = trimmed(&text);
        // in an exported row, the text is an answer
        if is_empty(field, text) && !(self.exported && is_words(field)) {
            return ReadCell::Taken(None, None);
        }
        if !self.exported && (is_tick(field, text) || lacks_number(field, text)) {
            return ReadCell::Unclear(FaultKind::NoName);
        }
        if is_doubted(text) && !matches!(field.ty, Type::Text | Type::Note) {
            return ReadCell::Unclear(match field.ty {
                Type::Choice(_) | Type::Many(_) => {
                    FaultKind::UnknownChoice { given: text.to_owned() }
                }
                _ => FaultKind::Doubted,
            });
        }
        let number = matches!(field.ty, Type::Int | Type::Money | Type::Decimal | Type::Phone)
            || is_code(field);
        let digits = whole_power(text).filter(|_| number);
        // whatever the question, digits have been lost
        if digits.is_none() && (is_rounded(text) || number && is_power(text)) {
            return ReadCell::Unclear(FaultKind::Format(FormatFault::Rounded));
        }
        let cell = digits.as_deref().unwrap_or(cell);
        let text = digits.as_deref().unwrap_or(text);
        match &field.ty {
            Type::Money => self.money(unit, cell),
            Type::Int => self.count(field, cell),
            Type::Date => match month_first(unit, text) {
                Some(day_first) => of_words(self.date(&day_first), text),
                None => self.date(text),
            },
            Type::Phone => phone(text),
            Type::Decimal if matches!(unit, Some(ColumnUnit::Fraction { zeros: Some(2) })) => {
                self.percent(field, cell)
            }
            _ => self.other(field, cell),
        }
    }

    fn money(&self, unit: Option<&ColumnUnit>, cell: &str) -> ReadCell {
        let (zeros, heading) = match unit {
            Some(ColumnUnit::Money { zeros, written }) => (*zeros, Some(written)),
            Some(ColumnUnit::Unknown { written, zeros }) => {
                let named = zeros.is_some() && written != NO_UNIT;
                (zeros.unwrap_or_default(), Some(written).filter(|_| named))
            }
            _ => (0, None),
        };
        let amount = match parse_money_in(&clean(cell, false), zeros) {
            Ok(amount) => amount,
            Err(fault) => return ReadCell::Unclear(FaultKind::Format(fault)),
        };
        if !self.exported && is_implausible(&amount, zeros) {
            return ReadCell::Unclear(FaultKind::Format(FormatFault::HugeMoney(amount.value)));
        }
        let at = cell.rfind(|c: char| c.is_ascii_digit()).map_or(0, |at| at + 1);
        let own = cell.get(at..).and_then(money_unit);
        let other = amount.has_unit && own.is_none_or(|own| own.zeros != zeros);
        let message = heading.filter(|_| other).map(|heading| ImportNote::OwnUnit {
            given: cell.to_owned(),
            heading: heading.clone(),
        });
        ReadCell::Taken(Some(Value::Int(amount.value)), message)
    }

    /// Reads a cell of a column of fractions (0.5 for 50 %), where single cells may be in percent.
    fn percent(&self, field: &Field, cell: &str) -> ReadCell {
        let part = |n: Decimal| n.0.checked_mul(100).map(|n| Value::Decimal(Decimal(n)));
        match parse_decimal(cell) {
            Ok(n) if !names_unit(field, cell) => match part(n) {
                Some(value) => ReadCell::Taken(Some(value), None),
                None => ReadCell::Unclear(FaultKind::Format(FormatFault::TooBig)),
            },
            _ => self.other(field, cell),
        }
    }

    /// A count may have a unit, decimal zeros or a remark: "12 người", "12,0", "12 (8 nữ)".
    fn count(&self, field: &Field, cell: &str) -> ReadCell {
        let bare = without_unit(field, cell);
        if let Some((number, remark)) = bare.trim().split_once(['(', '['])
            && !number.trim().is_empty()
            && let ReadCell::Taken(Some(Value::Int(count)), _) = self.count(field, number)
            && is_aside(remark, count)
        {
            let remark = remark.trim_end_matches([')', ']', ' ', '.']);
            let more =
                without_unit(field, &format!("{count} {remark}")).trim() != count.to_string();
            let message = more.then(|| ImportNote::FirstOnly {
                given: cell.trim().to_owned(),
                taken: count.to_string(),
            });
            return ReadCell::Taken(Some(Value::Int(count)), message);
        }
        let bare = bare.trim();
        let whole = bare.rsplit_once([',', '.']).filter(|(_, places)| {
            matches!(places.len(), 1 | 2) && places.bytes().all(|b| b == b'0')
        });
        self.other(field, whole.map_or(bare, |(whole, _)| whole))
    }

    fn date(&self, text: &str) -> ReadCell {
        // strips a time of day after the comma
        let number = text.split_once([',', '.']).map_or(text, |(day, _)| day);
        let number = if self.workbook && number.len() == 5 { number } else { text };
        match parse_whole_date(number) {
            Ok(date) => ReadCell::Taken(Some(Value::Date(date)), None),
            Err(FormatFault::DayNumber(date)) if self.workbook => {
                let (given, taken) = (text.to_owned(), show_date(date));
                ReadCell::Taken(
                    Some(Value::Date(date)),
                    Some(ImportNote::ReadAs { given, taken }),
                )
            }
            Err(fault) => match only_date(text) {
                // "05/03/2020 (cấp lần đầu)"
                Some((date, true)) => {
                    let (given, taken) = (text.to_owned(), show_date(date));
                    ReadCell::Taken(
                        Some(Value::Date(date)),
                        Some(ImportNote::FirstOnly { given, taken }),
                    )
                }
                // "trước 05/03/2020" is another day
                Some((_, false)) => ReadCell::Unclear(FaultKind::Format(fault)),
                None => {
                    let short = |word| parse_whole_date(word) == Err(FormatFault::ShortYear);
                    let short = text.split_whitespace().any(short);
                    let fault = if short { FormatFault::ShortYear } else { fault };
                    ReadCell::Unclear(FaultKind::Format(fault))
                }
            },
        }
    }

    fn other(&self, field: &Field, cell: &str) -> ReadCell {
        if !self.exported
            && is_paper(field)
            && let Some(number) = before_day(cell)
            && let ReadCell::Taken(value, _) = self.other(field, number)
        {
            let (given, taken) = (cell.trim().to_owned(), number.to_owned());
            return ReadCell::Taken(value, Some(ImportNote::FirstOnly { given, taken }));
        }
        match answer::parse(self.programme, field, cell, self.today) {
            Ok(value) => {
                // the programme's checks skip questions that do not apply; check the limits here
                let wrong = value.as_ref().filter(|_| !self.exported);
                if let Some(wrong) = wrong.and_then(|v| beyond(field, v, self.today)) {
                    return ReadCell::Unclear(wrong);
                }
                let message = if is_code(field) { changed(cell, value.as_ref()) } else { None };
                ReadCell::Taken(value, message)
            }
            Err(what) => ReadCell::Unclear(what),
        }
    }
}

/// Whether a remark after a count leaves the count valid: numbers in it may be parts of the count,
/// not larger.
fn is_aside(remark: &str, count: i64) -> bool {
    let folded = fold(remark);
    let whole = ["tong", "ca thay", "tat ca", "total", "khong ke", "chua ke", "tru"];
    let mut numbers = folded.split(|c: char| !c.is_ascii_digit()).filter(|n| !n.is_empty());
    folded.chars().any(char::is_alphabetic)
        && !whole.iter().any(|word| folded.contains(word))
        && numbers.all(|n| n.parse::<i64>().is_ok_and(|n| n <= count))
}

/// The date with its day first, if the user said that the column has the month first.
fn month_first(unit: Option<&ColumnUnit>, text: &str) -> Option<String> {
    match unit {
        Some(ColumnUnit::DayOrder { month_first: Some(true), .. })
            if DayOrder::of(text) != Some(DayOrder::Day) =>
        {
            turned(text)
        }
        _ => None,
    }
}

/// Sets the given text of a `FirstOnly` note to the cell's original text.
fn of_words(read: ReadCell, text: &str) -> ReadCell {
    match read {
        ReadCell::Taken(value, Some(ImportNote::FirstOnly { taken, .. })) => {
            let given = text.to_owned();
            ReadCell::Taken(value, Some(ImportNote::FirstOnly { given, taken }))
        }
        read => read,
    }
}

/// The number of a document, without its date: "12/QĐ-TTKC ngày 20/2/2026".
fn before_day(cell: &str) -> Option<&str> {
    let (at, word) = [" ngày ", ", ngày ", " Ngày "]
        .into_iter()
        .find_map(|word| cell.find(word).map(|at| (at, word)))?;
    let (number, day) = (cell.get(..at)?.trim(), cell.get(at + word.len()..)?.trim());
    let number = number.trim_end_matches([',', ';']);
    (!number.is_empty() && parse_whole_date(day).is_ok()).then_some(number)
}

/// The only whole date in a text, and whether the rest is a remark in brackets or words of issue.
fn only_date(text: &str) -> Option<(Date, bool)> {
    let end = |c: char| c.is_whitespace() || matches!(c, '(' | ')' | '[' | ']' | ',' | ';');
    let whole =
        |word: &&str| word.split(['/', '-', '.']).filter(|p| !p.is_empty()).count() == 3;
    let words = text.split(end).filter(whole);
    let mut dates = words.filter_map(|word| parse_whole_date(word).ok());
    let (date, None) = (dates.next()?, dates.next()) else { return None };
    let (before, remark) = text.split_once(['(', '[']).unwrap_or((text, ""));
    let alone = parse_whole_date(before.trim()).is_ok_and(|read| read == date);
    Some((date, alone && !names_time(remark) || is_issued(text)))
}

/// Whether a remark names a year or a part of another date. A count is allowed: "(đổi lần 2)".
fn names_time(remark: &str) -> bool {
    let digit = |c: char| c.is_ascii_digit();
    let long = remark.split(|c| !digit(c)).any(|run| run.len() > 2);
    let marked = |mark: char| {
        let parts: Vec<&str> = remark.split(mark).collect();
        parts.windows(2).any(|pair| match pair {
            [one, next] => {
                one.trim_end().ends_with(digit) && next.trim_start().starts_with(digit)
            }
            _ => false,
        })
    };
    long || ['/', '-', '.'].into_iter().any(marked)
}

/// Whether the words before the date only say that the document was issued on it.
fn is_issued(text: &str) -> bool {
    const WORDS: [&str; 10] = [
        "cap",
        "cap ngay",
        "ngay cap",
        "ky ngay",
        "ngay ky",
        "cap lan dau",
        "cap lan dau ngay",
        "dang ky ngay",
        "dang ky lan dau",
        "lan dau",
    ];
    let folded = fold(text);
    let Some(at) = folded.find(|c: char| c.is_ascii_digit()) else { return false };
    let (before, day) = folded.split_at(at);
    WORDS.contains(&before.trim_end_matches([' ', ':', ',']))
        && parse_whole_date(day.trim()).is_ok()
}

/// Whether an amount under a heading such as "(triệu đồng)" seems to be written in đồng, or is
/// beyond `MOST_MONEY`.
fn is_implausible(amount: &Amount, zeros: u32) -> bool {
    let value = amount.value.saturating_abs();
    let unit = 10i64.checked_pow(zeros).filter(|_| zeros > 0 && !amount.has_unit);
    let in_dong = unit.is_some_and(|unit| {
        let written = value / unit;
        written >= DONG && written % unit == 0 && value > LARGE_MONEY
    });
    in_dong || value > MOST_MONEY
}

/// A text with a fixed format.
fn is_code(field: &Field) -> bool {
    matches!(field.ty, Type::Text) && matches!(field.id.as_str(), "tax_code" | "vsic")
}

fn changed(cell: &str, value: Option<&Value>) -> Option<ImportNote> {
    let taken = value?.as_text()?;
    let given = cell.trim();
    (taken != given)
        .then(|| ImportNote::ReadAs { given: given.to_owned(), taken: taken.to_owned() })
}

/// Whether a cell holds no answer: blank, a dash, or words for "none".
pub fn is_empty(field: &Field, text: &str) -> bool {
    is_blank_mark(text.trim()) || says_nothing(field, text)
}

/// Whether a cell names its unit, or holds no answer.
pub fn names_unit(field: &Field, cell: &str) -> bool {
    let text = clean(cell, false);
    let text = trimmed(&text);
    is_empty(field, text)
        || text.ends_with('%')
        || parse_money_in(text, 0).is_ok_and(|amount| amount.has_unit)
}

/// "HTX?", "05/03/2020 (?)": the author was not sure.
pub fn is_doubted(text: &str) -> bool {
    text.trim_end_matches([')', ']', ' ']).ends_with('?')
}

/// Marks that offices write into a cell without an answer.
fn is_blank_mark(text: &str) -> bool {
    let mark = |c: char| matches!(c, '-' | '–' | '—' | '.' | '…' | '_' | '/');
    !text.is_empty() && text.chars().all(mark)
}

fn phone(text: &str) -> ReadCell {
    match read_phone(text) {
        Ok(phone) => {
            let (given, taken) = (text.to_owned(), show_phone(&phone.digits));
            let message = match (phone.more, phone.restored) {
                (true, _) => Some(ImportNote::FirstOnly { given, taken }),
                (false, true) => Some(ImportNote::ReadAs { given, taken }),
                (false, false) => None,
            };
            ReadCell::Taken(Some(Value::Text(phone.digits)), message)
        }
        Err(fault) => ReadCell::Unclear(FaultKind::Format(fault)),
    }
}
