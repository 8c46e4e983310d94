//! Questions to the open notebook: lists, titles, the first screen, and the records that a check
//! looks at.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, MutexGuard};

use super::commit::answers;
use super::inner::{Inner, held};
use crate::programme::check::Need;
use crate::programme::headquarters;
use crate::programme::twins::Marks;
use crate::record::{Date, Draft, FieldNo, Id, KindNo, Page, Query, Record, Today};
use crate::storage::error::StoreError;
use crate::store::index::agenda::{ROWS, Reasons, StoredAgenda};
use crate::store::index::records::RecordIndex;
use crate::store::index::{agenda, records};
use crate::store::schema::targets;
use crate::store::state::{StateFault, index_keys};

/// Records with the same answer that a check is shown: it warns of one as of a thousand, and a
/// list with one line copied a thousand times must not cost a million look-ups.
const TWINS: usize = 32;

/// A whole list: as places in the names index, which is held meanwhile, or as ids.
enum QueryHits<'a> {
    Held(MutexGuard<'a, RecordIndex>, Arc<Vec<u32>>),
    Read(Vec<Id>),
}

impl QueryHits<'_> {
    fn len(&self) -> usize {
        match self {
            QueryHits::Held(_, slots) => slots.len(),
            QueryHits::Read(ids) => ids.len(),
        }
    }

    fn window(&self, start: usize, limit: usize) -> Vec<Id> {
        match self {
            QueryHits::Held(names, slots) => {
                let window = slots.iter().skip(start).take(limit);
                window.filter_map(|slot| names.id(*slot)).collect()
            }
            QueryHits::Read(ids) => ids.iter().skip(start).take(limit).copied().collect(),
        }
    }

    /// Where a window begins that goes along with a record.
    fn moved(&self, start: usize, keep: Option<(Id, usize)>) -> usize {
        let place = |id: Id| match self {
            QueryHits::Held(names, slots) => {
                let wanted = names.slot(id)?;
                slots.iter().position(|slot| *slot == wanted)
            }
            QueryHits::Read(ids) => ids.iter().position(|one| *one == id),
        };
        let now = keep.and_then(|(id, was)| Some((place(id)?, was)));
        now.map_or(start, |(now, was)| (start + now).saturating_sub(was))
    }
}

impl Inner {
    pub fn find_needs(&self, needs: &[Need]) -> Result<Vec<(Need, Vec<Record>)>, StoreError> {
        needs.iter().map(|need| Ok((need.clone(), self.find_need(need)?))).collect()
    }

    fn find_need(&self, need: &Need) -> Result<Vec<Record>, StoreError> {
        let (kind, prefix) = match need {
            Need::Record(id) => return Ok(self.state_get(*id)?.into_iter().collect()),
            Need::Same { kind, field, folded, .. } => {
                let indexed =
                    self.ground.plan.kind(*kind).is_some_and(|k| k.same.contains(field));
                if !indexed {
                    return self.find_slowly(need);
                }
                let keys = &self.ground.keys;
                (*kind, index_keys::same_prefix(keys, *kind, *field, folded))
            }
            Need::Pointing { kind, field, to } => {
                (*kind, index_keys::link_prefix(*kind, *field, *to))
            }
            Need::Behind { kind, field, via: (via, by), to } => {
                return self.find_behind((*kind, *field), (*via, *by), *to);
            }
        };
        self.ask(|state| {
            let mut found = Vec::new();
            for id in state.ids(&prefix)? {
                found.extend(state.get(id, Some(kind))?.filter(|r| answers(need, r)));
                if matches!(need, Need::Same { .. }) && found.len() == TWINS {
                    break;
                }
            }
            Ok(found)
        })
    }

