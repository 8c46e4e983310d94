//! Reports: the facts that figures are computed from, read when they are first asked for and kept up
//! to date by every commit. Establishments and visits, of which there are most, come from the record
//! index; only records of the other kinds that count are read.

use std::collections::HashMap;
use std::sync::Arc;

use crate::indicators::facts::{ChoiceIndex, Establishment, NONE, Site, UNKNOWN, Visit};
use crate::indicators::{
    Facts, PeriodFigures, Ref, Report, ReportInput, compare, read, report,
};
use crate::programme::role::KindRole;
use crate::programme::spec::{Kind, Type};
use crate::record::{Counted, Date, Id, KindNo, Record, ReportQuery};
use crate::storage::error::StoreError;
use crate::storage::mutex::lock;
use crate::store::index::facts_cache::FactsCache;
use crate::store::index::records::{RecordIndex, unpack};
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

    /// What was reached in a period and a place. The first answer reads the records that count;
    /// later ones read none.
    pub fn run(&self, asked: &ReportQuery) -> Result<Arc<Report>, StoreError> {
        self.notebook.wait_ready()?;
        let today = self.today();
        let mut kept = lock(&self.notebook.projections.facts);
        let same = |(day, last): &&(Date, Arc<Report>)| *day == today && last.query == *asked;
        if let Some((_, last)) = kept.last.as_ref().filter(same) {
            return Ok(Arc::clone(last));
        }
        let made = Arc::new(self.make(&mut kept, asked, today)?);
        kept.last = Some((today, Arc::clone(&made)));
        Ok(made)
    }

    /// The totals of the same period a year before; of a period that is not over, up to the day that
    /// corresponds to today.
    pub fn year_before(&self, asked: &ReportQuery) -> Result<PeriodFigures, StoreError> {
        let (before, day) = compare::year_before(asked, self.today());
        self.totals(&before, day)
    }

    /// The totals of a period, without a trace in what is kept for the screen.
    pub fn figures(&self, asked: &ReportQuery) -> Result<PeriodFigures, StoreError> {
        self.totals(asked, self.today())
    }

    fn totals(&self, asked: &ReportQuery, today: Date) -> Result<PeriodFigures, StoreError> {
        self.notebook.wait_ready()?;
        let mut kept = lock(&self.notebook.projections.facts);
        let report = self.make(&mut kept, asked, today)?;
        Ok(PeriodFigures::of(&report, asked.period.last().min(today)))
    }

    fn make(
        &self,
        kept: &mut FactsCache,
        asked: &ReportQuery,
        today: Date,
    ) -> Result<Report, StoreError> {
        let projections = &self.notebook.projections;
        if kept.facts.is_none() {
            kept.facts = Some(projections.query(|state| projections.all_facts(state))?);
            kept.merges = lock(&self.notebook.projections.index).merges();
        }
        let facts = kept.facts.as_ref().ok_or(StoreError::Bug("no facts"))?;
        let names = lock(&self.notebook.projections.index);
        let input = ReportInput {
            programme: projections.context.programme,
            facts,
            today,
            kind_of: &|record| names.kind(record),
        };
        Ok(report(&input, asked))
    }

    /// The records of one kind that a figure was made from.
    pub fn records_of(&self, counted: &Counted, kind: KindNo) -> Result<Vec<Id>, StoreError> {
        let report = self.run(&counted.asked)?;
        let names = lock(&self.notebook.projections.index);
        let records = report.row(&counted.row).map(|row| row.total().records.as_slice());
        let own = records.unwrap_or_default().iter().filter(|at| names.kind(**at) == kind);
        Ok(own.filter_map(|at| names.id(*at)).collect())
    }

    /// The records that figures of a report name.
    pub fn ids_of(&self, records: &[Ref]) -> Vec<Id> {
        let names = lock(&self.notebook.projections.index);
        records.iter().filter_map(|at| names.id(*at)).collect()
    }
}

impl Projections {
    /// Records as they now are; `None` when it is not known which have changed.
    pub fn update_facts(&self, records: Option<&[Record]>) {
        let mut kept = lock(&self.facts);
        kept.last = None;
        let Some(records) = records else {
            kept.facts = None;
            return;
        };
        let mut names = lock(&self.index);
        // what points at a record that was merged, or is no more, counts for another one now
        if kept.merges != names.merges() {
            kept.facts = None;
        }
        let Some(facts) = kept.facts.as_mut() else { return };
        for record in records {
            if facts.lies_elsewhere(self.context.programme, record, names.slot_for(record.id)) {
                kept.facts = None;
                return;
            }
            facts.put(self.context.programme, record, &mut |id| {
                counted_slot(&mut names, record.id, id)
            });
        }
    }

