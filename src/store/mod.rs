//! The records on disk: the journal is the truth, sled's state is derived from it. The only module
//! that knows sled; knows no screen and, but for what `storage` gives it, no format.
//!
//! Everything here blocks; the screen's thread calls none of it.

mod attachments;
mod fold;
mod index;
pub mod journal;
pub mod messages;
mod notebook;
mod schema;
mod state;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;

pub use crate::record::standing::ReceiptStatus;
pub use crate::storage::error::{OpeningFinding, StoreError};
pub use crate::storage::panic_guard::{catch_said, is_quiet};
pub use crate::store::attachments::folder::{FileReport, Files, Flaw};
pub use crate::store::attachments::incoming::{AttachmentPiece, Incoming, PIECE};
pub use crate::store::attachments::transfer::AttachmentRef;
pub use crate::store::fold::{PARTIAL, entity, fold, is_partial};
pub use crate::store::index::agenda::{AHEAD, LAPSES, ROWS};
pub use crate::store::notebook::backup::{ENROLLED, ENROLMENT, backup, open_backup};
pub use crate::store::notebook::batches::{KeptBecause, Undone};
pub use crate::store::notebook::change::{Commit, CommitError, Committed};
pub use crate::store::notebook::device::Device;
pub use crate::store::notebook::downlink::{Cursor, LanePiece, PieceTaken};
pub use crate::store::notebook::history::{Happened, PastChange};
pub use crate::store::notebook::init::Setup;
pub use crate::store::notebook::inner::News;
pub use crate::store::notebook::open::{Opening, Options};
pub use crate::store::notebook::uplink::reason;
pub use crate::store::notebook::verify::{StateReport, VerifyReport};
pub use crate::store::notebook::versions::Versions;
pub use journal::{Epoch, Outgoing};
pub use state::RemoteOps;

use crate::store::notebook::inner::{Inner, Listener, held};

use crate::indicators::{Ref, Report as Results};
use crate::programme::check::Need;
use crate::programme::programme;
use crate::programme::spec::Programme;
use crate::record::{
    Batch, BatchDone, Change, Date, Draft, FieldNo, Fields, Id, KindNo, Page, Query, Record,
    ReportQuery, Review, Today, Value,
};
use crate::storage::disk::{Disk, RealDisk};

/// An open notebook. Every call may wait for the disk; all may be made from any thread.
pub struct Store {
    inner: Arc<Inner>,
    behind: Mutex<Option<JoinHandle<()>>>,
}

impl Store {
    /// Whether there is a notebook in this folder.
    pub fn exists(dir: &Path) -> bool {
        notebook::init::exists(dir)
    }

    /// Makes the folder, the keys, the journal, and the officer's own record as its first op.
    pub fn init(dir: &Path, setup: &Setup, now: u64) -> Result<(), StoreError> {
        Store::init_with(programme(), dir, setup, now)
    }

    pub fn init_with(
        programme: &'static Programme,
        dir: &Path,
        setup: &Setup,
        now: u64,
    ) -> Result<(), StoreError> {
        notebook::init::init(Arc::new(RealDisk), programme, dir, setup, now)
    }

    /// `disk`: the journal's, and the one that moves the notebook into its place.
    pub fn init_on(
        disk: Arc<dyn Disk>,
        dir: &Path,
        setup: &Setup,
        now: u64,
    ) -> Result<(), StoreError> {
        notebook::init::init(disk, programme(), dir, setup, now)
    }

    /// Returns as soon as the journal's end is verified; `today`, `drafts` and `officer` answer
    /// at once, everything else waits for the state behind.
    pub fn open(dir: &Path, options: Options) -> Result<(Store, Opening), StoreError> {
        open(Arc::new(RealDisk), programme, dir, options, false)
    }

    pub fn open_with(
        programme: &'static Programme,
        dir: &Path,
        options: Options,
    ) -> Result<(Store, Opening), StoreError> {
        Store::open_on(Arc::new(RealDisk), programme, dir, options)
    }

    /// `disk`: the journal's, and the one that is asked for free space.
    pub fn open_on(
        disk: Arc<dyn Disk>,
        programme: &'static Programme,
        dir: &Path,
        options: Options,
    ) -> Result<(Store, Opening), StoreError> {
        open(disk, || programme, dir, options, false)
    }

    /// Durable when it returns; refused before any number is given.
    pub fn commit(&self, commit: Commit) -> Result<Committed, CommitError> {
        let lost = CommitError::Store(StoreError::Bug("a commit without an answer"));
        self.commit_many(vec![commit]).pop().unwrap_or(Err(lost))
    }

