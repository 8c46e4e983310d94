//! The data derived from the journal that answers queries: the state in sled, and in memory the
//! record index, the facts of reports, the drafts and the first screen. Knows nothing of how ops
//! are written. A failing state is reopened or rebuilt here once before a query fails.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, RwLock};

use super::draft_book::DraftIndex;
use super::lifecycle::Lifecycle;
use crate::record::{Date, Id, KindNo, Record};
use crate::storage::error::StoreError;
use crate::storage::format::down;
use crate::storage::mutex::{lock, read, write};
use crate::store::erasures::registry::ErasureRegistry;
use crate::store::fold;
use crate::store::index::agenda::StoredAgenda;
use crate::store::index::facts_cache::FactsCache;
use crate::store::index::records::{RecordIndex, saved};
use crate::store::index::start_cache::{IndexFile, StoredStatus};
use crate::store::journal::{Entry, FrameRef};
use crate::store::state::rebuild::StateBuilder;
use crate::store::state::{OpsFrame, State, StateFault, StoreContext, generations};

enum Lookup {
    Kind(KindNo),
    Absent,
    Unknown,
}

/// The first screen from the last session; used until the state is loaded.
pub(crate) struct StartScreen {
    pub officer: Option<Record>,
    /// `None` if records have changed since.
    pub current: Option<CurrentScreen>,
}

pub(crate) struct CurrentScreen {
    pub today: StoredAgenda,
    pub status: Option<StoredStatus>,
}

/// The computed agenda, with the index's change counter and the day it is for.
pub(crate) type AgendaCache = (u64, Date, StoredAgenda);

pub(crate) struct Projections {
    pub lifecycle: Arc<Lifecycle>,
    pub context: StoreContext,
    pub officer: Id,
    /// Unix milliseconds.
    pub now: fn() -> u64,
    pub state: RwLock<Option<State>>,
    pub index: Mutex<RecordIndex>,
    /// Time of the last use of index or facts, Unix milliseconds.
    pub index_used: AtomicU64,
    pub facts: Mutex<FactsCache>,
    /// Identity of the index file last read or written. A leaf: taken after any other lock.
    pub index_file: Mutex<Option<IndexFile>>,
    pub agenda: Mutex<Option<AgendaCache>>,
    pub start: Mutex<Option<StartScreen>>,
    /// A leaf: taken after any other lock.
    pub erased: Mutex<ErasureRegistry>,
    /// Kinds to load first, requested while loading is deferred.
    pub expected: Mutex<Vec<KindNo>>,
    drafts: Mutex<Option<DraftIndex>>,
    drafts_loaded: Condvar,
    /// The state lacks ops that the journal has.
    stale: AtomicBool,
    /// The boot id was noted for a state that is not opened, because a draft follows the clean end.
    is_noted: AtomicBool,
    /// After `state` in drop order: the state may be in the builder's scratch folder.
    pub builder: StateBuilder,
}

impl Projections {
    pub fn new(
        lifecycle: Arc<Lifecycle>,
        context: StoreContext,
        builder: StateBuilder,
        officer: Id,
    ) -> Projections {
        Projections {
            erased: Mutex::new(ErasureRegistry::load(&builder.dir)),
            lifecycle,
            context,
            officer,
            now: builder.now,
            state: RwLock::new(None),
            index: Mutex::default(),
            index_used: AtomicU64::new(0),
            facts: Mutex::default(),
            index_file: Mutex::default(),
            agenda: Mutex::default(),
            start: Mutex::default(),
            expected: Mutex::default(),
            drafts: Mutex::default(),
            drafts_loaded: Condvar::new(),
            stale: AtomicBool::new(false),
            is_noted: AtomicBool::new(false),
            builder,
        }
    }

    pub fn at_headquarters(&self) -> bool {
        self.context.programme.is_headquarters()
    }

    /// The notebook's officer; `None` at headquarters.
    pub fn own_officer(&self) -> Option<Id> {
        (!self.at_headquarters()).then_some(self.officer)
    }

