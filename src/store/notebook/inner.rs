//! The open notebook behind `Store`: who holds what, in which order locks are taken, and what is
//! done when sled fails.
//!
//! Order of locks: writer, facts, state, names, drafts; whoever holds one takes only those behind it.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError, RwLock, RwLockWriteGuard};

use super::device::Device;
use crate::record::standing::ReceiptStatus;
use crate::record::{Corrections, Date, Id, KindNo, Record};
use crate::storage::error::{OpeningFinding, StoreError};
use crate::storage::format::down;
use crate::storage::lock::Lock;
use crate::store::index::agenda::StoredAgenda;
use crate::store::index::records::RecordIndex;
use crate::store::index::start_cache::StartCache;
use crate::store::index::{facts_cache, start_cache};
use crate::store::journal::{Checkpoint, Entry, FrameRef, Journal, JournalReader, Mark};
use crate::store::notebook::draft_book::DraftBook;
use crate::store::notebook::writer::Writer;
use crate::store::state::rebuild::StateBuilder;
use crate::store::state::{Applied, OpsFrame, State, StateFault, StoreContext, generations};
use crate::text::format::today_from_millis;

/// Ops between two checkpoints; in a bulk entry a longer way is cheaper than many flushes.
const CHECKPOINT: usize = 500;
const CHECKPOINT_BULK: usize = 8_000;
/// More ops than that in one write are a bulk entry.
const BULK: usize = 50;

pub(crate) enum StorePhase {
    Loading,
    /// the state is being made anew and answers with what it has so far
    Growing,
    Ready,
    Failed(StoreError),
}

/// News from behind, for whoever listens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum News {
    /// so many records stand again
    Growing { records: usize },
    /// the state is whole again; what was found on the way
    Grown(Vec<OpeningFinding>),
}

pub(crate) type Listener = Box<dyn Fn(News) + Send + Sync>;

enum Known {
    Kind(KindNo),
    Nothing,
    Unsure,
}

/// What the head said at the start.
pub(crate) struct StartScreen {
    pub officer: Option<Record>,
    pub today: Option<StoredAgenda>,
}

pub(crate) struct Inner {
    pub ground: StoreContext,
    pub now: fn() -> u64,
    /// a new state is wanted even if there is a good one
    pub anew: bool,
    /// while a state is made it answers, and takes new records
    pub beside: bool,
    pub officer: Id,
    writer: Mutex<Writer>,
    /// where the clock was put right
    pub corrections: Mutex<Corrections>,
    /// ops in the journal that the state has not been given yet
    waiting: AtomicUsize,
    pub state: RwLock<Option<State>>,
    pub names: Mutex<RecordIndex>,
    pub facts: Mutex<facts_cache::FactsCache>,
    pub drafts: Mutex<Option<DraftBook>>,
    pub device: Mutex<Device>,
    pub start: Mutex<Option<StartScreen>>,
    /// how things stood with headquarters when this op was the last one
    pub received: Mutex<Option<(u64, u64, ReceiptStatus)>>,
    /// the first screen as it was last made: for which state of the names, and which day
    pub today: Mutex<Option<(u64, Date, StoredAgenda)>>,
    pub phase: Mutex<StorePhase>,
    pub wake: Condvar,
    findings: Mutex<Vec<OpeningFinding>>,
    /// older journal files read whole in this session
    verified: AtomicUsize,
    /// the state could not take something that the journal has
    behind: AtomicBool,
    /// something of the journal is lost: what it said about files is not known
    pub hurt: AtomicBool,
    pub closed: AtomicBool,
    /// a state that is being made is no longer wanted
    pub leaving: AtomicBool,
    pub listener: Mutex<Option<Listener>>,
    /// behind the state, which may lie in its scratch folder and is let go first
    pub shop: StateBuilder,
    lock: Mutex<Option<Lock>>,
}

/// A thread that panicked has left data that is checked anyway.
pub(crate) fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

pub(crate) fn write<T>(lock: &RwLock<T>) -> RwLockWriteGuard<'_, T> {
    lock.write().unwrap_or_else(PoisonError::into_inner)
}

