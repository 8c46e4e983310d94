//! Cache of the facts of reports, read once and then updated by every commit, and of the reports
//! last computed from them, which list no records.

use std::collections::VecDeque;
use std::sync::Arc;

use crate::indicators::{Facts, Lasting, PeriodFigures, Ref, Report};
use crate::record::{Counted, Date, ReportQuery};
use crate::store::index::start_cache::IndexFile;

/// Maximum reports: the shown one, those of the periods before and after, and one more.
const REPORTS: usize = 4;
/// Maximum totals: the trends of two reports, and for each report the year before.
const TOTALS: usize = 24;

#[derive(Default)]
pub(crate) struct FactsCache {
    pub facts: Option<Facts>,
    /// the index file that the facts refer to, until the index is loaded
    pub early: Option<IndexFile>,
    /// they differ from the file `facts`
    pub is_new: bool,
    /// the data that no period changes, with the day for which it was computed
    pub lasting: Option<(Date, Lasting)>,
    /// the record index's merge counter when the facts were read
    pub merges: u64,
    pub computed: ComputedReports,
}

/// The reports and totals last used, computed from the present facts.
#[derive(Default)]
pub(crate) struct ComputedReports {
    /// the day on which they were computed
    today: Option<Date>,
    /// last used first
    reports: VecDeque<Arc<Report>>,
    totals: VecDeque<PeriodFigures>,
    /// the records of the row that a list shows
    records: Option<(Counted, Arc<[Ref]>)>,
}

impl ComputedReports {
    /// Those of this day; a new day clears them.
    pub fn of_day(&mut self, today: Date) -> &mut ComputedReports {
        if self.today != Some(today) {
            *self = ComputedReports { today: Some(today), ..ComputedReports::default() };
        }
        self
    }

    pub fn report(&mut self, asked: &ReportQuery) -> Option<Arc<Report>> {
        use_first(&mut self.reports, |report| report.query == *asked).cloned()
    }

    /// The totals of a period up to `until`.
    pub fn totals(&mut self, asked: &ReportQuery, until: Date) -> Option<PeriodFigures> {
        use_first(&mut self.totals, |totals| totals.is_of(asked, until)).cloned()
    }

    pub fn records(&self, counted: &Counted) -> Option<Arc<[Ref]>> {
        self.records.as_ref().filter(|(own, _)| own == counted).map(|(_, all)| Arc::clone(all))
    }

    pub fn set_records(&mut self, counted: &Counted, records: &Arc<[Ref]>) {
        self.records = Some((counted.clone(), Arc::clone(records)));
    }

    pub fn add_report(&mut self, report: Arc<Report>) {
        self.reports.push_front(report);
        self.reports.truncate(REPORTS);
    }

    pub fn add_totals(&mut self, totals: PeriodFigures) {
        self.totals.push_front(totals);
        self.totals.truncate(TOTALS);
    }
}

/// Finds an entry and moves it to the front.
fn use_first<T>(all: &mut VecDeque<T>, is_one: impl Fn(&T) -> bool) -> Option<&T> {
    let found = all.remove(all.iter().position(is_one)?)?;
    all.push_front(found);
    all.front()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::{Period, Scope};

    fn report(year: i16) -> Arc<Report> {
        let query = ReportQuery { period: Period::Year(year), scope: Scope::All };
        let rows = Vec::new();
        Arc::new(Report {
            query,
            rows,
            made_up: 0,
            is_ahead: false,
            no_places: true,
            without_place: 0,
        })
    }

    #[test]
    fn the_reports_of_this_day_that_were_used_last_are_kept() {
        let day = Date { year: 2026, month: 11, day: 23 };
        let mut computed = ComputedReports::default();
        let has = |computed: &mut ComputedReports, year: i16, today| {
            computed.of_day(today).report(&report(year).query).is_some()
        };
        for year in 2020..2024 {
            computed.of_day(day).add_report(report(year));
        }
        assert!(has(&mut computed, 2020, day));
        computed.of_day(day).add_report(report(2024));
        let kept = (2020..2025).filter(|year| has(&mut computed, *year, day));
        assert_eq!(kept.collect::<Vec<_>>(), [2020, 2022, 2023, 2024]);
        assert!(!has(&mut computed, 2020, Date { day: 24, ..day }));
    }
}