    /// Queries the state. After a fault reopens or rebuilds the state and tries once more.
    pub fn query<T>(
        &self,
        query: impl Fn(&State) -> Result<T, StateFault>,
    ) -> Result<T, StoreError> {
        if self.stale.load(Ordering::Acquire) {
            self.heal(true)?;
        }
        let fault = match self.try_query(&query) {
            Ok(answer) => return Ok(answer),
            Err(fault) => fault,
        };
        self.heal(fault.is_disk())?;
        self.try_query(&query).map_err(StoreError::from)
    }

    pub fn try_query<T>(
        &self,
        query: impl Fn(&State) -> Result<T, StateFault>,
    ) -> Result<T, StateFault> {
        match read(&self.state).as_ref() {
            Some(state) => query(state),
            None if self.lifecycle.is_closed() => Err(StoreError::Closed.into()),
            None => Err(StateFault::Foreign),
        }
    }

    /// Drops the state and opens it again (`reopen`), or rebuilds it from the journal.
    fn heal(&self, reopen: bool) -> Result<(), StoreError> {
        if self.lifecycle.is_closed() {
            return Err(StoreError::Closed);
        }
        if self.lifecycle.is_loading() {
            // the loader meets the same fault and reports it
            return Err(StoreError::StateLost);
        }
        let mut place = write(&self.state);
        let folder = place.as_ref().map(|s| s.folder().to_owned());
        if let Some(state) = place.take() {
            state.close(!reopen);
        }
        let reopened = folder.filter(|_| reopen).and_then(|folder| {
            let state = State::open(&folder, &self.builder.context).ok()?;
            self.builder.catch_up(&state).ok()?;
            Some((state, Vec::new()))
        });
        let (state, findings) = match reopened {
            Some(done) => done,
            None => {
                let built = self.builder.build(&mut |_| ())?;
                (built.state, built.findings)
            }
        };
        generations::note_boot(state.folder())?;
        *place = Some(state);
        self.stale.store(false, Ordering::Release);
        self.lifecycle.report(findings);
        Ok(())
    }

    pub fn get(&self, id: Id) -> Result<Option<Record>, StoreError> {
        match self.lookup(id) {
            Lookup::Kind(kind) => self.query(|state| state.get(id, Some(kind))),
            Lookup::Absent => Ok(None),
            Lookup::Unknown => self.query(|state| state.get(id, None)),
        }
    }

    /// Looks up a record's kind in the index; with all rows loaded, a missing row means no record.
    fn lookup(&self, id: Id) -> Lookup {
        if !self.lifecycle.is_ready() || self.stale.load(Ordering::Acquire) {
            return Lookup::Unknown;
        }
        let index = lock(&self.index);
        match index.slot(id).map(|slot| index.kind(slot)) {
            None if !saved::has_all_rows(&index) => Lookup::Unknown,
            None => Lookup::Absent,
            Some(0) => Lookup::Unknown,
            Some(kind) => Lookup::Kind(kind),
        }
    }

    fn kind_of(&self, id: Id) -> Option<KindNo> {
        let index = lock(&self.index);
        index.slot(id).map(|slot| index.kind(slot)).filter(|kind| *kind != 0)
    }

    /// Loads all rows of the index before the state folds, because the changes go into the index.
    fn fold_state(
        &self,
        fold: impl Fn(&State) -> Result<Vec<Record>, StateFault>,
    ) -> Result<Vec<Record>, StateFault> {
        drop(self.whole_index()?);
        self.try_query(fold)
    }

    /// Folds journalled ops into state and index. The journal has them, so a failure here loses
    /// nothing: the state is caught up before its next read.
    pub fn fold_ops(&self, frames: Vec<OpsFrame>) {
        let frames: Vec<OpsFrame> =
            frames.into_iter().filter(|(_, ops)| !ops.is_empty()).collect();
        if frames.is_empty() {
            return;
        }
        let folded = self.fold_state(|state| state.apply(&frames, &|id| self.kind_of(id)));
        let ids = frames.iter().flat_map(|(_, ops)| ops).filter_map(fold::entity);
        self.update_index_and_facts(folded, ids);
    }

