//! Jobs of the reader thread; they do not wait for writes.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::{OfficerNames, Shared, compared};
use crate::app::event::{LayerAnswer, WorkerAnswer};
use crate::app::figures_of::FiguresOf;
use crate::app::record_details::{Candidate, ShownRecord};
use crate::app::{Effect, title};
use crate::hq::HqDirectory;
use crate::lang::{Lang, sync_status};
use crate::programme::role::KindRole;
use crate::programme::spec::Kind;
use crate::record::{Date, Id, KindNo, Query, Record, Sort, SyncStatus, Value};
use crate::services::demo::notebook;
use crate::services::{attachment, audit};
use crate::store::{Store, StoreError, messages};
use crate::sync::certificate::Enrolment;
use crate::sync::peer_state::PeerState;
use crate::text::fold::fold;

/// Maximum hits in the list under a link.
const MAX_HITS: usize = 40;
/// Maximum officers to filter a list by; more than one headquarters serves.
const MAX_OFFICERS: usize = 2_000;

pub struct ReadWorker {
    pub dir: PathBuf,
    pub store: Shared,
    pub lang: Lang,
    /// address of headquarters from the settings
    pub address: Option<String>,
    /// at headquarters: the enrolled officers
    pub officers: OfficerNames,
}

impl ReadWorker {
    pub fn run(&self, effect: Effect) -> Option<WorkerAnswer> {
        let store = self.store.get()?;
        let failed = |error| WorkerAnswer::Failed(messages::error(&error, self.lang));
        match effect {
            // an error is reported by the search or the report itself
            Effect::PrepareSearch(kind) => store.records().prepare_search(kind).ok().and(None),
            Effect::PrepareReport(asked) => store.reports().shown(&asked).ok().and(None),
            _ => Some(self.answer(store, effect).unwrap_or_else(failed)),
        }
    }

    /// The sync status.
    fn standing(&self, store: &Store) -> Result<SyncStatus, StoreError> {
        let enrolment = Enrolment::read(&store.keyed_folder())?;
        let peer = PeerState::of(store);
        let received = store.uplink().status()?;
        let (files_unsent, files_missing) = store.attachments().status()?;
        Ok(SyncStatus {
            hq: enrolment.map(|e| e.card.name),
            address: self.address.clone().or_else(|| peer.address()),
            by: peer.address(),
            at_headquarters: received.at_headquarters,
            waiting: received.waiting,
            files_unsent,
            files_missing,
            up_to: received.up_to,
            last: received.last.max(peer.last_contact()),
            revoked: peer.revoked_since(),
        })
    }

