//! What the numbers of a column count in: "(triệu đồng)" in its heading, in a line of units below
//! the header, or "Đơn vị tính: triệu đồng" above the table.

use crate::programme::meaning::is_percent;
use crate::programme::spec::{Field, Type};
use crate::record::Decimal;
use crate::services::import::remark::is_remark;
use crate::text::clean;
use crate::text::fold::fold;
use crate::text::format::{money_unit, parse_decimal, sounds_like_money};

/// A number without the unit behind it, where that is the question's own: "12 người", "12 lđ".
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

/// What a column counts in, where that is not what the question asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ColumnUnit {
    /// bare numbers count 10^`zeros` đồng
    Money { zeros: u32, written: String },
    /// of no unit that could be turned into the question's
    Foreign { written: String },
    /// a measure where the question has none: the number is taken, the measure is not
    Extra { written: String },
    /// nobody understands it; where a person has chosen what it means, `zeros` says so
    Unknown { written: String, zeros: Option<u32> },
    /// A column of percent with nothing but fractions: is 0,65 meant as 65 %? `zeros` is 2 where a
    /// person has said so.
    Fraction { zeros: Option<u32> },
    /// that of each row, in another column
    InRow { column: usize },
}

/// What the values of such a column are called when a person is asked about them.
pub const FRACTION: &str = "0-1";

/// In bytes, with marks. Every cell of the first rows is looked at as if it were a heading: a whole
/// paragraph must not be folded once for each of its words.
const MOST_MARKER: usize = 60;
const MOST_UNIT: usize = 2 * MOST_MARKER;

const OPENING: [char; 12] =
    ['(', '[', '{', '<', '（', '［', '｛', '＜', '【', '《', '〈', '「'];
const CLOSING: [char; 12] =
    [')', ']', '}', '>', '）', '］', '｝', '＞', '】', '》', '〉', '」'];

/// How a text says that a unit follows.
const MARKERS: [&str; 18] = [
    "don vi tinh",
    "don vi tien",
    "don vi",
    "dvt",
    "dv",
    "tinh bang",
    "tinh theo",
    "tinh",
    "so lieu tinh bang",
    "so lieu tinh theo",
    "tien",
    "so tien",
    "tien te",
    "don vi tien te",
    "don vi tinh tien",
    "dvt tien",
    "unit",
    "units",
];

/// Those behind which nothing stands but a unit; "Đơn vị:" may name an office.
const SURE_MARKERS: [&str; 7] = [
    "don vi tinh",
    "don vi tien",
    "don vi tien te",
    "don vi tinh tien",
    "dvt",
    "dvt tien",
    "so lieu tinh bang",
];

/// Words of a unit that stands behind a heading without brackets.
const MOST_UNIT_WORDS: usize = 2;

const CURRENCIES: [&str; 16] = [
    "usd",
    "$",
    "us$",
    "eur",
    "euro",
    "€",
    "jpy",
    "yen",
    "¥",
    "cny",
    "rmb",
    "ndt",
    "krw",
    "do la",
    "do la my",
    "nhan dan te",
];

/// Measures, those of one line for one thing under several names.
const MEASURES: [&[&str]; 18] = [
    &["tan", "ton", "tons", "tonne", "tonnes"],
    &["ta"],
    &["kg", "kilogram", "can"],
    &["g", "gam", "gram"],
    &["lit", "l", "litre", "litres"],
    &["m", "met"],
    &["km"],
    &["m2", "met vuong"],
    &["m3", "met khoi"],
    &["ha"],
    &["kwh"],
    &["nguoi", "lao dong", "ld", "people", "persons", "nhan cong", "cong nhan"],
    &["ho"],
    &["%", "phan tram", "percent"],
    &["cai", "chiec", "san pham", "sp"],
    &["bo"],
    &["do", "degrees", "do thap phan", "wgs84", "wgs 84"],
    &["met (vn2000)", "vn2000", "vn-2000"],
];

/// The heading without what stands in brackets at its end.
pub fn bare_heading(heading: &str) -> &str {
    let heading = heading.trim().trim_end_matches(['*', ':', ' ']);
    match heading.find(OPENING).filter(|at| *at > 0) {
        Some(at) => heading.get(..at).unwrap_or(heading).trim_end(),
        None => heading,
    }
}

/// The heading without a bracket at its end.
pub fn without_last_bracket(heading: &str) -> Option<&str> {
    let at = heading.strip_suffix(CLOSING)?.rfind(OPENING).filter(|at| *at > 0)?;
    heading.get(..at)
}

