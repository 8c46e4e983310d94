//! Each effect, done to the store; answers are data for the model. Knows no thread and no
//! terminal: tests run effects here at once and in order, under a clock of their own.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use crate::app::Effect;
use crate::app::event::Done;
use crate::app::title;
use crate::attachment;
use crate::command::{self, export};
use crate::hq::{self, Home};
use crate::lang::Lang;
use crate::lang::attachment::FileWord;
use crate::office::beside::Halt;
use crate::programme::{self, duties};
use crate::record::{Change, Id, KindNo, Origin, Query, Record, Sort};
use crate::store::{Commit, CommitError, Options, Setup, Store, StoreError, words};
use crate::text::format::today_from_millis;

/// Hits offered under a link.
const HITS: usize = 40;

/// The open notebook, for both threads; empty until it is open.
pub type Shared = Arc<OnceLock<Arc<Store>>>;

/// Unix milliseconds
pub type Clock = fn() -> u64;

pub struct Writer {
    pub dir: PathBuf,
    pub store: Shared,
    pub lang: Lang,
    pub now: Clock,
    /// long work for others stops when the line is gone
    pub halt: Halt,
    /// takes news of long work
    pub tell: Box<dyn Fn(Done) + Send>,
}

impl Writer {
    pub fn run(&self, effect: Effect) -> Option<Done> {
        match effect {
            Effect::Open { take_over } => Some(self.open(take_over)),
            Effect::Init { officer, unit, province } => {
                Some(self.init(officer, unit, province))
            }
            effect => match self.store.get().cloned() {
                Some(store) => self.with_store(&store, effect),
                None => None,
            },
        }
    }

    fn open(&self, take_over: bool) -> Done {
        if !Store::exists(&self.dir) {
            return Done::Missing;
        }
        let options = Options { take_over, now: self.now };
        let opened = match Home::exists(&self.dir) {
            true => Store::open_with(programme::headquarters(), &self.dir, options),
            false => Store::open(&self.dir, options),
        };
        match opened {
            Ok((store, opening)) => {
                let store = Arc::new(store);
                let news =
                    opening.findings.iter().map(|f| words::finding(f, self.lang)).collect();
                let officer = store.officer().ok().flatten().map(Box::new);
                if self.store.set(store).is_err() {
                    return failed(
                        None,
                        words::error(&StoreError::Bug("opened twice"), self.lang),
                    );
                }
                Done::Opened { officer, news }
            }
            Err(StoreError::Held(holder)) => Done::Held(words::held(&holder, self.lang)),
            Err(error) => Done::Closed(words::error(&error, self.lang)),
        }
    }

    fn init(&self, officer: String, unit: String, province: String) -> Done {
        let setup = Setup { officer_name: officer, unit, province };
        match Store::init(&self.dir, &setup, (self.now)()) {
            Ok(()) => self.open(false),
            Err(error) => failed(None, words::error(&error, self.lang)),
        }
    }