    fn answer(&self, store: &Store, effect: Effect) -> Result<WorkerAnswer, StoreError> {
        Ok(match effect {
            Effect::Page { query, start, limit, cursor_record: keep, .. } => {
                let mut page = store.records().page_around(&query, start, limit, keep)?;
                let mut linked = std::mem::take(&mut page.titles);
                let own = page.rows.iter().filter_map(|row| linked.remove_entry(&row.id));
                page.titles = own.collect();
                let named: Vec<Id> = page.rows.iter().flat_map(links).collect();
                page.titles.extend(self.titles(store, &named, linked)?);
                let own = page.rows.iter().map(|row| row.id);
                self.officers.name(&self.dir, own, &mut page.titles)?;
                self.name_writers(store, &mut page.rows)?;
                WorkerAnswer::Layer(LayerAnswer::Page { query: Box::new(query), limit, page })
            }
            Effect::Results { asked, .. } => {
                WorkerAnswer::Layer(LayerAnswer::Results(store.reports().shown(&asked)?))
            }
            Effect::Audit { .. } => {
                let rows = audit::rows(store, self.lang)?;
                WorkerAnswer::Layer(LayerAnswer::Audit(Box::new(rows)))
            }
            Effect::Figures { of, .. } => {
                let figures = match &of {
                    FiguresOf::YearBefore(asked) => store.reports().year_before(asked)?,
                    FiguresOf::Step(asked) => store.reports().figures(asked)?,
                };
                let figures = Box::new(figures);
                WorkerAnswer::Layer(LayerAnswer::Figures { of, figures })
            }
            Effect::Load { id, .. } => {
                let mut record = store.records().get(id)?;
                self.name_writers(store, record.as_mut())?;
                let compared = match &record {
                    Some(record) => compared::compared_records(store, record, &|id| {
                        self.officers.author_name(&self.dir, store, id)
                    })?,
                    None => Vec::new(),
                };
                let all = record.iter().chain(compared.iter().map(|one| &one.record));
                let named: Vec<Id> = all.flat_map(links).collect();
                let titles = self.titles(store, &named, store.records().titles(&named)?)?;
                let flaw = record.as_ref().and_then(|record| store.attachments().flaw(record));
                let flaw = flaw.map(|flaw| attachment::flaw_text(flaw, self.lang));
                WorkerAnswer::Layer(LayerAnswer::Loaded {
                    record: record.map(Box::new),
                    titles,
                    flaw,
                    compared,
                })
            }
            Effect::LoadEdited { id, head, .. } => {
                let record = store.records().get(id)?;
                let began = match &record {
                    Some(record) if record.head == head => Some(record.fields.clone()),
                    Some(_) => store.history().fields_at(id, head)?,
                    None => None,
                };
                WorkerAnswer::Layer(LayerAnswer::Edited {
                    record: record.map(Box::new),
                    started_at: began,
                })
            }
            Effect::Related { queries, limit, .. } => {
                let pages: Result<Vec<_>, _> =
                    queries.iter().map(|q| store.records().page(q, 0, limit)).collect();
                let pages = pages?;
                let rows = pages.iter().flat_map(|page| &page.rows);
                let flawed = rows.filter(|record| store.attachments().flaw(record).is_some());
                let flawed = flawed.map(|record| record.id).collect();
                WorkerAnswer::Layer(LayerAnswer::Related { pages, flawed })
            }
            Effect::Linking { id, base, .. } => {
                let title = store.records().titles(&[id])?.remove(&id).unwrap_or_default();
                WorkerAnswer::Linking { id, base, title, counts: store.records().links_to(id)? }
            }
            Effect::CountedKinds { counted, .. } => {
                WorkerAnswer::CountedKinds(store.reports().kinds_of(&counted)?)
            }
            Effect::Incomplete => WorkerAnswer::Incomplete(incomplete(store)?),
            Effect::Batches => WorkerAnswer::Batches(store.batches().list()?),
            Effect::Officers => WorkerAnswer::Officers(self.officers(store)?),
            Effect::Titles { ids, .. } => {
                let titles = self.titles(store, &ids, store.records().titles(&ids)?)?;
                WorkerAnswer::Layer(LayerAnswer::Titles(titles))
            }
            Effect::Namesakes { ids, .. } => {
                WorkerAnswer::Layer(LayerAnswer::Namesakes(namesakes(store, &ids, self.lang)?))
            }
            Effect::Find { kind, text, near, .. } => {
                let (hits, total) = self.find(store, kind, &text, near)?;
                WorkerAnswer::Layer(LayerAnswer::Found { kind, text, hits, total })
            }
            Effect::CarryOver { kind, linked, .. } => self.carry(store, kind, linked)?,
            Effect::Findings => {
                let found = store.findings();
                WorkerAnswer::News(
                    found.iter().map(|f| messages::finding(f, self.lang)).collect(),
                )
            }
            Effect::Standing => WorkerAnswer::Standing(Box::new(self.standing(store)?)),
            Effect::Office => {
                let home = HqDirectory::open(store.keyed_folder())?;
                WorkerAnswer::Office(Box::new(crate::hq::status::fleet_status(&home, store)?))
            }
            Effect::OtherNotebook => WorkerAnswer::OtherNotebook(notebook::other(&self.dir)),
            Effect::SyncDetails => {
                let lines = crate::services::sync::details(store, self.lang)?;
                WorkerAnswer::Text { title: sync_status::details_title(self.lang), lines }
            }
            Effect::History { id } => {
                let lines = crate::services::history::history(store, id, self.lang)?;
                WorkerAnswer::Text { title: crate::lang::app::history(self.lang), lines }
            }
            _ => return Err(StoreError::Bug("a write came to the thread that reads")),
        })
    }
}

