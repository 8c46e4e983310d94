//! Compares a report with the totals of other periods: the same period a year before, with the
//! growth since then, and the steps of a trend.

use std::collections::HashMap;

use super::report::{ReportInput, ReportRow, totals};
use super::show;
use super::tally::{Figure, ONE, divide, divisor};
use crate::lang::{Lang, papers as say};
use crate::record::{Date, Period, ReportQuery};
use crate::text::format::show_date;

/// Number of periods in a trend.
pub const TREND: usize = 8;

/// The totals of all rows of a report.
#[derive(Clone, Debug, PartialEq)]
pub struct PeriodFigures {
    pub query: ReportQuery,
    /// the last day that counts; in a running period the day that corresponds to today
    pub until: Date,
    totals: HashMap<String, Figure>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Growth {
    /// growth of an amount, in millionths of a percent
    Percent(i128),
    /// difference of two percentages, in millionths of a percentage point
    Points(i128),
}

impl PeriodFigures {
    pub fn of(input: &ReportInput, asked: &ReportQuery) -> PeriodFigures {
        let until = asked.period.last().min(input.until);
        PeriodFigures { query: asked.clone(), until, totals: totals(input, asked) }
    }

    /// Whether `of` would give these figures for this query and day, apart from changed facts.
    pub fn is_of(&self, asked: &ReportQuery, until: Date) -> bool {
        self.query == *asked && self.until == asked.period.last().min(until)
    }

    pub fn figure(&self, key: &str) -> Option<Figure> {
        self.totals.get(key).copied()
    }

    /// The figure of the same row in this report. A missing row of amounts counts as zero.
    pub fn of_row(&self, row: &ReportRow) -> Option<Figure> {
        let nothing =
            || matches!(row.total().figure, Figure::Amount(_)).then_some(Figure::Amount(0));
        self.figure(&row.key).or_else(nothing)
    }

    pub fn growth(&self, row: &ReportRow) -> Option<Growth> {
        growth(row.total().figure, self.of_row(row)?)
    }

    /// "cùng kỳ 12 (+25 %)"; `None` if the earlier figure is undefined or both figures are zero.
    pub fn words(&self, row: &ReportRow, lang: Lang) -> Option<String> {
        let before = self.of_row(row).filter(|figure| figure.value().is_some())?;
        let both_empty = before.value() == Some(0) && row.total().figure.value() == Some(0);
        let growth = self.growth(row).map(|growth| growth.words(lang));
        let words = say::year_before(lang, &show::short(before));
        match growth {
            _ if both_empty => None,
            Some(growth) => Some(format!("{words} ({growth})")),
            None => Some(words),
        }
    }

    /// The compared period, with the last day that is counted if it ends before the period does.
    pub fn period_words(&self, lang: Lang) -> String {
        let period = super::words::period(self.query.period, lang);
        match self.until < self.query.period.last() {
            true => say::until(lang, &period, &show_date(self.until)),
            false => period,
        }
    }
}

/// `None` if a figure is undefined, or if the growth in percent has no meaning.
pub fn growth(now: Figure, before: Figure) -> Option<Growth> {
    let (was, is) = (before.fraction()?, now.fraction()?);
    let is_percent = now.is_percent();
    // from a value below zero the growth in percent would have the wrong sign
    if !is_percent && was.0 <= 0 {
        return None;
    }
    // if the exact fractions overflow, use the rounded values
    exact(is, was, is_percent)
        .or_else(|| exact((now.value()?, 1), (before.value()?, 1), is_percent))
}

/// `None` on overflow.
fn exact(is: (i128, i128), was: (i128, i128), is_percent: bool) -> Option<Growth> {
    let shared = divisor(is.1, was.1).max(1);
    let (own, other) = (is.1 / shared, was.1 / shared);
    // is - was = rise / (own * other * shared)
    let rise = is.0.checked_mul(other)?.checked_sub(was.0.checked_mul(own)?)?;
    match is_percent {
        true => {
            rounded(rise, own.checked_mul(other)?.checked_mul(shared)?, 1).map(Growth::Points)
        }
        false => rounded(rise, was.0.checked_mul(own)?, 100 * ONE).map(Growth::Percent),
    }
}

/// `part * times / base`, rounded once.
fn rounded(part: i128, base: i128, times: i128) -> Option<i128> {
    let shared = divisor(part, base).max(1);
    let (mut part, mut base) = (part / shared, base / shared);
    // avoid an overflow; this costs the last of more than thirty digits
    while part.checked_mul(times * 4).is_none() {
        (part, base) = (part / 2, base / 2);
    }
    divide(part * times, base)
}

impl Growth {
    pub fn value(self) -> i128 {
        match self {
            Growth::Percent(value) | Growth::Points(value) => value,
        }
    }

