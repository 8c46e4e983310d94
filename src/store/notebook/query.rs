//! Queries over records: single records, pages of lists, titles, links, and the first screen.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::MutexGuard;

use super::Notebook;
use super::reports::Reports;
use super::writer::RecordMap;
use crate::programme::check::Need;
use crate::programme::twins::Marks;
use crate::record::{Date, Id, KindNo, Page, Query, Record, Today};
use crate::storage::error::StoreError;
use crate::store::index::records;
use crate::store::index::records::{RecordIndex, load, saved};
use crate::store::schema::targets;
use crate::store::state::{StateFault, index_keys};

/// The hits of a list: in the locked record index, or as ids.
enum QueryHits<'a> {
    Held(MutexGuard<'a, RecordIndex>),
    Read(Vec<Id>),
}

impl QueryHits<'_> {
    fn len(&mut self) -> usize {
        match self {
            QueryHits::Held(index) => index.last_hits().map_or(0, |hits| hits.len()),
            QueryHits::Read(ids) => ids.len(),
        }
    }

    fn window(&mut self, start: usize, limit: usize) -> Vec<Id> {
        match self {
            QueryHits::Held(index) => {
                let window = index.last_hits().map(|hits| hits.window(start, limit));
                window.into_iter().flatten().filter_map(|slot| index.id(slot)).collect()
            }
            QueryHits::Read(ids) => ids.iter().skip(start).take(limit).copied().collect(),
        }
    }

    /// The start of a window that follows a record (`keep`: the record and its former position).
    fn moved(&mut self, start: usize, keep: Option<(Id, usize)>) -> usize {
        let mut place = |id: Id| match self {
            QueryHits::Held(index) => {
                let slot = index.slot(id)?;
                index.last_hits()?.place_of(slot)
            }
            QueryHits::Read(ids) => ids.iter().position(|one| *one == id),
        };
        let now = keep.and_then(|(id, was)| Some((place(id)?, was)));
        now.map_or(start, |(now, was)| (start + now).saturating_sub(was))
    }
}

/// The slots of the other records that were merged with this one, in either direction.
fn merged_slots(index: &RecordIndex, slot: u32) -> Vec<u32> {
    let root = index.goes_on_as(slot);
    let merged = index.into.keys().copied().filter(|one| index.goes_on_as(*one) == root);
    merged.chain([root]).filter(|one| *one != slot).collect()
}

#[derive(Clone, Copy)]
pub struct Records<'a> {
    pub(crate) notebook: &'a Notebook,
}

impl<'a> Records<'a> {
    pub fn get(&self, id: Id) -> Result<Option<Record>, StoreError> {
        self.notebook.wait_serving()?;
        self.notebook.get(id)
    }

    /// The other records that headquarters merged with this one.
    pub fn merged_with(&self, id: Id) -> Result<Vec<Record>, StoreError> {
        self.notebook.wait_ready()?;
        let index = self.notebook.projections.index_with(load::all)?;
        let slots = index.slot(id).map(|slot| merged_slots(&index, slot)).unwrap_or_default();
        let ids: Vec<Id> = slots.into_iter().filter_map(|slot| index.id(slot)).collect();
        drop(index);
        let found = ids.into_iter().map(|id| self.get(id)).collect::<Result<Vec<_>, _>>()?;
        Ok(found.into_iter().flatten().collect())
    }

    /// The other records that a check reads.
    pub fn needs(&self, needs: &[Need]) -> Result<Vec<(Need, Vec<Record>)>, StoreError> {
        self.notebook.wait_serving()?;
        self.notebook.projections.find_needs(needs, &mut RecordMap::new())
    }

    pub fn page(&self, query: &Query, start: usize, limit: usize) -> Result<Page, StoreError> {
        self.page_around(query, start, limit, None)
    }

    /// Loads what a search of this kind reads, so that the first letter typed does not wait.
    pub fn prepare_search(&self, kind: KindNo) -> Result<(), StoreError> {
        self.notebook.wait_serving()?;
        let load = |index: &mut RecordIndex| load::for_search(index, kind);
        self.notebook.projections.index_with(load).map(drop)
    }

