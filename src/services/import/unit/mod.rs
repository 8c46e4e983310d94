//! The unit of a column's numbers: "(triệu đồng)" in its heading, a line of units below the header,
//! or "Đơn vị tính: triệu đồng" above the table.

pub mod cells;
pub mod note;
pub mod remark;
pub mod sheet;
pub mod table_note;

use super::unit::note::{
    CLOSING, MEASURES, MOST_MARKER, OPENING, bare_heading, brackets, is_bare_marker, limits,
    speaks_of_money, unmark,
};
use super::unit::table_note::OutsideNote;
use crate::programme::spec::{Field, Type};
use crate::services::import::unit::remark::is_remark;
use crate::text::clean;
use crate::text::fold::fold;
use crate::text::format::{money_unit, sounds_like_money};

/// The number without a unit after it, if that is the question's unit: "12 người", "12 lđ".
pub fn without_unit<'a>(field: &Field, cell: &'a str) -> &'a str {
    let cell = cell.trim();
    let at = cell.rfind(|c: char| c.is_ascii_digit()).map_or(0, |at| at + 1);
    let (number, words) = cell.split_at(at);
    let own = field.unit.as_ref().map(|unit| fold(&unit.vi)).unwrap_or_default();
    let words = fold(words).replace('.', "");
    let measure = |text: &str| MEASURES.iter().position(|names| names.contains(&text));
    let same = words.trim() == own
        || measure(words.trim()).is_some_and(|found| measure(&own) == Some(found));
    if !own.is_empty() && same { number } else { cell }
}

/// The unit of a column, if it differs from the question's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ColumnUnit {
    /// bare numbers are in units of 10^`zeros` đồng
    Money { zeros: u32, written: String },
    /// cannot be converted to the question's unit
    Foreign { written: String },
    /// a measure, although the question has none: the number is used, the measure is ignored
    Extra { written: String },
    /// not understood; `zeros` is set if a person has chosen its meaning
    Unknown { written: String, zeros: Option<u32> },
    /// A percent column with only fractions: does 0,65 mean 65 %? `zeros` is 2 if a person has said
    /// so.
    Fraction { zeros: Option<u32> },
    /// each row's unit is in this column
    InRow { column: usize },
    /// Some dates, such as `example`, can only be month first. A person must say how to read the
    /// others.
    DayOrder { month_first: Option<bool>, example: String },
}

/// Stands for the values of a `Fraction` column in the question to the user.
pub const FRACTION: &str = "0-1";
/// Stands for the dates of a `DayOrder` column in the question to the user.
pub const MONTH_FIRST: &str = "m/d";

/// Stands for a missing unit in the question to the user.
pub const NO_UNIT: &str = "ĐVT ?";

/// Smaller amounts are not in đồng but in thousands or millions.
pub const LEAST_MONEY: i64 = 100_000;
/// Amounts from here on may be in đồng.
pub const DONG: i64 = 1_000_000;

const MOST_UNIT: usize = 2 * MOST_MARKER;

/// Maximum number of words of a unit after a heading without brackets.
const MOST_UNIT_WORDS: usize = 2;

/// The heading without the unit after it. `None` for a note about a unit: in "Đơn vị tính: đồng",
/// "Đơn vị" is no name.
pub fn name_before_unit(heading: &str) -> Option<&str> {
    let (name, _) = cut_unit(heading).filter(|_| unmark(heading).is_none())?;
    Some(name)
}

/// Splits a heading and a unit without brackets after it: "Vốn đầu tư, triệu đồng".
pub fn cut_unit(heading: &str) -> Option<(&str, &str)> {
    tails(heading).find_map(|(name, mark, unit)| {
        let known = match mark.is_whitespace() {
            true => is_written_out(unit),
            // "Doanh thu/đồng", but not "Ngày cấp/đ"
            false => {
                let known = money_unit(unit);
                known.is_some_and(|known| known.zeros > 0 || unit.chars().count() > 1)
                    || sounds_like_money(unit) && !unit.trim().contains(' ') && !is_remark(unit)
            }
        };
        known.then_some((name, unit))
    })
}