    pub fn words(self, lang: Lang) -> String {
        let sign = if self.value() > 0 { "+" } else { "" };
        match self {
            Growth::Percent(value) => format!("{sign}{}", show::percent(value)),
            Growth::Points(value) => {
                let tenths = divide(value, ONE / 10).unwrap_or(0) * (ONE / 10);
                format!("{sign}{}", say::points(lang, &show::number(tenths)))
            }
        }
    }
}

/// The same period a year before, and the last day that counts in it: for a running period only the
/// part up to the day that corresponds to today is compared.
pub fn year_before(asked: &ReportQuery, today: Date) -> (ReportQuery, Date) {
    let period = asked.period.later_year(-1);
    let before = ReportQuery { period, scope: asked.scope.clone() };
    if asked.period.last() <= today {
        return (before, today);
    }
    let years = asked.period.years().0 - period.years().0;
    let year = today.year - years;
    let is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    let day = if (today.month, today.day) == (2, 29) && !is_leap { 28 } else { today.day };
    (before, Date { year, day, ..today })
}

/// The last `TREND` quarters up to the end of the period or today, or years if the period has
/// several.
pub fn trend(asked: &ReportQuery, today: Date) -> Vec<ReportQuery> {
    let end = asked.period.last().min(today);
    let last = match asked.period {
        Period::Years(..) => Period::Year(end.year),
        _ => Period::Quarter(end.year, end.month.div_ceil(3)),
    };
    let steps = i16::try_from(TREND).unwrap_or(0);
    let step =
        |back: i16| ReportQuery { period: last.later(-back), scope: asked.scope.clone() };
    (0..steps).rev().map(step).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Scope;

    #[test]
    fn growth_is_in_percent_of_amounts_and_in_points_of_percents() {
        let amount = |n: i128| Figure::Amount(n * ONE);
        assert_eq!(growth(amount(15), amount(12)), Some(Growth::Percent(25 * ONE)));
        assert_eq!(growth(amount(0), amount(12)), Some(Growth::Percent(-100 * ONE)));
        assert_eq!(growth(amount(5), amount(0)), None);
        let percent = |part: i128| Figure::Percent { part: part * ONE, base: 200 * ONE };
        // 80 % after 82.5 %
        let fell = growth(percent(160), percent(165));
        assert_eq!(fell, Some(Growth::Points(-2_500_000)));
        assert_eq!(fell.map(|g| g.words(Lang::Vi)).as_deref(), Some("−2,5 điểm %"));
        assert_eq!(growth(percent(160), Figure::Percent { part: 0, base: 0 }), None);
        // 1/3 after 2/7 is exactly a sixth more
        let per = |part: i128, base: i128| Figure::Per { part: part * ONE, base: base * ONE };
        assert_eq!(growth(per(1, 3), per(2, 7)), Some(Growth::Percent(16_666_667)));
        // 1/300,000 after 1/400,000 is a third more, which rounding each to six digits would lose
        let few = growth(per(1, 300_000), per(1, 400_000));
        assert_eq!(few, Some(Growth::Percent(33_333_333)));
        // 2/3 % after 1/3 %: a third of a point
        let small = |part: i128| Figure::Percent { part: part * ONE, base: 300 * ONE };
        assert_eq!(growth(small(2), small(1)), Some(Growth::Points(333_333)));
        let most = Figure::Amount(i128::from(i64::MAX) * ONE);
        assert_eq!(growth(most, most), Some(Growth::Percent(0)));
        // larger than exact fractions allow: the growth is about a billionth
        let large =
            |less: i128, base: i128| per(i128::from(i64::MAX) - less, 1_000_000_000 + base);
        assert_eq!(growth(large(0, 7), large(1, 9)), Some(Growth::Percent(0)));
    }

    #[test]
    fn a_period_that_is_not_over_is_compared_up_to_the_same_day() {
        let date = |year, month, day| Date { year, month, day };
        let before = |text: &str, today| {
            let period = Period::parse(text).unwrap();
            let (query, until) = year_before(&ReportQuery { period, scope: Scope::All }, today);
            (query.period.id(), until)
        };
        let today = date(2026, 11, 23);
        assert_eq!(before("2026", today), ("2025".into(), date(2025, 11, 23)));
        assert_eq!(before("2026-Q3", today), ("2025-Q3".into(), today));
        assert_eq!(before("2026..2030", today), ("2021..2025".into(), date(2021, 11, 23)));
        let leap = date(2028, 2, 29);
        assert_eq!(before("2028", leap), ("2027".into(), date(2027, 2, 28)));
    }

    #[test]
    fn a_trend_ends_with_the_period_or_today() {
        let ids = |text: &str| -> Vec<String> {
            let period = Period::parse(text).unwrap();
            let today = Date { year: 2026, month: 11, day: 23 };
            let steps = trend(&ReportQuery { period, scope: Scope::All }, today);
            steps.iter().map(|step| step.period.id()).collect()
        };
        assert_eq!(ids("2026").first().map(String::as_str), Some("2025-Q1"));
        assert_eq!(ids("2026").last().map(String::as_str), Some("2026-Q4"));
        assert_eq!(ids("2025-06").last().map(String::as_str), Some("2025-Q2"));
        assert_eq!(ids("2026..2030").last().map(String::as_str), Some("2026"));
        assert_eq!(ids("2021..2025").len(), TREND);
    }
}
