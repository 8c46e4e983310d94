//! Long work: import, export, reports, documents, sample data, sync. It reports its progress and
//! can be cancelled; typing and saving do not wait for it.

use std::path::Path;

use super::{Clock, Compaction, NewsSender, Shared, file_written};
use crate::app::Effect;
use crate::app::event::WorkerAnswer;
use crate::cancel::CancelToken;
use crate::lang::cli::work as work_words;
use crate::lang::{Lang, app, files};
use crate::record::{KindNo, Listing, MapChoice};
use crate::services::demo::notebook;
use crate::services::demo::notebook::Filled;
use crate::services::export::count;
use crate::services::out_file::WriteFault;
use crate::services::path::resolve;
use crate::services::{export, import, print, report, samples, undo};
use crate::storage::disk::atomic_file::{Existing, FileTarget};
use crate::store::messages;
use crate::store::{Store, StoreError};
use crate::sync;
use crate::sync::messages as words_of_sync;
use crate::sync::peer_state::PeerState;
use crate::sync::{Link, Route, SyncError};

pub struct Long {
    pub store: Shared,
    pub lang: Lang,
    pub now: Clock,
    /// set when the officer cancels the work or quits
    pub cancel: CancelToken,
    /// program used instead of `ssh` to reach headquarters
    pub ssh: Option<String>,
    pub tell: NewsSender,
    pub compaction: Compaction,
}

impl Long {
    /// Starts a compaction, after many records were written.
    pub fn compact(&self) {
        if let Some(store) = self.store.get() {
            self.compaction.start(store);
        }
    }

    pub fn run(&self, effect: Effect) -> Option<WorkerAnswer> {
        let store = self.store.get()?;
        // long work must see every record, so wait until the state is complete
        if let Err(error) = store.wait_ready() {
            return Some(WorkerAnswer::Failed(messages::error(&error, self.lang)));
        }
        let (lang, now) = (self.lang, (self.now)());
        Some(match effect {
            Effect::PlanImport { listing, map } => self.preview(store, &listing, &map),
            Effect::Problems { ref listing, ref path, overwrite } => {
                let file = resolve(path);
                let written = self.problems(store, listing, target(&file, overwrite));
                self.written(written.map(WorkerAnswer::Written), effect.clone(), &file)
            }
            Effect::Import { listing, duplicates } => {
                let mut report = |done, all| {
                    self.report_progress(files::importing(lang, &count(done), &count(all)))
                };
                let cancel = self.cancel.clone();
                let progress = &mut report;
                let reading = &mut |step| self.report_progress(import::step_words(step, lang));
                let (dry, mapping, wanted) = (false, None, listing.wanted.clone());
                let label = import::label(&resolve(&listing.path));
                let how = &mut import::RunOptions {
                    is_dry_run: dry,
                    duplicates,
                    wanted,
                    publishing: false,
                    label: &label,
                    now,
                    cancel,
                    progress,
                    reading,
                    mapping,
                };
                match import::enter(store, &listing, how, lang) {
                    Ok((text, batch)) => WorkerAnswer::Imported { text, batch },
                    Err(text) => WorkerAnswer::Failed(text),
                }
            }
            Effect::UndoImport(batch) => match undo::undo(store, &batch, now, lang) {
                Ok(undone) => {
                    WorkerAnswer::Undone(undo::sentences(store, &batch, &undone, lang))
                }
                Err(error) => WorkerAnswer::Failed(messages::error(&error, lang)),
            },
            Effect::Export { kind, ref path, overwrite } => {
                let file = resolve(path);
                let written = self.export(store, kind, target(&file, overwrite));
                self.written(written, effect.clone(), &file)
            }
            Effect::Report { ref asked, ref path, overwrite } => {
                let file = resolve(path);
                let target = target(&file, overwrite);
                let saved = report::save(store, asked, target, lang, &self.cancel);
                self.written(saved.map(WorkerAnswer::Written), effect.clone(), &file)
            }
            Effect::Print { id, ref path, overwrite } => {
                let file = resolve(path);
                let printed = print::print(store, id, target(&file, overwrite), lang, now);
                self.written(printed.map(WorkerAnswer::Written), effect.clone(), &file)
            }
            Effect::Demo { establishments, visits } => self.demo(store, establishments, visits),
            Effect::Sync { to, files } => WorkerAnswer::Synced(self.sync(store, &to, files)),
            _ => return None,
        })
    }

    /// Runs a sync; returns sentences about it, with the error first if it failed.
    fn sync(&self, store: &Store, to: &str, fetch: bool) -> Vec<String> {
        let link = match Link::parse(to.trim(), self.ssh.as_deref()) {
            Ok(link) => link,
            Err(error) => return vec![words_of_sync::error(&error, self.lang)],
        };
        let route = Route { link, fetch };
        let mut report =
            |now| (self.tell)(WorkerAnswer::Progress(words_of_sync::progress(&now, self.lang)));
        let (summary, done) = sync::run(store, &route, self.now, &mut report, &self.cancel.0);
        let done = done.and_then(|()| {
            PeerState::of(store).save_address(to.trim()).map_err(SyncError::Store)
        });
        let failed = done.err().map(|e| words_of_sync::error_at(&e, to.trim(), self.lang));
        failed.into_iter().chain(words_of_sync::summary(&summary, self.lang)).collect()
    }

