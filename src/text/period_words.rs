//! Reads a period as people type it: "q3 2026", "6 tháng đầu năm 2025", "tháng 10", "2021-2025",
//! "năm nay". Returns it with the rest of the line.

use unicode_normalization::UnicodeNormalization;

use super::fold::fold;
use crate::record::{Date, Period};

/// The period, and the other words without marks. Without a year it is the latest such period that
/// has begun.
pub fn read(text: &str, today: Date) -> Option<(Period, String)> {
    let line = text.split_whitespace().map(month_of_day).collect::<Vec<_>>().join(" ");
    let line = words(&line);
    let line = unlike_places(&line);
    let tokens: Vec<&str> = line.split_whitespace().collect();
    (0..tokens.len()).find_map(|at| {
        let (before, from_here) = tokens.split_at_checked(at)?;
        let (period, used) = take(from_here, today)?;
        // "ngày 15 tháng 3 năm 2026", "ngày 15/3/2026"
        let before = match (period, before) {
            (Period::Month(..), [before @ .., "ngay", number]) if is_day(number) => before,
            (Period::Month(..), [before @ .., "ngay"]) => before,
            (Period::Month(..), [before @ .., number])
                if is_day(number) && from_here.first() == Some(&"thang") =>
            {
                before
            }
            _ => before,
        };
        let rest = before.iter().chain(from_here.iter().skip(used));
        Some((period, rest.copied().collect::<Vec<_>>().join(" ")))
    })
}

/// A whole date as the month that it is in; any other word as it is.
fn month_of_day(word: &str) -> String {
    let parts: Vec<&str> =
        word.trim_end_matches([',', '.', ';']).split(['/', '.', '-']).collect();
    let (day, number, of) = match parts.as_slice() {
        [day, number, of] if year(of).is_some() => (day, number, of),
        [of, number, day] if year(of).is_some() => (day, number, of),
        _ => return word.to_owned(),
    };
    match month(number) {
        Some(number) if is_day(day) => format!("{number}/{of}"),
        _ => word.to_owned(),
    }
}

fn is_day(word: &str) -> bool {
    word.len() <= 2 && up_to(word, 31).is_some()
}

/// The words of periods as they are spelled. Typed with other marks they are of a place.
const SPELLED: [&str; 14] = [
    "tháng", "năm", "quý", "đầu", "cuối", "nay", "này", "trước", "ngoái", "sáu", "chín", "nửa",
    "ngày", "đến",
];

/// Folds the words, except those of a place that only differ by their marks from words of a period:
/// "Thăng Bình", and "Nam Định" in a line that is typed with marks.
fn unlike_places(line: &str) -> String {
    let has_marks = fold(line) != line;
    let word = |typed: &str| {
        let folded = fold(typed);
        let is_spelled = SPELLED.contains(&typed) || folded == typed;
        let is_like = || SPELLED.iter().any(|word| fold(word) == folded);
        match is_spelled {
            true if typed == "nam" && has_marks => "Nam".to_owned(),
            false if is_like() => typed.to_owned(),
            _ => folded,
        }
    };
    line.split_whitespace().map(word).collect::<Vec<_>>().join(" ")
}

/// In lower case. A hyphen becomes a separate word, other punctuation becomes blanks.
fn words(text: &str) -> String {
    let mut line = String::new();
    let lower: String = text.nfc().collect::<String>().to_lowercase();
    for c in lower.replace("..", " - ").chars() {
        match c {
            '-' | '–' | '—' => line.push_str(" - "),
            '/' | '.' | ',' | ';' | ':' => line.push(' '),
            c => line.push(c),
        }
    }
    line
}

