//! State of a running fold: the parts of headquarters that it uses, its findings so far, and how it
//! writes.
//!
//! Does not contain the steps of a fold; those are in the files that extend `Fold`.

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

/// Maximum bytes of an op or image in a frame or a lane. The rest of the limit is for the
/// surrounding data.
pub(crate) const LONGEST: usize = limits::RECORD - 2 * 1024;

/// Bytes of headquarters' own data in one frame.
pub(crate) const FRAME: usize = 48 * 1024;

/// Maximum number of cases in one fold for one device, of the kinds that a device can cause without
/// limit.
pub(crate) const MOST_CASES: usize = 50;

/// Result of a fold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FoldOutcome {
    pub ops: usize,
    pub records: usize,
    /// ops held back because they cannot be read yet
    pub held: usize,
    /// new cases for a reviewer
    pub matters: usize,
}

/// A running fold.
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
    pub(crate) held: BTreeMap<[u8; 16], BTreeSet<u64>>,
    /// devices with held ops, as far as read in this fold
    pub(crate) held_records: BTreeSet<[u8; 16]>,
    /// devices with reports of lost verdicts that wait for records
    pub(crate) reporters: BTreeSet<[u8; 16]>,
    /// revoked devices and their quarantined changes
    pub(crate) quarantine: BTreeMap<[u8; 16], Quarantine>,
    /// number of cases raised for a device in this fold, of the limited kinds
    pub(crate) brought: BTreeMap<[u8; 16], usize>,
    /// number of pairs found in this fold among a device's records
    pub(crate) pairs: BTreeMap<[u8; 16], usize>,
    /// ops held under their device's id, not written yet
    pub(crate) ops_to_hold: Down,
    /// changed tasks, which may grant rights at establishments
    pub(crate) tasks: BTreeSet<Id>,
    /// changed records that may have twins
    pub(crate) changed: BTreeSet<Id>,
    /// cases and verdicts to apply
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

    /// Name of a device's officer in cases; `name` if the device is unknown.
    pub(crate) fn officer_label(&self, device: [u8; 16], name: &str) -> String {
        let whose = self.officers.iter().find(|o| o.certificate().device == device);
        whose.map_or_else(|| name.to_owned(), |o| o.certificate().display_name())
    }

    /// Writes the lanes first: records that are already in headquarters' notebook are not published
    /// again.
    pub(crate) fn flush(&mut self, down: Down) -> Result<(), StoreError> {
        self.outbox.send(&self.home.lanes())?;
        self.write_down(down, Vec::new())
    }

    /// Writes the cursors after everything that was read up to them.
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

/// Whether it fits into a frame, compressed if necessary. Otherwise it stays in its device's log
/// and a reviewer gets a case, so that no device can stop the others.
pub(crate) fn fits<T: Serialize>(thing: &T) -> Result<bool, StoreError> {
    let bytes = format::wire::encode(thing);
    Ok(bytes.len() <= LONGEST || format::pack(&bytes)?.len() <= LONGEST)
}
