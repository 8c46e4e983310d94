//! Folds what devices sent: reads their logs from the cursors on, merges each changed record from
//! all its ops, and writes the result to headquarters' notebook and to the lanes. A fold may be
//! interrupted anywhere and repeated: every step is idempotent.
//!
//! Only the process that holds the store folds. Ops that cannot be read yet are held back; the
//! others are folded.

pub(crate) mod assigned_work;
pub(crate) mod authority;
pub(crate) mod classify;
pub mod context;
pub mod cursors;
pub(crate) mod held;
pub(crate) mod lost_devices;
pub(crate) mod officers;
pub(crate) mod outbox;
pub(crate) mod raise;
pub(crate) mod rights;
pub(crate) mod route;
pub(crate) mod snapshot;
pub(crate) mod twins;

use std::collections::BTreeMap;

use crate::hq::admin::copies::HqCopies;
use crate::hq::admin::directory::HqDirectory;
use crate::hq::admin::roll::{AwaitingConfirm, LearnedDevices};
use crate::hq::downlink::lane::PIECE;
use crate::hq::erasing;
use crate::hq::fold::context::{Fold, FoldOutcome};
use crate::hq::fold::cursors::{UNDERSTANDS, VERSION, own_log, reset};
use crate::hq::ingest::batch::{LogBatch, Logs, ReceivedOp};
use crate::hq::ingest::log::IncidentKind;
use crate::hq::review::finding::CaseFinding;
use crate::hq::review::{apply, case};
use crate::lang::Lang;
use crate::lang::hq as hq_words;
use crate::record::{Hlc, Id};
use crate::storage::format::down::{Down, Foreign};
use crate::storage::format::wire::OP_VER;
use crate::store::{Store, StoreError};
use crate::sync::messages::when;

/// Ops per batch. Each batch merges its records from all their ops, so reading about one record in
/// many small batches takes quadratic time.
const BATCH: usize = 4000;

/// Bytes of ops and images that are written together. Each write to a lane reads through the lane
/// and syncs its file.
const FLUSH: usize = 1 << 20;

/// Folds everything that is pending.
pub fn run(
    home: &HqDirectory,
    store: &Store,
    logs: &mut Logs,
    now: fn() -> u64,
) -> Result<FoldOutcome, StoreError> {
    run_while(home, store, logs, now, || true).map(|(folded, _)| folded)
}

/// Folds one batch, so that the caller can do other work in between. Returns true if more may be
/// pending.
pub fn run_batch(
    home: &HqDirectory,
    store: &Store,
    logs: &mut Logs,
    now: fn() -> u64,
) -> Result<(FoldOutcome, bool), StoreError> {
    run_while(home, store, logs, now, || false)
}

/// Carries out what the reviewers wrote; ops from devices wait for the next fold.
pub fn run_own(
    home: &HqDirectory,
    store: &Store,
    now: fn() -> u64,
) -> Result<FoldOutcome, StoreError> {
    let mut fold = Fold::new(home, store, now)?;
    loop {
        let batch = fold.own_ops(&store.downlink().logs()?)?;
        if batch.places.is_empty() {
            erasing::carry_out(home, store)?;
            return Ok(fold.outcome);
        }
        fold.step(batch)?;
    }
}

/// Folds headquarters' own ops only, and raises cases saying that it awaits confirmation or was
/// replaced.
fn run_waiting(
    home: &HqDirectory,
    store: &Store,
    now: fn() -> u64,
    waits: &AwaitingConfirm,
) -> Result<FoldOutcome, StoreError> {
    let mut done = run_own(home, store, now)?;
    if !waits.learned.is_nothing() {
        let LearnedDevices { enrolled, removed } = waits.learned;
        let text = hq_words::learned(Lang::Vi, enrolled, removed);
        let fold = Fold::new(home, store, now)?;
        let raised = case::raise(&fold, CaseFinding::devices_case(waits.since, &text))?;
        done.matters += usize::from(raised);
    }
    if let Some(era) = waits.replaced {
        let text = hq_words::replaced_by(Lang::Vi, &when(era));
        let fold = Fold::new(home, store, now)?;
        let raised = case::raise(&fold, CaseFinding::replaced_case(era, &text))?;
        done.matters += usize::from(raised);
    }
    Ok(done)
}