/// A heading without the unit behind it. A note of a unit has no name in front: "Đơn vị" of "Đơn vị
/// tính: đồng" is none.
pub fn name_before_unit(heading: &str) -> Option<&str> {
    let (name, _) = cut_unit(heading).filter(|_| unmark(heading).is_none())?;
    Some(name)
}

/// A heading whose unit stands behind it without brackets: "Vốn đầu tư, triệu đồng".
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

/// The parts of a heading before and behind each mark that a unit may stand behind.
fn tails(heading: &str) -> impl Iterator<Item = (&str, char, &str)> {
    let heading = heading.trim();
    let marks = heading.char_indices().filter(|(_, c)| is_mark(*c));
    marks.filter_map(move |(at, mark)| {
        let (name, unit) = (heading.get(..at)?, heading.get(at + mark.len_utf8()..)?);
        // what a bracket says is read as a whole
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

/// Whether words behind a heading can be nothing but a unit: "Lao động" ends like "đồng" without
/// its marks, and "Đã giải ngân" like "ngàn".
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

/// What is said of a column's unit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UnitNotes {
    /// none where it is the question's own
    pub unit: Option<ColumnUnit>,
    /// the note that holds, as written
    pub written: Option<String>,
    /// another note about the column, further away, that says otherwise
    pub other: Option<String>,
    /// nothing but a note about the whole table says so
    pub far: bool,
}

/// Where notes about a unit stand, the closest first.
#[derive(Clone, Copy, Default)]
pub struct UnitPlaces<'a> {
    pub heading: &'a str,
    /// the column's cell in a line of units below the header
    pub below: Option<&'a str>,
    /// the heading of a group of columns
    pub over: Option<&'a str>,
    /// above or below the whole table
    pub table: Option<&'a Above>,
}

/// The unit of a column. The closest note holds.
pub fn of_column<'a>(field: &Field, places: UnitPlaces<'a>) -> UnitNotes {
    let money = matches!(field.ty, Type::Money);
    let of = |text: &str| {
        let unmarked = unmark(text);
        let text = unmarked.unwrap_or(text).trim();
        Some((judge(field, text, unmarked.is_some())?, text.to_owned()))
    };
    let of_heading = |heading: &str| {
        let said = brackets(heading).into_iter();
        let mut said = said.chain(cut_unit(heading).map(|(_, unit)| unit));
        said.find_map(of)
    };
    // A closer text that sounds like a unit is not passed over for one further away.
    let not_understood = |heading: &'a str, sure: bool| -> Option<&'a str> {
        let found = of_heading(heading).is_none().then(|| unknown(heading)).flatten();
        found.filter(|text| money && (!sure || sounds_like_money(text)))
    };
    let of_group = |over: &str| {
        // a group may hold people beside its money
        of_heading(over).filter(|(_, text)| money || money_unit(text).is_none())
    };
    let of_table = |above: &Above| match above {
        Above::Money(written) => Some((judge(field, written, true)?, written.clone())),
        Above::Unclear(written) => {
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
    let far = table.is_some();
    let near = of_heading(places.heading).or(below.clone()).or(over.clone()).is_some();
    let notes = [of_heading(places.heading), below, over, table];
    let mut notes = notes.into_iter().flatten();
    let Some((unit, written)) = notes.next() else {
        let written = not_understood(places.heading, false)
            .or_else(|| not_understood(places.over?, false));
        return written.map(asked).unwrap_or_default();
    };
    let zeros = |unit: &Option<ColumnUnit>| match unit {
        None => Some(0),
        Some(ColumnUnit::Money { zeros, .. }) => Some(*zeros),
        Some(_) => None,
    };
    let other = notes.find(|(other, _)| money && zeros(other) != zeros(&unit));
    let (written, other) = (Some(written), other.map(|(_, written)| written));
    UnitNotes { unit, written, other, far: far && !near }
}

/// The first text of a heading that stands where a unit does and is neither one nor a remark.
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

/// Whether all numbers of a column of percent are parts of one, not only 0 and 1: 0,65 for 65 %.
pub fn are_fractions<'a>(field: &Field, cells: impl Iterator<Item = &'a str>) -> bool {
    if !matches!(field.ty, Type::Decimal) || !is_percent(field) {
        return false;
    }
    let mut any = false;
    for cell in cells {
        let Ok(number) = parse_decimal(cell.trim()) else {
            // a number with its sign says what it counts in
            if cell.trim_end().ends_with('%') {
                return false;
            }
            continue;
        };
        if !(0..=Decimal::ONE).contains(&number.0) {
            return false;
        }
        any |= number.0 % Decimal::ONE != 0;
    }
    any
}

/// What an amount counts in beside this cell of a column of units; `None` where that is not clear.
pub fn in_row(field: &Field, written: &str) -> Option<Option<ColumnUnit>> {
    match judge(field, unmark(written).unwrap_or(written).trim(), false)? {
        Some(ColumnUnit::Foreign { .. } | ColumnUnit::Unknown { .. }) => None,
        unit => Some(unit),
    }
}

/// Columns that name the unit of each row, with those of money that they are about: all that name
/// none themselves, or of several such columns the one before each. `is_money`: of money, without a
/// unit of its own.
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

/// "Đơn vị", which may be an office, too: its cells tell.
fn is_unit_word(heading: &str) -> bool {
    matches!(fold(heading.trim()).as_str(), "don vi" | "dv" | "unit" | "units" | "dv tinh")
}

/// Whether a cell can be nothing but a unit of money.
pub fn is_money_unit(cell: &str) -> bool {
    money_unit(cell).is_some_and(|unit| unit.currency || unit.zeros > 0)
}

/// Whether a cell is nothing but a note of what money counts in.
pub fn is_note(cell: &str) -> bool {
    let marked = |marked: MarkedUnit<'_>| {
        let unit = marked.unit;
        money_unit(unit).is_some() || speaks_of_money(&fold(unit)) || marked.is_unclear()
    };
    let alone = || cell.trim_start().starts_with(OPENING) || money_unit(cell).is_some();
    marker(cell).is_some_and(marked) || alone() && outside(std::iter::once(cell)).is_some()
}