    /// Other records of its kind that share a mark of twins with it, at most so many a mark.
    pub fn twins(&self, record: &Record, most: usize) -> Result<Vec<Record>, StoreError> {
        let ground = &self.ground;
        let Some(kind) = ground.plan.kind(record.kind).and_then(|plan| plan.twins) else {
            return Ok(Vec::new());
        };
        let marks = Marks::of(kind, &record.fields).keys();
        let prefix = |mark: &String| index_keys::twin_prefix(&ground.keys, kind.no, mark);
        self.ask(|state| {
            let mut ids = BTreeSet::new();
            for mark in &marks {
                // one more, as the record itself may be among them
                ids.extend(state.first_ids(&prefix(mark), most + 1)?);
            }
            ids.remove(&record.id);
            let found = ids.into_iter().map(|id| state.get(id, Some(kind.no)));
            Ok(found.collect::<Result<Vec<_>, StateFault>>()?.into_iter().flatten().collect())
        })
    }

    /// How many records of each kind point at this one, in the programme's order. Found by the links
    /// that the kinds declare, so that a new kind needs no word here.
    pub fn hanging(&self, id: Id) -> Result<Vec<(KindNo, usize)>, StoreError> {
        self.ask(|state| {
            let mut counts = Vec::new();
            for kind in &self.ground.programme.kinds {
                let links = self.ground.plan.kind(kind.no).map(|plan| &plan.links[..]);
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

    /// Two steps over the index of links; deleted records are in neither.
    fn find_behind(
        &self,
        (kind, field): (KindNo, FieldNo),
        (via, by): (KindNo, FieldNo),
        to: Id,
    ) -> Result<Vec<Record>, StoreError> {
        self.ask(|state| {
            let mut found = Vec::new();
            for between in state.ids(&index_keys::link_prefix(via, by, to))? {
                for id in state.ids(&index_keys::link_prefix(kind, field, between))? {
                    found.extend(state.get(id, Some(kind))?);
                }
            }
            Ok(found)
        })
    }

    /// For a question that no index was made for.
    fn find_slowly(&self, need: &Need) -> Result<Vec<Record>, StoreError> {
        self.ask(|state| {
            let mut found = Vec::new();
            state.each(|record| {
                if answers(need, &record) {
                    found.push(record);
                }
            })?;
            Ok(found)
        })
    }

    pub fn ids(&self, kind: KindNo) -> Result<Vec<(Id, bool)>, StoreError> {
        self.wait()?;
        let names = held(&self.names);
        let slots = (0..u32::try_from(names.len()).unwrap_or(u32::MAX))
            .filter(|slot| names.kind(*slot) == kind);
        Ok(slots.filter_map(|slot| Some((names.id(slot)?, names.is_deleted(slot)))).collect())
    }

    /// `keep`: a record and where it stood; the window moves as far as it has moved.
    pub fn page(
        &self,
        query: &Query,
        start: usize,
        limit: usize,
        keep: Option<(Id, usize)>,
    ) -> Result<Page, StoreError> {
        self.wait_served()?;
        let pointing = match query.pointing {
            Some((field, to)) => {
                let prefix = index_keys::link_prefix(query.kind, field, to);
                // links of deleted records are not in the index
                match query.deleted {
                    true => Some(Vec::new()),
                    false => Some(self.ask(|state| state.ids(&prefix))?),
                }
            }
            None => None,
        };
        let pointing = match &query.counted {
            Some(_) if query.deleted => Some(Vec::new()),
            Some(counted) => Some(self.counted(counted, query.kind)?),
            None => pointing,
        };
        let (total, start, ids) = {
            // let go before anything else is asked of the names
            let all = self.found(query, pointing.as_deref())?;
            let start = all.moved(start, keep);
            (all.len(), start, all.window(start, limit))
        };
        let rows = self.ask(|state| {
            let rows = ids.iter().map(|id| state.get(*id, Some(query.kind)));
            rows.collect::<Result<Vec<_>, StateFault>>()
        })?;
        let rows: Vec<Record> = rows.into_iter().flatten().collect();
        let titles = self.titles_around(&rows);
        Ok(Page { total, start, rows, titles })
    }

    /// The ids of the whole list, in order.
    fn found(
        &self,
        query: &Query,
        pointing: Option<&[Id]>,
    ) -> Result<QueryHits<'_>, StoreError> {
        let plan = &self.ground.plan;
        let extra: Vec<_> =
            query.filter.iter().filter(|(f, _)| !RecordIndex::holds(plan, query, *f)).collect();
        let mut names = held(&self.names);
        let slots = names.find(plan, query, pointing, self.own_officer());
        if extra.is_empty() {
            return Ok(QueryHits::Held(names, slots));
        }
        let all: Vec<Id> = slots.iter().filter_map(|slot| names.id(*slot)).collect();
        drop(names);
        let passing = self.ask(|state| {
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

    /// Titles of records and of all that they name.
    fn titles_around(&self, rows: &[Record]) -> BTreeMap<Id, String> {
        let mut ids: Vec<Id> = rows.iter().map(|r| r.id).collect();
        ids.extend(rows.iter().filter_map(|row| row.by).map(|author| author.officer));
        for record in rows {
            for (field, _) in record.fields.iter() {
                ids.extend(targets(record, field));
            }
        }
        self.titles(&ids)
    }

    pub fn deleted_among(&self, ids: &[Id]) -> Vec<Id> {
        let names = held(&self.names);
        let deleted = |id: &&Id| names.slot(**id).is_some_and(|slot| names.is_deleted(slot));
        ids.iter().filter(deleted).copied().collect()
    }

    pub fn titles(&self, ids: &[Id]) -> BTreeMap<Id, String> {
        let names = held(&self.names);
        ids.iter().filter_map(|id| Some((*id, names.title_of(*id)?))).collect()
    }

    pub fn today(&self, today: Date) -> Result<Today, StoreError> {
        let mut answer = match self.today_from_start(today) {
            Some(answer) => answer,
            None => self.today_from_names(today)?,
        };
        answer.drafts = self.list_drafts();
        Ok(answer)
    }

    fn today_from_start(&self, today: Date) -> Option<Today> {
        if self.is_ready() {
            return None;
        }
        held(&self.start).as_ref()?.today.as_ref()?.today(today)
    }

    pub fn at_headquarters(&self) -> bool {
        std::ptr::eq(self.ground.programme, headquarters())
    }

    /// Whose notebook this is; headquarters' is everybody's.
    pub fn own_officer(&self) -> Option<Id> {
        (!self.at_headquarters()).then_some(self.officer)
    }

    fn today_from_names(&self, today: Date) -> Result<Today, StoreError> {
        self.wait_served()?;
        let reasons = self.reasons()?;
        let names = held(&self.names);
        let mut last = held(&self.today);
        let fits = |(changes, day, _): &(u64, Date, StoredAgenda)| {
            *changes == names.changes() && *day == today
        };
        if !last.as_ref().is_some_and(fits) {
            let head = StoredAgenda::of(
                &names,
                &self.ground.plan,
                today,
                &reasons,
                self.own_officer(),
            );
            *last = Some((names.changes(), today, head));
        }
        let made = last.as_ref().and_then(|(_, _, head)| head.today(today));
        made.ok_or(StoreError::Bug("today is not in its own head"))
    }

    /// Why records were sent back, of as many as the first screen may show.
    pub fn reasons(&self) -> Result<Reasons, StoreError> {
        let ids: Vec<Id> = {
            let names = held(&self.names);
            let edited = agenda::edited(&names, self.own_officer().is_some());
            let returned = agenda::returned(&names).into_iter().take(ROWS);
            returned.chain(edited).filter_map(|slot| names.id(slot)).collect()
        };
        let reason = |id: Id| {
            let review = self.state_get(id)?.and_then(|record| record.review);
            Ok((id, review.map(|review| (review.when, review.reason)).unwrap_or_default()))
        };
        ids.into_iter().map(reason).collect()
    }

    pub fn list_drafts(&self) -> Vec<Draft> {
        let book = self.wait_for_drafts();
        book.as_ref().map(|book| book.list((self.now)())).unwrap_or_default()
    }

    pub fn officer_record(&self) -> Result<Option<Record>, StoreError> {
        if !self.is_ready() {
            let known = held(&self.start).as_ref().and_then(|start| start.officer.clone());
            if known.is_some() {
                return Ok(known);
            }
        }
        self.wait_served()?;
        self.state_get(self.officer)
    }
}