    /// `keep`: a record and its former position; the window moves with the record.
    pub fn page_around(
        &self,
        query: &Query,
        start: usize,
        limit: usize,
        keep: Option<(Id, usize)>,
    ) -> Result<Page, StoreError> {
        let kinds = self.kinds_shown(query);
        self.notebook.projections.expect_kinds(&kinds);
        self.notebook.wait_serving()?;
        let pointing = match query.pointing {
            Some((field, to)) => {
                let prefix = index_keys::link_prefix(query.kind, field, to);
                // deleted records have no index keys
                match query.deleted {
                    true => Some(Vec::new()),
                    false => Some(self.notebook.projections.query(|state| state.ids(&prefix))?),
                }
            }
            None => None,
        };
        let pointing = match &query.counted {
            Some(_) if query.deleted => Some(Vec::new()),
            Some(counted) => {
                Some(Reports { notebook: self.notebook }.records_of(counted, query.kind)?)
            }
            None => pointing,
        };
        let (total, start, ids) = {
            // unlocked before the index is used again
            let mut all = self.find(query, pointing.as_deref(), &kinds)?;
            let start = all.moved(start, keep);
            (all.len(), start, all.window(start, limit))
        };
        let rows = self.notebook.projections.query(|state| {
            let rows = ids.iter().map(|id| state.get(*id, Some(query.kind)));
            rows.collect::<Result<Vec<_>, StateFault>>()
        })?;
        let rows: Vec<Record> = rows.into_iter().flatten().collect();
        let titles = self.titles_around(&rows)?;
        let incomplete = self.incomplete_among(&rows)?;
        Ok(Page { total, start, rows, titles, incomplete })
    }

    /// The query's kind, and the kinds that its rows name.
    fn kinds_shown(&self, query: &Query) -> Vec<KindNo> {
        let plan = self.notebook.projections.context.schema.kind(query.kind);
        let linked = plan.map_or(&[][..], |plan| &plan.linked);
        std::iter::once(query.kind).chain(linked.iter().copied()).collect()
    }