/// Whether a heading says what money under it counts in.
pub fn names_money(heading: &str) -> bool {
    let money = |text: &str| {
        let text = unmark(text).unwrap_or(text);
        money_unit(text).is_some_and(|unit| unit.currency || unit.zeros > 0)
    };
    brackets(heading).into_iter().any(money) || cut_unit(heading).is_some()
}

/// `None`: no unit, some other words; `Some(None)`: the question's own.
fn judge(field: &Field, text: &str, marked: bool) -> Option<Option<ColumnUnit>> {
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

/// A month's pay is no year's, but "đồng/năm" of a revenue and "đồng/kg" of a price say nothing new.
fn fits_per(per: &str, own: &str) -> bool {
    let own = own.split_once('/').map_or("", |(_, per)| per);
    let spaceless = |text: &str| fold(text).replace(' ', "");
    let short = ["thang", "quy", "ngay", "tuan", "nguoi", "gio"];
    let per = spaceless(per);
    per.is_empty() || per == spaceless(own) || !short.iter().any(|word| per.contains(word))
}

/// The yen is half of many names of places, too ("Yên Mỹ"): beside it stands nothing but a scale.
fn speaks_of_money(folded: &str) -> bool {
    const WITH_YEN: [&str; 8] =
        ["yen", "nhat", "trieu", "tr", "nghin", "ngan", "ty", "million"];
    let words = || folded.split([' ', '/', ',']).filter(|word| !word.is_empty());
    let yen = || words().any(|word| word == "yen");
    CURRENCIES.contains(&folded)
        || words().any(|word| CURRENCIES.contains(&word) && word != "yen")
        || yen() && words().all(|word| WITH_YEN.contains(&word))
}

fn brackets(heading: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = heading;
    while let Some((at, opening)) = rest.char_indices().find(|(_, c)| OPENING.contains(c)) {
        rest = rest.get(at + opening.len_utf8()..).unwrap_or_default();
        let end = rest.find(CLOSING).unwrap_or(rest.len());
        found.push(rest.get(..end).unwrap_or_default());
        rest = rest.get(end..).unwrap_or_default();
    }
    found
}

/// What stands behind "Đơn vị tính:".
struct MarkedUnit<'a> {
    unit: &'a str,
    /// a unit and nothing else stands there
    sure: bool,
}

impl MarkedUnit<'_> {
    /// Whether it can be nothing but a unit, and nobody knows which.
    fn is_unclear(&self) -> bool {
        let measure = |part: &str| {
            let folded = fold(part);
            let base = folded.split('/').next().unwrap_or_default().trim();
            MEASURES.iter().any(|names| names.contains(&base))
        };
        let unit = self.unit;
        let parts = || unit.split([',', ';', '&']).map(str::trim).filter(|p| !p.is_empty());
        // "Đơn vị: T.đồng"
        let short = !unit.contains(' ') && unit.contains('.') && sounds_like_money(unit);
        (self.sure || short)
            && unit.chars().any(char::is_alphanumeric)
            && !parts().all(|part| measure(part) || is_remark(part))
            && !is_remark(unit)
            && money_unit(unit).is_none()
    }
}

