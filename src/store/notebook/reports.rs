//! Reports, computed from facts that are read at the first report and updated by every commit.
//! Facts of establishments and visits, which are most records, come from the record index; records
//! of other counted kinds are read.

use std::collections::BTreeMap;
use std::sync::{Arc, MutexGuard};

use crate::indicators::{
    self, PeriodFigures, RecordLists, Ref, Report, ReportInput, compare, report,
};
use crate::programme::check;
use crate::programme::spec::Programme;
use crate::record::{Counted, Date, Id, KindNo, Record, ReportQuery};
use crate::storage::error::StoreError;
use crate::storage::mutex::lock;
use crate::store::index::facts_cache::{ComputedReports, FactsCache};
use crate::store::index::records::saved;
use crate::store::notebook::Notebook;
use crate::store::notebook::projections::Projections;
use crate::store::state::index_keys;
use crate::store::state::{State, StateFault};
use crate::text::format::today_from_millis;

#[derive(Clone, Copy)]
pub struct Reports<'a> {
    pub(crate) notebook: &'a Notebook,
}

impl Reports<'_> {
    pub fn today(&self) -> Date {
        today_from_millis(self.notebook.now())
    }

    /// The report of a period and a place, with the records of every figure. The first call reads
    /// the records that count; later calls read none.
    pub fn run(&self, asked: &ReportQuery) -> Result<Report, StoreError> {
        let all = |input: &ReportInput| report(input, asked, RecordLists::All);
        let mut facts = self.whole_facts()?;
        self.with_input(&mut facts, self.today(), all)
    }

    /// The report without its records, as the screen shows it: may use the facts of an earlier
    /// session without loading state and index.
    pub fn shown(&self, asked: &ReportQuery) -> Result<Arc<Report>, StoreError> {
        match self.early(|kept| self.made(kept, asked)) {
            Some(made) => made,
            None => {
                let mut facts = self.whole_facts()?;
                self.made(&mut facts, asked)
            }
        }
    }

    /// The facts while all rows of the index are loaded: records are looked up by row, which must
    /// not change later.
    fn whole_facts(&self) -> Result<MutexGuard<'_, FactsCache>, StoreError> {
        self.notebook.wait_ready()?;
        drop(self.notebook.projections.whole_index()?);
        Ok(self.facts())
    }

    fn made(
        &self,
        kept: &mut FactsCache,
        asked: &ReportQuery,
    ) -> Result<Arc<Report>, StoreError> {
        let today = self.today();
        let computed = kept.computed.of_day(today);
        if let Some(report) = computed.report(asked) {
            return Ok(report);
        }
        let (before, until) = compare::year_before(asked, today);
        let knows_before = computed.totals(&before, until).is_some();
        let (report, year_before) = self.with_input(kept, today, |input| {
            let earlier = ReportInput { until, ..*input };
            // one after the other: two threads would need twice the memory
            let own = report(input, asked, RecordLists::None);
            (own, (!knows_before).then(|| PeriodFigures::of(&earlier, &before)))
        })?;
        let report = Arc::new(report);
        let computed = kept.computed.of_day(today);
        computed.add_report(Arc::clone(&report));
        year_before.into_iter().for_each(|totals| computed.add_totals(totals));
        Ok(report)
    }

    /// `None` if no facts are available without the state.
    fn early<T>(&self, compute: impl FnOnce(&mut FactsCache) -> T) -> Option<T> {
        self.notebook.projections.note_use();
        let mut kept = lock(&self.notebook.projections.facts);
        self.notebook.load_early_facts(&mut kept);
        kept.early.is_some().then(|| compute(&mut kept))
    }

    /// The totals of the same period a year before; for an unfinished period up to the day that
    /// corresponds to today.
    pub fn year_before(&self, asked: &ReportQuery) -> Result<PeriodFigures, StoreError> {
        let (before, day) = compare::year_before(asked, self.today());
        self.totals(&before, day)
    }

    /// The totals of a period.
    pub fn figures(&self, asked: &ReportQuery) -> Result<PeriodFigures, StoreError> {
        self.totals(asked, self.today())
    }

    fn totals(&self, asked: &ReportQuery, until: Date) -> Result<PeriodFigures, StoreError> {
        let totals = |kept: &mut FactsCache| {
            let today = self.today();
            if let Some(known) = kept.computed.of_day(today).totals(asked, until) {
                return Ok(known);
            }
            let totals =
                self.with_input(kept, until, |input| PeriodFigures::of(input, asked))?;
            kept.computed.of_day(today).add_totals(totals.clone());
            Ok(totals)
        };
        if let Some(early) = self.early(totals) {
            return early;
        }
        self.notebook.wait_ready()?;
        totals(&mut self.facts())
    }

    /// The cached facts; cleared if the index's rows have changed places.
    fn facts(&self) -> MutexGuard<'_, FactsCache> {
        let projections = &self.notebook.projections;
        projections.note_use();
        let mut facts = lock(&projections.facts);
        let merges = lock(&projections.index).merges();
        if facts.merges != merges {
            *facts = FactsCache { merges, ..FactsCache::default() };
        }
        facts
    }

    fn with_input<T>(
        &self,
        kept: &mut FactsCache,
        until: Date,
        compute: impl FnOnce(&ReportInput) -> T,
    ) -> Result<T, StoreError> {
        self.notebook.load_facts(kept)?;
        let (programme, today) = (self.notebook.projections.context.programme, self.today());
        let facts = kept.facts.as_ref().ok_or(StoreError::Bug("no facts"))?;
        let known = kept.lasting.take().filter(|(day, _)| *day == today);
        let (_, lasting) = kept.lasting.insert(
            known.unwrap_or_else(|| (today, indicators::lasting(programme, facts, today))),
        );
        Ok(compute(&ReportInput { programme, facts, lasting, today, until }))
    }

    /// The records of one kind that a figure counts.
    pub fn records_of(&self, counted: &Counted, kind: KindNo) -> Result<Vec<Id>, StoreError> {
        let records = self.counted(counted)?;
        let names = self.notebook.projections.whole_index()?;
        let own = records.iter().filter(|at| names.kind(**at) == kind);
        Ok(own.filter_map(|at| names.id(*at)).collect())
    }

    /// The kinds of the records that a figure counts, with the number of each.
    pub fn kinds_of(&self, counted: &Counted) -> Result<Vec<(KindNo, usize)>, StoreError> {
        let records = self.counted(counted)?;
        let names = self.notebook.projections.whole_index()?;
        let mut kinds = BTreeMap::new();
        for at in &*records {
            *kinds.entry(names.kind(*at)).or_insert(0) += 1;
        }
        Ok(kinds.into_iter().collect())
    }

    /// The records that a figure counts; the last answer is cached, as a list follows the kinds.
    fn counted(&self, counted: &Counted) -> Result<Arc<[Ref]>, StoreError> {
        let mut facts = self.whole_facts()?;
        let today = self.today();
        if let Some(known) = facts.computed.of_day(today).records(counted) {
            return Ok(known);
        }
        let records = self.with_input(&mut facts, today, |input| {
            Arc::<[Ref]>::from(indicators::records(input, counted))
        })?;
        facts.computed.of_day(today).set_records(counted, &records);
        Ok(records)
    }

    /// The ids of the records that a report's figures name, sorted, so that a rebuild does not
    /// change the order.
    pub fn ids_of(&self, records: &[Ref]) -> Result<Vec<Id>, StoreError> {
        self.notebook.wait_ready()?;
        let names = self.notebook.projections.whole_index()?;
        let mut ids: Vec<Id> = records.iter().filter_map(|at| names.id(*at)).collect();
        ids.sort_unstable();
        Ok(ids)
    }
}

