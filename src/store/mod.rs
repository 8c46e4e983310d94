//! The notebook's database: a journal as the source of truth; sled's state and indexes derived from
//! it. `Store` opens it and hands out its parts. Only `state` names sled; nothing here knows a
//! screen or the protocol with headquarters. All calls block: not for the screen thread.

mod attachments;
mod erasures;
mod fold;
mod index;
pub mod journal;
pub mod messages;
mod notebook;
mod schema;
mod state;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;

use crate::programme::ProgrammeSource;

pub use crate::record::sync_status::ReceiptStatus;
pub use crate::storage::error::{OpeningFinding, StoreError};
pub use crate::storage::panic_guard::{catch_with_payload, is_quiet};
pub use crate::store::attachments::folder::{AttachmentFlaw, FileReport, Files};
pub use crate::store::attachments::incoming::{AttachmentPiece, Incoming, PIECE};
pub use crate::store::attachments::transfer::AttachmentRef;
pub use crate::store::erasures::{ErasedAnswers, Erasure, ErasureCount, Erasures};
pub use crate::store::fold::{PARTIAL, entity, fold, is_partial};
pub use crate::store::index::agenda::{AHEAD, LAPSES, ROWS};
pub use crate::store::notebook::attachments::Attachments;
pub use crate::store::notebook::audit::Audit;
pub use crate::store::notebook::backup::{
    ENROLLED, ENROLMENT, LAST_BACKUP, backup, half_written as half_written_backups,
    key_file_of as key_file_of_backup, last_backup, note_backup, open_backup,
};
pub use crate::store::notebook::batches::{Batches, NotUndoneReason, UndoOutcome};
pub use crate::store::notebook::change::{Commit, CommitError, Committed, Confirmed};
pub use crate::store::notebook::copies::has_unlike_copies;
pub use crate::store::notebook::device::Device;
pub use crate::store::notebook::downlink::{Cursor, Downlink, PieceOutcome};
pub use crate::store::notebook::drafts::Drafts;
pub use crate::store::notebook::history::{History, PastChange, PastEvent, Versions};
pub use crate::store::notebook::init::Setup;
pub use crate::store::notebook::inspect::{FileCount, JournalFacts, NotebookFiles, inspect};
pub use crate::store::notebook::lifecycle::News;
pub use crate::store::notebook::maintenance::Maintenance;
pub(crate) use crate::store::notebook::needs::{MAX_SAME, answers, targets};
pub use crate::store::notebook::open::{Opening, Options};
pub use crate::store::notebook::passphrase::PassphraseSettings;
pub use crate::store::notebook::query::Records;
pub use crate::store::notebook::reports::Reports;
pub use crate::store::notebook::uplink::{Uplink, reason};
use crate::store::notebook::verify;
pub use crate::store::notebook::verify_report::{StateReport, VerifyReport};
pub use journal::{Epoch, Outgoing};
pub use state::RemoteOps;

use crate::programme::spec::Programme;
use crate::record::audit::{AuditAbout, AuditDeed};
use crate::record::{Batch, Change, FieldNo, Id, Record, Value};
use crate::storage::crypto::key::Domain;
use crate::storage::crypto::key_folder::{KeyedFolder, NewPassphrase};
use crate::storage::disk::{Disk, RealDisk};
use crate::storage::mutex::lock;
use crate::store::notebook::Notebook;
use crate::store::notebook::commit::Committer;
use crate::store::notebook::lifecycle::Listener;
use crate::store::notebook::validate::CommitValidator;

pub use crate::indicators::Report as Results;

/// An open notebook. Calls may wait for the disk; all may be made from any thread.
pub struct Store {
    notebook: Arc<Notebook>,
    loader: Mutex<Option<JoinHandle<()>>>,
}

impl Store {
    /// Whether there is a notebook in this folder.
    pub fn exists(dir: &Path) -> bool {
        notebook::init::exists(dir)
    }

    /// Creates folder, keys and journal, with the officer's record as the first op.
    pub fn init(
        source: impl ProgrammeSource,
        dir: &Path,
        setup: &Setup,
        now: u64,
    ) -> Result<(), StoreError> {
        Store::init_on(Arc::new(RealDisk), source, dir, setup, now)
    }

    /// As `init`. `disk` writes the journal and renames the new notebook into place.
    pub fn init_on(
        disk: Arc<dyn Disk>,
        source: impl ProgrammeSource,
        dir: &Path,
        setup: &Setup,
        now: u64,
    ) -> Result<(), StoreError> {
        notebook::init::init(disk, source, dir, setup, None, now)
    }

    /// As `init`, protected by a passphrase from the first byte on.
    pub fn init_closed(
        source: impl ProgrammeSource,
        dir: &Path,
        setup: &Setup,
        passphrase: &NewPassphrase,
        now: u64,
    ) -> Result<(), StoreError> {
        notebook::init::init(Arc::new(RealDisk), source, dir, setup, Some(passphrase), now)
    }

