//! What the worker threads do for the screen, done at once and in order, under a clock that
//! stands still: the same events always end in the same notebook.

use std::collections::BTreeMap;
use std::path::PathBuf;

use sotay::app::effect::Effect;
use sotay::app::event::Done;
use sotay::app::title;
use sotay::command;
use sotay::lang::{Lang, app as say};
use sotay::programme;
use sotay::record::{Change, Fields, Id, Page, Query, Record, Sort, Value};
use sotay::store::{Commit, CommitError, Options, Setup, Store, StoreError, words};
use sotay::text::format::today_from_millis;

/// Monday 23 November 2026, 10:42 in Hà Nội.
pub const NOW: u64 = 1_795_405_320_000;

pub fn now() -> u64 {
    NOW
}

pub struct Desk {
    dir: tempfile::TempDir,
    store: Option<Store>,
    lang: Lang,
}

impl Desk {
    /// A fresh machine: a folder, and no notebook in it.
    pub fn empty(lang: Lang) -> Desk {
        // In memory where the system has such a place: nothing here asks whether bytes are durable.
        let dir = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir());
        Desk { dir: dir.unwrap(), store: None, lang }
    }

    /// With a notebook that its officer has just begun.
    pub fn begun(lang: Lang) -> Desk {
        let desk = Desk::empty(lang);
        let setup = Setup {
            officer_name: "Trần Thị Bình".into(),
            unit: "Trung tâm Khuyến công Phú Thọ".into(),
            province: "25".into(),
        };
        Store::init(&desk.folder(), &setup, NOW).unwrap();
        desk
    }

    pub fn folder(&self) -> PathBuf {
        self.dir.path().join("notebook")
    }

    pub fn file(&self, name: &str, text: &str) -> String {
        let path = self.dir.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_string()
    }

    pub fn store(&self) -> &Store {
        self.store.as_ref().expect("an open notebook")
    }

    /// The program has ended; the folder is free for the next.
    pub fn close(&mut self) {
        if let Some(store) = self.store.take() {
            store.close().unwrap();
        }
    }

    /// Effects of the writing thread; the others only read.
    pub fn writes(effect: &Effect) -> bool {
        use Effect::*;
        // Today goes with them, because it lists the drafts.
        matches!(effect, Commit { .. } | SaveDraft(_) | HideDraft(_) | Import { .. } | Today)
    }

    pub fn run(&mut self, effect: Effect) -> Option<Done> {
        match effect {
            Effect::Open { .. } => Some(self.open()),
            Effect::Init { officer, unit, province } => {
                let setup = Setup { officer_name: officer, unit, province };
                Some(match Store::init(&self.folder(), &setup, NOW) {
                    Ok(()) => self.open(),
                    Err(error) => failed(None, words::error(&error, self.lang)),
                })
            }
            Effect::Quit | Effect::Redraw | Effect::Suspend => None,
            effect => {
                let (store, lang) = (self.store.as_ref()?, self.lang);
                match answer(store, lang, effect) {
                    Ok(done) => done,
                    Err(error) => Some(failed(None, words::error(&error, lang))),
                }
            }
        }
    }

    fn open(&mut self) -> Done {
        let folder = self.folder();
        if !Store::exists(&folder) {
            return Done::Missing;
        }
        match Store::open(&folder, Options { take_over: false, now }) {
            Ok((store, opening)) => {
                let finding = |f| words::finding(f, self.lang);
                let news = opening.findings.iter().map(finding).collect();
                let officer = store.officer().unwrap().map(Box::new);
                self.store = Some(store);
                Done::Opened { officer, news }
            }
            Err(StoreError::Held(holder)) => Done::Held(words::held(&holder, self.lang)),
            Err(error) => Done::Closed(words::error(&error, self.lang)),
        }
    }
}

fn failed(layer: Option<u32>, text: String) -> Done {
    Done::Failed { layer, text }
}

