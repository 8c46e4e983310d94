//! Reads the cells around a table that name the unit of its amounts: "Đơn vị tính: triệu đồng", for
//! all columns or for some. A note applies only if every word of it is understood.

use super::note::{
    CLOSING, MARKERS, MarkedUnit, OPENING, after_marker, is_bare_marker, is_beside, is_measure,
    limits, marker, speaks_of_money, unmark,
};
use crate::text::fold::fold;
use crate::text::format::{money_unit, sounds_like_money};

/// A note about units outside the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OutsideNote {
    Money {
        /// the unit, as written
        written: String,
        /// folded names of the columns that it applies to; empty for all amounts
        of: Vec<String>,
        note: String,
    },
    /// several units, an unknown one, or further words that may restrict it
    Unclear(String),
}

impl OutsideNote {
    fn written(&self) -> &str {
        match self {
            OutsideNote::Money { written, .. } | OutsideNote::Unclear(written) => written,
        }
    }

    fn is_same(&self, other: &OutsideNote) -> bool {
        match (self, other) {
            (
                OutsideNote::Money { written, of, .. },
                OutsideNote::Money { written: more, of: others, .. },
            ) => money_unit(written) == money_unit(more) && of == others,
            _ => self == other,
        }
    }
}

/// Searches the cells above and below a table. A cell such as "Đơn vị: Sở Công Thương" names an
/// office and is skipped.
pub fn find_outside<'a>(cells: impl Iterator<Item = &'a str>) -> Option<OutsideNote> {
    let mut found: Option<OutsideNote> = None;
    // after "ĐVT:", the unit may be in the next cell
    let mut announced = false;
    for cell in cells.filter(|cell| !cell.trim().is_empty()) {
        let behind = std::mem::replace(&mut announced, is_bare_marker(cell));
        if announced {
            continue;
        }
        let Some(one) = of_cell(cell, behind) else { continue };
        match &found {
            Some(other) if !other.is_same(&one) => {
                return Some(OutsideNote::Unclear(format!(
                    "{}; {}",
                    other.written(),
                    one.written()
                )));
            }
            _ => found = Some(one),
        }
    }
    found
}

/// Reads one cell. `behind`: the cell before it announces a unit.
fn of_cell(cell: &str, behind: bool) -> Option<OutsideNote> {
    let (marked, unclear) = match after_marker(cell) {
        Some(marked) => {
            let unclear = marked.is_unclear();
            (Some(marked), unclear)
        }
        None if behind => {
            let marked = MarkedUnit { unit: cell.trim(), is_sure: true };
            let unclear = marked.is_unclear() && sounds_like_money(cell);
            (Some(marked), unclear)
        }
        None => (None, false),
    };
    let bare = || cell.trim().trim_matches(OPENING).trim_matches(CLOSING);
    let unit = marked.as_ref().map_or_else(bare, |marked| marked.unit);
    let marked = marked.is_some();
    let limited = is_limited(cell, unit);
    let written = || if limited { cell.trim() } else { with_bracket(cell, unit) };
    match pieces(unit, marked) {
        Some(said) if said.whole && !limited => {
            let subject = subject(cell, unit).filter(|_| marked);
            let of = said.of.into_iter().chain(subject).collect();
            let note = cell.trim().trim_matches(OPENING).trim_matches(CLOSING).to_owned();
            Some(OutsideNote::Money { written: said.unit.to_owned(), of, note })
        }
        Some(_) => Some(OutsideNote::Unclear(written().to_owned())),
        None if marked && speaks_of_money(&fold(unit)) || unclear => {
            Some(OutsideNote::Unclear(written().to_owned()))
        }
        None => None,
    }
}

/// The parts of a note.
struct NotePieces<'a> {
    unit: &'a str,
    /// folded names of columns: "vốn" in "Vốn: triệu đồng"
    of: Vec<String>,
    /// every part is understood
    whole: bool,
}

/// `None` if no part is a unit of money. In a text without a marker such as "ĐVT:", the words
/// before the unit are a title.
fn pieces(note: &str, marked: bool) -> Option<NotePieces<'_>> {
    let known = |part: &str| money_unit(part).is_some_and(|unit| marked || unit.currency);
    if known(note) {
        return Some(NotePieces { unit: note, of: Vec::new(), whole: true });
    }
    let mut said: Option<NotePieces<'_>> = None;
    let mut before: Vec<&str> = Vec::new();
    for part in parted(note) {
        let named = || {
            let (name, unit) = part.rsplit_once([':', '：'])?;
            let unit = unit.trim();
            money_unit(unit).is_some_and(|unit| unit.currency).then_some((name, unit))
        };
        let (name, unit) = if known(part) {
            ("", part)
        } else if let Some(unit) = unmark(part).filter(|unit| money_unit(unit).is_some()) {
            ("", unit)
        } else if let Some(named) = named() {
            named
        } else {
            match &mut said {
                Some(said) => said.whole &= is_beside(part),
                None => before.push(part),
            }
            continue;
        };
        match &mut said {
            Some(said) => {
                said.whole &= name.is_empty() && money_unit(unit) == money_unit(said.unit);
            }
            None if name.is_empty() => {
                let whole = !marked || before.iter().all(|part| is_beside(part));
                said = Some(NotePieces { unit, of: Vec::new(), whole });
            }
            None => {
                let names = before.drain(..).chain([name]).filter(|name| !is_measure(name));
                let names: Vec<String> = names.flat_map(each_name).collect();
                let whole = !names.iter().any(|name| limits(name));
                let of = names.into_iter().filter(|name| !is_all_money(name)).collect();
                said = Some(NotePieces { unit, of, whole });
            }
        }
    }
    said
}

