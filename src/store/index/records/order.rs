//! A sorted list of slots with cheap insertion: new slots are collected and sorted in at the next
//! read, so that an import of thousands is sorted once.

/// Slots sorted by key, and new slots not yet sorted in.
#[derive(Clone, Debug, Default)]
pub(crate) struct Order {
    sorted: Vec<u32>,
    waiting: Vec<u32>,
}

impl Order {
    pub fn from_sorted(sorted: Vec<u32>) -> Order {
        Order { sorted, waiting: Vec::new() }
    }

    pub fn add(&mut self, slot: u32) {
        self.waiting.push(slot);
    }

    pub fn remove(&mut self, slot: u32) {
        for list in [&mut self.waiting, &mut self.sorted] {
            if let Some(at) = list.iter().position(|s| *s == slot) {
                list.remove(at);
            }
        }
    }

    /// The sorted slots; complete only after `settle`.
    pub fn slots(&self) -> &[u32] {
        &self.sorted
    }

    /// Sorts new slots in. Computes few keys, because titles are expensive.
    pub fn settle<K: Ord>(&mut self, key: impl Fn(u32) -> K) {
        if self.waiting.is_empty() {
            return;
        }
        let waiting = std::mem::take(&mut self.waiting);
        if waiting.len() * 8 > self.sorted.len() {
            self.sorted.extend(waiting);
            self.sorted.sort_by_cached_key(|slot| key(*slot));
            return;
        }
        let mut new: Vec<(K, u32)> = waiting.into_iter().map(|s| (key(s), s)).collect();
        new.sort_by(|a, b| a.0.cmp(&b.0));
        let places: Vec<usize> =
            new.iter().map(|(k, _)| self.sorted.partition_point(|s| key(*s) <= *k)).collect();
        let mut merged = Vec::with_capacity(self.sorted.len() + new.len());
        let mut from = 0;
        for ((_, slot), place) in new.iter().zip(places) {
            merged.extend(self.sorted.get(from..place).unwrap_or_default());
            merged.push(*slot);
            from = place;
        }
        merged.extend(self.sorted.get(from..).unwrap_or_default());
        self.sorted = merged;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn newcomers_are_sorted_in() {
        let mut order = Order::default();
        (0..100).step_by(2).for_each(|n| order.add(n));
        order.settle(|s| s);
        [51, 3, 99].into_iter().for_each(|n| order.add(n));
        order.settle(|s| s);
        let mut wanted: Vec<u32> = (0..100).step_by(2).chain([51, 3, 99]).collect();
        wanted.sort_unstable();
        assert_eq!(order.slots(), wanted);
        order.remove(51);
        assert!(!order.slots().contains(&51));
    }
}