/// What follows "Đơn vị tính:", if the text begins so.
fn unmark(text: &str) -> Option<&str> {
    marker(text).map(|marked| marked.unit)
}

fn marker(text: &str) -> Option<MarkedUnit<'_>> {
    let text = text.trim().trim_start_matches(OPENING).trim_start_matches('*').trim_start();
    let text = text.trim_end_matches(CLOSING).trim_end_matches(['.', ' ']);
    let ends = text.char_indices().filter(|(_, c)| matches!(c, ':' | ' ' | '：' | '\u{a0}'));
    let ends = ends.take_while(|(at, _)| *at <= MOST_MARKER);
    let mut last = None;
    for (at, mark) in ends {
        let head = fold(text.get(..at)?.trim_end_matches([':', '：', ' ']));
        let head = head.replace(['.', '-'], "");
        if MARKERS.contains(&head.as_str()) {
            let behind = text.get(at + mark.len_utf8()..)?;
            let before = text.get(..at)?.trim_end().ends_with([':', '：']);
            let after = behind.trim_start().starts_with([':', '：']);
            let colon = before || matches!(mark, ':' | '：') || after;
            let sure = colon && SURE_MARKERS.contains(&head.as_str());
            let unit = behind.trim_start_matches([':', '：', ' ', '\u{a0}']).trim();
            last = Some(MarkedUnit { unit, sure });
        }
    }
    last
}

/// Whether a heading or a cell says that a unit follows in the next cell, "ĐVT:".
pub fn is_bare_marker(text: &str) -> bool {
    let text = text.trim().trim_matches(OPENING).trim_matches(CLOSING);
    let head = fold(text.trim_end_matches([':', '：', ' ', '*'])).replace(['.', '-'], "");
    head.len() <= MOST_MARKER && SURE_MARKERS.contains(&head.as_str())
}

/// What stands about units outside the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Above {
    /// as written
    Money(String),
    /// several, or one that is not known
    Unclear(String),
}

/// Looks through the cells above (and below) a table. A cell "Đơn vị: Sở Công Thương" names an
/// office and is passed over.
pub fn outside<'a>(cells: impl Iterator<Item = &'a str>) -> Option<Above> {
    let mut found: Option<Above> = None;
    // the unit may stand in the cell behind "ĐVT:"
    let mut announced = false;
    for cell in cells.filter(|cell| !cell.trim().is_empty()) {
        let behind = std::mem::replace(&mut announced, is_bare_marker(cell));
        if announced {
            continue;
        }
        let (marked, unclear) = match after_marker(cell) {
            Some(marked) => {
                let unclear = marked.is_unclear();
                (Some(marked), unclear)
            }
            None if behind => {
                let marked = MarkedUnit { unit: cell.trim(), sure: true };
                let unclear = marked.is_unclear() && sounds_like_money(cell);
                (Some(marked), unclear)
            }
            None => (None, false),
        };
        let bare = || cell.trim().trim_matches(OPENING).trim_matches(CLOSING);
        let unit = marked.as_ref().map_or_else(bare, |marked| marked.unit);
        let marked = marked.is_some();
        let parts = unit.split(['；', ';']).flat_map(|part| part.split(", "));
        let known = |part: &str| money_unit(part).is_some_and(|unit| marked || unit.currency);
        // "Vốn: triệu đồng", "người; tiền: triệu đồng"
        let money = parts.map(str::trim).filter_map(|part| {
            let behind = || part.rsplit_once(':').map(|(_, unit)| unit.trim());
            let named = || behind().filter(|unit| money_unit(unit).is_some_and(|u| u.currency));
            Some(part).filter(|part| known(part)).or_else(|| unmark(part)).or_else(named)
        });
        let money: Vec<&str> = money.filter(|part| money_unit(part).is_some()).collect();
        let one = match money.as_slice() {
            [] if marked && speaks_of_money(&fold(unit)) || unclear => {
                Above::Unclear(unit.to_owned())
            }
            [] => continue,
            [one] => Above::Money((*one).to_owned()),
            _ => Above::Unclear(unit.to_owned()),
        };
        match &found {
            Some(other) if *other != one => {
                return Some(Above::Unclear(format!("{}; {}", other.written(), one.written())));
            }
            _ => found = Some(one),
        }
    }
    found
}

