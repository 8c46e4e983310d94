//! The parts of a query about results: a period, a place, one row. Plain data.

use super::Date;

/// The periods that reports are made for. Days are inclusive, +07:00.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Period {
    Month(i16, u8),
    Quarter(i16, u8),
    Half(i16, u8),
    /// the first months of a year; made by `first_months`
    Start(i16, u8),
    Year(i16),
    /// first and last year
    Years(i16, i16),
}

/// Where the counted establishments are.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub enum Scope {
    #[default]
    All,
    /// two digits
    Province(String),
    /// five digits
    Commune(String),
    /// a socio-economic region: its id
    Region(String),
    /// a province before 01/07/2025: its two digits of that time
    Former(String),
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ReportQuery {
    pub period: Period,
    pub scope: Scope,
}

/// The records that the total of one row counts.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Counted {
    pub asked: ReportQuery,
    /// `I3`, or a part of it: `I3.abroad`
    pub row: String,
}

const YEARS: std::ops::RangeInclusive<i16> = 1990..=2200;

impl Period {
    /// The first 1 to 12 months of a year, as a month, quarter, half or year if they are one, so
    /// that equal periods are one value.
    pub fn first_months(year: i16, months: u8) -> Option<Period> {
        match months {
            1 => Some(Period::Month(year, 1)),
            3 => Some(Period::Quarter(year, 1)),
            6 => Some(Period::Half(year, 1)),
            12 => Some(Period::Year(year)),
            2..=11 => Some(Period::Start(year, months)),
            _ => None,
        }
    }

