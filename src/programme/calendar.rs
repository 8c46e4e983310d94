//! When reports are due (`domain.md` section 11: TT 36/2013 Điều 21-23, original wording).

use crate::record::{Date, Period};

/// The day of the month from which the first screen reminds of reports.
pub const REMIND_FROM: u8 = 20;
/// The day by which a report is due, in the last month of its period.
pub const HAND_IN: u8 = 25;

/// The reports that are due on one day; the monthly report is always among them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReportsDue {
    pub by: Date,
    /// 1 to 4
    pub quarter: Option<u8>,
    /// 1 or 2
    pub half: Option<u8>,
    pub year: bool,
}

impl ReportsDue {
    /// The periods to report on, the shortest first.
    pub fn periods(&self) -> Vec<Period> {
        let year = self.by.year;
        let month = Some(Period::Month(year, self.by.month));
        let longer = [
            self.quarter.map(|quarter| Period::Quarter(year, quarter)),
            self.half.map(|half| Period::Half(year, half)),
            self.year.then_some(Period::Year(year)),
        ];
        month.into_iter().chain(longer.into_iter().flatten()).collect()
    }
}

pub fn reports(today: Date) -> Option<ReportsDue> {
    let month = today.month;
    let ends = |months: u8| month.is_multiple_of(months).then_some(month / months);
    (REMIND_FROM..=HAND_IN).contains(&today.day).then_some(ReportsDue {
        by: Date { day: HAND_IN, ..today },
        quarter: ends(3),
        half: ends(6),
        year: month == 12,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(month: u8, day: u8) -> Option<ReportsDue> {
        reports(Date { year: 2026, month, day })
    }

    #[test]
    fn reminds_from_the_20th_to_the_25th() {
        for month in 1..=12 {
            let days: Vec<u8> = (1..=31).filter(|day| on(month, *day).is_some()).collect();
            assert_eq!(days, [20, 21, 22, 23, 24, 25]);
            assert_eq!(on(month, 20).map(|r| r.by.day), Some(25));
        }
    }

    #[test]
    fn longer_periods_end_with_their_last_month() {
        let of = |month| on(month, 20).map(|r| (r.quarter, r.half, r.year));
        assert_eq!(of(2), Some((None, None, false)));
        assert_eq!(of(3), Some((Some(1), None, false)));
        assert_eq!(of(6), Some((Some(2), Some(1), false)));
        assert_eq!(of(9), Some((Some(3), None, false)));
        assert_eq!(of(11), Some((None, None, false)));
        assert_eq!(of(12), Some((Some(4), Some(2), true)));
        let periods = on(12, 20).map(|r| r.periods().iter().map(|p| p.id()).collect());
        let ids: Vec<String> = periods.unwrap_or_default();
        assert_eq!(ids, ["2026-12", "2026-Q4", "2026-H2", "2026"]);
    }
}