    fn all_facts(&self, state: &State) -> Result<Facts, StateFault> {
        let programme = self.context.programme;
        let mut facts = Facts::default();
        let kind = |id: &str| programme.kind_by_id(id);
        let with_role = |role| programme.with_role(role);
        if let (Some(establishment), Some(visit)) =
            (with_role(KindRole::Home), with_role(KindRole::Visit))
        {
            let projects = self.projects_of(state, visit)?;
            let names = lock(&self.index);
            let rows = IndexRows { projections: self, names: &names };
            facts.fill(rows.establishments(establishment), rows.visits(visit, &projects));
        }
        for (id, day, commune) in self.moves(state)? {
            let at = lock(&self.index).slot_for(id);
            if let Some(day) = unpack(day) {
                facts.add_move(at, day, read::site(&format!("{commune:05}")));
            }
        }
        for kind in read::SMALL_KINDS.iter().filter_map(|id| kind(id)) {
            state.each_of(kind.no, |record| {
                let mut names = lock(&self.index);
                facts
                    .put(programme, &record, &mut |id| counted_slot(&mut names, record.id, id));
            })?;
        }
        Ok(facts)
    }

    /// Where establishments was before they moved.
    fn moves(&self, state: &State) -> Result<Vec<(Id, u32, u32)>, StateFault> {
        let kinds = &self.context.programme.kinds;
        let mut moving = kinds.iter().filter_map(|kind| {
            let field = self.context.schema.kind(kind.no)?.moves?;
            Some(index_keys::moves_prefix(kind.no, field))
        });
        moving.next().map_or_else(|| Ok(Vec::new()), |prefix| state.moves(&prefix))
    }

    /// The đề án of every visit that names one.
    fn projects_of(
        &self,
        state: &State,
        visit: &Kind,
    ) -> Result<HashMap<Ref, Ref>, StateFault> {
        let Some(field) = visit.field_by_id("project") else { return Ok(HashMap::new()) };
        let links = state.links(&index_keys::field_prefix(visit.no, field.no))?;
        let mut names = lock(&self.index);
        let place = |(to, from)| (names.slot_for(from), counted_slot(&mut names, from, to));
        Ok(links.into_iter().map(place).collect())
    }
}

/// The place of `id` to whom `own` points: one that was merged counts as the one that continues.
fn counted_slot(names: &mut RecordIndex, own: Id, id: Id) -> Ref {
    let at = names.slot_for(id);
    if own == id { at } else { names.goes_on_as(at) }
}

/// What the record index knows of the two large kinds.
struct IndexRows<'a> {
    projections: &'a Projections,
    names: &'a RecordIndex,
}

impl IndexRows<'_> {
    fn of<'k>(&'k self, kind: &'k Kind) -> impl Iterator<Item = Ref> + 'k {
        let all = Ref::try_from(self.names.len()).unwrap_or(NONE);
        (0..all).filter(|at| self.names.kind(*at) == kind.no)
    }

    /// Where in a row's filters the answer to a question is.
    fn filter(&self, kind: &Kind, field: &str) -> Option<usize> {
        let no = kind.field_by_id(field)?.no;
        self.projections.context.schema.kind(kind.no)?.filter.iter().position(|f| *f == no)
    }

    fn choices(&self, kind: &Kind, field: &str) -> HashMap<&'static str, ChoiceIndex> {
        let list = kind.field_by_id(field).and_then(|field| match &field.ty {
            Type::Choice(list) => self.projections.context.programme.list(list),
            _ => None,
        });
        let all = list.map_or(&[][..], |list| &list.choices).iter();
        all.zip(0..).map(|(choice, at)| (choice.id.as_str(), at)).collect()
    }

    fn establishments(&self, kind: &Kind) -> Vec<(Ref, Establishment)> {
        let (ty, place) = (self.filter(kind, "type"), self.filter(kind, "place"));
        let types = self.choices(kind, "type");
        let mut sites: HashMap<&str, Site> = HashMap::new();
        let rows = self.of(kind).map(|at| {
            let commune = self.names.filter_word(at, place);
            let site = *sites.entry(commune).or_insert_with(|| read::site(commune));
            let living = !self.names.is_deleted(at) && !self.names.is_merged(at);
            let row = Establishment {
                site,
                kind: types.get(self.names.filter_word(at, ty)).copied().unwrap_or(UNKNOWN),
                local_material: self.names.is_local(at),
                living,
                complete: living && !self.names.is_incomplete(at),
            };
            (at, row)
        });
        rows.collect()
    }

    /// Locked, undeleted and complete.
    fn visits(&self, kind: &Kind, projects: &HashMap<Ref, Ref>) -> Vec<(Ref, Visit)> {
        let (state, purpose) = (self.filter(kind, "state"), self.filter(kind, "purpose"));
        let purposes = self.choices(kind, "purpose");
        let rows = self.of(kind).filter_map(|at| {
            let names = self.names;
            let counts = !names.is_deleted(at)
                && !names.is_merged(at)
                && !names.is_incomplete(at)
                && names.filter_word(at, state) == "chot";
            let date = unpack(names.day(at)).filter(|_| counts)?;
            let purpose = purposes.get(names.filter_word(at, purpose));
            let row = Visit {
                establishment: names.goes_on_as(names.home(at)),
                project: projects.get(&at).copied().unwrap_or(NONE),
                date,
                purpose: purpose.copied().unwrap_or(UNKNOWN),
            };
            Some((at, row))
        });
        rows.collect()
    }
}