    fn with_store(&self, store: &Arc<Store>, effect: Effect) -> Option<Done> {
        match effect {
            Effect::Commit { layer, changes, ends_draft } => {
                let ids = changes.iter().map(changed).collect();
                let commit = Commit { changes, ends_draft, allow_incomplete: false };
                Some(match store.commit(commit) {
                    Ok(_) => match self.fold(store) {
                        Ok(()) => Done::Committed { layer, ids },
                        Err(error) => failed(Some(layer), words::error(&error, self.lang)),
                    },
                    Err(CommitError::Refused(faults)) => Done::Refused { layer, faults },
                    Err(error) => failed(Some(layer), words::commit(&error, self.lang)),
                })
            }
            Effect::SaveDraft(draft) => Some(match store.save_draft(&draft) {
                Ok(_) => Done::DraftSaved,
                Err(error) => {
                    Done::DraftFailed { draft: draft.id, text: words::error(&error, self.lang) }
                }
            }),
            // In order with the drafts that it lists.
            Effect::Today => Some(
                match self
                    .fold(store)
                    .and_then(|()| store.today(today_from_millis((self.now)())))
                {
                    Ok(today) => Done::Today(Box::new(today)),
                    Err(error) => failed(None, words::error(&error, self.lang)),
                },
            ),
            Effect::HideDraft(id) => {
                let error = store.hide_draft(id).err()?;
                Some(failed(None, words::error(&error, self.lang)))
            }
            Effect::TakeIn { layer, parent, path } => {
                let taken =
                    attachment::take_in(store, parent, Path::new(path.trim()), self.lang);
                Some(match taken {
                    Ok(answers) => Done::Taken { layer, answers },
                    Err(text) => failed(Some(layer), text),
                })
            }
            Effect::TakeOut { id, path } => Some(match self.take_out(store, id, path.trim()) {
                Ok(text) => Done::Filled(text),
                Err(text) => failed(None, text),
            }),
            Effect::OweReports { honour, ids } => {
                Some(match self.owe_reports(store, honour, ids) {
                    Ok(count) => {
                        Done::Filled(crate::lang::app::reports_noted(self.lang, count))
                    }
                    Err(error) => failed(None, words::commit(&error, self.lang)),
                })
            }
            Effect::PlanImport { path } => {
                let plan = command::import::preview(store, &path, self.lang, (self.now)());
                Some(Done::Planned { path, lines: plan.lines, usable: plan.usable })
            }
            Effect::Import { path } => {
                let told = |n| self.tell(n);
                Some(
                    match command::import::enter(store, &path, self.lang, (self.now)(), &told) {
                        Ok(text) => Done::Filled(text),
                        Err(text) => failed(None, text),
                    },
                )
            }
            Effect::Export { kind, path } => Some(self.export(store, kind, &path)),
            Effect::Print { id, path } => {
                let path = Path::new(path.trim());
                let printed = command::print::print(store, id, path, self.lang, (self.now)());
                Some(match printed {
                    Ok(text) => Done::Written(text),
                    Err(text) => failed(None, text),
                })
            }
            Effect::Demo { establishments, visits } => {
                let told = |n| self.tell(n);
                Some(
                    match command::demo::fill(
                        store,
                        establishments,
                        visits,
                        (self.now)(),
                        &told,
                    ) {
                        Ok(()) => Done::Filled(crate::lang::app::filled(
                            self.lang,
                            establishments as usize,
                            visits as usize,
                        )),
                        Err(error) => failed(None, words::commit(&error, self.lang)),
                    },
                )
            }
            _ => None,
        }
    }

    /// At headquarters what was written is carried out at once, and what came in meanwhile is
    /// understood: nobody else can while the store is held here.
    fn fold(&self, store: &Store) -> Result<(), StoreError> {
        if !Home::exists(&self.dir) {
            return Ok(());
        }
        let home = Home::open(&self.dir)?;
        hq::fold::run(&home, store, &mut *command::hq::logs(&home), self.now).map(|_| ())
    }

    fn take_out(&self, store: &Store, id: Id, path: &str) -> Result<String, String> {
        let record = store.get(id).map_err(|e| words::error(&e, self.lang))?;
        let record = record.ok_or_else(|| FileWord::NoRecord.text(self.lang))?;
        attachment::take_out(store, &record, Path::new(path), self.lang)?;
        Ok(crate::lang::app::taken_out(self.lang, path))
    }

    /// How many there are.
    fn owe_reports(
        &self,
        store: &Store,
        honour: Id,
        ids: Vec<Id>,
    ) -> Result<usize, CommitError> {
        let programme = store.programme();
        let today = today_from_millis((self.now)());
        let Some(honour) = store.get(honour)? else { return Ok(0) };
        let Some(product) = duties::product(programme, &honour) else { return Ok(0) };
        let Some(product) = store.get(product)? else { return Ok(0) };
        let owed = duties::owed(programme, &honour, &product, today);
        let changes: Vec<Change> = ids
            .into_iter()
            .zip(owed)
            .map(|(id, (kind, fields))| Change::Create {
                kind,
                id,
                fields,
                origin: Origin::Officer,
            })
            .collect();
        let count = changes.len();
        if count > 0 {
            store.commit(Commit { changes, ends_draft: None, allow_incomplete: false })?;
        }
        Ok(count)
    }

