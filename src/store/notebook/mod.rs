//! The open notebook: three parts, and what takes more than one of them.
//!
//! `Writer` has the journal's end, `Projections` what is derived from the journal, `Lifecycle` the
//! phases. `Notebook` holds them and knows the one lock order: the writer first, then whatever
//! `projections` says. Everything else in this folder is one use of the three: commit, queries,
//! drafts, history, what goes to headquarters and comes from there, backup.

pub(crate) mod attachments;
pub(crate) mod audit;
pub mod backup;
pub(crate) mod batches;
pub(crate) mod change;
pub(crate) mod checkpoint;
pub(crate) mod clock_corrections;
pub(crate) mod commit;
pub(crate) mod compact;
pub(crate) mod copies;
pub mod device;
pub(crate) mod downlink;
pub(crate) mod draft_book;
pub(crate) mod drafts;
pub(crate) mod erasing;
pub(crate) mod history;
mod index_access;
mod indexed_facts;
pub(crate) mod init;
pub(crate) mod inspect;
mod journal_fold;
pub(crate) mod lifecycle;
pub(crate) mod load_index;
pub(crate) mod loader;
pub(crate) mod maintenance;
pub(crate) mod needs;
pub(crate) mod old_drafts;
pub(crate) mod open;
pub mod passphrase;
pub(crate) mod projections;
pub(crate) mod query;
mod read_facts;
pub(crate) mod rebuilding;
pub(crate) mod reports;
pub(crate) mod salvage;
mod saved_facts;
pub(crate) mod survey;
pub(crate) mod today;
pub(crate) mod unload;
pub(crate) mod uplink;
pub(crate) mod validate;
pub(crate) mod verify;
pub(crate) mod verify_report;
pub(crate) mod writer;

use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};

use device::Device;
use lifecycle::Lifecycle;
use projections::Projections;
use verify_report::RebuildReport;
use writer::Writer;

use crate::record::sync_status::ReceiptStatus;
use crate::record::{Corrections, Id, Record};
use crate::storage::disk::lock::Lock;
use crate::storage::error::StoreError;
use crate::storage::mutex::{lock, try_lock};
use crate::store::journal::{Journal, JournalReader};
use crate::store::state::StoreContext;
use crate::store::state::rebuild::StateBuilder;

pub(crate) struct Notebook {
    pub lifecycle: Arc<Lifecycle>,
    pub projections: Projections,
    writer: Mutex<Writer>,
    /// Ops that are journalled and not folded; the writer counts them.
    pending: Arc<AtomicUsize>,
    pub device: Mutex<Device>,
    /// Where the clock was corrected.
    pub corrections: Mutex<Corrections>,
    /// What headquarters held when the journal's last op was this one: epoch, number, count.
    pub received: Mutex<Option<(u64, u64, ReceiptStatus)>>,
    /// Older journal files read whole in this session.
    pub verified_files: AtomicUsize,
    /// Of a state that was built on purpose.
    pub rebuilt: Mutex<Option<RebuildReport>>,
}

impl Notebook {
    pub fn new(
        context: StoreContext,
        builder: StateBuilder,
        folder: Lock,
        journal: Journal,
        device: Device,
    ) -> Notebook {
        let corrections = clock_corrections::read(&builder.dir);
        let correction = corrections.0.last().copied();
        let lifecycle = Arc::new(Lifecycle::new(folder));
        let pending = Arc::new(AtomicUsize::new(0));
        Notebook {
            projections: Projections::new(
                Arc::clone(&lifecycle),
                context,
                builder,
                device.officer,
            ),
            lifecycle,
            writer: Mutex::new(Writer::new(journal, correction, Arc::clone(&pending))),
            pending,
            device: Mutex::new(device),
            corrections: Mutex::new(corrections),
            received: Mutex::default(),
            verified_files: AtomicUsize::new(0),
            rebuilt: Mutex::default(),
        }
    }

    pub fn writer(&self) -> MutexGuard<'_, Writer> {
        lock(&self.writer)
    }

    /// `None` while a thread has the writer.
    pub fn try_writer(&self) -> Option<MutexGuard<'_, Writer>> {
        try_lock(&self.writer)
    }

    /// The writer, with nothing pending.
    pub fn settled_writer(&self) -> MutexGuard<'_, Writer> {
        let mut writer = self.writer();
        writer.fold_pending(&self.projections);
        writer
    }

    pub fn reader(&self) -> &JournalReader {
        &self.projections.builder.reader
    }

    pub fn dir(&self) -> &Path {
        &self.projections.builder.dir
    }

    /// Unix milliseconds.
    pub fn now(&self) -> u64 {
        (self.projections.now)()
    }

    /// Blocks until the state is whole and has folded every acknowledged op.
    pub fn wait_ready(&self) -> Result<(), StoreError> {
        self.lifecycle.wait_ready()?;
        self.fold_pending();
        Ok(())
    }

    /// Blocks until there is a state to read, be it one that is still being rebuilt.
    pub fn wait_serving(&self) -> Result<(), StoreError> {
        self.lifecycle.wait_serving()?;
        self.fold_pending();
        Ok(())
    }

    fn fold_pending(&self) {
        if self.pending.load(Ordering::Acquire) > 0 {
            drop(self.settled_writer());
        }
    }

    /// What a build on purpose has to tell.
    pub fn take_rebuilt(&self) -> Option<RebuildReport> {
        lock(&self.rebuilt).take()
    }

    pub fn get(&self, id: Id) -> Result<Option<Record>, StoreError> {
        self.projections.get(id)
    }
}
