//! The record index: every record's title, day and filters in memory, so that lists, search and
//! titles need no disk. One row of small columns per record; texts are word numbers. Rows of kinds
//! that are not needed yet may stay in the file (`saved`): their slots exist and are empty. Knows
//! nothing of sled or of files: `snapshot` takes and returns bytes.

mod by_parts;
mod cells;
mod column;
mod entry;
mod hits;
mod ids;
pub(crate) mod load;
mod order;
mod places;
pub(crate) mod saved;
mod scan;
mod search;
pub(crate) mod snapshot;
mod snapshot_stream;
#[cfg(test)]
mod tests;
mod texts;
mod title;
mod tokens;
mod vocabulary;
mod word_tables;

use std::collections::{BTreeMap, HashMap};

pub(crate) use entry::{IndexEntry, pack, unpack};
pub(crate) use entry::{filter_value, lets_through};

use self::order::Order;
use crate::record::{Id, KindNo, Query, Reviewed};
use cells::{LinkColumn, bits, set};
use hits::Hits;
use saved::SavedKinds;
use texts::RowTexts;

/// Stands for an id that is not loaded.
const NOT_LOADED: [u8; 16] = [0; 16];
/// No slot.
pub(crate) const NONE: u32 = u32::MAX;
const DELETED: u8 = 1;
const INCOMPLETE: u8 = 2;
const RETURNED: u8 = 8;
/// Two bits: the review status.
const REVIEWED: u8 = 4;
/// Depth to which a title includes titles of linked records.
const DEPTH: u8 = 2;
/// Maximum length of a chain of merges that is followed.
const CHAIN: usize = 16;
/// Shown between the parts of a title.
const BETWEEN: &str = " · ";

#[derive(Clone, Debug, Default)]
struct Orders {
    title: Order,
    day: Order,
}

#[derive(Debug, Default)]
pub(crate) struct RecordIndex {
    ids: Vec<[u8; 16]>,
    /// 0: a record that others link to and that is not known itself
    kinds: Vec<KindNo>,
    flags: Vec<u8>,
    conditions: Vec<u8>,
    days: Vec<u32>,
    due_days: Vec<u32>,
    homes: LinkColumn,
    place_records: LinkColumn,
    /// slot of the officer who made the last change, if on another device
    changed_by: LinkColumn,
    /// merged records, which are few: slot -> slot of the continuing record
    pub(crate) into: BTreeMap<u32, u32>,
    /// records changed by a reviewer, which are few: slot -> packed day
    edits: BTreeMap<u32, u32>,
    texts: RowTexts,
    /// distinct filter values; a row has their positions
    words: Vec<String>,
    word_at: HashMap<String, u32>,
    /// slots sorted by id; ids rise with time, so new ones mostly go to the end
    by_id: Vec<u32>,
    /// ids out of order, until they are sorted in
    early_ids: BTreeMap<Id, u32>,
    orders: BTreeMap<KindNo, Orders>,
    saved: SavedKinds,
    last: Option<(Query, Hits)>,
    changes: u64,
    /// `changes` when the index was last written or read
    written_at: u64,
    merges: u64,
}

impl RecordIndex {
    /// Continues the counters of the index that it replaces. Slots are the same unless the old
    /// index was lost: then this one was built from the records and is not written yet.
    pub fn take_place_of(&mut self, old: &RecordIndex) {
        let lost = u64::from(old.saved.is_lost);
        (self.changes, self.merges) = (old.changes + lost, old.merges + lost);
        self.written_at = old.written_at;
    }

    /// Whether it has changed since it was read or written.
    pub fn is_changed(&self) -> bool {
        self.changes != self.written_at
    }

    /// Notes that the file equals the index.
    pub fn note_written(&mut self) {
        self.written_at = self.changes;
    }

    /// Number of rows, including those of unknown records.
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// Counter that increases with every change.
    pub fn changes(&self) -> u64 {
        self.changes
    }

    /// Counter that increases when merges or slots change.
    pub fn merges(&self) -> u64 {
        self.merges
    }