    /// Returns when the journal's end is verified. First screen, drafts and the officer's record
    /// can be read at once; everything else blocks until the state is loaded.
    pub fn open(
        source: impl ProgrammeSource,
        folder: impl Into<KeyedFolder>,
        options: Options,
    ) -> Result<(Store, Opening), StoreError> {
        Store::open_on(Arc::new(RealDisk), source, folder, options)
    }

    /// As `open`. `disk` writes the journal and reports free space.
    pub fn open_on(
        disk: Arc<dyn Disk>,
        source: impl ProgrammeSource,
        folder: impl Into<KeyedFolder>,
        options: Options,
    ) -> Result<(Store, Opening), StoreError> {
        open(disk, source, folder.into(), options, false)
    }

    /// Durable when it returns `Ok`. A refused commit uses up no op number.
    pub fn commit(&self, commit: Commit) -> Result<Committed, CommitError> {
        let lost = CommitError::Store(StoreError::Bug("a commit without an answer"));
        self.commit_many(vec![commit]).pop().unwrap_or(Err(lost))
    }

    /// Commits many commands with one sync; each succeeds or fails alone.
    pub fn commit_many(&self, commits: Vec<Commit>) -> Vec<Result<Committed, CommitError>> {
        self.commit_and_erase(commits, None)
    }

    /// As `commit_many`, as parts of a batch that can be undone as a whole.
    pub fn commit_batch(
        &self,
        commits: Vec<Commit>,
        batch: &Batch,
    ) -> Vec<Result<Committed, CommitError>> {
        self.commit_and_erase(commits, Some(batch))
    }

    /// Writes a reviewer's decision, even where it changes no answer. Not validated: the officers'
    /// answers were. `Ok(false)`: the record has changed since `base`, or would become too long.
    pub fn decide(
        &self,
        id: Id,
        base: u64,
        set: Vec<(FieldNo, Option<Value>)>,
    ) -> Result<bool, StoreError> {
        Committer { notebook: &self.notebook }.decide(Change::Patch { id, base, set })
    }

    /// Validates a commit without writing.
    pub fn check(&self, commit: &Commit) -> Result<(), CommitError> {
        self.notebook.wait_ready()?;
        CommitValidator { projections: &self.notebook.projections }.check(commit)
    }

    /// Checks a new record against the size limits, before an import; returns it as committed.
    pub fn fits(&self, new: &Change) -> Result<Record, CommitError> {
        CommitValidator { projections: &self.notebook.projections }.fits(new)
    }

    /// The disk that all writes of the notebook use.
    pub(crate) fn disk(&self) -> &dyn Disk {
        &*self.notebook.projections.context.disk
    }