/// The parts of a heading before and after each separator that may precede a unit.
fn tails(heading: &str) -> impl Iterator<Item = (&str, char, &str)> {
    let heading = heading.trim();
    let marks = heading.char_indices().filter(|(_, c)| is_mark(*c));
    marks.filter_map(move |(at, mark)| {
        let (name, unit) = (heading.get(..at)?, heading.get(at + mark.len_utf8()..)?);
        // do not split inside brackets
        let open = name.matches(OPENING).count() > name.matches(CLOSING).count();
        if open || unit.len() > MOST_UNIT {
            return None;
        }
        let unit = unmark(unit).unwrap_or(unit).trim_matches(is_mark);
        let name = name.trim_matches(is_mark);
        (!name.is_empty() && !unit.is_empty()).then_some((name, mark, unit))
    })
}

fn is_mark(c: char) -> bool {
    c.is_whitespace() || matches!(c, ',' | '-' | '–' | '—' | ':' | ';' | '/' | '|' | '_' | '，')
}

/// Whether the words after a heading can only be a unit. Without diacritics "Lao động" ends like
/// "đồng", and "Đã giải ngân" like "ngàn".
fn is_written_out(unit: &str) -> bool {
    const SCALES: [&str; 8] = ["triệu", "tr", "trđ", "nghìn", "ngàn", "tỷ", "tỉ", "tỷđ"];
    let Some(known) = money_unit(unit).filter(|unit| unit.zeros > 0) else { return false };
    let lower = clean(unit, false).to_lowercase();
    let first = lower.trim().split([' ', '.', '/']).next().unwrap_or_default();
    let digits = || lower.starts_with(['x', '*', '×', '\'', '.', '0', '1']);
    SCALES.contains(&first)
        || known.currency && (lower.is_ascii() || lower.contains('đ'))
        || known.zeros >= 3 && digits()
}

/// What is known about a column's unit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UnitNotes {
    /// `None` if it is the question's own unit
    pub unit: Option<ColumnUnit>,
    /// the note that applies, as written
    pub written: Option<String>,
    /// a contradicting note that is further away
    pub other: Option<String>,
    /// only a note about the whole table names the unit
    pub far: bool,
    /// an amount that can hardly be đồng, if nothing names the unit
    pub bare: Option<String>,
}

/// Texts that may name the unit, the closest first.
#[derive(Clone, Copy, Default)]
pub struct UnitPlaces<'a> {
    pub heading: &'a str,
    /// the column's cell in a line of units below the header
    pub below: Option<&'a str>,
    /// the heading of a group of columns
    pub over: Option<&'a str>,
    /// above or below the whole table
    pub table: Option<&'a OutsideNote>,
}

/// The unit of a column. The closest text that names one applies.
pub fn of_column<'a>(field: &Field, places: UnitPlaces<'a>) -> UnitNotes {
    let money = matches!(field.ty, Type::Money);
    let of = |text: &str| {
        let unmarked = unmark(text);
        let text = unmarked.unwrap_or(text).trim();
        Some((read_unit(field, text, unmarked.is_some())?, text.to_owned()))
    };
    let of_heading = |heading: &str| {
        let inside = brackets(heading).into_iter();
        // "giải ngân (đồng)" ends like "ngàn đồng"
        let bare = match inside.clone().any(|text| of(text).is_some()) {
            true => bare_heading(heading),
            false => heading,
        };
        let mut said = inside.chain(cut_unit(bare).map(|(_, unit)| unit)).filter_map(of);
        let (unit, written) = said.next()?;
        let mut others = || said.any(|(other, _)| zeros(&other) != zeros(&unit));
        let behind = || heading.split_once(&written).map_or("", |(_, behind)| behind);
        if money && zeros(&unit).is_some() && (limits(&fold(behind())) || others()) {
            let at = bare_heading(heading).len();
            let all = heading.get(at..).unwrap_or_default().trim();
            let written = if all.is_empty() { heading.trim() } else { all }.to_owned();
            let unit = ColumnUnit::Unknown { written: written.clone(), zeros: None };
            return Some((Some(unit), written));
        }
        Some((unit, written))
    };
    // a closer text that looks like a unit must not be skipped in favour of one further away
    let not_understood = |heading: &'a str, sure: bool| -> Option<&'a str> {
        let found = of_heading(heading).is_none().then(|| unknown(heading)).flatten();
        found.filter(|text| money && (!sure || sounds_like_money(text)))
    };
    let of_group = |over: &str| {
        // a group may contain people and money
        of_heading(over).filter(|(_, text)| money || money_unit(text).is_none())
    };
    let of_table = |above: &OutsideNote| match above {
        OutsideNote::Money { written, of, .. }
            if of.is_empty() || names_one(places.heading, of) =>
        {
            Some((read_unit(field, written, true)?, written.clone()))
        }
        // the note does not name this column, or gives it another unit
        OutsideNote::Money { note, .. } => {
            let written = note.clone();
            Some((Some(ColumnUnit::Unknown { written: written.clone(), zeros: None }), written))
        }
        OutsideNote::Unclear(written) => {
            let written = written.clone();
            let unit = match speaks_of_money(&fold(&written)) {
                true => ColumnUnit::Foreign { written: written.clone() },
                false => ColumnUnit::Unknown { written: written.clone(), zeros: None },
            };
            Some((Some(unit), written))
        }
    };
    let asked = |written: &str| UnitNotes {
        unit: Some(ColumnUnit::Unknown { written: written.to_owned(), zeros: None }),
        ..UnitNotes::default()
    };
    let (below, over) = (places.below.and_then(of), places.over.and_then(of_group));
    if below.is_none()
        && let Some(written) = not_understood(places.heading, true)
            .or_else(|| not_understood(places.over?, true).filter(|_| over.is_none()))
    {
        return asked(written);
    }
    let table = places.table.filter(|_| money).and_then(of_table);
    let near = [of_heading(places.heading), below, over];
    let far = table.is_some() && near.iter().all(Option::is_none);
    let mut notes = near.into_iter().chain([table]).flatten();
    let Some((unit, written)) = notes.next() else {
        let written = not_understood(places.heading, false)
            .or_else(|| not_understood(places.over?, false));
        return written.map(asked).unwrap_or_default();
    };
    let other = notes.find(|(other, _)| money && zeros(other) != zeros(&unit));
    let (written, other) = (Some(written), other.map(|(_, written)| written));
    UnitNotes { unit, written, other, far, bare: None }
}