    /// `2026`, `2026-H1`, `2026-9M`, `2026-Q4`, `2026-11`, `2021..2025`.
    pub fn parse(text: &str) -> Option<Period> {
        let text = text.trim();
        let year = |text: &str| -> Option<i16> {
            let digits = text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit());
            text.parse().ok().filter(|year| digits && YEARS.contains(year))
        };
        if let Some((first, last)) = text.split_once("..") {
            let (first, last) = (year(first)?, year(last)?);
            return (first <= last).then_some(Period::Years(first, last));
        }
        let Some((first, part)) = text.split_once('-') else {
            return Some(Period::Year(year(text)?));
        };
        let year = year(first)?;
        let upper = part.to_ascii_uppercase();
        match upper.as_str() {
            "H1" => Some(Period::Half(year, 1)),
            "H2" => Some(Period::Half(year, 2)),
            "Q1" => Some(Period::Quarter(year, 1)),
            "Q2" => Some(Period::Quarter(year, 2)),
            "Q3" => Some(Period::Quarter(year, 3)),
            "Q4" => Some(Period::Quarter(year, 4)),
            part => {
                let number = |text: &str| {
                    let digits = text.bytes().all(|b| b.is_ascii_digit());
                    text.parse().ok().filter(|_| digits)
                };
                if let Some(months) = part.strip_suffix('M') {
                    return Period::first_months(year, number(months)?);
                }
                let month = number(part).filter(|m| part.len() == 2 && (1..=12).contains(m))?;
                Some(Period::Month(year, month))
            }
        }
    }

    /// The text that `parse` reads.
    pub fn id(self) -> String {
        match self {
            Period::Month(year, month) => format!("{year}-{month:02}"),
            Period::Quarter(year, quarter) => format!("{year}-Q{quarter}"),
            Period::Half(year, half) => format!("{year}-H{half}"),
            Period::Start(year, months) => format!("{year}-{months}M"),
            Period::Year(year) => year.to_string(),
            Period::Years(first, last) => format!("{first}..{last}"),
        }
    }

    pub fn first(self) -> Date {
        Date { year: self.years().0, month: self.months().0, day: 1 }
    }

    pub fn last(self) -> Date {
        let (year, month) = (self.years().1, self.months().1);
        let leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
        let day = match month {
            2 if leap => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        };
        Date { year, month, day }
    }

    pub fn contains(self, day: Date) -> bool {
        self.first() <= day && day <= self.last()
    }

    pub fn years(self) -> (i16, i16) {
        match self {
            Period::Month(year, _)
            | Period::Quarter(year, _)
            | Period::Half(year, _)
            | Period::Start(year, _)
            | Period::Year(year) => (year, year),
            Period::Years(first, last) => (first, last),
        }
    }

    /// First and last month of the first and the last year.
    fn months(self) -> (u8, u8) {
        match self {
            Period::Month(_, month) => (month, month),
            Period::Quarter(_, quarter) => (quarter * 3 - 2, quarter * 3),
            Period::Half(_, half) => (half * 6 - 5, half * 6),
            Period::Start(_, months) => (1, months),
            Period::Year(_) | Period::Years(..) => (1, 12),
        }
    }

    /// The same part of another year; a run of years moves by its own length. Unchanged where that
    /// would leave 1990-2200.
    pub fn later_year(self, by: i16) -> Period {
        let moved = match self {
            Period::Month(year, month) => Period::Month(year + by, month),
            Period::Quarter(year, quarter) => Period::Quarter(year + by, quarter),
            Period::Half(year, half) => Period::Half(year + by, half),
            Period::Start(year, months) => Period::Start(year + by, months),
            Period::Year(_) | Period::Years(..) => return self.later(by),
        };
        if YEARS.contains(&moved.years().0) { moved } else { self }
    }

    /// The period of the same length `by` places later; the first months of a year are followed by
    /// those of the next. Unchanged where that would leave 1990-2200.
    pub fn later(self, by: i16) -> Period {
        let turn = |year: i16, part: u8, parts: i16| {
            let at = year * parts + i16::from(part) - 1 + by;
            let part = u8::try_from(at.rem_euclid(parts) + 1).unwrap_or(1);
            (at.div_euclid(parts), part)
        };
        let moved = match self {
            Period::Month(year, month) => {
                let (year, month) = turn(year, month, 12);
                Period::Month(year, month)
            }
            Period::Quarter(year, quarter) => {
                let (year, quarter) = turn(year, quarter, 4);
                Period::Quarter(year, quarter)
            }
            Period::Half(year, half) => {
                let (year, half) = turn(year, half, 2);
                Period::Half(year, half)
            }
            Period::Start(year, months) => Period::Start(year + by, months),
            Period::Year(year) => Period::Year(year + by),
            Period::Years(first, last) => {
                let by = by * (last - first + 1);
                Period::Years(first + by, last + by)
            }
        };
        let (first, last) = moved.years();
        if YEARS.contains(&first) && YEARS.contains(&last) { moved } else { self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(year: i16, month: u8, day: u8) -> Date {
        Date { year, month, day }
    }

    #[test]
    fn a_period_is_written_as_it_is_read() {
        for text in
            ["2026", "2026-H1", "2026-Q3", "2026-9M", "2026-11M", "2026-02", "2021..2025"]
        {
            assert_eq!(Period::parse(text).map(Period::id).as_deref(), Some(text));
        }
        for (months, is) in [(1, "01"), (2, "2M"), (3, "Q1"), (6, "H1"), (9, "9M")] {
            let id = Period::first_months(2026, months).map(Period::id);
            assert_eq!(id, Some(format!("2026-{is}")));
            assert_eq!(Period::parse(&format!("2026-{months}m")).map(Period::id), id);
        }
        assert_eq!(Period::first_months(2026, 12), Some(Period::Year(2026)));
        assert_eq!(Period::parse(" 2026-q3 "), Some(Period::Quarter(2026, 3)));
        for text in [
            "2026-0M",
            "2026-M",
            "2026-+9M",
            "2026-9MM",
            "",
            "26",
            "2026-13",
            "2026-Q5",
            "2026-H3",
            "2025..2021",
            "2026-1",
            "x",
            "2026-13M",
        ] {
            assert_eq!(Period::parse(text), None, "{text}");
        }
    }

    #[test]
    fn first_and_last_days() {
        let ends = |text| Period::parse(text).map(|p| (p.first(), p.last()));
        assert_eq!(ends("2024-02"), Some((day(2024, 2, 1), day(2024, 2, 29))));
        assert_eq!(ends("2026-Q3"), Some((day(2026, 7, 1), day(2026, 9, 30))));
        assert_eq!(ends("2026-H1"), Some((day(2026, 1, 1), day(2026, 6, 30))));
        assert_eq!(ends("2026-9M"), Some((day(2026, 1, 1), day(2026, 9, 30))));
        assert_eq!(ends("2021..2025"), Some((day(2021, 1, 1), day(2025, 12, 31))));
    }

    #[test]
    fn the_next_one_has_the_same_length() {
        let next = |text, by| Period::parse(text).map(|p| p.later(by).id()).unwrap_or_default();
        assert_eq!(next("2026-12", 1), "2027-01");
        assert_eq!(next("2026-Q1", -1), "2025-Q4");
        assert_eq!(next("2026-H2", 1), "2027-H1");
        assert_eq!(next("2026-9M", -1), "2025-9M");
        assert_eq!(next("2021..2025", 1), "2026..2030");
        assert_eq!(next("2200", 1), "2200");
    }

    #[test]
    fn the_same_part_of_the_year_before() {
        let before =
            |text| Period::parse(text).map(|p| p.later_year(-1).id()).unwrap_or_default();
        for (text, is) in [
            ("2026-03", "2025-03"),
            ("2026-Q1", "2025-Q1"),
            ("2026-H2", "2025-H2"),
            ("2026-11M", "2025-11M"),
            ("2026", "2025"),
            ("2021..2025", "2016..2020"),
            ("1990-Q1", "1990-Q1"),
        ] {
            assert_eq!(before(text), is);
        }
    }
}