    /// Many commands with one wait for the disk; each stands or falls alone.
    pub fn commit_many(&self, commits: Vec<Commit>) -> Vec<Result<Committed, CommitError>> {
        self.inner.commit_many(commits, None)
    }

    /// The same, as parts of a batch that can be undone as a whole.
    pub fn commit_batch(
        &self,
        commits: Vec<Commit>,
        batch: &Batch,
    ) -> Vec<Result<Committed, CommitError>> {
        self.inner.commit_many(commits, Some(batch))
    }

    /// Batches of the last 30 days, the newest first.
    pub fn batches(&self) -> Result<Vec<BatchDone>, StoreError> {
        self.inner.batches()
    }

    /// Undoes a batch under the name of another one; records that something was built on stay.
    pub fn undo(&self, batch: &Batch, by: &Batch, reason: &str) -> Result<Undone, StoreError> {
        self.inner.undo(batch, by, reason)
    }

    /// Whether a new record is small enough to be saved; asked before a list is imported.
    pub fn fits(&self, new: &Change) -> Result<(), CommitError> {
        self.inner.fits(new)
    }

    /// All records of a kind, and whether each is deleted.
    pub fn ids(&self, kind: KindNo) -> Result<Vec<(Id, bool)>, StoreError> {
        self.inner.ids(kind)
    }

    /// A reviewer's decision: said also where the shown answer is the chosen one, and not judged
    /// again, since officers' answers were. False: the record has gone on, look again; or the answer
    /// is too long beside the others.
    pub fn decide(
        &self,
        id: Id,
        base: u64,
        set: Vec<(FieldNo, Option<Value>)>,
    ) -> Result<bool, StoreError> {
        self.inner.decide(Change::Patch { id, base, set })
    }

    /// Journals a draft; durable when it returns. Gives the frame's number.
    pub fn save_draft(&self, draft: &Draft) -> Result<u64, StoreError> {
        self.inner.save_draft(draft)
    }

    /// Ends a draft that leads to nothing; with `hide` it can be taken up again for 30 days.
    pub fn end_draft(&self, id: Id, hide: bool) -> Result<(), StoreError> {
        self.inner.end_draft(id, hide)
    }

    /// The officer discards a draft: hidden, and restorable for 30 days from now on.
    pub fn discard_draft(&self, id: Id) -> Result<(), StoreError> {
        self.inner.discard_draft(id)
    }

    /// Takes a hidden draft up again.
    pub fn show_draft(&self, id: Id) -> Result<(), StoreError> {
        self.inner.show_draft(id)
    }

    /// Last touched first, hidden ones included.
    pub fn drafts(&self) -> Vec<Draft> {
        self.inner.list_drafts()
    }

    pub fn get(&self, id: Id) -> Result<Option<Record>, StoreError> {
        self.inner.wait_served()?;
        self.inner.state_get(id)
    }

    /// The changes of a record, first to last.
    pub fn history(&self, id: Id) -> Result<Vec<PastChange>, StoreError> {
        self.inner.history(id)
    }

    /// All that headquarters said of a record, the oldest word first.
    pub fn words(&self, id: Id) -> Result<Vec<Review>, StoreError> {
        self.inner.words(id)
    }

    /// A record's answers when `head` was its head; `None` where the journal does not tell.
    pub fn fields_at(&self, id: Id, head: u64) -> Result<Option<Fields>, StoreError> {
        self.inner.fields_at(id, head)
    }

    /// The answers that records had at each of their heads; a record without any has a history
    /// that the journal does not tell whole.
    pub fn versions(&self, ids: &BTreeSet<Id>) -> Result<BTreeMap<Id, Versions>, StoreError> {
        self.inner.versions(ids)
    }

    pub fn page(&self, query: &Query, start: usize, limit: usize) -> Result<Page, StoreError> {
        self.inner.page(query, start, limit, None)
    }

    /// The window moves as far as the record `keep` has moved from the place where it was.
    pub fn page_around(
        &self,
        query: &Query,
        start: usize,
        limit: usize,
        keep: Option<(Id, usize)>,
    ) -> Result<Page, StoreError> {
        self.inner.page(query, start, limit, keep)
    }

    pub fn today(&self, today: Date) -> Result<Today, StoreError> {
        self.inner.today(today)
    }