/// The power of ten of a unit that is understood.
fn zeros(unit: &Option<ColumnUnit>) -> Option<u32> {
    match unit {
        None => Some(0),
        Some(ColumnUnit::Money { zeros, .. }) => Some(*zeros),
        Some(_) => None,
    }
}

/// Whether a heading contains one of these names, as whole words.
fn names_one(heading: &str, names: &[String]) -> bool {
    let heading = format!(" {} ", fold(bare_heading(heading)));
    names.iter().any(|name| heading.contains(&format!(" {name} ")))
}

/// The first text at the position of a unit that is neither a unit nor a remark.
fn unknown(heading: &str) -> Option<&str> {
    let strange = |text: &&str| {
        let text = unmark(text).unwrap_or(text).trim();
        text.chars().any(char::is_alphanumeric)
            && money_unit(text).is_none()
            && !is_remark(text)
    };
    let behind = || {
        let tails = tails(bare_heading(heading));
        let mut tails = tails.filter(|(_, mark, _)| !mark.is_whitespace() && *mark != '_');
        let (_, _, unit) = tails.next()?;
        let short = unit.split_whitespace().count() <= MOST_UNIT_WORDS;
        (short || sounds_like_money(unit)).then_some(unit).filter(strange)
    };
    brackets(heading).into_iter().find(strange).or_else(behind)
}

/// The unit of an amount, given the unit cell `written` of its row. `None` if it is unclear,
/// `Some(None)` if it is the question's own.
pub fn in_row(field: &Field, written: &str) -> Option<Option<ColumnUnit>> {
    match read_unit(field, unmark(written).unwrap_or(written).trim(), false)? {
        Some(ColumnUnit::Foreign { .. } | ColumnUnit::Unknown { .. }) => None,
        unit => Some(unit),
    }
}

/// Columns that hold the unit of each row, with the money columns that they apply to: a single one
/// applies to all, otherwise each applies to the money column before it. `is_money`: a money column
/// without a unit.
pub fn columns_of_units(
    header: &[String],
    is_open: &dyn Fn(usize) -> bool,
    is_money: &dyn Fn(usize) -> bool,
    is_unit: &dyn Fn(usize) -> bool,
) -> Vec<(usize, Vec<usize>)> {
    let named =
        |at: &usize| header.get(*at).is_some_and(|h| is_bare_marker(h) || is_unit_word(h));
    let units: Vec<usize> = (0..header.len())
        .filter(named)
        .filter(|at| is_open(*at))
        .filter(|at| is_unit(*at))
        .collect();
    let money: Vec<usize> = (0..header.len()).filter(|at| is_money(*at)).collect();
    match units.as_slice() {
        [one] if !money.is_empty() => vec![(*one, money)],
        several => {
            let before = |at: &usize| money.iter().rev().find(|of| *of < at).copied();
            several.iter().filter_map(|at| Some((*at, vec![before(at)?]))).collect()
        }
    }
}