impl ReadWorker {
    /// Adds numbers to the officers' names in cases: an older program wrote names only.
    fn name_writers<'r>(
        &self,
        store: &Store,
        records: impl IntoIterator<Item = &'r mut Record>,
    ) -> Result<(), StoreError> {
        let Some(kind) = store.programme().with_role(KindRole::Case) else { return Ok(()) };
        let Some(who) = kind.field_by_id("who").map(|field| field.no) else { return Ok(()) };
        for record in records.into_iter().filter(|record| record.kind == kind.no) {
            if let Some(text) = record.fields.get(who).and_then(Value::as_text) {
                let named = self.officers.with_numbers(&self.dir, text)?;
                record.fields.set(who, Value::Text(named));
            }
        }
        Ok(())
    }

    /// The records that can be chosen for a link; at headquarters only enrolled officers.
    fn find(
        &self,
        store: &Store,
        kind: KindNo,
        text: &str,
        near: Option<Id>,
    ) -> Result<(Vec<Candidate>, usize), StoreError> {
        let officer = store.programme().with_role(KindRole::Officer);
        if officer.is_none_or(|officer| officer.no != kind)
            || !store.programme().is_headquarters()
        {
            return find(store, kind, text, near, self.lang);
        }
        let mut hits = self.officers.find(&self.dir, text, self.lang)?;
        let total = hits.len();
        hits.truncate(MAX_HITS);
        Ok((hits, total))
    }

    /// Titles of records; at headquarters officers get their numbers.
    fn titles(
        &self,
        store: &Store,
        ids: &[Id],
        linked: BTreeMap<Id, String>,
    ) -> Result<BTreeMap<Id, String>, StoreError> {
        let mut titles = mark_deleted(store, linked, self.lang)?;
        self.officers.name(&self.dir, ids.iter().copied(), &mut titles)?;
        Ok(titles)
    }

    /// The linked record; for an establishment also the last record of the kind there.
    fn carry(
        &self,
        store: &Store,
        kind: KindNo,
        linked: Id,
    ) -> Result<WorkerAnswer, StoreError> {
        let programme = store.programme();
        let mut from: Vec<Record> = store.records().get(linked)?.into_iter().collect();
        let establishment = programme.with_role(KindRole::Home).map(|k| k.no);
        let field = programme.kind(kind).and_then(|k| k.home_field()).map(|f| f.no);
        if let Some(field) = field
            && from.first().map(|r| r.kind) == establishment
        {
            let query = Query { pointing: Some((field, linked)), ..Query::all(kind) };
            from.extend(store.records().page(&query, 0, 1)?.rows);
        }
        let mut ids: Vec<Id> = from.iter().flat_map(links).collect();
        let own = from.iter().filter_map(|r| title::establishment(programme.kind(r.kind)?, r));
        ids.extend(own);
        ids.push(linked);
        let mut titles = store.records().titles(&ids)?;
        self.officers.name(&self.dir, ids, &mut titles)?;
        Ok(WorkerAnswer::Layer(LayerAnswer::CarriedOver { from, titles }))
    }

    /// The officers sorted by name, at most `MAX_OFFICERS`.
    fn officers(&self, store: &Store) -> Result<Vec<(Id, String)>, StoreError> {
        let Some(kind) = store.programme().with_role(KindRole::Officer) else {
            return Ok(Vec::new());
        };
        let query = Query { sort: Sort::Title, ..Query::all(kind.no) };
        let page = store.records().page(&query, 0, MAX_OFFICERS)?;
        let mut titles = page.titles;
        self.officers.name(&self.dir, page.rows.iter().map(|row| row.id), &mut titles)?;
        let named = |row: &Record| Some((row.id, titles.remove(&row.id)?));
        Ok(page.rows.iter().filter_map(named).collect())
    }
}

/// The kinds with incomplete records and their counts, in the programme's order.
fn incomplete(store: &Store) -> Result<Vec<(KindNo, usize)>, StoreError> {
    let mut found = Vec::new();
    for kind in &store.programme().kinds {
        let query = Query { incomplete: true, ..Query::all(kind.no) };
        match store.records().page(&query, 0, 1)?.total {
            0 => {}
            n => found.push((kind.no, n)),
        }
    }
    Ok(found)
}

