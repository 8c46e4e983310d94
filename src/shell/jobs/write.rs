//! Jobs of the writer thread: short, in order, so that a save does not wait long.

mod commit;

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use commit::is_lost;

use super::{Arrivals, Clock, Compaction, NewsSender, Shared, compared, file_written};
use crate::app::Effect;
use crate::app::event::WorkerAnswer;
use crate::hq::{self, HqDirectory};
use crate::lang::Lang;
use crate::lang::cli::passphrase as passphrase_words;
use crate::programme::Role;
use crate::programme::duties;
use crate::record::{Change, Id, Origin};
use crate::services::path::resolve;
use crate::services::{attachment, passphrase};
use crate::storage::crypto::key_folder::{KeyAccess, KeyedFolder, NewPassphrase};
use crate::storage::crypto::passphrase::{Passphrase, PassphraseFault};
use crate::storage::disk::atomic_file::{Existing, FileTarget};
use crate::store::{Commit, CommitError, News, Options, Setup, Store, StoreError, messages};
use crate::text::format::{show_int, today_from_millis};
use crate::text::secret::Secret;

/// Minimum milliseconds between two progress messages of a rebuild.
const PROGRESS_INTERVAL: u64 = 1000;

pub struct WriteWorker {
    pub dir: PathBuf,
    /// how the key is opened, if the command line says it
    pub access: KeyAccess,
    pub role: Role,
    pub store: Shared,
    pub lang: Lang,
    pub now: Clock,
    /// receives findings of idle work and progress
    pub tell: NewsSender,
    pub compaction: Compaction,
    /// at headquarters: ops that devices send while the notebook is open
    pub arrivals: Arrivals,
}

impl WriteWorker {
    pub fn run(&self, effect: Effect) -> Option<WorkerAnswer> {
        match effect {
            Effect::Open { take_over } => Some(self.open(take_over, self.access.clone())),
            Effect::Unlock(typed) => Some(self.unlock(&typed)),
            Effect::Init { officer, unit, province, passphrase } => {
                let setup = Setup { officer_name: officer, unit, province };
                Some(self.init(&setup, &passphrase))
            }
            effect => match self.store.get().cloned() {
                Some(store) => self.with_store(&store, effect),
                None => None,
            },
        }
    }

    fn unlock(&self, typed: &Secret) -> WorkerAnswer {
        match Passphrase::new(typed.text()) {
            Ok(passphrase) => self.open(false, KeyAccess::Passphrase(passphrase)),
            Err(fault) => WorkerAnswer::Locked(Some(passphrase::fault_text(fault, self.lang))),
        }
    }

    fn open(&self, take_over: bool, access: KeyAccess) -> WorkerAnswer {
        if !Store::exists(&self.dir) {
            return WorkerAnswer::Missing;
        }
        let options = Options { take_over, serve_early: true, now: self.now };
        let folder = KeyedFolder { dir: self.dir.clone(), access };
        match Store::open(self.role, folder, options) {
            Ok((store, opening)) => {
                let store = Arc::new(store);
                self.listen(&store);
                let news =
                    opening.findings.iter().map(|f| messages::finding(f, self.lang)).collect();
                let officer = store.records().officer().ok().flatten().map(Box::new);
                let has_passphrase = store.passphrase().is_set();
                if self.store.set(store).is_err() {
                    return WorkerAnswer::Failed(messages::error(
                        &StoreError::Bug("opened twice"),
                        self.lang,
                    ));
                }
                WorkerAnswer::Opened { officer, news, has_passphrase }
            }
            Err(StoreError::NoNotebook(_)) => WorkerAnswer::Missing,
            Err(StoreError::Held(holder)) => {
                WorkerAnswer::Held(messages::open_elsewhere(&holder, self.lang))
            }
            Err(StoreError::PassphraseNeeded) => WorkerAnswer::Locked(None),
            Err(error @ StoreError::WrongPassphrase) => {
                WorkerAnswer::Locked(Some(messages::error(&error, self.lang)))
            }
            Err(error) => WorkerAnswer::Closed(messages::error(&error, self.lang)),
        }
    }

    /// Reports the progress of a rebuild of the state, and the findings at its end.
    fn listen(&self, store: &Store) {
        let (lang, tell, now) = (self.lang, self.tell.clone(), self.now);
        let last = AtomicU64::new(0);
        store.listen(Box::new(move |news| match news {
            News::Rebuilding { records } => {
                let time = now();
                if time.saturating_sub(last.load(Ordering::Relaxed)) >= PROGRESS_INTERVAL {
                    last.store(time, Ordering::Relaxed);
                    let count = show_int(i64::try_from(records).unwrap_or(i64::MAX));
                    tell(WorkerAnswer::Rebuilding(crate::lang::app::growing(lang, &count)));
                }
            }
            News::Loaded(found) => {
                tell(WorkerAnswer::StateLoaded(
                    found.iter().map(|f| messages::finding(f, lang)).collect(),
                ));
            }
        }));
    }

