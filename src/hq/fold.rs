//! Understanding what came in: logs read behind their cursors, each record merged anew from all
//! that was ever said about it, the result in headquarters' notebook and in the lanes. It may stop
//! anywhere and run again: everything here can be done twice.
//!
//! Whoever holds the store folds. What cannot be read or is not known yet is held; the rest goes on.

use std::collections::{BTreeMap, BTreeSet};

use super::home::Home;
use super::lane::{PIECE, VERDICTS, Whose};
use super::log::{self, Incident};
use super::matter::Finding;
use super::officer::Enrolled;
use super::outbox::Outbox;
use super::{judge, matching, matter, outbox};
use crate::lang::Lang;
use crate::lang::hq::HqWord;
use crate::programme::spec::Programme;
use crate::record::{Author, Body, Hlc, Id, Op, Record, Review, Value, Verdict};
use crate::store::codec::down::{self, About, Cover, Down, Foreign, Image, Notice};
use crate::store::codec::op::origin_no;
use crate::store::codec::raw::RawOp;
use crate::store::codec::wire::{AuthorV1, Bytes, CellV1, OP_VER};
use crate::store::{Store, StoreError, codec, fold::entity, limits};
use crate::sync::merge::{self, Merged, Told, merge};
use crate::text::format::{clock_from_millis, show_date, today_from_millis};

/// Ops understood at a time.
const BATCH: usize = 500;
/// Kinds that only headquarters writes.
const OWN_KINDS: [&str; 2] = ["matter", "verdict"];

/// An op as it came in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrived {
    pub device: [u8; 16],
    pub epoch: u64,
    pub seq: u64,
    /// Unix milliseconds
    pub received: u64,
    pub op: RawOp,
}

/// What was read from the logs, and how far that is; no place: there is nothing more.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Batch {
    pub ops: Vec<Arrived>,
    /// whose device, and what a reviewer must see of it
    pub incidents: Vec<([u8; 16], Incident)>,
    pub places: Vec<([u8; 16], u64)>,
}

/// What lies in the devices' logs behind the cursors, at most so many ops.
pub type Logs<'l> =
    dyn FnMut(&BTreeMap<[u8; 16], u64>, usize) -> Result<Batch, StoreError> + 'l;

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
    pub home: &'a Home,
    pub store: &'a Store,
    pub programme: &'a Programme,
    pub officers: Vec<Enrolled>,
    pub now: fn() -> u64,
    pub done: Folded,
    pub(super) outbox: Outbox,
    findings: Vec<Finding>,
    /// records that may be another one's twin
    changed: Vec<(Id, Merged)>,
    /// matters and verdicts that the reviewer wrote
    words: Vec<(Id, Op)>,
}

/// Everything that waits, until nothing is left.
pub fn run(
    home: &Home,
    store: &Store,
    logs: &mut Logs,
    now: fn() -> u64,
) -> Result<Folded, StoreError> {
    let mut fold = Fold {
        home,
        store,
        programme: store.programme(),
        officers: home.officers()?,
        now,
        done: Folded::default(),
        outbox: Outbox::default(),
        findings: Vec::new(),
        changed: Vec::new(),
        words: Vec::new(),
    };
    fold.notice_upgrade()?;
    fold.tell_of_lost_laptops()?;
    loop {
        let cursors = store.logs()?;
        let mut batch = fold.own(&cursors)?;
        if batch.places.is_empty() {
            batch = logs(&cursors, BATCH)?;
        }
        if batch.places.is_empty() {
            return Ok(fold.done);
        }
        fold.step(batch)?;
    }
}

/// Not a device: where it is noted which version has read the logs.
const VERSION: [u8; 16] = [0xff; 16];

