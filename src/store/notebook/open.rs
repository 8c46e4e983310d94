//! From a folder to an open notebook. What the first screen needs is there at once: lock, key,
//! the journal's end, the head. sled and the names index come behind, in a thread of their own.

pub(crate) use crate::store::state::ground;
pub(crate) use crate::store::state::rebuild::workshop;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::thread::JoinHandle;

use super::device::Device;
use super::init;
use crate::programme::spec::Programme;
use crate::record::{Body, Change, Id, Op};
use crate::storage::crypto::key::Keys;
use crate::storage::disk::{Disk, refuse_links};
use crate::storage::error::{Doing, OpeningFinding, StoreError};
use crate::storage::lock::Lock;
use crate::storage::space;
use crate::storage::space::Room;
use crate::store::fold;
use crate::store::index::records::{IndexEntry as Name, RecordIndex};
use crate::store::index::start_cache;
use crate::store::index::start_cache::StartCache;
use crate::store::journal::{Entry, Journal, JournalSettings};
use crate::store::notebook::draft_book;
use crate::store::notebook::inner::{Inner, News, StartScreen, StorePhase, held, write};
use crate::store::state::generations;
use crate::store::state::memory_copy::Scratch;
use crate::store::state::rebuild::{StateBuilder, StateVerdict, surplus};
use crate::store::state::{Applied, State, StateFault};

/// How far what opens behind stands back from the screen.
const YIELDING: i32 = 10;

/// The names as they were written down, and when.
type Snapshot = (RecordIndex, Applied);

/// Records read at an opening after which the names are written down again.
const MANY: usize = 1000;

/// Waits its turn, or asks the holder to leave.
pub(crate) fn lock(dir: &Path, options: &Options) -> Result<Lock, StoreError> {
    match Lock::take(dir, (options.now)()) {
        Err(StoreError::Held(holder)) if options.take_over => {
            Lock::take_over(dir, &holder, (options.now)())
        }
        other => other,
    }
}

/// A state somewhere else for a notebook whose disk takes nothing.
pub(crate) fn scratch(room: Room, dir: &Path) -> Result<Option<Arc<Scratch>>, StoreError> {
    match room {
        Room::Enough => Ok(None),
        Room::Full { .. } | Room::ReadOnly => Ok(Some(Arc::new(Scratch::of(dir)?))),
    }
}

/// `programme` is asked for when the journal has been read, so that somebody else may load it
/// meanwhile; `anew`: the state is made again even if there is a good one.
pub(crate) fn open(
    disk: Arc<dyn Disk>,
    programme: impl FnOnce() -> &'static Programme,
    dir: &Path,
    options: Options,
    anew: bool,
) -> Result<(Arc<Inner>, JoinHandle<()>, Opening), StoreError> {
    let beside = options.beside && !anew;
    if !init::exists(dir) {
        return Err(StoreError::NoNotebook(dir.to_owned()));
    }
    let lock = lock(dir, &options)?;
    for name in ["journal", "state", "broken", crate::store::attachments::folder::FOLDER] {
        refuse_links(dir, &dir.join(name))?;
    }
    let room = space::room(&*disk, dir)?;
    if anew {
        room.must_be_enough(dir)?;
    }
    let scratch = scratch(room, dir)?;
    let (keys, mut findings) = Keys::load(dir)?;
    findings.extend(room.finding());
    let device = Device::load(dir, &keys)?;
    let settings = JournalSettings { disk, ..JournalSettings::default() };
    let (mut journal, found) = Journal::open_with(settings, dir, &keys)?;
    findings.extend(found);
    let last = super::clock_corrections::read(dir).true_millis(journal.tail().hlc);
    findings.extend(OpeningFinding::of_clock((options.now)(), last));
    if room == Room::ReadOnly {
        journal.only_read();
    }
    let ground = ground(programme(), keys);
    let shop = StateBuilder { scratch, ..workshop(dir, &ground, &journal, options.now) };
    let kept = StartCache::read(dir, &ground.sealer)
        .filter(|kept| kept.no <= shop.tail.frame_no)
        .filter(|kept| shop.knows(Applied { no: kept.no, link: kept.link }));
    let inner = Arc::new(Inner::new(shop, lock, journal, device, (anew, beside)));
    inner.note_loss(&findings);
    inner.take_head(kept);
    let behind = Arc::clone(&inner);
    let worker = std::thread::Builder::new()
        .name("store".into())
        .spawn(move || behind.load())
        .map_err(|e| StoreError::io(Doing::Create, Path::new("thread"), e))?;
    Ok((inner, worker, Opening { findings }))
}