    /// What was reached in a period and a place. The first answer reads the records that count;
    /// later ones read none.
    pub fn results(&self, asked: &ReportQuery) -> Result<Arc<Results>, StoreError> {
        self.inner.results(asked)
    }

    /// The records that figures of a report name.
    pub fn ids_of(&self, records: &[Ref]) -> Vec<Id> {
        self.inner.ids_of(records)
    }

    /// The kinds that this notebook knows.
    pub fn programme(&self) -> &'static Programme {
        self.inner.ground.programme
    }

    /// How many records of each kind point at this one.
    pub fn hanging(&self, id: Id) -> Result<Vec<(KindNo, usize)>, StoreError> {
        self.inner.wait_served()?;
        self.inner.hanging(id)
    }

    /// The other records that a check looks at.
    pub fn context(&self, needs: &[Need]) -> Result<Vec<(Need, Vec<Record>)>, StoreError> {
        self.inner.wait_served()?;
        self.inner.find_needs(needs)
    }

    /// Others that may describe the same as this one: only headquarters knows them without reading
    /// all. At most so many for each thing that they share.
    pub fn twins(&self, record: &Record, most: usize) -> Result<Vec<Record>, StoreError> {
        self.inner.wait_served()?;
        self.inner.twins(record, most)
    }

    /// Those among them that are deleted.
    pub fn deleted_among(&self, ids: &[Id]) -> Result<Vec<Id>, StoreError> {
        self.inner.wait_served()?;
        Ok(self.inner.deleted_among(ids))
    }

    /// Titles of those that are known.
    pub fn titles(&self, ids: &[Id]) -> Result<BTreeMap<Id, String>, StoreError> {
        self.inner.wait_served()?;
        Ok(self.inner.titles(ids))
    }

    /// Takes a file's bytes in, sealed; durable when it returns, so that a record may name them.
    pub fn take_in(
        &self,
        plain: &[u8],
    ) -> Result<crate::storage::format::blob::Sum, StoreError> {
        self.inner.take_in(plain)
    }

    /// The plain bytes of an attachment, whole and unchanged.
    pub fn file_bytes(&self, record: &Record) -> Result<Vec<u8>, Flaw> {
        self.inner.file_bytes(record)
    }

    /// What is wrong with the file that this record stands for, if it does.
    pub fn flaw(&self, record: &Record) -> Option<Flaw> {
        self.inner.flaw(record)
    }

    /// The officer's own record.
    pub fn officer(&self) -> Result<Option<Record>, StoreError> {
        self.inner.officer_record()
    }

    /// The officer's own record's id; known at once.
    pub fn officer_id(&self) -> Id {
        self.inner.officer
    }

    /// Who writes here.
    pub fn device_id(&self) -> [u8; 16] {
        held(&self.inner.device).id
    }

    /// What this device signs with; wipes itself when dropped.
    pub fn signing_key(&self) -> ed25519_dalek::SigningKey {
        held(&self.inner.device).signing_key().clone()
    }

    /// Under which rows of imported lists are hashed: nobody without it can try out what one said.
    pub fn import_key(&self) -> [u8; 32] {
        *self.inner.ground.keys.subkey(crate::storage::crypto::key::Domain::ImportRow)
    }

    /// The notebook's folder.
    pub fn dir(&self) -> &Path {
        &self.inner.shop.dir
    }

    /// All records, deleted ones included.
    pub fn count(&self) -> Result<usize, StoreError> {
        self.inner.wait()?;
        self.inner.ask(|state| Ok(state.len()))
    }

    /// What the background found since the last call.
    pub fn findings(&self) -> Vec<OpeningFinding> {
        self.inner.take_findings()
    }

    /// Who is told of what happens behind while the state grows.
    pub fn listen(&self, listener: Listener) {
        *held(&self.inner.listener) = Some(listener);
    }

    /// Waits until records can be asked for, be it those that stand again already.
    pub fn wait_served(&self) -> Result<(), StoreError> {
        self.inner.wait_served()
    }

    /// Waits until every record can be asked for.
    pub fn wait(&self) -> Result<(), StoreError> {
        self.inner.wait()
    }

    /// For idle time: the state made durable, the next journal file made ready.
    pub fn checkpoint(&self) -> Result<(), StoreError> {
        if self.inner.is_growing() {
            return Ok(());
        }
        self.inner.wait()?;
        let mut writer = self.inner.writer();
        self.inner.checkpoint(&mut writer, false)?;
        if self.inner.shop.scratch.is_some() {
            return Ok(());
        }
        writer.journal.prepare_next()?;
        crate::storage::space::keep_ballast(&RealDisk, &self.inner.shop.dir)
    }

    /// For idle time, behind `checkpoint`: one older file of the journal is read whole, and what is
    /// wrong with it stands in `findings`. True while there are more files.
    pub fn verify_older(&self) -> Result<bool, StoreError> {
        if self.inner.is_growing() {
            return Ok(true);
        }
        self.inner.wait()?;
        self.inner.verify_older()
    }

    /// For idle time, behind `verify_older`: a state whose file is far larger than what lives in
    /// it, and than `from` bytes, is made anew beside the work. True when it was.
    pub fn make_smaller(&self, from: u64) -> Result<bool, StoreError> {
        self.inner.make_smaller(from)
    }

    /// The last act; the notebook is let go also when it fails.
    pub fn close(&self) -> Result<(), StoreError> {
        let done = self.inner.close();
        self.join();
        done
    }

    /// Writes a verified backup into a folder.
    pub fn backup(&self, folder: &Path) -> Result<PathBuf, StoreError> {
        self.inner.wait()?;
        let mut writer = self.inner.writer();
        self.inner.checkpoint(&mut writer, false)?;
        crate::store::notebook::backup::backup(&self.inner.shop.dir, folder, (self.inner.now)())
            .map(|(file, _)| file)
    }

    /// Names of backups in a folder that another program is writing, or never wrote to their end.
    pub fn half_written_backups(folder: &Path) -> Result<Vec<String>, StoreError> {
        crate::store::notebook::backup::half_written(folder)
    }

    /// Makes a notebook of a backup in an empty folder.
    pub fn open_backup(file: &Path, into: &Path, now: u64) -> Result<(), StoreError> {
        crate::store::notebook::backup::open_backup(file, into, now).map(|_| ())
    }

    /// Reads everything and compares the state with the journal. The notebook must be closed.
    pub fn verify(dir: &Path) -> Result<VerifyReport, StoreError> {
        Store::verify_with(programme(), dir)
    }

    pub fn verify_with(
        programme: &'static Programme,
        dir: &Path,
    ) -> Result<VerifyReport, StoreError> {
        crate::store::notebook::verify::verify(programme, dir, clock())
    }

    /// Lays the state aside (into `broken/`) and makes it anew. The notebook must be closed.
    pub fn rebuild(dir: &Path, now: fn() -> u64) -> Result<VerifyReport, StoreError> {
        rebuild(programme(), dir, now)
    }

    pub fn rebuild_with(
        programme: &'static Programme,
        dir: &Path,
        now: fn() -> u64,
    ) -> Result<VerifyReport, StoreError> {
        rebuild(programme, dir, now)
    }

    fn join(&self) {
        if let Some(thread) = held(&self.behind).take() {
            // a panic in there has been told already: the phase says so
            thread.join().unwrap_or_default();
        }
    }
}