    /// Stores the mappings of columns and values, then plans the import with them.
    fn preview(&self, store: &Store, listing: &Listing, map: &[MapChoice]) -> WorkerAnswer {
        let lang = self.lang;
        if let Err(text) = import::remember(store, listing.kind, map, lang) {
            return WorkerAnswer::Failed(text);
        }
        match self.with_options(listing, |how| import::preview(store, listing, how, lang)) {
            Ok(preview) => WorkerAnswer::Planned(Box::new(preview)),
            Err(text) if self.cancel.is_cancelled() => WorkerAnswer::Failed(text),
            Err(text) => WorkerAnswer::FileRefused(text),
        }
    }

    fn problems(
        &self,
        store: &Store,
        listing: &Listing,
        target: FileTarget<'_>,
    ) -> Result<String, WriteFault> {
        let lang = self.lang;
        self.with_options(listing, |how| {
            import::write_problems(store, listing, target, how, lang)
        })
    }

    /// Runs `look` with the options of a dry run.
    fn with_options<T>(
        &self,
        listing: &Listing,
        look: impl FnOnce(&mut import::RunOptions<'_>) -> T,
    ) -> T {
        let (lang, now, cancel) = (self.lang, (self.now)(), self.cancel.clone());
        let progress = &mut |done, all| {
            self.report_progress(files::looking(lang, &count(done), &count(all)))
        };
        let reading = &mut |step| self.report_progress(import::step_words(step, lang));
        let (dry, duplicates, mapping) = (true, false, None);
        let wanted = listing.wanted.clone();
        look(&mut import::RunOptions {
            is_dry_run: dry,
            duplicates,
            wanted,
            publishing: false,
            label: "",
            now,
            cancel,
            progress,
            reading,
            mapping,
        })
    }

    fn export(
        &self,
        store: &Store,
        kind: KindNo,
        target: FileTarget<'_>,
    ) -> Result<WorkerAnswer, WriteFault> {
        let Some(kind) = store.programme().kind(kind) else {
            return Err(messages::error(&StoreError::Bug("no such kind"), self.lang).into());
        };
        let (lang, contacts) = (self.lang, false);
        let mut progress =
            |done, all| self.report_progress(files::exporting(lang, &count(done), &count(all)));
        let cancel = self.cancel.clone();
        let how =
            &mut export::ExportOptions { lang, contacts, cancel, progress: &mut progress };
        let report = export::export(store, kind, target, how)?;
        let sentences = export::sentences(&report, target.file, contacts, lang);
        Ok(WorkerAnswer::Written(sentences.join(" ")))
    }

    /// The answer for a written file. A refused path can be corrected, unless work was cancelled.
    fn written(
        &self,
        written: Result<WorkerAnswer, WriteFault>,
        effect: Effect,
        file: &Path,
    ) -> WorkerAnswer {
        match written {
            Err(fault) if self.cancel.is_cancelled() => {
                WorkerAnswer::Failed(fault.text(file, self.lang))
            }
            written => file_written::file_written(written, effect, file, self.lang),
        }
    }

    fn demo(&self, store: &Store, establishments: u32, visits: u32) -> WorkerAnswer {
        if samples::is_enrolled(store.dir()) {
            return WorkerAnswer::Failed(work_words::demo_enrolled(self.lang));
        }
        let report = |n| self.report_progress(app::progress(self.lang, n));
        match notebook::fill(store, establishments, visits, self.now, &self.cancel, &report) {
            Ok(Filled { stopped, folder: beside }) => {
                let counted = match stopped {
                    Some(n) => Some(app::filled_partly(self.lang, n)),
                    None if beside.is_some() => None,
                    None => {
                        let (establishments, visits) =
                            (establishments as usize, visits as usize);
                        Some(app::filled(self.lang, establishments, visits))
                    }
                };
                let counted = counted.unwrap_or_default();
                let Some(folder) = beside else { return WorkerAnswer::Filled(counted) };
                let place = app::samples_made(self.lang, &folder.display().to_string());
                WorkerAnswer::SamplesBeside([counted, place].join(" ").trim_start().to_owned())
            }
            Err(error) => WorkerAnswer::Failed(messages::commit(&error, self.lang)),
        }
    }

    fn report_progress(&self, words: String) {
        (self.tell)(WorkerAnswer::Progress(words));
    }
}

fn target(file: &Path, overwrite: bool) -> FileTarget<'_> {
    FileTarget { file, existing: Existing::replaced(overwrite) }
}