impl Fold<'_> {
    /// A newer program reads everything again: it may know what was held.
    fn notice_upgrade(&self) -> Result<(), StoreError> {
        // only what counts up is a log
        let is_mark = |log: &[u8; 16]| {
            let of = |o: &Enrolled| notice_mark(&o.who().device) == *log;
            *log == VERSION || self.officers.iter().any(of)
        };
        let version = u64::from(self.programme.version) << 16 | u64::from(OP_VER);
        let known = self.store.logs()?;
        if known.get(&VERSION) == Some(&version) {
            return Ok(());
        }
        let again = known.keys().filter(|log| !is_mark(log)).map(|log| (*log, 0));
        self.put(&Down::default(), again.chain([(VERSION, version)]).collect())
    }

    /// Whoever has a new laptop is told, once, when the old one was last heard of: what it wrote
    /// after that is not here.
    fn tell_of_lost_laptops(&mut self) -> Result<(), StoreError> {
        let known = self.store.logs()?;
        let mut marks = Vec::new();
        for new in self.officers.iter().filter(|o| o.revoked.is_none()).map(Enrolled::who) {
            let old = self
                .officers
                .iter()
                .rfind(|o| o.revoked.is_some() && o.who().officer == new.officer);
            let mark = notice_mark(&new.device);
            let Some(old) = old.filter(|_| !known.contains_key(&mark)) else { continue };
            let last = log::last_heard(&self.home.dir, &self.home.keys, &old.who().device)?;
            let text = HqWord::OldLaptop { last: &heard(last) }.text(Lang::Vi);
            let notice = Notice { when: (self.now)(), text };
            let to = Whose::Officer(new.officer);
            let down = Down { notices: vec![notice], ..Down::default() };
            self.home.lanes().append(&to, VERDICTS, &down)?;
            marks.push((mark, 1));
        }
        self.put(&Down::default(), marks)
    }

    /// The reviewers' own ops.
    fn own(&self, cursors: &BTreeMap<[u8; 16], u64>) -> Result<Batch, StoreError> {
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
                Arrived { device, epoch: epoch.epoch, seq, received, op }
            });
            return Ok(Batch {
                ops: ops.collect(),
                places: vec![(log, last)],
                ..Batch::default()
            });
        }
        Ok(Batch::default())
    }

    fn step(&mut self, batch: Batch) -> Result<(), StoreError> {
        let Batch { ops: arrived, incidents, mut places } = batch;
        for (device, incident) in incidents {
            let whose = self.officers.iter().find(|o| o.who().device == device);
            let name = whose.map(|o| o.who().name.clone()).unwrap_or_default();
            self.findings.push(Finding::incident(device, &name, &incident));
        }
        let mut by_record: BTreeMap<Id, Vec<Foreign>> = BTreeMap::new();
        for one in arrived {
            self.done.ops += 1;
            if let Some((id, told)) = self.sort(one)? {
                by_record.entry(id).or_default().push(told);
            }
        }
        let mut down = Down::default();
        for (id, new) in by_record {
            self.record(id, new, &mut down)?;
            if codec::wire::encode(&down).len() > PIECE {
                self.flush(std::mem::take(&mut down))?;
            }
        }
        self.flush(down)?;
        for (id, merged) in std::mem::take(&mut self.changed) {
            self.findings.extend(matching::twins(self, id, &merged)?);
        }
        for finding in std::mem::take(&mut self.findings) {
            self.done.matters += usize::from(matter::raise(self, finding)?);
        }
        let mut words = Down::default();
        for (id, op) in std::mem::take(&mut self.words) {
            judge::hear(self, id, &op, &mut words, &mut places)?;
        }
        self.flush(words)?;
        self.put(&Down::default(), places)
    }

    /// The lanes first: what headquarters itself has is not looked at twice.
    fn flush(&mut self, down: Down) -> Result<(), StoreError> {
        self.outbox.send(&self.home.lanes())?;
        self.put(&down, Vec::new())
    }

    fn put(&self, down: &Down, logs: Vec<([u8; 16], u64)>) -> Result<(), StoreError> {
        if down.is_empty() && logs.is_empty() {
            return Ok(());
        }
        self.store.take_fold(self.home.secret.era, logs, &down::encode(down)).map(|_| ())
    }

    /// Which record an op speaks of; what is no change to a record is dealt with here.
    fn sort(&mut self, one: Arrived) -> Result<Option<(Id, Foreign)>, StoreError> {
        let hq = one.device == self.home.device;
        let who = self.officers.iter().find(|o| o.who().device == one.device).cloned();
        if let Some(out) = who.as_ref().filter(|o| o.is_shut_out(one.received)) {
            self.findings.push(Finding::shut_out(out));
            return Ok(None);
        }
        let opid = one.op.opid(&one.device);
        let (officer, name) = match &who {
            Some(o) => (o.who().officer, o.who().name.clone()),
            None => (self.store.officer_id(), self.home.secret.name.clone()),
        };
        let told = |entity: Id| Foreign {
            device: one.device,
            epoch: one.epoch,
            seq: one.seq,
            officer: officer.0,
            name: name.clone(),
            received: one.received,
            entity: entity.0,
            op: one.op.clone(),
        };
        let read = one.op.read(one.seq);
        let unknown = matches!(read, Ok(Op { body: Body::Unknown { .. }, .. }) | Err(_));
        let base = read.as_ref().ok().and_then(base_of);
        if unknown || self.held(one.device)?.iter().any(|head| Some(*head) == base) {
            self.hold(one.device, told(Id(one.device)), &name, read.is_err())?;
            return Ok(None);
        }
        let Ok(op) = read else { return Ok(None) };
        if let Body::Epoch { reason, .. } = &op.body {
            if !hq {
                self.findings.push(Finding::forked(one.device, one.epoch, &name, reason));
            }
            return Ok(None);
        }
        let Some(id) = entity(&op) else { return Ok(None) };
        if self.is_own_kind(&op, id)? {
            match hq {
                true => self.words.push((id, op)),
                false => self.findings.push(Finding::forbidden(one.device, &name, &opid)),
            }
            return Ok(None);
        }
        Ok(Some((id, told(id))))
    }

    fn is_own_kind(&self, op: &Op, id: Id) -> Result<bool, StoreError> {
        let kind = match &op.body {
            Body::Put { kind, .. } => Some(*kind),
            _ => self.store.get(id)?.map(|r| r.kind),
        };
        let kind = kind.and_then(|no| self.programme.kind(no));
        Ok(kind.is_some_and(|kind| OWN_KINDS.contains(&kind.id.as_str())))
    }

    /// Heads of what is held of a device: what was built on it waits too.
    fn held(&self, device: [u8; 16]) -> Result<Vec<u64>, StoreError> {
        let told = self.store.told(Id(device))?;
        Ok(told.ops.iter().map(|t| codec::head(&t.op.opid(&t.device))).collect())
    }

    /// Kept under the device's own name, until a program comes that can read it.
    fn hold(
        &mut self,
        device: [u8; 16],
        told: Foreign,
        name: &str,
        broken: bool,
    ) -> Result<(), StoreError> {
        self.done.held += 1;
        self.findings.push(Finding::held(device, name, broken));
        self.put(&Down { ops: vec![told], ..Down::default() }, Vec::new())
    }

    /// One record, from all that is known of it.
    fn record(&mut self, id: Id, new: Vec<Foreign>, down: &mut Down) -> Result<(), StoreError> {
        let known = self.store.told(id)?;
        let mut all = known.ops;
        let have: BTreeSet<[u8; 16]> = all.iter().map(|t| t.op.opid(&t.device)).collect();
        let room = merge::MOST.saturating_sub(all.len());
        let mut fresh: Vec<Foreign> =
            new.into_iter().filter(|t| !have.contains(&t.op.opid(&t.device))).collect();
        if fresh.len() > room {
            self.findings
                .extend(fresh.get(room).map(|t| Finding::held(t.device, &t.name, true)));
            fresh.truncate(room);
        }
        all.extend(fresh.iter().cloned());
        let told: Vec<Told> = all.iter().filter_map(|t| self.told(t)).collect();
        let before = self.store.get(id)?;
        let merged = merge(self.programme, &told, &known.images);
        let nothing_new = fresh.is_empty();
        down.ops.extend(fresh);
        let Some(merged) = merged else { return Ok(()) };
        self.look_at(id, &merged)?;
        let same = |r: &Record| {
            r.head == merged.head && r.fields == merged.fields && r.deleted == merged.deleted
        };
        if nothing_new && before.as_ref().is_some_and(same) {
            return Ok(());
        }
        let image = self.image(id, &merged, &told, before.as_ref());
        if codec::wire::encode(&image).len() > limits::RECORD {
            let first = told.last().map(|t| Finding::held(t.device, &t.name, true));
            self.findings.extend(first);
            return Ok(());
        }
        self.done.records += 1;
        for lane in outbox::route(self, before.as_ref(), &merged, &told) {
            self.outbox.image(&lane, &image);
        }
        down.images.push(image);
        Ok(())
    }

    /// What a reviewer has to know about, and what he need not look at any more.
    fn look_at(&mut self, id: Id, merged: &Merged) -> Result<(), StoreError> {
        let kind = self.programme.kind(merged.kind);
        let conflicts =
            merged.conflicts.iter().map(|c| Finding::conflict(self.programme, kind, id, c));
        let proposals = merged.proposals.iter().map(|p| Finding::deletion(id, p));
        let found: Vec<Finding> = conflicts.chain(proposals).collect();
        matter::settle_vanished(self, id, &found)?;
        self.findings.extend(found);
        self.changed
            .extend(matching::may_have(self.programme, merged).then(|| (id, merged.clone())));
        Ok(())
    }

    /// For the merge; what cannot be read was held before it came here.
    pub(super) fn told(&self, foreign: &Foreign) -> Option<Told> {
        Some(Told {
            device: foreign.device,
            epoch: foreign.epoch,
            opid: foreign.op.opid(&foreign.device),
            op: foreign.op.read(foreign.seq).ok()?,
            received: foreign.received,
            officer: Id(foreign.officer),
            name: foreign.name.clone(),
            hq: foreign.device == self.home.device,
        })
    }

    fn image(&self, id: Id, merged: &Merged, told: &[Told], before: Option<&Record>) -> Image {
        let mut covers: BTreeMap<[u8; 16], u64> = BTreeMap::new();
        for one in told {
            let newest = covers.entry(one.device).or_default();
            *newest = one.op.hlc.0.max(*newest);
        }
        let rev = ((self.now)() << 16).max(before.map_or(0, |r| r.rev).saturating_add(1));
        let cell =
            |(no, value): (u16, &Value)| CellV1 { no, bytes: Bytes(codec::value_bytes(value)) };
        let known = before.and_then(|r| r.review.as_ref());
        let review = review(known, merged, (self.now)());
        Image {
            kind: merged.kind,
            entity: id.0,
            origin: origin_no(merged.origin),
            rev,
            head: merged.head,
            of: merged.of.clone(),
            created: merged.created.hlc.0,
            author: author(merged.changed),
            name: merged.name.clone(),
            deleted: merged.deleted.clone(),
            fields: merged.fields.iter().map(cell).collect(),
            covers: covers.into_iter().map(|(device, hlc)| Cover { device, hlc }).collect(),
            review: review.map(|review| About::of(id, &review).review),
        }
    }
}

