//! Phases of an open notebook: deferred, loading, rebuilding, ready, failed; the flags for closing;
//! the findings and their listener. Holds the folder's lock. Knows no journal and no state.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Condvar, Mutex, PoisonError};

use crate::storage::disk::lock::Lock;
use crate::storage::error::{OpeningFinding, StoreError};
use crate::storage::mutex::lock;

pub(crate) enum Phase {
    /// The start cache serves the first screen; the first wait for the state starts loading.
    Deferred,
    Loading,
    /// The state is being rebuilt, and serves the records it has so far.
    Rebuilding,
    Ready,
    Failed(StoreError),
}

/// Progress of background work, for the listener.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum News {
    /// Number of records that can be read so far.
    Rebuilding { records: usize },
    /// Loading has ended with these findings.
    Loaded(Vec<OpeningFinding>),
}

pub(crate) type Listener = Box<dyn Fn(News) + Send + Sync>;

pub(crate) struct Lifecycle {
    phase: Mutex<Phase>,
    /// Signals a change of `phase`.
    changed: Condvar,
    findings: Mutex<Vec<OpeningFinding>>,
    listener: Mutex<Option<Listener>>,
    /// The journal may have lost frames, so the files that records name are not all known.
    journal_damaged: AtomicBool,
    /// damage of the journal has stopped background work in this session
    is_work_refused: AtomicBool,
    /// Asks the background to stop.
    closing: AtomicBool,
    closed: AtomicBool,
    folder: Mutex<Option<Lock>>,
}

impl Lifecycle {
    pub fn new(folder: Lock) -> Lifecycle {
        Lifecycle {
            phase: Mutex::new(Phase::Loading),
            changed: Condvar::new(),
            findings: Mutex::default(),
            listener: Mutex::default(),
            journal_damaged: AtomicBool::new(false),
            is_work_refused: AtomicBool::new(false),
            closing: AtomicBool::new(false),
            closed: AtomicBool::new(false),
            folder: Mutex::new(Some(folder)),
        }
    }

    pub fn enter(&self, phase: Phase) {
        *lock(&self.phase) = phase;
        self.changed.notify_all();
    }

    /// Changes the phase, then passes the findings to the listener, which reads again what the
    /// screen shows. Without a listener the findings are stored before the change, because the
    /// thread that waits for the phase takes them next.
    pub fn end_loading(&self, phase: Phase, findings: Vec<OpeningFinding>) {
        if lock(&self.listener).is_none() {
            self.report(findings);
            return self.enter(phase);
        }
        self.enter(phase);
        if !findings.is_empty() {
            self.announce(News::Loaded(findings));
        }
    }

    pub fn is_ready(&self) -> bool {
        matches!(*lock(&self.phase), Phase::Ready)
    }

    pub fn is_deferred(&self) -> bool {
        matches!(*lock(&self.phase), Phase::Deferred)
    }

    pub fn is_loading(&self) -> bool {
        matches!(*lock(&self.phase), Phase::Deferred | Phase::Loading | Phase::Rebuilding)
    }

    /// Blocks until a caller needs the state. False: the notebook was closed instead.
    pub fn wait_for_demand(&self) -> bool {
        let is_deferred = |phase: &mut Phase| matches!(phase, Phase::Deferred);
        let phase = self.changed.wait_while(lock(&self.phase), is_deferred);
        !matches!(&*phase.unwrap_or_else(PoisonError::into_inner), Phase::Failed(_))
    }

    /// Cancels deferred loading; true if the state was never needed. Every end of a session must
    /// call this, or the loading thread waits forever.
    pub fn close_deferred(&self) -> bool {
        let mut phase = lock(&self.phase);
        let is_deferred = matches!(*phase, Phase::Deferred);
        if is_deferred {
            *phase = Phase::Failed(StoreError::Closed);
            self.changed.notify_all();
        }
        is_deferred
    }