    /// Creates and opens a notebook; an empty `typed` means no passphrase.
    fn init(&self, setup: &Setup, typed: &Secret) -> WorkerAnswer {
        let now = (self.now)();
        let (made, access) = match Passphrase::new_secret(typed.text()) {
            Err(PassphraseFault::Empty) if typed.is_empty() => {
                (Store::init(self.role, &self.dir, setup, now), KeyAccess::None)
            }
            Err(fault) => {
                return WorkerAnswer::Failed(passphrase::fault_text(fault, self.lang));
            }
            Ok(passphrase) => {
                let new = NewPassphrase::calibrated(passphrase);
                let made = Store::init_closed(self.role, &self.dir, setup, &new, now);
                (made, KeyAccess::Passphrase(new.passphrase))
            }
        };
        match made {
            Ok(()) => self.open(false, access),
            Err(error) => WorkerAnswer::Failed(messages::error(&error, self.lang)),
        }
    }

    fn with_store(&self, store: &Arc<Store>, effect: Effect) -> Option<WorkerAnswer> {
        match effect {
            Effect::Commit { changes, ends_draft, seen_by_editor: seen, .. } => {
                self.commit(store, (changes, ends_draft), seen, None)
            }
            Effect::CommitBecause { changes, ends_draft, reason, .. } => {
                self.commit(store, (changes, ends_draft), None, Some(&reason))
            }
            Effect::SaveDraft(draft) => Some(match store.drafts().save(&draft) {
                Ok(_) => WorkerAnswer::DraftSaved,
                Err(error) => WorkerAnswer::DraftFailed {
                    draft: draft.id,
                    text: messages::error(&error, self.lang),
                },
            }),
            // here and not in the reader: it must see the drafts written before it
            Effect::Today => {
                let mut today = store.records().today(today_from_millis((self.now)()));
                if let Ok(today) = &mut today
                    && let Err(error) = compared::set_titles(store, today, self.lang)
                {
                    return Some(WorkerAnswer::Failed(messages::error(&error, self.lang)));
                }
                Some(match today {
                    Ok(today) => WorkerAnswer::Today(Box::new(today)),
                    Err(error) => WorkerAnswer::Failed(messages::error(&error, self.lang)),
                })
            }
            Effect::HideDraft(id) => {
                let error = store.drafts().discard(id).err()?;
                Some(WorkerAnswer::Failed(messages::error(&error, self.lang)))
            }
            Effect::EndDraft(id) => {
                let error = store.drafts().end(id, false).err()?;
                Some(WorkerAnswer::Failed(messages::error(&error, self.lang)))
            }
            Effect::ShowDraft(id) => {
                let error = store.drafts().restore(id).err()?;
                Some(WorkerAnswer::Failed(messages::error(&error, self.lang)))
            }
            Effect::ReadAttachment { parent, path, .. } => {
                let taken = attachment::take_in(store, parent, &resolve(&path), self.lang);
                Some(match taken {
                    Ok(answers) => WorkerAnswer::AttachmentRead(answers),
                    Err(text) => WorkerAnswer::FileRefused(text),
                })
            }
            Effect::SaveAttachmentFile { id, ref path, overwrite } => {
                let existing = Existing::replaced(overwrite);
                let file = resolve(path);
                let saved = attachment::save(
                    store,
                    id,
                    FileTarget { file: &file, existing },
                    self.lang,
                );
                let name = file.display().to_string();
                let said =
                    |()| WorkerAnswer::Filled(crate::lang::app::taken_out(self.lang, &name));
                let done = file_written::file_written(
                    saved.map(said),
                    effect.clone(),
                    &file,
                    self.lang,
                );
                Some(match done {
                    // another path does not help if the notebook's own file is damaged
                    WorkerAnswer::FileRefused(text) if is_lost(store, id) => {
                        WorkerAnswer::Failed(text)
                    }
                    done => done,
                })
            }
            Effect::SetPassphrase { present, new } => {
                Some(self.set_passphrase(store, &present, new.as_ref()))
            }
            Effect::SetRecovery(is_on) => {
                let text = passphrase::switch_recovery(store, is_on, self.lang);
                let text = text.unwrap_or_else(|e| messages::error(&e, self.lang));
                let (has_passphrase, recovery_by) = (store.passphrase().is_set(), None);
                Some(WorkerAnswer::PassphraseSet { has_passphrase, text, recovery_by })
            }
            Effect::CreateOwedReports { honour, ids } => {
                Some(match self.create_owed_reports(store, honour, ids) {
                    Ok(count) => {
                        WorkerAnswer::Filled(crate::lang::app::reports_noted(self.lang, count))
                    }
                    Err(error) => WorkerAnswer::Failed(messages::commit(&error, self.lang)),
                })
            }
            _ => None,
        }
    }