impl Inner {
    /// The head, and what the journal says since.
    fn take_head(&self, kept: Option<StartCache>) {
        let Some(mut kept) = kept else { return };
        let mut book = draft_book::DraftBook::load(std::mem::take(&mut kept.drafts));
        let mut fresh = true;
        let mut officer = kept.officer();
        let more =
            (kept.no < self.shop.tail.frame_no).then(|| self.shop.reader.frames(kept.no + 1));
        for found in more.into_iter().flatten() {
            let Ok((_, entry)) = found else { return };
            if let Entry::Ops { ops, .. } = &entry {
                fresh = false;
                let speaks = |op: &Op| fold::entity(op) == Some(self.officer);
                if ops.iter().any(speaks) {
                    officer = None;
                }
            }
            if let Entry::Down(down) = &entry {
                fresh = false;
                if down.read().ids().any(|id| id == self.officer) {
                    officer = None;
                }
            }
            book.take(self.ground.programme, &entry);
        }
        *held(&self.drafts) = Some(book);
        *held(&self.start) = Some(StartScreen { officer, today: fresh.then_some(kept.today) });
    }

    /// Everything that opening leaves for later.
    fn load(&self) {
        if self.beside {
            // this thread alone: whoever looks at the first screen goes first
            rustix::process::nice(YIELDING).map(drop).unwrap_or(());
        }
        if held(&self.drafts).is_none() {
            let book = self.all_drafts();
            *held(&self.drafts) = Some(book);
            self.wake.notify_all();
        }
        let done = crate::storage::panic_guard::catch(|| self.load_state());
        self.enter(match done {
            Ok(Ok(())) => StorePhase::Ready,
            Ok(Err(fault)) => StorePhase::Failed(fault.into()),
            Err(_) => StorePhase::Failed(StoreError::StateLost),
        });
    }

    fn all_drafts(&self) -> draft_book::DraftBook {
        let mut book = draft_book::DraftBook::default();
        for (_, entry) in self.shop.reader.frames(1).flatten() {
            book.take(self.ground.programme, &entry);
        }
        book
    }

    fn load_state(&self) -> Result<(), StateFault> {
        let (snapshot, found) = self.read_both();
        let ahead = matches!(found, Some((_, StateVerdict::Ahead)));
        let lost = self.shop.tail.hole || ahead;
        let old = match found {
            Some((state, StateVerdict::Agrees)) if !lost && !self.anew => {
                match self.catch_up(&state) {
                    Ok(findings) => return self.serve(state, snapshot, findings),
                    Err(fault) if fault.is_disk() => return Err(fault),
                    Err(_) => {
                        state.close(true);
                        None
                    }
                }
            }
            Some((old, _)) => Some(old),
            None => None,
        };
        self.make_state(old, lost)
    }

    /// The names, most of which is text to unpack, and the state, most of which is waiting for
    /// the disk, at the same time.
    fn read_both(&self) -> (Option<Snapshot>, Option<(State, StateVerdict)>) {
        std::thread::scope(|scope| {
            let names =
                scope.spawn(|| start_cache::read_names(&self.shop.dir, &self.ground.sealer));
            let found = self.shop.find();
            // names that cannot be read are made from the records
            (names.join().unwrap_or_default(), found)
        })
    }

    fn serve(
        &self,
        state: State,
        snapshot: Option<Snapshot>,
        findings: Vec<OpeningFinding>,
    ) -> Result<(), StateFault> {
        generations::note_boot(state.folder())?;
        let live = state.folder().to_owned();
        let (names, state) = self.load_names(snapshot, state)?;
        *held(&self.names) = names;
        *write(&self.state) = Some(state);
        self.tell(findings);
        self.shop.tidy(&live)?;
        Ok(())
    }

    /// The state made anew; what only the old one knows is saved first.
    fn make_state(&self, old: Option<State>, lost: bool) -> Result<(), StateFault> {
        if self.beside && !lost {
            let findings = self.grow()?;
            return self.end_growing(old, findings);
        }
        let (state, findings) = self.shop.build()?;
        let damaged = findings.iter().any(|f| matches!(f, OpeningFinding::Damaged(_)));
        let (state, findings) = match old {
            old if lost || damaged => self.write_again(old, state, findings, lost)?,
            Some(old) => {
                old.close(false);
                (state, findings)
            }
            None => (state, findings),
        };
        self.serve(state, None, findings)
    }

    fn end_growing(
        &self,
        old: Option<State>,
        findings: Vec<OpeningFinding>,
    ) -> Result<(), StateFault> {
        let damaged = findings.iter().any(|f| matches!(f, OpeningFinding::Damaged(_)));
        match old {
            Some(old) if damaged => {
                // what only the old one knows is read and written with nobody at work
                self.enter(StorePhase::Loading);
                let state = write(&self.state).take().ok_or(StateFault::Foreign)?;
                let (state, findings) = self.write_again(Some(old), state, findings, false)?;
                return self.serve(state, None, findings);
            }
            Some(old) => old.close(false),
            None => {}
        }
        self.settle_grown()?;
        let live = self.try_ask(|state| Ok(state.folder().to_owned()))?;
        generations::note_boot(&live)?;
        self.shop.tidy(&live)?;
        self.announce(News::Grown(findings));
        Ok(())
    }

    fn catch_up(&self, state: &State) -> Result<Vec<OpeningFinding>, StateFault> {
        match self.shop.is_level(state.applied()?) {
            true => Ok(Vec::new()),
            false => self.shop.catch_up(state),
        }
    }