impl Above {
    fn written(&self) -> &str {
        match self {
            Above::Money(written) | Above::Unclear(written) => written,
        }
    }
}

/// The marker may stand anywhere in a title: "DANH SÁCH CƠ SỞ (ĐVT: triệu đồng)".
fn after_marker(cell: &str) -> Option<MarkedUnit<'_>> {
    if let Some(marked) = marker(cell) {
        return Some(marked);
    }
    brackets(cell).into_iter().find_map(marker).or_else(|| {
        let starts = cell.char_indices().filter(|(_, c)| matches!(c, ' ' | ';' | '-' | ','));
        let mut tails = starts.filter_map(|(at, mark)| cell.get(at + mark.len_utf8()..));
        tails.find_map(|tail| {
            marker(tail).filter(|marked| {
                let unit = marked.unit;
                money_unit(unit).is_some()
                    || speaks_of_money(&fold(unit))
                    || marked.is_unclear()
            })
        })
    })
}

/// Whether a row is nothing but units, as a line of them below the header.
pub fn is_line_of_units(cells: &[String]) -> bool {
    let filled = || cells.iter().map(|cell| cell.trim()).filter(|cell| !cell.is_empty());
    let bare = |cell: &str| cell.trim_matches(OPENING).trim_matches(CLOSING).trim().to_owned();
    let money = |cell: &str| {
        let bare = bare(cell);
        money_unit(&bare).is_some() || speaks_of_money(&fold(&bare))
    };
    let unit = |cell: &str| {
        let folded = fold(&bare(cell));
        money(cell)
            || MEASURES.iter().any(|names| names.contains(&folded.as_str()))
            || MARKERS.contains(&folded.replace('.', "").as_str())
    };
    filled().any(money) && filled().all(unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rows of prose among the first lines of a file hung the import: this never came to an end.
    #[test]
    fn a_paragraph_is_looked_at_as_a_heading_once() {
        let prose = "nhà xưởng rộng, bán trong tỉnh ".repeat(200);
        assert_eq!((cut_unit(&prose), after_marker(&prose).is_none()), (None, true));
        let unit = Some(("Vốn đầu tư", "triệu đồng"));
        assert_eq!(cut_unit("Vốn đầu tư, đơn vị tính: triệu đồng"), unit);
    }

    /// The district, as a heading of a group or as the office above the table.
    #[test]
    fn yen_my_was_money_of_japan() {
        let line = |cell: &str| is_line_of_units(&[cell.to_owned(), String::new()]);
        for place in
            ["Huyện Yên Mỹ", "Huyện Yên Mỹ (12 cơ sở)", "Phúc Yên", "Thái Nguyên, Phú Yên"]
        {
            assert!(!line(place), "{place}");
            assert_eq!(outside([format!("Đơn vị: UBND {place}").as_str()].into_iter()), None);
        }
        for money in ["yên", "(triệu yên)", "Yên Nhật", "1000 USD", "triệu đồng"] {
            assert!(line(money), "{money}");
        }
    }

    #[test]
    fn units_above_a_table_are_found_and_offices_are_none() {
        let one = |cell: &str| outside([cell].into_iter());
        for cell in [
            "Đơn vị tính: triệu đồng",
            "ĐVT: triệu đồng",
            "đvt : triệu đồng",
            "(Đơn vị: triệu đồng)",
            "Đơn vị tính triệu đồng",
            "(triệu đồng)",
            "DANH SÁCH CƠ SỞ NĂM 2026 (ĐVT: triệu đồng)",
            "Danh sách - Đơn vị tính: triệu đồng",
            "Đơn vị tính: người, triệu đồng",
            "Ghi chú: số liệu tính bằng triệu đồng",
        ] {
            assert_eq!(one(cell), Some(Above::Money("triệu đồng".into())), "{cell}");
        }
        for cell in [
            "Đơn vị: Sở Công Thương",
            "Đơn vị: Cơ sở Tỷ Phú",
            "Ngân",
            "Tí",
            "DANH SÁCH",
            "",
            "5",
        ] {
            assert_eq!(one(cell), None, "{cell}");
        }
        assert!(matches!(one("ĐVT: USD"), Some(Above::Unclear(_))));
        let both = ["ĐVT: triệu đồng", "ĐVT: nghìn đồng"];
        assert!(matches!(outside(both.into_iter()), Some(Above::Unclear(_))));
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