/// Splits a note at commas and brackets, and before words of exception.
fn parted(note: &str) -> impl Iterator<Item = &str> {
    let mut parts = Vec::new();
    let (mut from, mut letters) = (0, note.char_indices().peekable());
    while let Some((at, c)) = letters.next() {
        let number = letters.peek().is_some_and(|(_, next)| next.is_ascii_digit());
        let parts_here = OPENING.contains(&c)
            || CLOSING.contains(&c)
            || matches!(c, ';' | '；' | '，' | '&' | '–' | '—')
            || c == ',' && !number;
        let dash = c == '-' && note[..at].ends_with(' ');
        let limit = c == ' ' && {
            let word = note[at + 1..].split([' ', ':', ',']).next().unwrap_or_default();
            word.len() < 8 && limits(&fold(word))
        };
        if parts_here || dash || limit {
            parts.push(&note[from..at]);
            from = at + c.len_utf8();
        }
    }
    parts.push(&note[from..]);
    parts
        .into_iter()
        .map(str::trim)
        .filter(|part| part.chars().any(|c| c.is_alphanumeric() || c == '%'))
}

/// Whether words around the note in its cell restrict it: "(ĐVT: triệu đồng), riêng doanh thu tỷ
/// đồng".
fn is_limited(cell: &str, unit: &str) -> bool {
    let Some((before, behind)) = cell.split_once(unit) else { return false };
    limits(&fold(before)) || limits(&fold(behind)) || sounds_like_money(behind)
}

/// The unit including its closing bracket, which was mistaken for the end of the whole note.
fn with_bracket<'a>(cell: &'a str, unit: &'a str) -> &'a str {
    let open = unit.matches(OPENING).count() > unit.matches(CLOSING).count();
    let from = cell.find(unit).filter(|_| open);
    let closing = || cell.get(from? + unit.len()..)?.chars().next();
    let end = closing().filter(|c| CLOSING.contains(c)).map(char::len_utf8);
    from.and_then(|from| cell.get(from..from + unit.len() + end?)).unwrap_or(unit)
}

/// The subject in front of a note: "Doanh thu" in "Doanh thu tính bằng tỷ đồng".
fn subject(cell: &str, unit: &str) -> Option<String> {
    const VERBS: [&str; 3] = [" tinh bang", " tinh theo", " tinh"];
    const ALL: [&str; 3] = ["so lieu", "don vi", "dvt"];
    let (before, _) = cell.split_once(unit)?;
    let last = before.trim_end_matches([':', '：', ' ']);
    let last = last.rsplit([':', ';', '-', '(', ',', '.']).next().unwrap_or_default();
    let folded = fold(last.trim());
    let subject = VERBS.iter().find_map(|verb| folded.strip_suffix(verb))?;
    (!ALL.iter().any(|all| subject.ends_with(all)) && !is_all_money(subject))
        .then(|| subject.to_owned())
}

/// "vốn" and "doanh thu" of "Vốn và doanh thu".
fn each_name(names: &str) -> Vec<String> {
    let folded = fold(names.trim());
    folded.split(" va ").map(|name| name.trim().to_owned()).collect()
}

fn is_all_money(folded: &str) -> bool {
    matches!(folded, "tien" | "so tien" | "gia tri" | "cac gia tri" | "kinh phi" | "tai chinh")
        || MARKERS.contains(&folded)
}

/// Whether a cell is only a note about the unit of money.
pub fn is_note(cell: &str) -> bool {
    let marked = |marked: MarkedUnit<'_>| {
        let unit = marked.unit;
        money_unit(unit).is_some() || speaks_of_money(&fold(unit)) || marked.is_unclear()
    };
    let alone = || cell.trim_start().starts_with(OPENING) || money_unit(cell).is_some();
    marker(cell).is_some_and(marked) || alone() && find_outside(std::iter::once(cell)).is_some()
}

#[cfg(test)]
mod tests {
    use super::super::note::is_line_of_units;
    use super::*;

    /// The district, as a heading of a group or as the office above the table.
    #[test]
    fn yen_my_was_money_of_japan() {
        let line = |cell: &str| is_line_of_units(&[cell, ""].iter().collect());
        for place in
            ["Huyện Yên Mỹ", "Huyện Yên Mỹ (12 cơ sở)", "Phúc Yên", "Thái Nguyên, Phú Yên"]
        {
            assert!(!line(place), "{place}");
            assert_eq!(
                find_outside([format!("Đơn vị: UBND {place}").as_str()].into_iter()),
                None
            );
        }
        for money in ["yên", "(triệu yên)", "Yên Nhật", "1000 USD", "triệu đồng"] {
            assert!(line(money), "{money}");
        }
    }

    #[test]
    fn units_above_a_table_are_found_and_offices_are_none() {
        let one = |cell: &str| find_outside([cell].into_iter());
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
            let all = matches!(one(cell), Some(OutsideNote::Money { written, of, .. }) if written == "triệu đồng" && of.is_empty());
            assert!(all, "{cell}: {:?}", one(cell));
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
        assert!(matches!(one("ĐVT: USD"), Some(OutsideNote::Unclear(_))));
        let both = ["ĐVT: triệu đồng", "ĐVT: nghìn đồng"];
        assert!(matches!(find_outside(both.into_iter()), Some(OutsideNote::Unclear(_))));
    }
}
