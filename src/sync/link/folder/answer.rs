//! What headquarters' newest answer on a stick says about how much it holds.

use std::collections::BTreeMap;

use super::super::super::receipt::SignedReceipt;
use crate::store::{Store, StoreError};

/// All that the answers for this laptop say about the two histories.
#[derive(Default)]
pub struct FolderAnswers {
    /// epochs in which headquarters holds other ops
    pub forks: Vec<u64>,
    pub newest: FolderAnswer,
    /// by headquarters' clock the last one: its time, Unix milliseconds, and its era
    pub last: (u64, u64),
}

/// One answer: it names every epoch of which headquarters holds something.
#[derive(Default)]
pub struct FolderAnswer {
    pub era: u64,
    /// by headquarters' clock, Unix milliseconds
    pub time: u64,
    /// `None`: more than this notebook counts in an epoch that it left, so nothing about its own ops
    acked: BTreeMap<u64, Option<u64>>,
}

/// How much headquarters holds of each epoch, as far as is known here.
pub struct HeldByHq {
    acked: BTreeMap<u64, u64>,
    /// it holds less than it once signed for
    pub restored: bool,
}

impl FolderAnswers {
    /// Whether a headquarters that was replaced by a restore has answered after the restored one.
    pub fn is_outdated(&self, store: &Store) -> Result<bool, StoreError> {
        let receipts = store.uplink().receipts()?;
        let newest = receipts.iter().map(|r| (r.receipt.era, r.receipt.time)).max();
        let (time, era) = self.last;
        Ok(newest
            .is_some_and(|(known_era, signed)| era > 0 && era < known_era && time > signed))
    }
}

impl FolderAnswer {
    /// Of two at the same time the one that holds more.
    pub fn is_newer_than(&self, other: &FolderAnswer) -> bool {
        let rank = |answer: &FolderAnswer| {
            let all = answer.acked.values().flatten();
            (answer.era, answer.time, all.map(|acked| u128::from(*acked)).sum::<u128>())
        };
        rank(self) > rank(other)
    }

    pub fn add_receipt(
        &mut self,
        store: &Store,
        signed: &SignedReceipt,
    ) -> Result<(), StoreError> {
        let said = signed.receipt;
        let epochs = store.uplink().epochs()?;
        let left = epochs.iter().any(|e| e.epoch == said.epoch && e.last < said.acked);
        let entry = self.acked.entry(said.epoch).or_default();
        if !left {
            *entry = (*entry).max(Some(said.acked));
        }
        Ok(())
    }

    /// A receipt counts until a newer answer tells of less: headquarters continues from an old copy then,
    /// whether it said so (a later era) or not.
    pub fn held_by_hq(&self, store: &Store) -> Result<HeldByHq, StoreError> {
        let receipts = store.uplink().receipts()?;
        let mut held = HeldByHq { acked: BTreeMap::new(), restored: false };
        for epoch in store.uplink().epochs()? {
            let known = receipts.iter().map(|r| r.receipt).find(|r| r.epoch == epoch.epoch);
            let signed = known.map_or(0, |r| r.acked);
            let newer = known.is_none_or(|r| (self.era, self.time) >= (r.era, r.time));
            let counts = known.filter(|r| r.era >= self.era).map_or(0, |r| r.acked);
            let acked = match self.acked.get(&epoch.epoch) {
                Some(Some(acked)) if newer => *acked,
                None if newer && self.era > 0 => 0,
                _ => counts,
            };
            held.restored |= acked < signed.min(epoch.last);
            held.acked.insert(epoch.epoch, acked);
        }
        Ok(held)
    }
}

impl HeldByHq {
    pub fn acked(&self, epoch: u64) -> u64 {
        self.acked.get(&epoch).copied().unwrap_or(0)
    }
}