impl Drop for Store {
    /// No checkpoint: the journal has everything. The folder is free when this returns.
    fn drop(&mut self) {
        self.inner.leaving.store(true, std::sync::atomic::Ordering::Release);
        self.join();
    }
}

/// Unix milliseconds, where no caller's clock is at hand.
fn clock() -> u64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    since.map_or(0, |d| u64::try_from(d.as_millis()).unwrap_or(u64::MAX))
}

fn open(
    disk: Arc<dyn Disk>,
    programme: impl FnOnce() -> &'static Programme,
    dir: &Path,
    options: Options,
    anew: bool,
) -> Result<(Store, Opening), StoreError> {
    let (inner, worker, opening) = notebook::open::open(disk, programme, dir, options, anew)?;
    Ok((Store { inner, behind: Mutex::new(Some(worker)) }, opening))
}

fn rebuild(
    programme: &'static Programme,
    dir: &Path,
    now: fn() -> u64,
) -> Result<VerifyReport, StoreError> {
    if !Store::exists(dir) {
        return Err(StoreError::NoNotebook(dir.to_owned()));
    }
    let options = Options { take_over: false, beside: false, now };
    // Opening repairs a journal that lost frames from what the old state still knows, and only then
    // lays that state aside.
    let (store, opening) = open(Arc::new(RealDisk), || programme, dir, options, true)?;
    store.wait()?;
    let mut findings = opening.findings;
    findings.extend(store.findings());
    store.close()?;
    let mut report = notebook::verify::verify(programme, dir, now())?;
    findings.append(&mut report.findings);
    report.findings = findings;
    Ok(report)
}
