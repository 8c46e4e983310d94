//! Understanding what came in: logs read behind their cursors, each record merged anew from all
//! that was ever said about it, the result in headquarters' notebook and in the lanes. It may stop
//! anywhere and run again: everything here can be done twice.
//!
//! Whoever holds the store folds. What cannot be read or is not known yet is held; the rest goes on.

pub(crate) mod assigned_work;
pub(crate) mod authority;
pub(crate) mod classify;
pub(crate) mod held;
pub(crate) mod lost_devices;
pub(crate) mod outbox;
pub(crate) mod snapshot;
pub(crate) mod twins;

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::hq::admin::directory::HqDirectory;
use crate::hq::admin::officer::Enrolled;
use crate::hq::admin::roll::{AwaitingConfirm, Learned};
use crate::hq::downlink::lane::PIECE;
use crate::hq::fold::authority::Rights;
use crate::hq::fold::lost_devices::notice_mark;
use crate::hq::fold::outbox::Outbox;
use crate::hq::ingest::log::{Incident, IncidentKind, Verdicts};
use crate::hq::review::case::CaseFinding;
use crate::hq::review::quarantine::Quarantine;
use crate::hq::review::{apply, case, lost_verdicts};
use crate::lang::Lang;
use crate::lang::hq::HqWord;
use crate::programme::spec::Programme;
use crate::record::{Hlc, Id};
use crate::storage::format::down;
use crate::storage::format::down::{Down, Foreign, Notice};
use crate::storage::format::raw::RawOp;
use crate::storage::format::wire::OP_VER;
use crate::storage::{format, limits};
use crate::store::{Store, StoreError};
use crate::text::hex::hex;

/// Matters that one device may bring up in one fold, of those that it can bring up without end.
pub(super) const MOST: usize = 50;

/// Pairs of records that may be one, found in one fold among what one device wrote. Generous, as a
/// list of a whole province may honestly repeat many; but each costs a search, a commit and a
/// reviewer's look, and one code in every record of a bundle makes twenty pairs a record.
const PAIRS: usize = 500;

/// Ops folded at a time. Each batch merges its records anew from all that was ever said about them,
/// so many small batches about one record cost the square of its ops.
const BATCH: usize = 4000;

/// Places in logs in one frame; an even number.
const PLACES: usize = 512;

/// Bytes of ops and pictures that are written together. A lane is walked to its end, and its file
/// synced, for each time that it is written to.
const FLUSH: usize = 1 << 20;
/// What headquarters writes down of its own at once.
const FRAME: usize = 48 * 1024;
/// What an op or a picture may take as it lies in a frame or in a lane; some room is for what
/// stands around it.
const LONGEST: usize = limits::RECORD - 2 * 1024;

/// An op as it came in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReceivedOp {
    pub device: [u8; 16],
    pub epoch: u64,
    pub seq: u64,
    /// Unix milliseconds
    pub received: u64,
    /// where it lies in the device's log; 0 for headquarters' own
    pub frame: u64,
    /// its device was shut out when it came in
    pub held: bool,
    pub op: RawOp,
}

/// What was read from the logs, and how far that is; no place: there is nothing more.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LogBatch {
    pub ops: Vec<ReceivedOp>,
    /// whose device, and what a reviewer must see of it
    pub incidents: Vec<([u8; 16], Incident)>,
    /// whose device, and the verdicts that it was told once
    pub verdicts: Vec<([u8; 16], Verdicts)>,
    pub places: Vec<([u8; 16], u64)>,
}

/// What lies in the devices' logs behind the cursors, at most so many ops.
pub type Logs<'l> =
    dyn FnMut(&BTreeMap<[u8; 16], u64>, usize) -> Result<LogBatch, StoreError> + 'l;

/// What a fold did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Folded {
    pub ops: usize,
    pub records: usize,
    /// ops that wait, because they cannot be read or are not known yet
    pub held: usize,
    /// matters that wait for a reviewer since
    pub matters: usize,
}