    pub fn records(&self) -> Records<'_> {
        Records { notebook: &self.notebook }
    }

    pub fn reports(&self) -> Reports<'_> {
        Reports { notebook: &self.notebook }
    }

    pub fn drafts(&self) -> Drafts<'_> {
        Drafts { notebook: &self.notebook }
    }

    pub fn history(&self) -> History<'_> {
        History { notebook: &self.notebook }
    }

    pub fn batches(&self) -> Batches<'_> {
        Batches { notebook: &self.notebook }
    }

    pub fn attachments(&self) -> Attachments<'_> {
        Attachments { notebook: &self.notebook }
    }

    /// The audit log.
    pub fn audit(&self) -> Audit<'_> {
        Audit { notebook: &self.notebook }
    }

    /// Data to be sent to headquarters.
    pub fn uplink(&self) -> Uplink<'_> {
        Uplink { notebook: &self.notebook }
    }

    /// Data received from headquarters.
    pub fn downlink(&self) -> Downlink<'_> {
        Downlink { notebook: &self.notebook }
    }

    /// Work for idle time.
    pub fn maintenance(&self) -> Maintenance<'_> {
        Maintenance { notebook: &self.notebook }
    }

    /// The kinds that this notebook knows.
    pub fn programme(&self) -> &'static Programme {
        self.notebook.projections.context.programme
    }

    /// The id of the officer's own record; never blocks.
    pub fn officer_id(&self) -> Id {
        self.notebook.projections.officer
    }

    pub fn device_id(&self) -> [u8; 16] {
        lock(&self.notebook.device).id
    }

    /// The device's signing key; zeroized on drop.
    pub fn signing_key(&self) -> ed25519_dalek::SigningKey {
        lock(&self.notebook.device).signing_key().clone()
    }

    /// Key of the hashes of imported rows: they reveal nothing of the list without it.
    pub fn import_key(&self) -> [u8; 32] {
        *self.notebook.projections.context.keys.subkey(Domain::ImportRow)
    }

    /// The notebook's folder.
    pub fn dir(&self) -> &Path {
        self.notebook.dir()
    }

    /// The notebook's folder with the keys that opened it.
    pub fn keyed_folder(&self) -> KeyedFolder {
        self.passphrase().keyed_folder()
    }

    /// The passphrase settings of the notebook.
    pub fn passphrase(&self) -> PassphraseSettings<'_> {
        PassphraseSettings { notebook: &self.notebook }
    }

    /// Takes the findings of the background since the last call.
    pub fn findings(&self) -> Vec<OpeningFinding> {
        self.notebook.lifecycle.take_findings()
    }

    /// Sets the listener for the progress of a rebuild.
    pub fn listen(&self, listener: Listener) {
        self.notebook.lifecycle.listen(listener);
    }

    /// Blocks until records can be read, even if some are missing because a rebuild is running.
    pub fn wait_serving(&self) -> Result<(), StoreError> {
        self.notebook.wait_serving()
    }

    /// Blocks until every record can be read.
    pub fn wait_ready(&self) -> Result<(), StoreError> {
        self.notebook.wait_ready()
    }

    /// Must be the last call; unlocks the folder even when it fails.
    pub fn close(&self) -> Result<(), StoreError> {
        let closed = self.notebook.close();
        self.join();
        closed
    }

    /// Writes a verified backup into a folder.
    pub fn backup(&self, folder: &Path) -> Result<PathBuf, StoreError> {
        self.notebook.wait_ready()?;
        // before the backup, so that the backup contains the entry
        let (deed, about) = (AuditDeed::Backup, AuditAbout::default());
        self.audit().note_if_possible(deed, about);
        let written =
            notebook::backup::back_up_open(&self.notebook, self.keyed_folder(), folder);
        self.audit().note_if_failed(deed, about, written)
    }

    /// Restores a backup into an empty folder, with the backup's keys and passphrase.
    pub fn open_backup(
        file: &Path,
        into: impl Into<KeyedFolder>,
        now: u64,
    ) -> Result<(), StoreError> {
        Store::open_backup_on(Arc::new(RealDisk), file, into, now)
    }

    /// As `open_backup`; `disk` writes the new notebook.
    pub fn open_backup_on(
        disk: Arc<dyn Disk>,
        file: &Path,
        into: impl Into<KeyedFolder>,
        now: u64,
    ) -> Result<(), StoreError> {
        notebook::backup::open_backup(&disk, file, into, now).map(|_| ())
    }

    /// Reads everything and compares the state with the journal. The notebook must be closed.
    pub fn verify(
        source: impl ProgrammeSource,
        folder: impl Into<KeyedFolder>,
    ) -> Result<VerifyReport, StoreError> {
        verify::verify(source, folder.into(), clock())
    }

    /// Builds the state again. The old one is moved into `broken/`; if a state is there already, one
    /// that opens and has no more than the journal is removed. The notebook must be closed.
    pub fn rebuild(
        source: impl ProgrammeSource,
        folder: impl Into<KeyedFolder>,
        now: fn() -> u64,
    ) -> Result<VerifyReport, StoreError> {
        rebuild(source, folder.into(), now)
    }

    fn join(&self) {
        if let Some(thread) = lock(&self.loader).take() {
            // a panic in the loader is already reported by the phase
            thread.join().unwrap_or_default();
        }
    }
}

impl Drop for Store {
    /// Makes no checkpoint: the journal has everything. The folder is unlocked on return.
    fn drop(&mut self) {
        self.notebook.lifecycle.close_soon();
        self.notebook.lifecycle.close_deferred();
        self.join();
    }
}

/// Unix milliseconds, for calls without a caller's clock.
fn clock() -> u64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    since.map_or(0, |d| u64::try_from(d.as_millis()).unwrap_or(u64::MAX))
}

fn open(
    disk: Arc<dyn Disk>,
    source: impl ProgrammeSource,
    folder: KeyedFolder,
    options: Options,
    rebuild: bool,
) -> Result<(Store, Opening), StoreError> {
    let (notebook, loader, opening) =
        notebook::open::open(disk, source, folder, options, rebuild)?;
    Ok((Store { notebook, loader: Mutex::new(Some(loader)) }, opening))
}

fn rebuild(
    source: impl ProgrammeSource,
    folder: KeyedFolder,
    now: fn() -> u64,
) -> Result<VerifyReport, StoreError> {
    if !Store::exists(&folder.dir) {
        return Err(StoreError::NoNotebook(folder.dir));
    }
    let options = Options { take_over: false, serve_early: false, now };
    // If the journal has lost frames, the opening first writes what the old state still knows as
    // new ops, and only then moves that state aside.
    let programme = source.programme();
    let (store, opening) = open(Arc::new(RealDisk), programme, folder, options, true)?;
    store.wait_ready()?;
    let mut findings = opening.findings;
    findings.extend(store.findings());
    store.close()?;
    let folder = store.keyed_folder();
    let (reader, rebuilt) = (store.notebook.reader().clone(), store.notebook.take_rebuilt());
    drop(store); // frees the index, which takes as much memory as the comparison
    let mut report = verify::after_rebuild(rebuilt, &reader, programme, folder, now())?;
    findings.append(&mut report.findings);
    report.findings = findings;
    Ok(report)
}