    pub fn is_rebuilding(&self) -> bool {
        matches!(*lock(&self.phase), Phase::Rebuilding)
    }

    /// Blocks until the state is complete.
    pub fn wait_ready(&self) -> Result<(), StoreError> {
        self.wait_until(|phase| !matches!(phase, Phase::Loading | Phase::Rebuilding))
    }

    /// Blocks until a state can be read, even one that is being rebuilt.
    pub fn wait_serving(&self) -> Result<(), StoreError> {
        self.wait_until(|phase| !matches!(phase, Phase::Loading))
    }

    fn wait_until(&self, reached: impl Fn(&Phase) -> bool) -> Result<(), StoreError> {
        if self.is_closed() {
            return Err(StoreError::Closed);
        }
        let mut phase = lock(&self.phase);
        if matches!(*phase, Phase::Deferred) {
            *phase = Phase::Loading;
            self.changed.notify_all();
        }
        let phase = self.changed.wait_while(phase, |phase| !reached(phase));
        match &*phase.unwrap_or_else(PoisonError::into_inner) {
            Phase::Failed(error) => Err(error.again()),
            _ => Ok(()),
        }
    }

    pub fn close_soon(&self) {
        self.closing.store(true, Ordering::Release);
    }

    pub fn is_closing(&self) -> bool {
        self.closing.load(Ordering::Acquire)
    }

    pub fn mark_closed(&self) {
        self.closed.store(true, Ordering::Release);
    }

    pub fn is_closed(&self) -> bool {
        self.closed.load(Ordering::Acquire)
    }

    /// Releases the folder's lock.
    pub fn unlock_folder(&self) {
        drop(lock(&self.folder).take());
    }

    pub fn listen(&self, listener: Listener) {
        *lock(&self.listener) = Some(listener);
    }

    /// Notifies the listener; without one, findings are stored for `take_findings`.
    pub fn announce(&self, news: News) {
        let listener = lock(&self.listener);
        match (&*listener, news) {
            (Some(listen), News::Loaded(findings)) => {
                self.note_damage(&findings);
                listen(News::Loaded(findings));
            }
            (Some(listen), news) => listen(news),
            (None, News::Loaded(findings)) => self.report(findings),
            (None, News::Rebuilding { .. }) => {}
        }
    }

    /// Passes on damage of the journal that stopped background work, which is not tried again in this
    /// session.
    pub fn announce_damage<T>(&self, done: &Result<T, StoreError>) {
        if let Err(StoreError::Damaged(damage)) = done {
            self.is_work_refused.store(true, Ordering::Release);
            self.announce(News::Loaded(vec![OpeningFinding::Damaged(damage.clone())]));
        }
    }

    pub fn is_work_refused(&self) -> bool {
        self.is_work_refused.load(Ordering::Acquire)
    }

    /// Stores findings for `take_findings`.
    pub fn report(&self, findings: Vec<OpeningFinding>) {
        self.note_damage(&findings);
        lock(&self.findings).extend(findings);
    }

    pub fn take_findings(&self) -> Vec<OpeningFinding> {
        std::mem::take(&mut lock(&self.findings))
    }

    pub fn note_damage(&self, findings: &[OpeningFinding]) {
        let harmless = |finding: &OpeningFinding| {
            matches!(
                finding,
                OpeningFinding::KeyRepaired
                    | OpeningFinding::CopyRepaired { .. }
                    | OpeningFinding::CopyLeft { .. }
                    | OpeningFinding::EnrolmentDamaged
                    | OpeningFinding::NetworkFolder
                    | OpeningFinding::Clock { .. }
                    | OpeningFinding::NotLogged
            )
        };
        if !findings.iter().all(harmless) {
            self.journal_damaged.store(true, Ordering::Release);
        }
    }

    pub fn is_journal_damaged(&self) -> bool {
        self.journal_damaged.load(Ordering::Acquire)
    }
}