fn answer(store: &Store, lang: Lang, effect: Effect) -> Result<Option<Done>, StoreError> {
    Ok(Some(match effect {
        Effect::Commit { layer, changes, ends_draft } => {
            let ids = changes.iter().map(changed).collect();
            match store.commit(Commit { changes, ends_draft, allow_incomplete: false }) {
                Ok(_) => Done::Committed { layer, ids },
                Err(CommitError::Refused(faults)) => Done::Refused { layer, faults },
                Err(error) => failed(Some(layer), words::commit(&error, lang)),
            }
        }
        Effect::SaveDraft(draft) => {
            if let Err(error) = store.save_draft(&draft) {
                let text = words::error(&error, lang);
                return Ok(Some(Done::DraftFailed { draft: draft.id, text }));
            }
            Done::DraftSaved
        }
        Effect::HideDraft(id) => {
            store.hide_draft(id)?;
            return Ok(None);
        }
        Effect::Page { layer, query, start, limit } => {
            let page = store.page(&query, start, limit)?;
            Done::Page { layer, query: Box::new(query), page }
        }
        Effect::Load { layer, id } => {
            let record = store.get(id)?;
            let titles = match &record {
                Some(record) => store.titles(&links(&record.fields))?,
                None => BTreeMap::new(),
            };
            Done::Loaded { layer, record: record.map(Box::new), titles }
        }
        Effect::Related { layer, queries, limit } => {
            let pages: Result<Vec<Page>, _> =
                queries.iter().map(|q| store.page(q, 0, limit)).collect();
            Done::Related { layer, pages: pages? }
        }
        Effect::Titles { layer, ids } => Done::Titles { layer, titles: store.titles(&ids)? },
        Effect::Find { layer, kind, text, near } => {
            Done::Found { layer, kind, hits: find(store, kind, &text, near)?, text }
        }
        Effect::Facts { layer, needs } => Done::Facts { layer, found: store.context(&needs)? },
        Effect::Carry { layer, kind, linked } => carry(store, layer, kind, linked)?,
        Effect::History { id } => {
            let lines = command::show::history(store, id, lang)?;
            Done::Text { title: say::history(lang), lines }
        }
        Effect::PlanImport { path } => {
            let plan = command::import::preview(store, &path, lang, NOW);
            Done::Planned { path, lines: plan.lines, usable: plan.usable }
        }
        Effect::Import { path } => {
            match command::import::enter(store, &path, lang, NOW, &|_| ()) {
                Ok(text) => Done::Filled(text),
                Err(text) => failed(None, text),
            }
        }
        Effect::Demo { .. } => {
            // Fewer than the program makes: a test has no use for hundreds.
            match command::demo::fill(store, 8, 12, NOW, &|_| ()) {
                Ok(()) => Done::Filled(say::filled(lang, 8, 12)),
                Err(error) => failed(None, words::commit(&error, lang)),
            }
        }
        _ => Done::Today(Box::new(store.today(today_from_millis(NOW))?)),
    }))
}

fn changed(change: &Change) -> Id {
    match change {
        Change::Create { id, .. }
        | Change::Patch { id, .. }
        | Change::Delete { id, .. }
        | Change::Restore { id, .. } => *id,
    }
}

/// Titles of what fits; those of the establishment `near` come first.
fn find(
    store: &Store,
    kind: u8,
    text: &str,
    near: Option<Id>,
) -> Result<Vec<(Id, String)>, StoreError> {
    let sort = if text.trim().is_empty() { Sort::Newest } else { Sort::Title };
    let all = Query { text: text.to_string(), sort, ..Query::all(kind) };
    let field = programme::programme().kind(kind).and_then(|k| k.field_by_id("establishment"));
    let own =
        field.zip(near).map(|(f, id)| Query { pointing: Some((f.no, id)), ..all.clone() });
    let mut hits: Vec<(Id, String)> = Vec::new();
    for query in own.iter().chain([&all]) {
        let page = store.page(query, 0, 40)?;
        let titled =
            page.rows.iter().filter_map(|r| Some((r.id, page.titles.get(&r.id)?.clone())));
        let fresh: Vec<_> = titled.filter(|hit| !hits.contains(hit)).collect();
        hits.extend(fresh);
    }
    Ok(hits)
}

/// The record linked to; at an establishment also the last record of the kind there.
fn carry(store: &Store, layer: u32, kind: u8, linked: Id) -> Result<Done, StoreError> {
    let programme = programme::programme();
    let mut from: Vec<Record> = store.get(linked)?.into_iter().collect();
    let there = programme.kind_by_id("establishment").map(|k| k.no);
    let field = programme.kind(kind).and_then(|k| k.field_by_id("establishment"));
    if let Some(field) = field.filter(|_| from.first().map(|r| r.kind) == there) {
        let query = Query { pointing: Some((field.no, linked)), ..Query::all(kind) };
        from.extend(store.page(&query, 0, 1)?.rows);
    }
    let mut ids: Vec<Id> = from.iter().flat_map(|r| links(&r.fields)).collect();
    ids.extend(from.iter().filter_map(|r| title::establishment(programme.kind(r.kind)?, r)));
    ids.push(linked);
    Ok(Done::Carried { layer, from, titles: store.titles(&ids)? })
}

fn links(fields: &Fields) -> Vec<Id> {
    let of = |value: &Value| match value {
        Value::Link(id) => vec![*id],
        Value::Links(ids) => ids.clone(),
        Value::Lines(rows) => rows.iter().flat_map(|row| links(&row.cells)).collect(),
        _ => Vec::new(),
    };
    fields.iter().flat_map(|(_, value)| of(value)).collect()
}