impl Inner {
    pub fn new(
        shop: StateBuilder,
        lock: Lock,
        journal: Journal,
        device: Device,
        (anew, beside): (bool, bool),
    ) -> Inner {
        let corrections = super::clock_corrections::read(&shop.dir);
        let put_right = corrections.0.last().copied();
        Inner {
            ground: shop.ground.clone(),
            now: shop.now,
            shop,
            anew,
            beside,
            officer: device.officer,
            writer: Mutex::new(Writer::new(journal, put_right)),
            corrections: Mutex::new(corrections),
            waiting: AtomicUsize::new(0),
            state: RwLock::new(None),
            names: Mutex::default(),
            facts: Mutex::default(),
            drafts: Mutex::default(),
            device: Mutex::new(device),
            start: Mutex::default(),
            received: Mutex::default(),
            today: Mutex::default(),
            phase: Mutex::new(StorePhase::Loading),
            wake: Condvar::new(),
            findings: Mutex::default(),
            verified: AtomicUsize::new(0),
            behind: AtomicBool::new(false),
            hurt: AtomicBool::new(false),
            closed: AtomicBool::new(false),
            leaving: AtomicBool::new(false),
            listener: Mutex::default(),
            lock: Mutex::new(Some(lock)),
        }
    }

    pub fn writer(&self) -> MutexGuard<'_, Writer> {
        held(&self.writer)
    }

    pub fn reader(&self) -> &JournalReader {
        &self.shop.reader
    }

    pub fn tell(&self, findings: Vec<OpeningFinding>) {
        self.note_loss(&findings);
        held(&self.findings).extend(findings);
    }

    /// To whoever listens; findings that nobody hears of wait to be asked for.
    pub fn announce(&self, news: News) {
        let listener = held(&self.listener);
        match (&*listener, news) {
            (Some(listen), News::Grown(findings)) => {
                self.note_loss(&findings);
                listen(News::Grown(findings));
            }
            (Some(listen), news) => listen(news),
            (None, News::Grown(findings)) => self.tell(findings),
            (None, News::Growing { .. }) => {}
        }
    }

    pub fn note_loss(&self, findings: &[OpeningFinding]) {
        let harmless = |f: &OpeningFinding| {
            matches!(
                f,
                OpeningFinding::KeyRepaired
                    | OpeningFinding::NetworkFolder
                    | OpeningFinding::Clock { .. }
            )
        };
        if !findings.iter().all(harmless) {
            self.hurt.store(true, Ordering::Release);
        }
    }

    pub fn take_findings(&self) -> Vec<OpeningFinding> {
        std::mem::take(&mut held(&self.findings))
    }

    pub fn waiting(&self) -> usize {
        self.waiting.load(Ordering::Acquire)
    }

    pub fn add_waiting(&self, ops: usize) {
        self.waiting.fetch_add(ops, Ordering::AcqRel);
    }

    pub fn none_waiting(&self) {
        self.waiting.store(0, Ordering::Release);
    }

    /// Waits until state and names answer for everything: whoever reads sees all that was
    /// answered for.
    pub fn wait(&self) -> Result<(), StoreError> {
        self.wait_open(false)?;
        self.bring_up();
        Ok(())
    }

    /// Waits until there is a state to ask, be it one that is still growing.
    pub fn wait_served(&self) -> Result<(), StoreError> {
        self.wait_open(true)?;
        self.bring_up();
        Ok(())
    }

    fn bring_up(&self) {
        if self.waiting() > 0 {
            self.fold_waiting(&mut self.writer());
        }
    }

    /// Waits until the background has done its part, or (`growing`) has begun to serve.
    pub fn wait_open(&self, growing: bool) -> Result<(), StoreError> {
        if self.is_closed() {
            return Err(StoreError::Closed);
        }
        let mut phase = held(&self.phase);
        while matches!(*phase, StorePhase::Loading)
            || matches!(*phase, StorePhase::Growing if !growing)
        {
            phase = self.wake.wait(phase).unwrap_or_else(PoisonError::into_inner);
        }
        match &*phase {
            StorePhase::Failed(error) => Err(error.again()),
            _ => Ok(()),
        }
    }

    pub fn enter(&self, phase: StorePhase) {
        *held(&self.phase) = phase;
        self.wake.notify_all();
    }

    pub fn is_ready(&self) -> bool {
        !matches!(*held(&self.phase), StorePhase::Loading | StorePhase::Growing)
    }

    pub fn is_growing(&self) -> bool {
        matches!(*held(&self.phase), StorePhase::Growing)
    }

    pub fn is_leaving(&self) -> bool {
        self.leaving.load(Ordering::Acquire)
    }

    pub fn wait_for_drafts(&self) -> MutexGuard<'_, Option<DraftBook>> {
        let book = held(&self.drafts);
        let waiting = self.wake.wait_while(book, |book| book.is_none());
        waiting.unwrap_or_else(PoisonError::into_inner)
    }

    /// Asks the state; one that fails is made anew once.
    pub fn ask<T>(
        &self,
        question: impl Fn(&State) -> Result<T, StateFault>,
    ) -> Result<T, StoreError> {
        if self.behind.load(Ordering::Acquire) {
            self.heal(true)?;
        }
        let fault = match self.try_ask(&question) {
            Ok(answer) => return Ok(answer),
            Err(fault) => fault,
        };
        self.heal(fault.is_disk())?;
        self.try_ask(&question).map_err(StoreError::from)
    }

    pub fn try_ask<T>(
        &self,
        question: impl Fn(&State) -> Result<T, StateFault>,
    ) -> Result<T, StateFault> {
        let state = self.state.read().unwrap_or_else(PoisonError::into_inner);
        match state.as_ref() {
            Some(state) => question(state),
            None if self.is_closed() => Err(StoreError::Closed.into()),
            None => Err(StateFault::Foreign),
        }
    }

    /// Drops the state and opens it again (`reopen`), or builds another one from the journal.
    fn heal(&self, reopen: bool) -> Result<(), StoreError> {
        if self.is_closed() {
            return Err(StoreError::Closed);
        }
        if !self.is_ready() {
            // whoever makes it finds the same fault, and says so
            return Err(StoreError::StateLost);
        }
        let mut place = write(&self.state);
        let folder = place.as_ref().map(|s| s.folder().to_owned());
        if let Some(state) = place.take() {
            state.close(!reopen);
        }
        let again = folder.filter(|_| reopen).and_then(|folder| {
            let state = State::open(&folder, &self.ground).ok()?;
            self.shop.catch_up(&state).ok()?;
            Some((state, Vec::new()))
        });
        let (state, findings) = match again {
            Some(done) => done,
            None => self.shop.build()?,
        };
        generations::note_boot(state.folder())?;
        *place = Some(state);
        self.behind.store(false, Ordering::Release);
        self.tell(findings);
        Ok(())
    }

    pub fn state_get(&self, id: Id) -> Result<Option<Record>, StoreError> {
        match self.kind_of(id) {
            Known::Kind(kind) => self.ask(|state| state.get(id, Some(kind))),
            Known::Nothing => Ok(None),
            Known::Unsure => self.ask(|state| state.get(id, None)),
        }
    }

    /// What the names index knows; once loaded it has an entry for every record.
    fn kind_of(&self, id: Id) -> Known {
        if !matches!(*held(&self.phase), StorePhase::Ready)
            || self.behind.load(Ordering::Acquire)
        {
            return Known::Unsure;
        }
        let names = held(&self.names);
        match names.slot(id).map(|slot| names.kind(slot)) {
            None => Known::Nothing,
            Some(0) => Known::Unsure,
            Some(kind) => Known::Kind(kind),
        }
    }

    /// Puts what the journal holds into state and names. The journal has it, so a failure here
    /// loses nothing: the state is caught up before it is asked again.
    pub fn fold_in(&self, frames: Vec<OpsFrame>) {
        let frames: Vec<OpsFrame> =
            frames.into_iter().filter(|(_, ops)| !ops.is_empty()).collect();
        if frames.is_empty() {
            return;
        }
        let done = self.try_ask(|state| state.apply(&frames));
        let ids = frames.iter().flat_map(|(_, ops)| ops).filter_map(crate::store::fold::entity);
        self.folded(done, ids);
    }

    /// The same for what came down.
    pub fn fold_down(&self, frame: &FrameRef, down: &down::Frame) {
        let done = self.try_ask(|state| state.apply_down(frame, down));
        self.folded(done, down.read().ids());
    }

    /// Names and figures follow the state; a state that failed is made whole first, and `ids` say
    /// which records to look at again.
    fn folded(&self, done: Result<Vec<Record>, StateFault>, ids: impl Iterator<Item = Id>) {
        let again = |id| self.try_ask(|state| state.get(id, None)).ok().flatten();
        let records = match done {
            Ok(records) => Some(records),
            Err(fault) => match self.heal(fault.is_disk()) {
                Ok(()) => Some(ids.filter_map(again).collect::<Vec<_>>()),
                Err(_) => {
                    self.behind.store(true, Ordering::Release);
                    None
                }
            },
        };
        let mut names = held(&self.names);
        records.iter().flatten().for_each(|record| self.name(&mut names, record));
        drop(names);
        self.count_again(records.as_deref());
    }

    pub fn drafts_take(&self, entries: &[Entry]) {
        let mut book = held(&self.drafts);
        let book = book.get_or_insert_default();
        entries.iter().for_each(|entry| book.take(self.ground.programme, entry));
    }

    pub fn checkpoint_if_due(&self, writer: &mut Writer) {
        let due = if writer.last > BULK { CHECKPOINT_BULK } else { CHECKPOINT };
        if writer.unflushed >= due
            && !self.is_growing()
            && self.checkpoint(writer, false).is_err()
        {
            // The journal holds everything; a later checkpoint, or the next start, makes it up.
            self.behind.store(true, Ordering::Release);
        }
    }

    /// Makes the state durable, so that the next start has little to read.
    pub fn checkpoint(&self, writer: &mut Writer, closing: bool) -> Result<(), StoreError> {
        self.fold_waiting(writer);
        if self.shop.scratch.is_some() {
            writer.unflushed = 0;
            return if closing { self.leave_untouched(writer) } else { Ok(()) };
        }
        let applied = self.ask(|state| {
            state.checkpoint()?;
            state.applied()
        })?;
        let checkpoint = Checkpoint::of(applied.no, applied.link);
        if closing {
            self.write_names(applied)?;
        }
        let mark = match closing {
            true => Mark::Closed { boot: generations::boot_id(), checkpoint },
            false => Mark::Checkpoint(checkpoint),
        };
        let frames = writer.journal.append(vec![Entry::Mark(mark)])?;
        writer.unflushed = 0;
        let at = frames.last().map(|f| Applied { no: f.no, link: f.link });
        self.write_head(at.unwrap_or_default())
    }

    /// The end of a session whose state was a copy. If frames were written behind a clean end, it
    /// is a clean end again: the state in the notebook is as it was, and the mark says by how much
    /// the journal is ahead of it.
    fn leave_untouched(&self, writer: &mut Writer) -> Result<(), StoreError> {
        let was_clean = self.shop.tail.closed.is_some();
        if was_clean && writer.journal.tail().closed.is_none() {
            let applied = self.ask(|state| state.applied())?;
            let checkpoint = Checkpoint::of(applied.no, applied.link);
            let mark = Mark::Closed { boot: generations::boot_id(), checkpoint };
            writer.journal.append(vec![Entry::Mark(mark)])?;
        }
        Ok(())
    }

    fn write_names(&self, applied: Applied) -> Result<(), StoreError> {
        let mut names = held(&self.names);
        if names.changes() == 0 {
            // as they were read: the file says the same
            return Ok(());
        }
        start_cache::write_names(&self.shop.dir, &self.ground.sealer, &mut names, applied)
    }

    fn write_head(&self, at: Applied) -> Result<(), StoreError> {
        let officer = self.state_get(self.officer)?;
        let now = (self.now)();
        let reasons = self.reasons()?;
        let today = {
            let names = held(&self.names);
            let today = today_from_millis(now);
            StoredAgenda::of(&names, &self.ground.plan, today, &reasons, self.own_officer())
        };
        let drafts = held(&self.drafts).as_ref().map(|book| book.save());
        StartCache::new(at, today, drafts.unwrap_or_default(), officer.as_ref())
            .write(&self.shop.dir, &self.ground.sealer)
    }

    /// Reads one older file of the journal: opening looks at its end only. True while there are
    /// more.
    pub fn verify_older(&self) -> Result<bool, StoreError> {
        let _nobody_writes = self.writer();
        let at = self.verified.fetch_add(1, Ordering::AcqRel);
        let Some(damage) = self.shop.reader.verify_older(at)? else {
            drop(_nobody_writes);
            self.tidy_files()?;
            return Ok(false);
        };
        // one sentence for a file: what it says to do tells the rest
        self.tell(damage.into_iter().take(1).map(OpeningFinding::Damaged).collect());
        Ok(true)
    }

    /// The last act. Lets go of the notebook also when the checkpoint fails.
    pub fn close(&self) -> Result<(), StoreError> {
        if self.is_closed() {
            return Ok(());
        }
        // a state that grows, or is made smaller, is no longer wanted
        self.leaving.store(true, Ordering::Release);
        let done = self.wait_open(false).and_then(|()| {
            let mut writer = self.writer();
            self.checkpoint(&mut writer, true)
        });
        self.closed.store(true, Ordering::Release);
        let mut left = Ok(());
        if let Some(state) = write(&self.state).take() {
            let folder = state.folder().to_owned();
            state.close(false);
            if done.is_ok() {
                left = generations::forget_boot(&folder);
            }
        }
        drop(held(&self.lock).take());
        done.and(left)
    }
}