impl Projections {
    /// Updates the facts with the changed records; `None`: unknown which have changed.
    pub fn update_facts(&self, records: Option<&[Record]>) {
        let mut kept = lock(&self.facts);
        (kept.computed, kept.lasting) = (ComputedReports::default(), None);
        let Some(records) = records else {
            kept.facts = None;
            return;
        };
        let mut names = lock(&self.index);
        // after a merge, records that link to the merged one count for another record
        if kept.merges != names.merges() || !saved::has_all_rows(&names) {
            kept.facts = None;
        }
        let Some(facts) = kept.facts.as_mut() else { return };
        let holds = records.iter().all(|record| self.put_facts(facts, &mut names, record));
        match holds {
            true => kept.is_new = true,
            false => kept.facts = None,
        }
    }

    /// The moves of all homes.
    pub(super) fn moves(&self, state: &State) -> Result<Vec<(Id, u32, u32)>, StateFault> {
        let kinds = &self.context.programme.kinds;
        let mut moving = kinds.iter().filter_map(|kind| {
            let field = self.context.schema.kind(kind.no)?.moves?;
            Some(index_keys::moves_prefix(kind.no, field))
        });
        moving.next().map_or_else(|| Ok(Vec::new()), |prefix| state.moves(&prefix))
    }
}

pub(super) fn is_complete(programme: &Programme, record: &Record) -> bool {
    let kind = programme.kind(record.kind);
    kind.is_some_and(|kind| !check::incomplete(programme, kind, &record.fields))
}