    /// The journal has lost frames that were confirmed. What the old state still knows is
    /// written again, under a new epoch.
    fn write_again(
        &self,
        old: Option<State>,
        new: State,
        mut findings: Vec<OpeningFinding>,
        lost: bool,
    ) -> Result<(State, Vec<OpeningFinding>), StateFault> {
        let more = old.as_ref().map(|old| surplus(old, &new));
        // A state that breaks while it is read saves nothing; the journal's part stands.
        let more = more.transpose().unwrap_or_default().unwrap_or_default();
        if let Some(old) = old {
            old.close(false);
        }
        let records = more.changes.len().max(more.flips.len());
        if records == 0 && !lost {
            return Ok((new, findings));
        }
        *write(&self.state) = Some(new);
        let done = self.new_epoch().and_then(|()| self.write_surplus(more));
        let state = write(&self.state).take().ok_or(StateFault::Foreign)?;
        if let Err(error) = done {
            state.close(false);
            return Err(StateFault::Store(error));
        }
        findings.push(OpeningFinding::WrittenAgain { records });
        Ok((state, findings))
    }

    fn new_epoch(&self) -> Result<(), StoreError> {
        let epoch = u64::from_le_bytes(crate::storage::crypto::random::random()?);
        let mut writer = self.writer();
        let tail = writer.journal.tail();
        writer.journal.start_epoch(epoch)?;
        let hlc = writer.clock.tick((self.now)());
        let reason = crate::store::notebook::uplink::reason::LOST.to_owned();
        let body = Body::Epoch { old_epoch: tail.epoch, old_seq: tail.seq, reason };
        let op = Op { seq: 1, hlc, wall_flag: 0, ver: 1, body };
        writer.journal.append(vec![Entry::Ops { ops: vec![op], ends_draft: None }])?;
        held(&self.device).set_epoch(&self.shop.dir, &self.ground.keys, epoch)
    }

    fn write_surplus(
        &self,
        more: crate::store::state::rebuild::Surplus,
    ) -> Result<(), StoreError> {
        self.write_raw(&mut self.writer(), more.changes)?;
        let mut flips = Vec::new();
        for (id, deleted) in more.flips {
            let Some(record) = self.state_get(id)? else { continue };
            let base = record.head;
            flips.push(match deleted {
                Some(reason) => Change::Delete { id, base, reason },
                None => Change::Restore { id, base },
            });
        }
        self.write_raw(&mut self.writer(), flips)
    }

    /// From the snapshot and the few ops since, or from all records.
    fn load_names(
        &self,
        snapshot: Option<Snapshot>,
        state: State,
    ) -> Result<(RecordIndex, State), StateFault> {
        let applied = state.applied()?;
        let (mut names, read) = match snapshot {
            Some((names, at)) if at.no <= applied.no && self.shop.knows(at) => {
                let touched = (at != applied).then(|| self.touched_since(at.no));
                self.name_again(names, touched.unwrap_or_default(), &state)?
            }
            _ => {
                let (mut names, mut read) = (RecordIndex::default(), 0);
                state.each(|record| {
                    read += 1;
                    self.name(&mut names, &record);
                })?;
                (names, read)
            }
        };
        if read < MANY || self.shop.scratch.is_some() {
            return Ok((names, state));
        }
        // The next start shall not read them again, whatever end this session comes to; and sled
        // keeps pages far beyond its cache's size, until it is opened anew.
        start_cache::write_names(&self.shop.dir, &self.ground.sealer, &mut names, applied)?;
        let folder = state.folder().to_owned();
        state.close(false);
        Ok((names, State::open(&folder, &self.ground)?))
    }

    fn name_again(
        &self,
        mut names: RecordIndex,
        touched: std::collections::BTreeSet<Id>,
        state: &State,
    ) -> Result<(RecordIndex, usize), StateFault> {
        let read = touched.len();
        for id in touched {
            if let Some(record) = state.get(id, None)? {
                self.name(&mut names, &record);
            }
        }
        Ok((names, read))
    }

    fn touched_since(&self, no: u64) -> std::collections::BTreeSet<Id> {
        let mut ids = std::collections::BTreeSet::new();
        for (_, entry) in self.shop.reader.frames(no + 1).flatten() {
            match entry {
                Entry::Ops { ops, .. } => ids.extend(ops.iter().filter_map(fold::entity)),
                Entry::Down(down) => ids.extend(down.read().ids()),
                _ => {}
            }
        }
        ids
    }

    pub(crate) fn name(&self, names: &mut RecordIndex, record: &crate::record::Record) {
        let ground = &self.ground;
        let plan = ground.plan.kind(record.kind);
        let known = plan.and_then(|plan| Name::of(ground.programme, plan, record));
        names.put(&known.unwrap_or_else(|| Name::bare(record)));
    }

    pub(crate) fn is_closed(&self) -> bool {
        self.closed.load(Ordering::Acquire)
    }
}

#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// ask the program that holds the notebook to leave
    pub take_over: bool,
    /// a state that must be made anew answers while it grows; otherwise whoever asks waits
    pub beside: bool,
    /// Unix milliseconds
    pub now: fn() -> u64,
}

/// What opening found: a sentence for the officer each (`crate::store::messages::finding`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Opening {
    pub findings: Vec<OpeningFinding>,
}