    fn export(&self, store: &Store, kind: KindNo, path: &str) -> Done {
        let Some(kind) = store.programme().kind(kind) else {
            return failed(None, words::error(&StoreError::Bug("no such kind"), self.lang));
        };
        let (path, lang, contacts) = (Path::new(path.trim()), self.lang, false);
        let mut progress = |done, all| {
            (self.tell)(Done::Progress(crate::lang::files::exporting(lang, done, all)));
        };
        let halt = self.halt.clone();
        let how = &mut export::How { lang, contacts, halt, progress: &mut progress };
        match export::export(store, kind, path, how) {
            Ok(report) => {
                Done::Written(export::sentences(&report, path, contacts, lang).join(" "))
            }
            Err(text) => failed(None, text),
        }
    }

    /// Progress in records; a screen that has gone needs none.
    fn tell(&self, records: usize) {
        let text = crate::lang::app::progress(self.lang, records);
        (self.tell)(Done::Progress(text));
    }

    /// In a quiet moment: so that the next start has little to read.
    pub fn checkpoint(&self) {
        if let Some(store) = self.store.get() {
            // The journal holds everything; closing tries again.
            store.checkpoint().unwrap_or_default();
        }
    }

    /// In a quiet moment after that: a piece of the journal that opening did not look at. True
    /// while there is more.
    pub fn verify_older(&self) -> bool {
        let Some(store) = self.store.get() else { return false };
        // A file that cannot be read now is tried again in the next session.
        let more = store.verify_older().unwrap_or_default();
        let found = store.findings();
        if !found.is_empty() {
            (self.tell)(Done::News(
                found.iter().map(|f| words::finding(f, self.lang)).collect(),
            ));
        }
        more
    }

    /// The last act: the state is brought up to the journal, and the lock let go.
    pub fn close(&self) {
        if let Some(store) = self.store.get() {
            // The journal holds everything already; a failed checkpoint only makes the next
            // start slower.
            store.close().unwrap_or_default();
        }
    }
}

/// An answer that says why something failed; `layer` waits no longer.
fn failed(layer: Option<u32>, text: String) -> Done {
    Done::Failed { layer, text }
}

fn changed(change: &Change) -> Id {
    match change {
        Change::Create { id, .. }
        | Change::Patch { id, .. }
        | Change::Delete { id, .. }
        | Change::Restore { id, .. } => *id,
    }
}

/// Does an effect only read? Then it need not wait behind the writes.
pub fn is_read(effect: &Effect) -> bool {
    use Effect::*;
    matches!(
        effect,
        Page { .. }
            | Results { .. }
            | Load { .. }
            | Related { .. }
            | Titles { .. }
            | Find { .. }
            | Facts { .. }
            | Carry { .. }
            | History { .. }
            | Findings
    )
}

pub struct Reader {
    pub store: Shared,
    pub lang: Lang,
}

impl Reader {
    pub fn run(&self, effect: Effect) -> Option<Done> {
        let store = self.store.get()?;
        let layer = layer_of(&effect);
        match self.answer(store, effect) {
            Ok(done) => Some(done),
            Err(error) => Some(failed(layer, words::error(&error, self.lang))),
        }
    }