/// "Đơn vị" may also mean an office; the cells decide.
fn is_unit_word(heading: &str) -> bool {
    matches!(fold(heading.trim()).as_str(), "don vi" | "dv" | "unit" | "units" | "dv tinh")
}

/// Whether a cell can only be a unit of money.
pub fn is_money_unit(cell: &str) -> bool {
    money_unit(cell).is_some_and(|unit| unit.currency || unit.zeros > 0)
}

/// Whether a heading names the unit of money below it.
pub fn names_money(heading: &str) -> bool {
    let money = |text: &str| {
        let text = unmark(text).unwrap_or(text);
        money_unit(text).is_some_and(|unit| unit.currency || unit.zeros > 0)
    };
    brackets(heading).into_iter().any(money) || cut_unit(heading).is_some()
}

/// `None`: no unit; `Some(None)`: the question's own unit.
fn read_unit(field: &Field, text: &str, marked: bool) -> Option<Option<ColumnUnit>> {
    let written = text.to_owned();
    let folded = fold(text);
    let own = field.unit.as_ref().map(|unit| fold(&unit.vi)).unwrap_or_default();
    if matches!(field.ty, Type::Money) {
        return Some(match money_unit(text) {
            Some(unit) if !fits_per(&unit.per, &own) => Some(ColumnUnit::Foreign { written }),
            Some(unit) if unit.zeros == 0 => None,
            Some(unit) => Some(ColumnUnit::Money { zeros: unit.zeros, written }),
            None if speaks_of_money(&folded) => Some(ColumnUnit::Foreign { written }),
            None if marked && !is_remark(text) => {
                Some(ColumnUnit::Unknown { written, zeros: None })
            }
            None => return None,
        });
    }
    if !matches!(field.ty, Type::Int | Type::Decimal) {
        return None;
    }
    let base = folded.split('/').next().unwrap_or_default().trim();
    let measure = |text: &str| MEASURES.iter().position(|names| names.contains(&text));
    let found = measure(base);
    if own.is_empty() {
        return found.map(|_| Some(ColumnUnit::Extra { written }));
    }
    if folded == own || found.is_some() && found == measure(&own) {
        return Some(None);
    }
    let scaled = money_unit(text).is_some_and(|unit| unit.zeros > 0)
        || folded
            .strip_suffix(own.as_str())
            .is_some_and(|scale| money_unit(scale).is_some_and(|unit| unit.zeros > 0));
    (found.is_some() || scaled).then_some(Some(ColumnUnit::Foreign { written }))
}

/// A monthly wage does not fit a yearly one, but "đồng/năm" of a revenue and "đồng/kg" of a price
/// do.
fn fits_per(per: &str, own: &str) -> bool {
    let own = own.split_once('/').map_or("", |(_, per)| per);
    let spaceless = |text: &str| fold(text).replace(' ', "");
    let short = ["thang", "quy", "ngay", "tuan", "nguoi", "gio"];
    let per = spaceless(per);
    per.is_empty() || per == spaceless(own) || !short.iter().any(|word| per.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::services::import::unit::note::after_marker;

    /// Prose among the first lines of a file once hung the import: this loop never ended.
    #[test]
    fn a_paragraph_is_looked_at_as_a_heading_once() {
        let prose = "nhà xưởng rộng, bán trong tỉnh ".repeat(200);
        assert_eq!((cut_unit(&prose), after_marker(&prose).is_none()), (None, true));
        let unit = Some(("Vốn đầu tư", "triệu đồng"));
        assert_eq!(cut_unit("Vốn đầu tư, đơn vị tính: triệu đồng"), unit);
    }

    #[test]
    fn a_unit_behind_a_heading_needs_no_brackets() {
        assert_eq!(cut_unit("Vốn đầu tư, triệu đồng"), Some(("Vốn đầu tư", "triệu đồng")));
        assert_eq!(cut_unit("Doanh thu - tr.đ"), Some(("Doanh thu", "tr.đ")));
        assert_eq!(cut_unit("Vốn ĐVT: tỷ đồng"), Some(("Vốn", "tỷ đồng")));
        assert_eq!(cut_unit("Vốn đầu tư triệu đồng"), Some(("Vốn đầu tư", "triệu đồng")));
        for heading in ["Số lao động", "Đã giải ngân", "Lao dong", "Da giai ngan", "Vốn tự có"]
        {
            assert_eq!(cut_unit(heading), None, "{heading}");
        }
    }
}
