//! The open notebook: its three parts, and the uses that need more than one of them.
//!
//! `Writer` has the journal's end, `Projections` the data derived from the journal, `Lifecycle` the
//! phases. `Notebook` holds them and defines the lock order: the writer first, then the order in
//! `projections`. The other files in this folder are uses of the three: commit, queries, drafts,
//! history, uplink, downlink, backup.

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
    /// Number of ops that are journalled and not folded; updated by the writer.
    pending: Arc<AtomicUsize>,
    pub device: Mutex<Device>,
    /// Corrections of the clock.
    pub corrections: Mutex<Corrections>,
    /// Cached receipt status, with the (epoch, seq) of the journal's last op at that time.
    pub received: Mutex<Option<(u64, u64, ReceiptStatus)>>,
    /// Number of journal files verified in this session.
    pub verified_files: AtomicUsize,
    /// Report of a requested rebuild.
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

    /// `None` while another thread holds the writer.
    pub fn try_writer(&self) -> Option<MutexGuard<'_, Writer>> {
        try_lock(&self.writer)
    }

    /// The writer, after folding all pending ops.
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

    /// Blocks until the state is complete and has folded every acknowledged op.
    pub fn wait_ready(&self) -> Result<(), StoreError> {
        self.lifecycle.wait_ready()?;
        self.fold_pending();
        Ok(())
    }

    /// Blocks until a state can be read, even one that is being rebuilt.
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

    /// Takes the report of a requested rebuild.
    pub fn take_rebuilt(&self) -> Option<RebuildReport> {
        lock(&self.rebuilt).take()
    }

    pub fn get(&self, id: Id) -> Result<Option<Record>, StoreError> {
        self.projections.get(id)
    }
}