/// The records that match the text; those of the establishment `near` come first.
fn find(
    store: &Store,
    kind: u8,
    text: &str,
    near: Option<Id>,
    lang: Lang,
) -> Result<(Vec<Candidate>, usize), StoreError> {
    let programme = store.programme();
    let Some(kind) = programme.kind(kind) else { return Ok((Vec::new(), 0)) };
    let sort = if text.trim().is_empty() { Sort::Newest } else { Sort::Title };
    let all = Query { text: text.to_string(), sort, ..Query::all(kind.no) };
    let own = kind.home_field().zip(near);
    let own = own.map(|(f, id)| Query { pointing: Some((f.no, id)), ..all.clone() });
    let mut hits: Vec<(Record, Candidate)> = Vec::new();
    let mut titles = BTreeMap::new();
    let mut total = 0;
    for query in own.iter().chain([&all]) {
        let page = store.records().page(query, 0, MAX_HITS)?;
        let shown = ShownRecord { programme, kind, titles: &page.titles, lang };
        // a merged record is found under the record it was merged into
        for record in page.rows.into_iter().filter(|record| record.alias_of().is_none()) {
            if hits.iter().any(|(_, hit)| hit.id == record.id) {
                continue;
            }
            let title = page.titles.get(&record.id).cloned();
            let title = title.unwrap_or_else(|| "…".to_string());
            let (id, tell) = (record.id, shown.short_details(&record));
            hits.push((record, Candidate { id, title, details: tell, more: String::new() }));
        }
        titles.extend(page.titles);
        total = page.total;
    }
    // if there are more than were read, the total still includes merged records
    let total = if total > MAX_HITS { total } else { hits.len() };
    let names: Vec<String> = hits.iter().map(|(_, hit)| fold(&hit.title)).collect();
    let shown = ShownRecord { programme, kind, titles: &titles, lang };
    for ((record, hit), name) in hits.iter_mut().zip(&names) {
        if names.iter().filter(|other| *other == name).count() > 1 {
            hit.more = shown.details(record, || last_visit(store, kind, record.id))?;
        }
    }
    Ok((hits.into_iter().map(|(_, hit)| hit).collect(), total))
}

/// Details that distinguish records from namesakes; only for records that have some.
fn namesakes(
    store: &Store,
    ids: &[Id],
    lang: Lang,
) -> Result<BTreeMap<Id, String>, StoreError> {
    let programme = store.programme();
    let mut tells = BTreeMap::new();
    for id in ids {
        let Some(record) = store.records().get(*id)? else { continue };
        let kind = programme.kind(record.kind).filter(|kind| !kind.list.details.is_empty());
        let Some((kind, title)) = kind.zip(store.records().titles(&[*id])?.remove(id)) else {
            continue;
        };
        let name = fold(&title);
        // records with all words of the title, best match first
        let alike = Query { text: title, sort: Sort::Title, ..Query::all(kind.no) };
        let page = store.records().page(&alike, 0, MAX_HITS)?;
        let is_namesake = |other: &Record| {
            let called = page.titles.get(&other.id).is_some_and(|title| fold(title) == name);
            called && other.id != *id && other.alias_of().is_none()
        };
        if page.rows.iter().any(is_namesake) {
            let links: Vec<Id> =
                record.fields.iter().filter_map(|(_, value)| value.as_link()).collect();
            let titles = store.records().titles(&links)?;
            let shown = ShownRecord { programme, kind, titles: &titles, lang };
            let more = shown.details(&record, || last_visit(store, kind, *id))?;
            let parts = [shown.short_details(&record), more];
            let parts = parts.iter().filter(|part| !part.is_empty()).map(String::as_str);
            tells.insert(*id, parts.collect::<Vec<_>>().join(" · "));
        }
    }
    Ok(tells)
}

/// The day of the last visit that links to a record of this kind.
fn last_visit(store: &Store, kind: &Kind, id: Id) -> Result<Option<Date>, StoreError> {
    let Some(visit) = store.programme().with_role(KindRole::Visit) else { return Ok(None) };
    let link = visit.fields().find(|field| field.links_to(&kind.id));
    let Some((link, date)) = link.zip(visit.list.date) else { return Ok(None) };
    let to = Some((link.no, id));
    let query = Query { pointing: to, sort: Sort::Newest, ..Query::all(visit.no) };
    let newest = store.records().page(&query, 0, 1)?.rows;
    Ok(newest.first().and_then(|record| record.fields.get(date)?.as_date()))
}

fn mark_deleted(
    store: &Store,
    mut titles: BTreeMap<Id, String>,
    lang: Lang,
) -> Result<BTreeMap<Id, String>, StoreError> {
    let ids: Vec<Id> = titles.keys().copied().collect();
    for id in store.records().deleted_among(&ids)? {
        if let Some(title) = titles.get_mut(&id) {
            *title = crate::lang::app::deleted_mark(lang, title);
        }
    }
    Ok(titles)
}

/// All records that a record links to.
fn links(record: &Record) -> Vec<Id> {
    record.fields.links().into_iter().chain(record.alias_of()).collect()
}