    /// `None` also for a row that is not loaded.
    pub fn id(&self, slot: u32) -> Option<Id> {
        self.ids.get(slot as usize).filter(|id| **id != NOT_LOADED).copied().map(Id)
    }

    /// The kinds of all rows, including those that are not loaded.
    pub fn kinds(&self) -> &[KindNo] {
        &self.kinds
    }

    pub fn kind(&self, slot: u32) -> KindNo {
        self.kinds.get(slot as usize).copied().unwrap_or(0)
    }

    pub fn day(&self, slot: u32) -> u32 {
        self.days.get(slot as usize).copied().unwrap_or(0)
    }

    pub fn due(&self, slot: u32) -> u32 {
        self.due_days.get(slot as usize).copied().unwrap_or(0)
    }

    pub fn home(&self, slot: u32) -> u32 {
        self.homes.get(slot)
    }

    pub fn place_record(&self, slot: u32) -> u32 {
        self.place_records.get(slot)
    }

    pub fn is_deleted(&self, slot: u32) -> bool {
        self.flag(slot) & DELETED != 0
    }

    pub fn is_incomplete(&self, slot: u32) -> bool {
        self.flag(slot) & INCOMPLETE != 0
    }

    /// Returned by headquarters and not changed since.
    pub fn is_returned(&self, slot: u32) -> bool {
        self.flag(slot) & RETURNED != 0
    }

    /// (slot, packed day) of the records with a last review that reports a reviewer's change.
    pub fn edits(&self) -> impl Iterator<Item = (u32, u32)> {
        self.edits.iter().map(|(slot, day)| (*slot, *day))
    }

    /// Whether it was merged into another record.
    pub fn is_merged(&self, slot: u32) -> bool {
        self.into.contains_key(&slot)
    }

    /// The slot of the record that continues this one; itself if it is not merged.
    pub fn goes_on_as(&self, slot: u32) -> u32 {
        let mut at = slot;
        // bounded, because merges may form a cycle
        for _ in 0..=self.into.len().min(CHAIN) {
            let Some(next) = self.into.get(&at) else { return at };
            at = *next;
        }
        slot
    }

    pub fn reviewed(&self, slot: u32) -> Reviewed {
        match self.flag(slot) >> REVIEWED & 3 {
            1 => Reviewed::SentBack,
            2 => Reviewed::Corrected,
            3 => Reviewed::Approved,
            _ => Reviewed::Waits,
        }
    }

    /// The slot of the officer who made the last change, if on another device; else `NONE`.
    pub fn changed_by(&self, slot: u32) -> u32 {
        self.changed_by.get(slot)
    }

    /// Whether an indexed condition of its kind holds.
    pub fn meets(&self, slot: u32, condition: usize) -> bool {
        let bits = self.conditions.get(slot as usize).copied().unwrap_or(0);
        bits & (1 << condition) != 0
    }

    /// The value of one of its kind's filters; empty for none.
    pub fn filter_word(&self, slot: u32, at: Option<usize>) -> &str {
        let word = at.and_then(|at| self.texts.filter(slot, at)).unwrap_or(0);
        word.checked_sub(1).and_then(|at| self.words.get(at)).map_or("", String::as_str)
    }

    fn flag(&self, slot: u32) -> u8 {
        self.flags.get(slot as usize).copied().unwrap_or(0)
    }

    /// Inserts or replaces a record. All rows must be loaded, because links are resolved in both
    /// directions.
    pub fn put(&mut self, entry: &IndexEntry) {
        self.changes += 1;
        self.last = None;
        // a row may exist only because others link to it
        let is_known = self.slot(entry.id).is_some();
        let slot = self.slot_for(entry.id);
        let home = entry.home.map_or(NONE, |id| self.slot_for(id));
        let via = entry.place_record.map_or(NONE, |id| self.slot_for(id));
        let by = entry.by.map_or(NONE, |id| self.slot_for(id));
        let had_kind = self.kind(slot) != 0;
        let filters: Vec<u32> = entry.filters.iter().map(|value| self.intern(value)).collect();
        self.saved.note_rewritten(slot);
        let is_renamed = self.texts.put(slot, &entry.title, &entry.more, &filters)
            || !had_kind
            || self.home(slot) != home
            || self.place_record(slot) != via;
        self.put_columns(slot, entry, home, via);
        self.changed_by.set(slot, by);
        let into = entry.into.map(|id| self.slot_for(id));
        let before = match into {
            Some(into) => self.into.insert(slot, into),
            None => self.into.remove(&slot),
        };
        self.merges += u64::from(before != into);
        match entry.edited {
            0 => self.edits.remove(&slot),
            day => self.edits.insert(slot, day),
        };
        let orders = self.orders.entry(entry.kind).or_default();
        if had_kind {
            orders.day.remove(slot);
        }
        orders.day.add(slot);
        if is_renamed {
            if had_kind {
                orders.title.remove(slot);
            }
            orders.title.add(slot);
            if is_known {
                self.reorder_dependents(slot, DEPTH);
            }
        }
    }

