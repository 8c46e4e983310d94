//! Evaluates headquarters' answers on a stick: how many ops it has.

use std::collections::BTreeMap;

use super::super::super::receipt::SignedReceipt;
use crate::store::{Store, StoreError};

/// The combined content of the answers for this laptop.
#[derive(Default)]
pub struct FolderAnswers {
    /// epochs in which headquarters has other ops
    pub forks: Vec<u64>,
    pub newest: FolderAnswer,
    /// (time, era) of the last answer by headquarters' clock; Unix milliseconds
    pub last: (u64, u64),
}

/// One answer; it names every epoch of which headquarters has ops.
#[derive(Default)]
pub struct FolderAnswer {
    pub era: u64,
    /// by headquarters' clock, Unix milliseconds
    pub time: u64,
    /// epoch -> last receipted op. `None`: more than this notebook has in an abandoned epoch, so
    /// the receipt says nothing about this notebook's ops
    acked: BTreeMap<u64, Option<u64>>,
}

/// How many ops of each epoch headquarters is known to have.
pub struct HeldByHq {
    acked: BTreeMap<u64, u64>,
    /// it has fewer ops than an earlier receipt says
    pub restored: bool,
}

impl FolderAnswers {
    /// Whether a headquarters of an older era has answered after a restored one.
    pub fn is_outdated(&self, store: &Store) -> Result<bool, StoreError> {
        let receipts = store.uplink().receipts()?;
        let newest = receipts.iter().map(|r| (r.receipt.era, r.receipt.time)).max();
        let (time, era) = self.last;
        Ok(newest
            .is_some_and(|(known_era, signed)| era > 0 && era < known_era && time > signed))
    }
}

impl FolderAnswer {
    /// Compares by era and time; of equal ones the answer with more ops is newer.
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

    /// The ops that headquarters has. A receipt counts until a newer answer states fewer ops: then
    /// headquarters was restored from an old copy, with or without a new era.
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