    /// The hits of the whole list, in order. `kinds`: the kinds of the rows that are shown.
    fn find(
        &self,
        query: &Query,
        pointing: Option<&[Id]>,
        kinds: &[KindNo],
    ) -> Result<QueryHits<'a>, StoreError> {
        let plan = &self.notebook.projections.context.schema;
        let extra: Vec<_> = query
            .filter
            .iter()
            .filter(|(f, _)| !RecordIndex::can_filter_by(plan, query, *f))
            .collect();
        let mut names = self.notebook.projections.index_with(|index| {
            // due records and records that link to one may be of any kind
            let is_of_all = query.due.is_some() || pointing.is_some();
            let rows = if is_of_all { load::all(index) } else { load::kinds(index, kinds) };
            rows && (query.text.is_empty() || load::for_search(index, query.kind))
        })?;
        let hits = names.find(plan, query, pointing, self.notebook.projections.own_officer());
        if extra.is_empty() {
            return Ok(QueryHits::Held(names));
        }
        let slots = hits.window(0, usize::MAX);
        let all: Vec<Id> = slots.into_iter().filter_map(|slot| names.id(slot)).collect();
        drop(names);
        let passing = self.notebook.projections.query(|state| {
            let mut passing = Vec::new();
            for id in &all {
                let record = state.get(*id, Some(query.kind))?;
                let passes = |r: &Record| {
                    extra.iter().all(|(field, wanted)| {
                        let has = records::filter_value(r.fields.get(*field));
                        records::lets_through(wanted, &has)
                    })
                };
                passing.extend(record.filter(passes).map(|r| r.id));
            }
            Ok(passing)
        })?;
        Ok(QueryHits::Read(passing))
    }

    /// Titles of the records, their authors and all records that they link to.
    fn titles_around(&self, rows: &[Record]) -> Result<BTreeMap<Id, String>, StoreError> {
        let mut ids: Vec<Id> = rows.iter().map(|r| r.id).collect();
        ids.extend(rows.iter().filter_map(|row| row.by).map(|author| author.officer));
        for record in rows {
            for (field, _) in record.fields.iter() {
                ids.extend(targets(record, field));
            }
        }
        self.titles_of(&ids)
    }

    fn titles_of(&self, ids: &[Id]) -> Result<BTreeMap<Id, String>, StoreError> {
        let index = self.index_knowing(ids)?;
        Ok(ids.iter().filter_map(|id| Some((*id, index.title_of(*id)?))).collect())
    }

    /// The index with the rows of these records, of any kind.
    fn index_knowing(&self, ids: &[Id]) -> Result<MutexGuard<'a, RecordIndex>, StoreError> {
        self.notebook
            .projections
            .index_with(|index| saved::knows(index, ids) || load::all(index))
    }

    fn incomplete_among(&self, rows: &[Record]) -> Result<BTreeSet<Id>, StoreError> {
        let ids: Vec<Id> = rows.iter().map(|row| row.id).collect();
        let index = self.index_knowing(&ids)?;
        let lacks = |id: &Id| index.slot(*id).is_some_and(|slot| index.is_incomplete(slot));
        Ok(ids.into_iter().filter(lacks).collect())
    }

    /// Titles of the records that exist.
    pub fn titles(&self, ids: &[Id]) -> Result<BTreeMap<Id, String>, StoreError> {
        self.notebook.wait_serving()?;
        self.titles_of(ids)
    }

    /// The deleted ones of these records.
    pub fn deleted_among(&self, ids: &[Id]) -> Result<Vec<Id>, StoreError> {
        self.notebook.wait_serving()?;
        let index = self.index_knowing(ids)?;
        let deleted = |id: &&Id| index.slot(**id).is_some_and(|slot| index.is_deleted(slot));
        Ok(ids.iter().filter(deleted).copied().collect())
    }

    pub fn ids(&self, kind: KindNo) -> Result<Vec<(Id, bool)>, StoreError> {
        self.notebook.wait_ready()?;
        let names =
            self.notebook.projections.index_with(|index| load::kinds(index, &[kind]))?;
        let slots = (0u32..).zip(names.kinds()).filter(|(_, of)| **of == kind);
        let row = |(slot, _)| Some((names.id(slot)?, names.is_deleted(slot)));
        Ok(slots.filter_map(row).collect())
    }

    /// Other records of the same kind that share a duplicate mark, at most `most` per mark.
    pub fn twins(&self, record: &Record, most: usize) -> Result<Vec<Record>, StoreError> {
        self.notebook.wait_serving()?;
        let context = &self.notebook.projections.context;
        let Some(kind) = context.schema.kind(record.kind).and_then(|plan| plan.twins) else {
            return Ok(Vec::new());
        };
        let marks = Marks::of(kind, &record.fields).keys();
        let prefix = |mark: &String| index_keys::twin_prefix(&context.keys, kind.no, mark);
        self.notebook.projections.query(|state| {
            let mut ids = BTreeSet::new();
            for mark in &marks {
                // one more, because the record itself may be among them
                ids.extend(state.first_ids(&prefix(mark), most + 1)?);
            }
            ids.remove(&record.id);
            let found = ids.into_iter().map(|id| state.get(id, Some(kind.no)));
            Ok(found.collect::<Result<Vec<_>, StateFault>>()?.into_iter().flatten().collect())
        })
    }

    /// The number of records of each kind that link to this one, in the programme's order. Uses the
    /// links that the kinds declare, so it covers new kinds.
    pub fn links_to(&self, id: Id) -> Result<Vec<(KindNo, usize)>, StoreError> {
        self.notebook.wait_serving()?;
        self.notebook.projections.query(|state| {
            let mut counts = Vec::new();
            for kind in &self.notebook.projections.context.programme.kinds {
                let links = self
                    .notebook
                    .projections
                    .context
                    .schema
                    .kind(kind.no)
                    .map(|plan| &plan.links[..]);
                let mut pointing = Vec::new();
                for field in links.unwrap_or_default() {
                    pointing.extend(state.ids(&index_keys::link_prefix(kind.no, *field, id))?);
                }
                pointing.sort_unstable();
                pointing.dedup();
                pointing.retain(|from| *from != id);
                counts.extend((!pointing.is_empty()).then_some((kind.no, pointing.len())));
            }
            Ok(counts)
        })
    }

    /// The first screen.
    pub fn today(&self, today: Date) -> Result<Today, StoreError> {
        let projections = &self.notebook.projections;
        let mut answer = match projections.today_from_start(today) {
            Some(answer) => answer,
            None => {
                self.notebook.wait_serving()?;
                projections.today_from_index(today)?
            }
        };
        answer.drafts = projections.list_drafts();
        Ok(answer)
    }

    /// The officer's own record; from the start cache while the state is loading.
    pub fn officer(&self) -> Result<Option<Record>, StoreError> {
        match self.notebook.projections.officer_from_start() {
            Some(officer) => Ok(Some(officer)),
            None => self.get(self.notebook.projections.officer),
        }
    }
}
