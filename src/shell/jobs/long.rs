//! Work that can take a while: lists in and out, documents, made-up data. It tells how far it is
//! and stops when it is asked to; nobody who types or saves waits for it.

use std::path::Path;

use super::{Clock, Shared, Tell, taken};
use crate::app::Effect;
use crate::app::event::Done;
use crate::command::export::count;
use crate::command::out_file::WriteFault;
use crate::command::path::resolve;
use crate::command::{demo, export, import, print, report, undo};
use crate::lang::{Lang, app, files};
use crate::office::beside::{Existing, Halt, Target};
use crate::record::KindNo;
use crate::store::{Store, StoreError, words};
use crate::sync::{self, Link, Route, SyncError, words as words_of_sync};
use crate::text::path::Given;

pub struct Long {
    pub store: Shared,
    pub lang: Lang,
    pub now: Clock,
    /// the officer does not want to wait, or the line is gone
    pub halt: Halt,
    /// what carries the line to headquarters, when it is not `ssh`
    pub ssh: Option<String>,
    pub tell: Tell,
}

impl Long {
    pub fn run(&self, effect: Effect) -> Option<Done> {
        let store = self.store.get()?;
        // All that reads and writes at length must see every record.
        if let Err(error) = store.wait() {
            return Some(Done::Failed(words::error(&error, self.lang)));
        }
        let (lang, now) = (self.lang, (self.now)());
        Some(match effect {
            Effect::PlanImport { path } => self.preview(store, &path),
            Effect::Import { path, duplicates } => {
                let mut told =
                    |done, all| self.told(files::importing(lang, &count(done), &count(all)));
                let halt = self.halt.clone();
                let progress = &mut told;
                let (dry, hidden, theirs) = (false, false, false);
                let label = import::label(&resolve(&path));
                let how = &mut import::How {
                    dry,
                    hidden,
                    duplicates,
                    theirs,
                    label: &label,
                    now,
                    halt,
                    progress,
                };
                match import::enter(store, &resolve(&path), how, lang) {
                    Ok((text, batch)) => Done::Imported { text, batch },
                    Err(text) => Done::Failed(text),
                }
            }
            Effect::UndoImport(batch) => match undo::undo(store, &batch, now, lang) {
                Ok(undone) => Done::Undone(undo::sentences(store, &batch, &undone, lang)),
                Err(error) => Done::Failed(words::error(&error, lang)),
            },
            Effect::Export { kind, ref path, overwrite } => {
                let file = resolve(path);
                let written = self.export(store, kind, target(&file, overwrite));
                self.written(written, effect.clone(), &file)
            }
            Effect::Report { ref asked, ref path, overwrite } => {
                let file = resolve(path);
                let target = target(&file, overwrite);
                let saved = report::save(store, asked, target, lang, &self.halt);
                self.written(saved.map(Done::Written), effect.clone(), &file)
            }
            Effect::Print { id, ref path, overwrite } => {
                let file = resolve(path);
                let printed = print::print(store, id, target(&file, overwrite), lang, now);
                self.written(printed.map(Done::Written), effect.clone(), &file)
            }
            Effect::Demo { establishments, visits } => {
                self.demo(store, establishments, visits, now)
            }
            Effect::Sync { to, files } => Done::Synced(self.sync(store, &to, files)),
            _ => return None,
        })
    }

    /// What became of it, in sentences; why something did not get through stands first.
    fn sync(&self, store: &Store, to: &str, fetch: bool) -> Vec<String> {
        let link = match Link::parse(to.trim(), self.ssh.as_deref()) {
            Ok(link) => link,
            Err(error) => return vec![words_of_sync::error(&error, self.lang)],
        };
        let route = Route { link, fetch };
        let mut told =
            |now| (self.tell)(Done::Progress(words_of_sync::progress(&now, self.lang)));
        let (summary, done) = sync::run(store, &route, self.now, &mut told, &self.halt.0);
        let done = done
            .and_then(|()| sync::road::keep(store.dir(), to.trim()).map_err(SyncError::Store));
        let failed = done.err().map(|e| words_of_sync::error_at(&e, to.trim(), self.lang));
        failed.into_iter().chain(words_of_sync::summary(&summary, self.lang)).collect()
    }

    fn preview(&self, store: &Store, path: &Given) -> Done {
        let (lang, now, halt) = (self.lang, (self.now)(), self.halt.clone());
        let mut told = |done, all| self.told(files::looking(lang, &count(done), &count(all)));
        let progress = &mut told;
        let (dry, hidden, duplicates, theirs) = (true, false, false, false);
        let label = String::new();
        let how = &mut import::How {
            dry,
            hidden,
            duplicates,
            theirs,
            label: &label,
            now,
            halt,
            progress,
        };
        let file = resolve(path);
        match import::preview(store, &file, how, lang) {
            Ok(import::Preview { lines, entering, doubles }) => {
                // what was looked at is what enters
                Done::Planned { path: Given::Exact(file), lines, entering, doubles }
            }
            Err(text) => Done::FileRefused(text),
        }
    }

    fn export(
        &self,
        store: &Store,
        kind: KindNo,
        target: Target<'_>,
    ) -> Result<Done, WriteFault> {
        let Some(kind) = store.programme().kind(kind) else {
            return Err(words::error(&StoreError::Bug("no such kind"), self.lang).into());
        };
        let (lang, contacts) = (self.lang, false);
        let mut progress =
            |done, all| self.told(files::exporting(lang, &count(done), &count(all)));
        let halt = self.halt.clone();
        let how = &mut export::How { lang, contacts, halt, progress: &mut progress };
        let report = export::export(store, kind, target, how)?;
        let sentences = export::sentences(&report, target.file, contacts, lang);
        Ok(Done::Written(sentences.join(" ")))
    }

    /// The path of a file that could not be written can be mended.
    fn written(&self, written: Result<Done, WriteFault>, effect: Effect, file: &Path) -> Done {
        match written {
            Err(fault) if self.halt.asked() => Done::Failed(fault.text(file, self.lang)),
            written => taken::done(written, effect, file, self.lang),
        }
    }

    fn demo(&self, store: &Store, establishments: u32, visits: u32, now: u64) -> Done {
        let told = |n| self.told(app::progress(self.lang, n));
        match demo::fill(store, establishments, visits, now, &self.halt, &told) {
            Ok(Some(n)) => Done::Filled(app::filled_partly(self.lang, n)),
            Ok(None) => {
                Done::Filled(app::filled(self.lang, establishments as usize, visits as usize))
            }
            Err(error) => Done::Failed(words::commit(&error, self.lang)),
        }
    }

    fn told(&self, words: String) {
        (self.tell)(Done::Progress(words));
    }
}

fn target(file: &Path, overwrite: bool) -> Target<'_> {
    Target { file, existing: Existing::replaced(overwrite) }
}