/// What a picture says of its record: a conflict while there is one, but what was sent back is to
/// be read first.
fn review(known: Option<&Review>, merged: &Merged, now: u64) -> Option<Review> {
    let is = |field| merged.conflicts.iter().any(|c| c.field == field);
    match (known, merged.conflicts.first()) {
        (Some(Review { verdict: Verdict::SentBack { .. }, .. }), _) => known.cloned(),
        (Some(Review { verdict: Verdict::Conflict { field }, .. }), _) if is(*field) => {
            known.cloned()
        }
        (_, Some(open)) => Some(Review {
            verdict: Verdict::Conflict { field: open.field },
            reason: String::new(),
            by: String::new(),
            when: now,
            head: merged.head,
        }),
        (Some(Review { verdict: Verdict::Conflict { .. }, .. }), None) => None,
        (_, None) => known.cloned(),
    }
}

fn author(author: Author) -> AuthorV1 {
    AuthorV1 { device: author.device, officer: author.officer.0, hlc: author.hlc.0 }
}

fn base_of(op: &Op) -> Option<u64> {
    match &op.body {
        Body::Patch { base, .. } | Body::Del { base, .. } | Body::Restore { base, .. } => {
            Some(*base)
        }
        _ => None,
    }
}

fn heard(millis: Option<u64>) -> String {
    let day = |millis| {
        format!("{} {}", clock_from_millis(millis), show_date(today_from_millis(millis)))
    };
    millis.map(day).unwrap_or_else(|| "–".to_owned())
}

/// Not a log: that an officer was told of the laptop before this one.
fn notice_mark(device: &[u8; 16]) -> [u8; 16] {
    let mut mark = *device;
    mark.iter_mut().for_each(|byte| *byte = !*byte);
    mark
}

/// Headquarters' own ops are one more log, one for each of its epochs.
fn own_log(epoch: u64) -> [u8; 16] {
    let mut log = *b"own ops\0\0\0\0\0\0\0\0\0";
    log.iter_mut().skip(8).zip(epoch.to_le_bytes()).for_each(|(to, from)| *to = from);
    log
}