/// `go_on` is called after every batch; false stops. Returns true if more may be pending. After an
/// upgrade everything is read in one run: which devices still have held ops is known only at its
/// end.
fn run_while(
    home: &HqDirectory,
    store: &Store,
    logs: &mut Logs,
    now: fn() -> u64,
    mut go_on: impl FnMut() -> bool,
) -> Result<(FoldOutcome, bool), StoreError> {
    HqCopies { home }.mend_unless_busy()?;
    home.ensure_roll(now())?;
    erasing::recover(home, store)?;
    if let Some(waits) = home.awaits_confirm()? {
        // the administrator has not confirmed yet which devices count
        return run_waiting(home, store, now, &waits).map(|folded| (folded, false));
    }
    let mut fold = Fold::new(home, store, now)?;
    let upgraded = fold.notice_upgrade()?;
    case::restore_undecided(&fold)?;
    fold.update_officers()?;
    fold.notify_lost_devices()?;
    loop {
        let cursors = store.downlink().logs()?;
        let mut batch = fold.own_ops(&cursors)?;
        if batch.places.is_empty() {
            batch = logs(&cursors, BATCH)?;
        }
        if batch.places.is_empty() {
            if upgraded {
                fold.close_held_cases()?;
            }
            erasing::carry_out(home, store)?;
            return Ok((fold.outcome, false));
        }
        fold.step(batch)?;
        if !upgraded && !go_on() {
            return Ok((fold.outcome, true));
        }
    }
}

impl<'a> Fold<'a> {
    /// Resets the cursors after an upgrade, as the new program may be able to read held ops.
    /// Returns whether it did.
    fn notice_upgrade(&self) -> Result<bool, StoreError> {
        let program = UNDERSTANDS << 48 | u64::from(OP_VER);
        let version = program | u64::from(self.programme.version) << 16;
        if self.store.downlink().logs()?.get(&VERSION) == Some(&version) {
            return Ok(false);
        }
        reset(self.home, self.store)?;
        self.write_down(Down::default(), vec![(VERSION, version)])?;
        Ok(true)
    }

    /// The next batch of headquarters' own ops.
    fn own_ops(&self, cursors: &BTreeMap<[u8; 16], u64>) -> Result<LogBatch, StoreError> {
        let device = self.home.device;
        for epoch in self.store.uplink().epochs()? {
            let log = own_log(epoch.epoch);
            let from = cursors.get(&log).copied().unwrap_or(0);
            if from >= epoch.last {
                continue;
            }
            let Some(found) = self.store.uplink().ops_after(epoch.epoch, from, PIECE)? else {
                continue;
            };
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

    fn step(&mut self, batch: LogBatch) -> Result<(), StoreError> {
        let LogBatch { ops: arrived, incidents, verdicts, mut places } = batch;
        for (device, incident) in incidents {
            let whose = self.officers.iter().find(|o| o.certificate().device == device);
            let name = whose.map(|o| o.certificate().display_name()).unwrap_or_default();
            let foreign = incident.what == IncidentKind::Officer;
            let key = self
                .officers
                .iter()
                .rfind(|o| u64::from(o.certificate().number) == incident.acked);
            let key = key.filter(|_| foreign);
            self.findings.push(CaseFinding::incident_case(device, &name, &incident, key));
        }
        let mut by_record: BTreeMap<Id, Vec<Foreign>> = BTreeMap::new();
        for one in arrived {
            self.outcome.ops += 1;
            if let Some((id, op)) = self.classify(one)? {
                by_record.entry(id).or_default().push(op);
            }
        }
        self.write_held()?;
        let changed: Vec<Id> = by_record.keys().copied().collect();
        let (mut down, mut size) = (Down::default(), 0);
        for (id, new) in by_record {
            size += self.fold_record(id, new, &mut down)?;
            if size > FLUSH {
                self.flush(std::mem::take(&mut down))?;
                size = 0;
            }
        }
        self.flush(down)?;
        self.merge_assigned()?;
        self.find_twins()?;
        self.raise_quarantined()?;
        self.raise_all()?;
        let mut words = Down::default();
        let ids = std::mem::take(&mut self.words);
        apply::apply_all(self, ids, &mut words, &mut places)?;
        self.flush(words)?;
        self.find_twins()?;
        // after headquarters' own decisions, as those settle some of the reported verdicts
        for (device, verdicts) in verdicts {
            self.take_verdicts(device, &verdicts)?;
        }
        self.take_early_verdicts(&changed)?;
        self.raise_all()?;
        self.write_down(Down::default(), places)
    }

    /// Merges again the establishments where a changed task grants rights. Headquarters' op may be
    /// older than ops that were refused before it was read, if its clock was set back between them.
    fn merge_assigned(&mut self) -> Result<(), StoreError> {
        let tasks = std::mem::take(&mut self.tasks);
        if tasks.is_empty() {
            return Ok(());
        }
        let mut down = Down::default();
        for id in self.rights.touched_by(&tasks)? {
            self.fold_record(id, Vec::new(), &mut down)?;
        }
        self.flush(down)
    }
}