    /// Changes the passphrase; `new`: `None` removes it.
    fn set_passphrase(
        &self,
        store: &Store,
        present: &Secret,
        new: Option<&Secret>,
    ) -> WorkerAnswer {
        let lang = self.lang;
        let refused = |text| WorkerAnswer::PassphraseRefused(text);
        let had_one = store.passphrase().is_set();
        let given = Passphrase::new(present.text()).ok();
        if let Err(error) = store.passphrase().check(given.as_ref()) {
            return refused(match error {
                StoreError::PassphraseNeeded => {
                    messages::error(&StoreError::WrongPassphrase, lang)
                }
                error => messages::error(&error, lang),
            });
        }
        let new = match new.map(|new| Passphrase::new_secret(new.text())).transpose() {
            Ok(new) => new.map(NewPassphrase::calibrated),
            Err(fault) => return refused(passphrase::fault_text(fault, lang)),
        };
        let text = match (store.passphrase().set(new.as_ref()), &new, had_one) {
            // the new passphrase is in force in spite of this error
            (Err(error @ StoreError::OldKeyLeft), ..) => messages::error(&error, lang),
            (Err(error), ..) => return refused(messages::error(&error, lang)),
            (Ok(()), None, _) => passphrase_words::removed(lang),
            (Ok(()), Some(_), had_one) => {
                let text = passphrase::set_text(self.role, had_one, lang);
                let forgotten = passphrase::recovery_text(store, lang);
                [Some(text), forgotten].into_iter().flatten().collect::<Vec<_>>().join(" ")
            }
        };
        // recovery can be allowed later, if the enrolment cannot be read now
        let recovery_by = passphrase::recovery_offer(store).unwrap_or(None);
        WorkerAnswer::PassphraseSet { has_passphrase: new.is_some(), text, recovery_by }
    }

    /// At headquarters: folds the committed change at once.
    fn carry_out(&self, store: &Store) -> Result<(), StoreError> {
        if !self.at_headquarters() {
            return Ok(());
        }
        hq::fold::run_own(&HqDirectory::open(store.keyed_folder())?, store, self.now)
            .map(|_| ())
    }

    /// Whether this is an open notebook of headquarters.
    pub fn at_headquarters(&self) -> bool {
        self.store.get().is_some() && self.role == Role::Headquarters
    }

    /// Whether devices have sent something since the last call. No other process can fold it while
    /// this one holds the store's lock.
    pub fn has_arrivals(&self) -> bool {
        // after an error the logs are checked again at the next interval
        self.at_headquarters() && self.arrivals.has_news(&self.dir).unwrap_or_default()
    }

    /// Folds a batch of what devices have sent; true while there is more.
    pub fn take_in(&self) -> bool {
        let Some(store) = self.store.get() else { return false };
        match self.arrivals.fold_batch(store, self.now, &self.tell) {
            Ok(more) => more,
            Err(error) => {
                self.arrivals.forget();
                (self.tell)(WorkerAnswer::Failed(messages::error(&error, self.lang)));
                false
            }
        }
    }

    /// Creates the yearly reports that a certificate requires; returns their number.
    fn create_owed_reports(
        &self,
        store: &Store,
        honour: Id,
        ids: Vec<Id>,
    ) -> Result<usize, CommitError> {
        let programme = store.programme();
        let today = today_from_millis((self.now)());
        let Some(honour) = store.records().get(honour)? else { return Ok(0) };
        let Some(product) = duties::product(programme, &honour) else { return Ok(0) };
        let Some(product) = store.records().get(product)? else { return Ok(0) };
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
            store.commit(Commit {
                changes,
                ends_draft: None,
                allow_incomplete: false,
                ..Commit::default()
            })?;
        }
        Ok(count)
    }

    /// In idle time: makes the state durable, so that the next start reads little of the journal.
    pub fn checkpoint(&self) {
        if let Some(store) = self.store.get() {
            // ignore the error: the journal has everything, and closing tries again
            store.maintenance().checkpoint().unwrap_or_default();
        }
    }

    /// In idle time after that: verifies a part of the journal that the opening did not read. True
    /// while there is more.
    pub fn verify_file(&self) -> bool {
        let Some(store) = self.store.get() else { return false };
        // a file that cannot be read now is verified in the next session
        let more = store.maintenance().verify_file().unwrap_or_default();
        let found = store.findings();
        if !found.is_empty() {
            (self.tell)(WorkerAnswer::News(
                found.iter().map(|f| messages::finding(f, self.lang)).collect(),
            ));
        }
        if !more {
            self.compaction.start(store);
        }
        more
    }

    /// Closes the store: makes the state durable and releases the lock.
    pub fn close(&self) {
        if let Some(store) = self.store.get() {
            // The journal has everything; a failed checkpoint only makes the next start slower.
            store.close().unwrap_or_default();
        }
        self.compaction.wait();
    }
}
