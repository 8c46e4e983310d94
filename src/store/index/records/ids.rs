//! Maps ids to slots. Ids mostly rise with time; ids out of order are in a separate map until they
//! are sorted in together.

use super::RecordIndex;
use crate::record::Id;

/// Minimum number of ids out of order before they are sorted in.
const EARLY_IDS: usize = 1024;

impl RecordIndex {
    /// The slot of a record, if the record or a link to it is known.
    pub fn slot(&self, id: Id) -> Option<u32> {
        if self.is_after_all(id) {
            return None;
        }
        if let Some(slot) = self.early_ids.get(&id) {
            return Some(*slot);
        }
        let at = self.by_id.binary_search_by(|slot| self.id(*slot).cmp(&Some(id)));
        at.ok().and_then(|at| self.by_id.get(at)).copied()
    }

    fn is_after_all(&self, id: Id) -> bool {
        self.by_id.last().and_then(|last| self.id(*last)).is_none_or(|last| last < id)
    }

    pub(super) fn add_id(&mut self, id: Id, slot: u32) {
        if self.is_after_all(id) {
            self.by_id.push(slot);
            return;
        }
        self.early_ids.insert(id, slot);
        if self.early_ids.len() > EARLY_IDS.max(self.by_id.len() / 4) {
            self.sort_ids();
        }
    }

    pub(super) fn sort_ids(&mut self) {
        if self.early_ids.is_empty() {
            return;
        }
        self.by_id.extend(std::mem::take(&mut self.early_ids).into_values());
        self.order_ids();
    }

    /// Consists of sorted runs, which the stable sort merges.
    pub(super) fn order_ids(&mut self) {
        let ids = &self.ids;
        self.by_id.sort_by_key(|slot| ids.get(*slot as usize));
    }
}