pub struct Fold<'a> {
    pub home: &'a HqDirectory,
    pub store: &'a Store,
    pub programme: &'a Programme,
    pub officers: Vec<Enrolled>,
    pub(super) rights: Rights<'a>,
    pub now: fn() -> u64,
    pub done: Folded,
    pub(super) outbox: Outbox,
    pub(super) findings: Vec<CaseFinding>,
    pub(super) held: BTreeMap<[u8; 16], Vec<u64>>,
    /// devices of which something waits, as far as was read
    pub(super) waiting: BTreeSet<[u8; 16]>,
    /// devices whose reports of lost verdicts wait for their records
    pub(super) reporters: BTreeSet<[u8; 16]>,
    /// devices that were shut out, and what of theirs waits
    pub(super) shut_out: BTreeMap<[u8; 16], Quarantine>,
    /// matters that a device has brought up in this fold, of those that it can bring up without end
    pub(super) brought: BTreeMap<[u8; 16], usize>,
    /// pairs found in this fold among what a device wrote
    pairs: BTreeMap<[u8; 16], usize>,
    /// what is held under a device's own name and not written down yet
    pub(super) to_hold: Down,
    /// records that may be another one's twin
    pub(super) changed: BTreeSet<Id>,
    /// matters and verdicts to be carried out
    pub(super) words: BTreeSet<Id>,
}

/// Everything that waits, until nothing is left.
pub fn run(
    home: &HqDirectory,
    store: &Store,
    logs: &mut Logs,
    now: fn() -> u64,
) -> Result<Folded, StoreError> {
    run_while(home, store, logs, now, || true).map(|(folded, _)| folded)
}

/// One batch, for whoever has other things to do as well; true when more may wait.
pub fn some(
    home: &HqDirectory,
    store: &Store,
    logs: &mut Logs,
    now: fn() -> u64,
) -> Result<(Folded, bool), StoreError> {
    run_while(home, store, logs, now, || false)
}

/// What the reviewers wrote is carried out; what the devices sent waits for the next fold.
pub fn own(home: &HqDirectory, store: &Store, now: fn() -> u64) -> Result<Folded, StoreError> {
    let mut fold = Fold::new(home, store, now)?;
    loop {
        let batch = fold.own(&store.logs()?)?;
        if batch.places.is_empty() {
            return Ok(fold.done);
        }
        fold.step(batch)?;
    }
}

/// What headquarters wrote itself, and that it waits.
fn wait(
    home: &HqDirectory,
    store: &Store,
    now: fn() -> u64,
    waits: &AwaitingConfirm,
) -> Result<Folded, StoreError> {
    let mut done = own(home, store, now)?;
    if !waits.learned.is_nothing() {
        let Learned { enrolled, removed } = waits.learned;
        let text = HqWord::Learned { enrolled, removed }.text(Lang::Vi);
        let fold = Fold::new(home, store, now)?;
        let raised = case::raise(&fold, CaseFinding::devices(waits.since, &text))?;
        done.matters += usize::from(raised);
    }
    Ok(done)
}

/// `go_on` is asked after every batch; true: more may wait. After an upgrade all is read in one
/// go: which devices' changes wait is known only at the end of that.
fn run_while(
    home: &HqDirectory,
    store: &Store,
    logs: &mut Logs,
    now: fn() -> u64,
    mut go_on: impl FnMut() -> bool,
) -> Result<(Folded, bool), StoreError> {
    home.keep_roll(now())?;
    if let Some(waits) = home.waits()? {
        // nobody has said yet which devices count
        return wait(home, store, now, &waits).map(|folded| (folded, false));
    }
    let mut fold = Fold::new(home, store, now)?;
    let upgraded = fold.notice_upgrade()?;
    fold.tell_of_lost_laptops()?;
    loop {
        let cursors = store.logs()?;
        let mut batch = fold.own(&cursors)?;
        if batch.places.is_empty() {
            batch = logs(&cursors, BATCH)?;
        }
        if batch.places.is_empty() {
            if upgraded {
                fold.end_waiting()?;
            }
            return Ok((fold.done, false));
        }
        fold.step(batch)?;
        if !upgraded && !go_on() {
            return Ok((fold.done, true));
        }
    }
}

