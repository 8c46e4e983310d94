//! Texts that name the unit of a table ("ĐVT: triệu đồng", "(nghìn đồng)", a line of units below
//! the header), and the measures and currencies in them. Knows nothing of questions.

use crate::services::import::row_cells::RowCells;
use crate::services::import::unit::remark::is_remark;
use crate::text::fold::fold;
use crate::text::format::{money_unit, sounds_like_money};

/// In bytes. Every cell of the first rows is tried as a heading, so a whole paragraph must not be
/// folded once for each of its words.
pub const MOST_MARKER: usize = 60;

pub const OPENING: [char; 12] =
    ['(', '[', '{', '<', '（', '［', '｛', '＜', '【', '《', '〈', '「'];

pub const CLOSING: [char; 12] =
    [')', ']', '}', '>', '）', '］', '｝', '＞', '】', '》', '〉', '」'];

/// Words that announce a unit.
pub const MARKERS: [&str; 18] = [
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

/// Words that only a unit can follow; "Đơn vị:" may be followed by an office.
const SURE_MARKERS: [&str; 7] = [
    "don vi tinh",
    "don vi tien",
    "don vi tien te",
    "don vi tinh tien",
    "dvt",
    "dvt tien",
    "so lieu tinh bang",
];

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

/// Measures; the names in one line are synonyms.
pub const MEASURES: [&[&str]; 18] = [
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
    &["nguoi", "lao dong", "ld", "people", "persons", "nhan cong", "cong nhan", "tho"],
    &["ho"],
    &["%", "phan tram", "percent"],
    &["cai", "chiec", "san pham", "sp"],
    &["bo"],
    &["do", "degrees", "do thap phan", "wgs84", "wgs 84"],
    &["met (vn2000)", "vn2000", "vn-2000"],
];

/// The heading without its brackets and what follows them.
pub fn bare_heading(heading: &str) -> &str {
    let heading = heading.trim().trim_end_matches(['*', ':', ' ']);
    match heading.find(OPENING).filter(|at| *at > 0) {
        Some(at) => heading.get(..at).unwrap_or(heading).trim_end(),
        None => heading,
    }
}

/// The heading without a bracket at its end; `None` if it has none.
pub fn without_last_bracket(heading: &str) -> Option<&str> {
    let at = heading.strip_suffix(CLOSING)?.rfind(OPENING).filter(|at| *at > 0)?;
    heading.get(..at)
}

pub fn brackets(heading: &str) -> Vec<&str> {
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

/// Whether a text names a foreign currency. "Yen" is also part of place names ("Yên Mỹ"), so only
/// words of scale may accompany it.
pub fn speaks_of_money(folded: &str) -> bool {
    const WITH_YEN: [&str; 8] =
        ["yen", "nhat", "trieu", "tr", "nghin", "ngan", "ty", "million"];
    let words = || folded.split([' ', '/', ',']).filter(|word| !word.is_empty());
    let yen = || words().any(|word| word == "yen");
    CURRENCIES.contains(&folded)
        || words().any(|word| CURRENCIES.contains(&word) && word != "yen")
        || yen() && words().all(|word| WITH_YEN.contains(&word))
}

/// The text after "Đơn vị tính:".
pub struct MarkedUnit<'a> {
    pub unit: &'a str,
    /// only a unit can be there
    pub is_sure: bool,
}

impl MarkedUnit<'_> {
    /// Whether the text can only be a unit, but an unknown one.
    pub fn is_unclear(&self) -> bool {
        let unit = self.unit;
        let parts = || unit.split([',', ';', '&']).map(str::trim).filter(|p| !p.is_empty());
        // "Đơn vị: T.đồng"
        let short = !unit.contains(' ') && unit.contains('.') && sounds_like_money(unit);
        (self.is_sure || short)
            && unit.chars().any(char::is_alphanumeric)
            && !parts().all(|part| is_measure(part) || is_remark(part))
            && !is_remark(unit)
            && money_unit(unit).is_none()
    }
}

/// The text after "Đơn vị tính:", if the text begins with such a marker.
pub fn unmark(text: &str) -> Option<&str> {
    marker(text).map(|marked| marked.unit)
}

pub fn marker(text: &str) -> Option<MarkedUnit<'_>> {
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
            last = Some(MarkedUnit { unit, is_sure: sure });
        }
    }
    last
}

/// Whether the text is only a marker, with its unit in the next cell: "ĐVT:".
pub fn is_bare_marker(text: &str) -> bool {
    let text = text.trim().trim_matches(OPENING).trim_matches(CLOSING);
    let head = fold(text.trim_end_matches([':', '：', ' ', '*'])).replace(['.', '-'], "");
    head.len() <= MOST_MARKER && SURE_MARKERS.contains(&head.as_str())
}

pub fn is_measure(part: &str) -> bool {
    let folded = fold(part.trim());
    let base = folded.split('/').next().unwrap_or_default().trim();
    MEASURES.iter().any(|names| names.contains(&base))
}

/// Whether words next to a unit of money are irrelevant to it.
pub fn is_beside(part: &str) -> bool {
    is_measure(part) || is_remark(part) && !limits(&fold(part))
}

/// Finds a marker anywhere in a title: "DANH SÁCH CƠ SỞ (ĐVT: triệu đồng)".
pub fn after_marker(cell: &str) -> Option<MarkedUnit<'_>> {
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

/// Whether a row consists of units only, such as the line of units below a header.
pub fn is_line_of_units(cells: &RowCells) -> bool {
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

/// Whether a text restricts a note next to it.
pub fn limits(folded: &str) -> bool {
    const WORDS: [&str; 4] = ["rieng", "tru", "rieng:", "except"];
    folded.split(' ').any(|word| WORDS.contains(&word))
}
