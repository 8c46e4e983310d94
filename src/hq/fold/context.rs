//! What one fold holds while it runs: the parts of headquarters that it works with, what it has
//! found so far, and how it writes.
//!
//! Knows no step of a fold: those are in the files that extend `Fold`.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::hq::HqDirectory;
use crate::hq::admin::officer::Enrolled;
use crate::hq::fold::cursors::{note_places, reporters};
use crate::hq::fold::outbox::Outbox;
use crate::hq::fold::rights::Rights;
use crate::hq::review::finding::CaseFinding;
use crate::hq::review::quarantined::Quarantine;
use crate::programme::spec::Programme;
use crate::record::Id;
use crate::storage::format::down;
use crate::storage::format::down::Down;
use crate::storage::{format, limits};
use crate::store::{Store, StoreError};

/// What an op or an image may take as it is in a frame or in a lane; some room is for what
/// is around it.
pub(crate) const LONGEST: usize = limits::RECORD - 2 * 1024;

/// What headquarters writes down of its own at once.
pub(crate) const FRAME: usize = 48 * 1024;

/// Cases that one device may bring up in one fold, of those that it can bring up without end.
pub(crate) const MOST_CASES: usize = 50;

/// What a fold did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FoldOutcome {
    pub ops: usize,
    pub records: usize,
    /// ops that wait, because they cannot be read or are not known yet
    pub held: usize,
    /// cases that wait for a reviewer since
    pub matters: usize,
}

/// A fold under way.
pub struct Fold<'a> {
    pub home: &'a HqDirectory,
    pub store: &'a Store,
    pub programme: &'a Programme,
    pub officers: Vec<Enrolled>,
    pub(crate) rights: Rights<'a>,
    pub now: fn() -> u64,
    pub outcome: FoldOutcome,
    pub(crate) outbox: Outbox,
    pub(crate) findings: Vec<CaseFinding>,
    pub(crate) held: BTreeMap<[u8; 16], Vec<u64>>,
    /// devices of which something waits, as far as was read
    pub(crate) held_records: BTreeSet<[u8; 16]>,
    /// devices whose reports of lost verdicts wait for their records
    pub(crate) reporters: BTreeSet<[u8; 16]>,
    /// devices that were shut out, and what of theirs waits
    pub(crate) quarantine: BTreeMap<[u8; 16], Quarantine>,
    /// cases that a device has brought up in this fold, of those that it can bring up without end
    pub(crate) brought: BTreeMap<[u8; 16], usize>,
    /// pairs found in this fold among what a device wrote
    pub(crate) pairs: BTreeMap<[u8; 16], usize>,
    /// what is held under a device's own name and not written down yet
    pub(crate) ops_to_hold: Down,
    /// tasks that were merged, which may give a right to write elsewhere
    pub(crate) tasks: BTreeSet<Id>,
    /// records that may be another one's twin
    pub(crate) changed: BTreeSet<Id>,
    /// cases and verdicts to be carried out
    pub(crate) words: BTreeSet<Id>,
}

impl<'a> Fold<'a> {
    pub(crate) fn new(
        home: &'a HqDirectory,
        store: &'a Store,
        now: fn() -> u64,
    ) -> Result<Fold<'a>, StoreError> {
        let officers = home.officers()?;
        Ok(Fold {
            home,
            store,
            programme: store.programme(),
            reporters: reporters(store, &officers)?,
            officers,
            rights: Rights::of(home, store)?,
            now,
            outcome: FoldOutcome::default(),
            outbox: Outbox::default(),
            findings: Vec::new(),
            held: BTreeMap::new(),
            held_records: BTreeSet::new(),
            quarantine: BTreeMap::new(),
            brought: BTreeMap::new(),
            pairs: BTreeMap::new(),
            ops_to_hold: Down::default(),
            tasks: BTreeSet::new(),
            changed: BTreeSet::new(),
            words: BTreeSet::new(),
        })
    }

    /// The officer of a device as cases name him; `name` where the device is none of theirs.
    pub(crate) fn officer_label(&self, device: [u8; 16], name: &str) -> String {
        let whose = self.officers.iter().find(|o| o.certificate().device == device);
        whose.map_or_else(|| name.to_owned(), |o| o.certificate().display_name())
    }

    /// The lanes first: what headquarters itself has is not looked at twice.
    pub(crate) fn flush(&mut self, down: Down) -> Result<(), StoreError> {
        self.outbox.send(&self.home.lanes())?;
        self.write_down(down, Vec::new())
    }

    /// How far the logs are read comes after all that was read in them.
    pub(crate) fn write_down(
        &self,
        down: Down,
        logs: Vec<([u8; 16], u64)>,
    ) -> Result<(), StoreError> {
        let era = self.home.secret.era;
        for part in down.split(FRAME) {
            self.store.downlink().take_fold(era, Vec::new(), &down::encode(&part))?;
        }
        note_places(self.home, self.store, logs)
    }
}

/// What does not fit, even packed, stays in its device's log, and a reviewer gets a case: no officer may
/// stop the others.
pub(crate) fn fits<T: Serialize>(thing: &T) -> Result<bool, StoreError> {
    let bytes = format::wire::encode(thing);
    Ok(bytes.len() <= LONGEST || format::pack(&bytes)?.len() <= LONGEST)
}