/// The next fold reads every log from its beginning.
pub fn forget(home: &HqDirectory, store: &Store) -> Result<(), StoreError> {
    let officers = home.officers()?;
    let is_mark =
        |log: &[u8; 16]| officers.iter().any(|o| notice_mark(&o.who().device) == *log);
    // only what counts up is a log; of no version everything is read again
    let known = store.logs()?;
    let again = known.into_keys().filter(|log| !is_mark(log)).map(|log| (log, 0)).collect();
    note_places(home, store, again)
}

/// How far logs are read, in as many frames as that takes: no number of devices is too many. A log
/// and its mark lie side by side, and so stay together.
fn note_places(
    home: &HqDirectory,
    store: &Store,
    places: Vec<([u8; 16], u64)>,
) -> Result<(), StoreError> {
    for part in places.chunks(PLACES) {
        let nothing = down::encode(&Down::default());
        store.take_fold(home.secret.era, part.to_vec(), &nothing)?;
    }
    Ok(())
}

/// Not a device: where it is noted which version has read the logs.
const VERSION: [u8; 16] = [0xff; 16];
/// Rises with every program that understands more than the one before, or keeps it otherwise.
const UNDERSTANDS: u64 = 7;

impl<'a> Fold<'a> {
    fn new(
        home: &'a HqDirectory,
        store: &'a Store,
        now: fn() -> u64,
    ) -> Result<Fold<'a>, StoreError> {
        let officers = home.officers()?;
        Ok(Fold {
            home,
            store,
            programme: store.programme(),
            reporters: lost_verdicts::reporters(store, &officers)?,
            officers,
            rights: Rights::of(home, store)?,
            now,
            done: Folded::default(),
            outbox: Outbox::default(),
            findings: Vec::new(),
            held: BTreeMap::new(),
            waiting: BTreeSet::new(),
            shut_out: BTreeMap::new(),
            brought: BTreeMap::new(),
            pairs: BTreeMap::new(),
            to_hold: Down::default(),
            changed: BTreeSet::new(),
            words: BTreeSet::new(),
        })
    }

    /// A newer program reads everything again: it may know what was held.
    fn notice_upgrade(&self) -> Result<bool, StoreError> {
        let program = UNDERSTANDS << 48 | u64::from(OP_VER);
        let version = program | u64::from(self.programme.version) << 16;
        if self.store.logs()?.get(&VERSION) == Some(&version) {
            return Ok(false);
        }
        forget(self.home, self.store)?;
        self.put(Down::default(), vec![(VERSION, version)])?;
        Ok(true)
    }

    /// The reviewers' own ops.
    fn own(&self, cursors: &BTreeMap<[u8; 16], u64>) -> Result<LogBatch, StoreError> {
        let device = self.home.device;
        for epoch in self.store.epochs()? {
            let log = own_log(epoch.epoch);
            let from = cursors.get(&log).copied().unwrap_or(0);
            if from >= epoch.last {
                continue;
            }
            let Some(found) = self.store.ops_after(epoch.epoch, from, PIECE)? else { continue };
            let last = found.last().min(epoch.last);
            let numbered = (found.first..).zip(found.ops).take_while(|(seq, _)| *seq <= last);
            let ops = numbered.map(|(seq, op)| {
                let received = Hlc(op.hlc).millis();
                ReceivedOp {
                    device,
                    epoch: epoch.epoch,
                    seq,
                    received,
                    frame: 0,
                    held: false,
                    op,
                }
            });
            return Ok(LogBatch {
                ops: ops.collect(),
                places: vec![(log, last)],
                ..LogBatch::default()
            });
        }
        Ok(LogBatch::default())
    }

    /// The officer of a device as matters name him; `name` where the device is none of theirs.
    pub(super) fn called(&self, device: [u8; 16], name: &str) -> String {
        let whose = self.officers.iter().find(|o| o.who().device == device);
        whose.map_or_else(|| name.to_owned(), |o| o.who().called())
    }

    fn step(&mut self, batch: LogBatch) -> Result<(), StoreError> {
        let LogBatch { ops: arrived, incidents, verdicts, mut places } = batch;
        for (device, incident) in incidents {
            let whose = self.officers.iter().find(|o| o.who().device == device);
            let name = whose.map(|o| o.who().called()).unwrap_or_default();
            let foreign = incident.what == IncidentKind::Officer;
            let key =
                self.officers.iter().rfind(|o| u64::from(o.who().number) == incident.acked);
            let key = key.filter(|_| foreign);
            self.findings.push(CaseFinding::incident(device, &name, &incident, key));
        }
        let mut by_record: BTreeMap<Id, Vec<Foreign>> = BTreeMap::new();
        for one in arrived {
            self.done.ops += 1;
            if let Some((id, told)) = self.sort(one)? {
                by_record.entry(id).or_default().push(told);
            }
        }
        self.write_held()?;
        let changed: Vec<Id> = by_record.keys().copied().collect();
        let (mut down, mut size) = (Down::default(), 0);
        for (id, new) in by_record {
            size += self.record(id, new, &mut down)?;
            if size > FLUSH {
                self.flush(std::mem::take(&mut down))?;
                size = 0;
            }
        }
        self.flush(down)?;
        self.merge_assigned(&changed)?;
        self.find_twins()?;
        self.raise_shut_out()?;
        self.raise_all()?;
        let mut words = Down::default();
        let ids = std::mem::take(&mut self.words);
        apply::hear_all(self, ids, &mut words, &mut places)?;
        self.flush(words)?;
        self.find_twins()?;
        // behind headquarters' own words: what those have settled is not lost
        for (device, verdicts) in verdicts {
            self.hear_verdicts(device, &verdicts)?;
        }
        self.hear_early_verdicts(&changed)?;
        self.raise_all()?;
        self.put(Down::default(), places)
    }

    /// Merges the establishments again at which a changed task gives a right to write. Headquarters'
    /// word may be older than ops that were refused before it was heard: its clock may have been set
    /// back between them.
    fn merge_assigned(&mut self, changed: &[Id]) -> Result<(), StoreError> {
        let mut tasks = BTreeSet::new();
        for id in changed {
            let record = self.store.get(*id)?;
            tasks.extend(record.filter(|r| self.rights.is_task(r.kind)).map(|r| r.id));
        }
        if tasks.is_empty() {
            return Ok(());
        }
        let mut down = Down::default();
        for id in self.rights.touched_by(&tasks)? {
            self.record(id, Vec::new(), &mut down)?;
        }
        self.flush(down)
    }

    /// Looks for twins of what changed. A device that has brought up too many pairs is searched for
    /// no more until a reviewer has closed the matter that says so.
    fn find_twins(&mut self) -> Result<(), StoreError> {
        // both of a pair may have changed, and each finds the other
        let (mut found, mut over) = (BTreeSet::new(), BTreeMap::new());
        for id in std::mem::take(&mut self.changed) {
            let Some(record) = self.store.get(id)? else { continue };
            let by = record.by.as_ref().map(|by| by.device);
            let officer = self.officers.iter().find(|o| Some(o.who().device) == by);
            let who = officer.map(|o| (o.who().device, o.who().called()));
            if let Some((device, name)) = &who
                && self.pairs_of(*device)? >= PAIRS
            {
                over.insert(*device, name.clone());
                continue;
            }
            for pair in twins::twins(self, &record)? {
                if !found.insert(pair.key()) {
                    continue;
                }
                if let Some((device, _)) = &who {
                    *self.pairs.entry(*device).or_default() += 1;
                }
                self.findings.push(pair);
            }
        }
        let over = over.into_iter();
        self.findings
            .extend(over.map(|(device, name)| CaseFinding::too_many_pairs(device, &name)));
        Ok(())
    }

    fn pairs_of(&mut self, device: [u8; 16]) -> Result<usize, StoreError> {
        if let Some(pairs) = self.pairs.get(&device) {
            return Ok(*pairs);
        }
        let pairs =
            if self.is_open(&CaseFinding::too_many_pairs(device, ""))? { PAIRS } else { 0 };
        self.pairs.insert(device, pairs);
        Ok(pairs)
    }

    /// Whether a matter waits for a reviewer.
    fn is_open(&self, finding: &CaseFinding) -> Result<bool, StoreError> {
        let known = case::known(self, finding)?;
        Ok(known.is_some_and(|matter| case::answer(self, &matter, "state") == "cho"))
    }

    /// Each once. What one device can bring up without end has an end: a reviewer looks through no
    /// more than that, and is told that there is more.
    fn raise_all(&mut self) -> Result<(), StoreError> {
        let (mut seen, mut over) = (BTreeSet::new(), BTreeMap::new());
        for finding in std::mem::take(&mut self.findings) {
            if finding.news.is_empty() && finding.waits.is_none() && !seen.insert(finding.key())
            {
                continue;
            }
            match finding.by {
                // one that is known takes no room: it was counted when it was raised
                Some(device)
                    if case::known(self, &finding)?.is_none() && !self.has_room(device)? =>
                {
                    over.insert(device, finding.who);
                }
                _ => self.raise(finding)?,
            }
        }
        for (device, name) in over {
            self.raise(CaseFinding::too_many_matters(device, &name))?;
        }
        Ok(())
    }

    /// Whether a device may bring up one more.
    pub(super) fn has_room(&mut self, device: [u8; 16]) -> Result<bool, StoreError> {
        let brought = match self.brought.get(&device) {
            Some(brought) => *brought,
            None => {
                if self.is_open(&CaseFinding::too_many_matters(device, ""))? {
                    MOST
                } else {
                    0
                }
            }
        };
        self.brought.insert(device, brought.saturating_add(1));
        Ok(brought < MOST)
    }

    /// A fork is told to whoever writes on one of the two copies: both read the same lane.
    fn raise(&mut self, finding: CaseFinding) -> Result<(), StoreError> {
        let copied = finding.copied_device();
        if !case::raise(self, finding)? {
            return Ok(());
        }
        self.done.matters += 1;
        let whose = self.officers.iter().find(|o| Some(o.who().device) == copied);
        let Some(officer) = whose.map(|o| o.who().officer) else { return Ok(()) };
        let device: String = copied.map(|d| hex(&d)).unwrap_or_default();
        let device = device.get(..8).unwrap_or_default();
        let text = HqWord::TwoCopies { device }.text(Lang::Vi);
        self.outbox.notice(officer, &Notice { when: (self.now)(), text });
        Ok(())
    }

    /// The lanes first: what headquarters itself has is not looked at twice.
    pub(super) fn flush(&mut self, down: Down) -> Result<(), StoreError> {
        self.outbox.send(&self.home.lanes())?;
        self.put(down, Vec::new())
    }

    /// How far the logs are read comes behind all that was read in them.
    pub(super) fn put(&self, down: Down, logs: Vec<([u8; 16], u64)>) -> Result<(), StoreError> {
        let era = self.home.secret.era;
        for part in down.cut(FRAME) {
            self.store.take_fold(era, Vec::new(), &down::encode(&part))?;
        }
        note_places(self.home, self.store, logs)
    }
}

/// What does not fit, even packed, stays in its device's log, and a reviewer is told: no officer may
/// stop the others.
pub(super) fn fits<T: Serialize>(thing: &T) -> Result<bool, StoreError> {
    let bytes = format::wire::encode(thing);
    Ok(bytes.len() <= LONGEST || format::pack(&bytes)?.len() <= LONGEST)
}

/// Headquarters' own ops are one more log, one for each of its epochs.
fn own_log(epoch: u64) -> [u8; 16] {
    let mut log = *b"own ops\0\0\0\0\0\0\0\0\0";
    log.iter_mut().skip(8).zip(epoch.to_le_bytes()).for_each(|(to, from)| *to = from);
    log
}