    /// Folds a frame from headquarters in the same way.
    pub fn fold_down(&self, frame: &FrameRef, down: &down::Frame) {
        let folded =
            self.fold_state(|state| state.apply_down(frame, down, &|id| self.kind_of(id)));
        self.update_index_and_facts(folded, down.read().ids());
    }

    /// Updates index and facts with the folded records. After a fault heals the state first and
    /// reads the records `ids` from it.
    fn update_index_and_facts(
        &self,
        folded: Result<Vec<Record>, StateFault>,
        ids: impl Iterator<Item = Id>,
    ) {
        let read_again = |id| self.try_query(|state| state.get(id, None)).ok().flatten();
        let records = match folded {
            Ok(records) => Some(records),
            Err(fault) => match self.heal(fault.is_disk()) {
                Ok(()) => Some(ids.filter_map(read_again).collect::<Vec<_>>()),
                Err(_) => {
                    self.mark_stale();
                    saved::lose(&mut lock(&self.index));
                    None
                }
            },
        };
        if let Some(records) = &records {
            self.index_records(records.iter());
        }
        self.update_facts(records.as_deref());
    }

    /// Call before a draft is journalled in a deferred session. The draft follows the `Closed`
    /// mark, so after a kill nothing would show that the state is untouched, and it would be
    /// rebuilt.
    pub fn note_deferred_state(&self) -> Result<(), StoreError> {
        if !self.lifecycle.is_deferred() || self.is_noted.load(Ordering::Acquire) {
            return Ok(());
        }
        if let Some(state) = self.builder.newest_folder() {
            generations::note_boot(&state)?;
        }
        self.is_noted.store(true, Ordering::Release);
        Ok(())
    }

    /// Removes the note at the clean end of a session that never opened the state.
    pub fn forget_deferred_state(&self) -> Result<(), StoreError> {
        let noted = self.is_noted.load(Ordering::Acquire).then(|| self.builder.newest_folder());
        let disk = &*self.builder.context.disk;
        noted.flatten().map_or(Ok(()), |state| generations::forget_boot(disk, &state))
    }

    /// Call when records change: the stored first screen is out of date.
    pub fn forget_start_screen(&self) {
        *lock(&self.start) = None;
    }

    pub fn mark_stale(&self) {
        self.stale.store(true, Ordering::Release);
    }

    /// Blocks until the drafts are read.
    pub fn drafts(&self) -> MutexGuard<'_, Option<DraftIndex>> {
        let book = lock(&self.drafts);
        let loaded = self.drafts_loaded.wait_while(book, |book| book.is_none());
        loaded.unwrap_or_else(PoisonError::into_inner)
    }

    pub fn set_drafts(&self, book: DraftIndex) {
        *lock(&self.drafts) = Some(book);
        self.drafts_loaded.notify_all();
    }

    pub fn has_drafts(&self) -> bool {
        lock(&self.drafts).is_some()
    }

    /// The drafts in the format of the start cache.
    pub fn saved_drafts(&self) -> Vec<crate::store::notebook::draft_book::SavedDraft> {
        lock(&self.drafts).as_ref().map(DraftIndex::save).unwrap_or_default()
    }

    /// Call before ops or drafts are journalled: if one of the records has an erasure, notes that
    /// erasing is pending again.
    pub fn note_erasable(&self, mut ids: impl Iterator<Item = Id>) -> Result<(), StoreError> {
        let mut erased = lock(&self.erased);
        match ids.any(|id| erased.has(id)) {
            true => erased.note_pending(&*self.context.disk),
            false => Ok(()),
        }
    }

    pub fn note_erasure(&self) -> Result<(), StoreError> {
        lock(&self.erased).note_pending(&*self.context.disk)
    }

    pub fn fold_drafts(&self, entries: &[Entry]) {
        let mut book = lock(&self.drafts);
        let book = book.get_or_insert_default();
        entries.iter().for_each(|entry| book.take(self.context.programme, entry));
    }
}