/// The period at the start of the words, and how many of them it takes.
fn take(tokens: &[&str], today: Date) -> Option<(Period, usize)> {
    let at = |place: usize| tokens.get(place).copied().unwrap_or_default();
    if let Some(first) = year(at(0)) {
        return Some(match (at(1), year(at(2)), part(at(2))) {
            ("-" | "den" | "to", Some(last), _) if first <= last => {
                (Period::Years(first, last), 3)
            }
            // as on the command line
            ("-", None, Some(part)) => (part.of(first), 3),
            ("-", None, None) if month(at(2)).is_some() => {
                (Period::Month(first, month(at(2))?), 3)
            }
            _ => (Period::Year(first), 1),
        });
    }
    match (at(0), at(1)) {
        ("nam" | "year" | "years", next) if year(next).is_some() => {
            let (period, used) = take(tokens.get(1..)?, today)?;
            return Some((period, used + 1));
        }
        ("cac", "nam") if year(at(2)).is_some() => {
            let (period, used) = take(tokens.get(2..)?, today)?;
            return Some((period, used + 2));
        }
        ("nam", "nay") | ("this", "year") => return Some((Period::Year(today.year), 2)),
        ("nam", "truoc" | "ngoai") | ("last", "year") => {
            return Some((Period::Year(today.year - 1), 2));
        }
        ("quy", "nay") | ("this", "quarter") => {
            return Some((Period::Quarter(today.year, today.month.div_ceil(3)), 2));
        }
        ("quy", "truoc") | ("last", "quarter") => {
            return Some((Period::Quarter(today.year, today.month.div_ceil(3)).later(-1), 2));
        }
        ("thang", "nay") | ("this", "month") => {
            return Some((Period::Month(today.year, today.month), 2));
        }
        ("thang", "truoc") | ("last", "month") => {
            return Some((Period::Month(today.year, today.month).later(-1), 2));
        }
        _ => {}
    }
    let (part, mut used) = begun(tokens)?;
    match (at(used), at(used + 1)) {
        ("nam" | "of" | "year" | "-", next) if year(next).is_some() => used += 1,
        ("nam", "nay") | ("this", "year") => return Some((part.of(today.year), used + 2)),
        ("nam", "truoc" | "ngoai") | ("last", "year") => {
            return Some((part.of(today.year - 1), used + 2));
        }
        // "6 tháng đầu năm"
        ("nam", _) if matches!(tokens.get(used - 1), Some(&("dau" | "cuoi"))) => used += 1,
        _ => {}
    }
    Some(match year(at(used)) {
        Some(year) => (part.of(year), used + 1),
        None => {
            let this = part.of(today.year);
            (if this.first() > today { this.later_year(-1) } else { this }, used)
        }
    })
}

#[derive(Clone, Copy)]
enum PartOfYear {
    Half(u8),
    Quarter(u8),
    Month(u8),
    /// from January, 1 to 12
    FirstMonths(u8),
}

impl PartOfYear {
    fn of(self, year: i16) -> Period {
        match self {
            PartOfYear::FirstMonths(months) => {
                Period::first_months(year, months).unwrap_or(Period::Year(year))
            }
            PartOfYear::Half(half) => Period::Half(year, half),
            PartOfYear::Quarter(quarter) => Period::Quarter(year, quarter),
            PartOfYear::Month(month) => Period::Month(year, month),
        }
    }
}

fn begun(tokens: &[&str]) -> Option<(PartOfYear, usize)> {
    let at = |place: usize| tokens.get(place).copied().unwrap_or_default();
    match (at(0), at(1), at(2)) {
        ("6" | "sau", "thang", "cuoi") => Some((PartOfYear::Half(2), 3)),
        ("3" | "ba", "thang", "cuoi") => Some((PartOfYear::Quarter(4), 3)),
        ("first", n, "months") if month(n).is_some() => {
            Some((PartOfYear::FirstMonths(month(n)?), 3))
        }
        (n, "thang", "dau") if months(n).is_some() => {
            Some((PartOfYear::FirstMonths(months(n)?), 3))
        }
        // "6 tháng 2025" means the first half of the year, "6 tháng 3" and "6 tháng này" a day
        (n, "thang" | "months", next)
            if months(n).is_some()
                && month(next).is_none()
                && !matches!(next, "nay" | "truoc" | "cuoi") =>
        {
            Some((PartOfYear::FirstMonths(months(n)?), 2))
        }
        ("nua", "dau", _) | ("first", "half", _) => Some((PartOfYear::Half(1), 2)),
        ("nua", "cuoi", _) | ("second", "half", _) => Some((PartOfYear::Half(2), 2)),
        ("quy" | "quarter", number, _) => Some((PartOfYear::Quarter(up_to(number, 4)?), 2)),
        ("thang" | "month", number, _) => Some((PartOfYear::Month(month(number)?), 2)),
        // 10/2026
        (number, next, _) if year(next).is_some() && month(number).is_some() => {
            Some((PartOfYear::Month(month(number)?), 1))
        }
        (word, ..) => Some((part(word)?, 1)),
    }
}

/// "q3", "h1", "t10", "9t", "9m".
fn part(word: &str) -> Option<PartOfYear> {
    if let Some(months) = word.strip_suffix(['t', 'm']) {
        return month(months).map(PartOfYear::FirstMonths);
    }
    let (letter, number) = word.split_at_checked(1)?;
    match letter {
        "q" => up_to(number, 4).map(PartOfYear::Quarter),
        "h" => up_to(number, 2).map(PartOfYear::Half),
        "t" => month(number).map(PartOfYear::Month),
        _ => None,
    }
}

fn month(word: &str) -> Option<u8> {
    word.parse().ok().filter(|n| (1..=12).contains(n) && word.len() <= 2)
}

/// A number of months, the usual ones also as a word.
fn months(word: &str) -> Option<u8> {
    match word {
        "ba" => Some(3),
        "sau" => Some(6),
        "chin" => Some(9),
        digits => month(digits),
    }
}

fn up_to(word: &str, most: u8) -> Option<u8> {
    let roman = ["i", "ii", "iii", "iv"].iter().position(|own| *own == word);
    let number = roman.and_then(|at| u8::try_from(at + 1).ok()).or_else(|| word.parse().ok());
    number.filter(|n| (1..=most).contains(n))
}

