//! Formats numbers of a report: grouped digits, a decimal comma, percentages with one decimal
//! place.

use super::tally::{Figure, ONE, divide};
use crate::lang::{Lang, results as say};
use crate::text::format::show_int;

const NOTHING: &str = "–";

/// The main number, without its unit.
pub fn short(figure: Figure) -> String {
    let Some(value) = figure.value() else { return NOTHING.to_owned() };
    match figure {
        Figure::Amount(_) => number(value),
        Figure::Percent { .. } => percent(value),
        // two decimal places
        Figure::Per { .. } => number(divide(value, ONE / 100).unwrap_or(0) * (ONE / 100)),
        Figure::Change { .. } | Figure::Mean { .. } | Figure::Median { .. } => {
            signed(value, percent(value))
        }
    }
}

/// The parts of a ratio or change: base, sums, number of pairs. Empty for a plain number.
pub fn base(figure: Figure, unit: &str, lang: Lang) -> String {
    match figure {
        _ if figure.value().is_none() => String::new(),
        Figure::Amount(_) => String::new(),
        Figure::Percent { part, base } | Figure::Per { part, base } => {
            say::of_base(lang, &number(part), &number(base))
        }
        Figure::Change { before, after } => {
            let change = after - before;
            let change = signed(change, number(change));
            format!("{} → {}, {change} {unit}", number(before), number(after))
        }
        Figure::Mean { pairs, .. } => say::of_pairs(lang, &number(pairs)),
        Figure::Median { pairs, .. } => say::median_of_pairs(lang, &number(pairs)),
    }
}

/// An increase gets a plus sign.
fn signed(value: i128, text: String) -> String {
    if value > 0 { format!("+{text}") } else { text }
}

/// Millionths of a percent: `98 %`, `33,3 %`.
pub fn percent(value: i128) -> String {
    let tenths = divide(value, ONE / 10).unwrap_or(0);
    format!("{} %", number(tenths * (ONE / 10)))
}

/// Millionths: `18.000`, `12,5`, `−3`.
pub fn number(value: i128) -> String {
    let sign = if value < 0 { "−" } else { "" };
    let size = value.unsigned_abs();
    let one = ONE.unsigned_abs();
    let whole = i64::try_from(size / one).unwrap_or(i64::MAX);
    let places = format!("{:06}", size % one);
    match places.trim_end_matches('0') {
        "" => format!("{sign}{}", show_int(whole)),
        places => format!("{sign}{},{places}", show_int(whole)),
    }
}

/// Millionths for other programs: a decimal point, no grouping.
pub fn plain(value: i128) -> String {
    let sign = if value < 0 { "-" } else { "" };
    let (size, one) = (value.unsigned_abs(), ONE.unsigned_abs());
    let places = format!("{:06}", size % one);
    match places.trim_end_matches('0') {
        "" => format!("{sign}{}", size / one),
        places => format!("{sign}{}.{places}", size / one),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tally::FINE;
    use super::*;

    #[test]
    fn numbers_are_read_as_in_the_notebook() {
        assert_eq!(number(18_000 * ONE), "18.000");
        assert_eq!(number(-12_500_000), "−12,5");
        assert_eq!(percent(98 * ONE), "98 %");
        // 2 of 3: 66,666... %
        assert_eq!(short(Figure::Percent { part: 2 * ONE, base: 3 * ONE }), "66,7 %");
        assert_eq!(short(Figure::Percent { part: 0, base: 0 }), "–");
        // 1 of 400 is 0,25 %; half of a tenth is rounded up to 0,3 %
        assert_eq!(short(Figure::Percent { part: ONE, base: 400 * ONE }), "0,3 %");
        // 1000 -> 750
        let change = Figure::Change { before: 1_000 * ONE, after: 750 * ONE };
        assert_eq!(short(change), "−25 %");
        assert_eq!(base(change, "kWh", Lang::Vi), "1.000 → 750, −250 kWh");
        let sum = 30 * ONE * FINE;
        assert_eq!(short(Figure::Mean { sum, pairs: 2 * ONE }), "+15 %");
        assert_eq!(short(Figure::Per { part: ONE, base: 3 * ONE }), "0,33");
        assert_eq!(plain(-1_500_000), "-1.5");
    }
}