    fn answer(&self, store: &Store, effect: Effect) -> Result<Done, StoreError> {
        Ok(match effect {
            Effect::Page { layer, query, start, limit } => {
                let page = store.page(&query, start, limit)?;
                Done::Page { layer, query: Box::new(query), page }
            }
            Effect::Results { layer, asked } => {
                Done::Results { layer, report: store.results(&asked)? }
            }
            Effect::Load { layer, id } => {
                let record = store.get(id)?;
                let titles = match &record {
                    Some(record) => store.titles(&links(record))?,
                    None => BTreeMap::new(),
                };
                let flaw = record.as_ref().and_then(|record| store.flaw(record));
                let flaw = flaw.map(|flaw| attachment::flaw_word(flaw).text(self.lang));
                Done::Loaded { layer, record: record.map(Box::new), titles, flaw }
            }
            Effect::Related { layer, queries, limit } => {
                let pages: Result<Vec<_>, _> =
                    queries.iter().map(|q| store.page(q, 0, limit)).collect();
                let pages = pages?;
                let rows = pages.iter().flat_map(|page| &page.rows);
                let flawed = rows.filter(|record| store.flaw(record).is_some());
                let flawed = flawed.map(|record| record.id).collect();
                Done::Related { layer, pages, flawed }
            }
            Effect::Titles { layer, ids } => {
                Done::Titles { layer, titles: store.titles(&ids)? }
            }
            Effect::Find { layer, kind, text, near } => {
                Done::Found { layer, kind, hits: find(store, kind, &text, near)?, text }
            }
            Effect::Facts { layer, needs } => {
                Done::Facts { layer, found: store.context(&needs)? }
            }
            Effect::Carry { layer, kind, linked } => carry(store, layer, kind, linked)?,
            Effect::Findings => {
                store.wait()?;
                let found = store.findings();
                Done::News(found.iter().map(|f| words::finding(f, self.lang)).collect())
            }
            Effect::History { id } => {
                let lines = command::show::history(store, id, self.lang)?;
                Done::Text { title: crate::lang::app::history(self.lang), lines }
            }
            _ => return Err(StoreError::Bug("a write came to the thread that reads")),
        })
    }
}

fn layer_of(effect: &Effect) -> Option<u32> {
    match effect {
        Effect::Page { layer, .. }
        | Effect::Results { layer, .. }
        | Effect::Load { layer, .. }
        | Effect::Find { layer, .. }
        | Effect::Facts { layer, .. } => Some(*layer),
        _ => None,
    }
}

/// Titles of the records that fit what is typed; those of the establishment `near` come first.
fn find(
    store: &Store,
    kind: u8,
    text: &str,
    near: Option<Id>,
) -> Result<Vec<(Id, String)>, StoreError> {
    let sort = if text.trim().is_empty() { Sort::Newest } else { Sort::Title };
    let all = Query { text: text.to_string(), sort, ..Query::all(kind) };
    let field = store.programme().kind(kind).and_then(|k| k.field_by_id("establishment"));
    let own =
        field.zip(near).map(|(f, id)| Query { pointing: Some((f.no, id)), ..all.clone() });
    let mut hits: Vec<(Id, String)> = Vec::new();
    for query in own.iter().chain([&all]) {
        let page = store.page(query, 0, HITS)?;
        for record in &page.rows {
            if hits.iter().any(|(id, _)| *id == record.id) {
                continue;
            }
            let title = page.titles.get(&record.id).cloned();
            hits.push((record.id, title.unwrap_or_else(|| "…".to_string())));
        }
    }
    Ok(hits)
}

/// The record linked to; where it is an establishment, the last record of the kind there.
fn carry(store: &Store, layer: u32, kind: u8, linked: Id) -> Result<Done, StoreError> {
    let programme = store.programme();
    let mut from: Vec<Record> = store.get(linked)?.into_iter().collect();
    let establishment = programme.kind_by_id("establishment").map(|k| k.no);
    let field = programme.kind(kind).and_then(|k| k.field_by_id("establishment")).map(|f| f.no);
    if let Some(field) = field
        && from.first().map(|r| r.kind) == establishment
    {
        let query = Query { pointing: Some((field, linked)), ..Query::all(kind) };
        from.extend(store.page(&query, 0, 1)?.rows);
    }
    let mut ids: Vec<Id> = from.iter().flat_map(links).collect();
    ids.extend(from.iter().filter_map(|r| title::establishment(programme.kind(r.kind)?, r)));
    ids.push(linked);
    Ok(Done::Carried { layer, from, titles: store.titles(&ids)? })
}

/// Every record that a record names, in its fields and its tables.
fn links(record: &Record) -> Vec<Id> {
    use crate::record::{Fields, Value};
    fn of(fields: &Fields, out: &mut Vec<Id>) {
        for (_, value) in fields.iter() {
            match value {
                Value::Link(id) => out.push(*id),
                Value::Links(ids) => out.extend(ids),
                Value::Lines(rows) => rows.iter().for_each(|row| of(&row.cells, out)),
                _ => {}
            }
        }
    }
    let mut out = Vec::new();
    of(&record.fields, &mut out);
    out
}