fn year(word: &str) -> Option<i16> {
    Period::parse(word).and_then(|period| match period {
        Period::Year(year) => Some(year),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stretch_is_read_as_it_is_typed() {
        let today = Date { year: 2026, month: 5, day: 10 };
        let id = |text| read(text, today).map(|(period, rest)| (period.id(), rest));
        for (text, period, rest) in [
            ("q3 2026", "2026-Q3", ""),
            ("Quý III năm 2025", "2025-Q3", ""),
            ("quý 2/2024", "2024-Q2", ""),
            ("2021-2025", "2021..2025", ""),
            ("2021..2025", "2021..2025", ""),
            ("2021 đến 2025", "2021..2025", ""),
            ("6 tháng 2025", "2025-H1", ""),
            ("6 tháng đầu năm 2025", "2025-H1", ""),
            ("6 tháng cuối 2025", "2025-H2", ""),
            ("9 tháng 2025", "2025-9M", ""),
            ("9 tháng đầu năm 2025", "2025-9M", ""),
            ("chín tháng đầu năm", "2026-9M", ""),
            ("11 tháng năm 2025 huế", "2025-11M", "hue"),
            ("6 tháng đầu năm huế", "2026-H1", "hue"),
            ("6 thang dau nam hai phong", "2026-H1", "hai phong"),
            ("6 tháng đầu Nam Định", "2026-H1", "Nam dinh"),
            ("6 tháng đầu năm Nam Định", "2026-H1", "Nam dinh"),
            ("3 tháng cuối năm 2025", "2025-Q4", ""),
            ("9T/2025", "2025-9M", ""),
            ("First 9 months of 2025", "2025-9M", ""),
            ("9 months 2025 hue", "2025-9M", "hue"),
            ("q3 last year", "2025-Q3", ""),
            // places whose names are like words of a period
            ("q3 Thăng Bình", "2025-Q3", "thăng binh"),
            ("h1 thăng bình 2026", "2026-H1", "thăng binh 2026"),
            ("t4 thắng lợi", "2026-04", "thắng loi"),
            ("Quyết Thắng 9 tháng 2025", "2025-9M", "quyet thắng"),
            ("Nam Định quý 1 năm 2026", "2026-Q1", "Nam dinh"),
            // a day of a month
            ("ngày 5 tháng này", "2026-05", ""),
            ("ngày 1 tháng trước", "2026-04", ""),
            ("6 tháng cuối năm ngoái", "2025-H2", ""),
            ("quý 2 năm trước", "2025-Q2", ""),
            ("tháng 3 năm nay", "2026-03", ""),
            ("3 tháng đầu năm 2025", "2025-Q1", ""),
            ("12 tháng 2025", "2025", ""),
            ("2025-9m", "2025-9M", ""),
            ("9m 2025", "2025-9M", ""),
            ("4 tháng", "2026-4M", ""),
            ("tháng 10/2025", "2025-10", ""),
            ("10/2025", "2025-10", ""),
            ("t9 2025", "2025-09", ""),
            ("2025-Q4", "2025-Q4", ""),
            ("2025-h1", "2025-H1", ""),
            ("2025-11", "2025-11", ""),
            ("năm 2025", "2025", ""),
            ("năm nay", "2026", ""),
            ("năm ngoái", "2025", ""),
            ("quý trước", "2026-Q1", ""),
            ("tháng trước", "2026-04", ""),
            // the month of a day
            ("15/3/2026", "2026-03", ""),
            ("15.3.2026", "2026-03", ""),
            ("2026-03-15", "2026-03", ""),
            ("ngày 15/03/2026", "2026-03", ""),
            ("6 tháng 3 năm 2026", "2026-03", ""),
            ("ngày 9 tháng 12 năm 2025", "2025-12", ""),
            ("15 tháng 3 năm 2026", "2026-03", ""),
            ("Ngày 15 tháng 3 năm 2026, Lào Cai", "2026-03", "lao cai"),
            // one that has begun, and one that has not
            ("q2", "2026-Q2", ""),
            ("q3", "2025-Q3", ""),
            ("tháng 5", "2026-05", ""),
            ("tháng 6", "2025-06", ""),
            ("q3 2026 tân đông", "2026-Q3", "tan dong"),
            ("thái nguyên 2025", "2025", "thai nguyen"),
            ("tp. hcm quý 1 năm 2026", "2026-Q1", "tp hcm"),
            ("first half 2025 hue", "2025-H1", "hue"),
        ] {
            assert_eq!(id(text), Some((period.to_owned(), rest.to_owned())), "{text}");
        }
        for text in ["", "thái nguyên", "quý 5", "tháng 13", "xã 7", "hà nội"] {
            assert_eq!(id(text), None, "{text}");
        }
    }
}