    /// The slot of the record that `own` links to; a merged record counts as the one that continues
    /// it.
    pub fn counted_slot(&mut self, own: Id, id: Id) -> u32 {
        let slot = self.slot_for(id);
        if own == id { slot } else { self.goes_on_as(slot) }
    }

    /// The slot of a record, created if there is none. All rows must be loaded.
    pub fn slot_for(&mut self, id: Id) -> u32 {
        if let Some(slot) = self.slot(id) {
            return slot;
        }
        let slot = u32::try_from(self.ids.len()).unwrap_or(NONE - 1);
        self.ids.push(id.0);
        self.kinds.push(0);
        self.flags.push(0);
        self.conditions.push(0);
        self.days.push(0);
        self.due_days.push(0);
        self.homes.push();
        self.place_records.push();
        self.changed_by.push();
        self.texts.push();
        self.add_id(id, slot);
        slot
    }

    fn put_columns(&mut self, slot: u32, entry: &IndexEntry, home: u32, via: u32) {
        let i = slot as usize;
        let flags = if entry.deleted { DELETED } else { 0 }
            | if entry.incomplete { INCOMPLETE } else { 0 }
            | if entry.returned { RETURNED } else { 0 }
            | (bits(entry.reviewed) << REVIEWED);
        set(&mut self.kinds, i, entry.kind);
        set(&mut self.flags, i, flags);
        set(&mut self.conditions, i, entry.conditions);
        set(&mut self.days, i, entry.day);
        set(&mut self.due_days, i, entry.due);
        self.homes.set(slot, home);
        self.place_records.set(slot, via);
    }

    /// The position of a filter value plus 1; 0 for no answer.
    fn intern(&mut self, value: &str) -> u32 {
        if value.is_empty() {
            return 0;
        }
        if let Some(place) = self.word_at.get(value) {
            return *place;
        }
        let place = u32::try_from(self.words.len() + 1).unwrap_or(0);
        self.words.push(value.to_owned());
        self.word_at.insert(value.to_owned(), place);
        place
    }

    /// Sorts the rows again that have this row's title in theirs.
    fn reorder_dependents(&mut self, slot: u32, depth: u8) {
        // nothing is sorted yet: the first sort will use the new titles
        if self.orders.values().all(|orders| orders.title.slots().is_empty()) {
            return;
        }
        let all = self.homes.iter().zip(self.place_records.iter()).zip(0u32..);
        let dependents: Vec<u32> = all
            .filter(|((home, via), _)| *home == slot || *via == slot)
            .map(|(_, dependent)| dependent)
            .collect();
        for dependent in dependents {
            let kind = self.kind(dependent);
            if let Some(orders) = self.orders.get_mut(&kind).filter(|_| kind != 0) {
                orders.title.remove(dependent);
                orders.title.add(dependent);
            }
            if depth > 1 && dependent != slot {
                self.reorder_dependents(dependent, depth - 1);
            }
        }
    }

    fn settle(&mut self, kind: KindNo, by_title: bool) {
        let Some(mut orders) = self.orders.remove(&kind) else { return };
        if by_title {
            orders.title.settle(|slot| self.title_key(slot));
        } else {
            orders.day.settle(|slot| (self.day(slot), self.id(slot)));
        }
        self.orders.insert(kind, orders);
    }
}
