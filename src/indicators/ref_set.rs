//! A set of records, or of keys of the same size: a list while it is short, then a bitmap, so that
//! a figure of very many records needs only a few kilobytes while it is computed.

use super::facts::Ref;

/// Number of entries from which a bitmap is smaller.
const LIST: usize = 1024;
/// Larger keys stay in the list, as they cannot be records.
const BOUND: u32 = 1 << 26;

#[derive(Clone, Debug, Default)]
pub struct RefSet {
    /// may contain duplicates
    list: Vec<Ref>,
    bits: Vec<u64>,
}

impl RefSet {
    pub fn insert(&mut self, at: Ref) {
        if !self.bits.is_empty() && at < BOUND {
            return self.set(at);
        }
        if self.list.last() == Some(&at) {
            return;
        }
        self.list.push(at);
        if self.bits.is_empty() && self.list.len() >= LIST {
            self.move_to_bits();
        }
        // once there is a bitmap, only keys out of bounds are added to the list
        if self.list.len() > 2 * LIST {
            self.list.sort_unstable();
            self.list.dedup();
        }
    }

    /// Moves all keys below the bound from the list to the bitmap.
    fn move_to_bits(&mut self) {
        for at in std::mem::take(&mut self.list) {
            match at < BOUND {
                true => self.set(at),
                false => self.list.push(at),
            }
        }
    }

    fn set(&mut self, at: Ref) {
        let word = (at >> 6) as usize;
        if self.bits.len() <= word {
            self.bits.resize(word + 1, 0);
        }
        if let Some(bits) = self.bits.get_mut(word) {
            *bits |= 1 << (at & 63);
        }
    }

    /// Adds all of `other`.
    pub fn join(&mut self, other: &RefSet) {
        if self.bits.len() < other.bits.len() {
            self.bits.resize(other.bits.len(), 0);
        }
        for (own, more) in self.bits.iter_mut().zip(&other.bits) {
            *own |= more;
        }
        other.list.iter().for_each(|at| self.insert(*at));
    }

    pub fn count(mut self) -> usize {
        self.settle();
        let ones = self.bits.iter().map(|bits| bits.count_ones() as usize);
        ones.sum::<usize>() + self.list.len()
    }

    /// Sorted, without duplicates.
    pub fn sorted(mut self) -> Vec<Ref> {
        self.settle();
        if self.bits.is_empty() {
            self.list.shrink_to_fit();
            return self.list;
        }
        let ones: usize = self.bits.iter().map(|bits| bits.count_ones() as usize).sum();
        let mut all = Vec::with_capacity(ones + self.list.len());
        for (word, bits) in (0..).zip(&self.bits) {
            let mut left = *bits;
            while left != 0 {
                all.push(word << 6 | left.trailing_zeros());
                left &= left - 1;
            }
        }
        all.extend(self.list);
        all
    }

    /// Sorts the list and removes its duplicates and what belongs in the bitmap.
    fn settle(&mut self) {
        if !self.bits.is_empty() {
            self.move_to_bits();
        }
        self.list.sort_unstable();
        self.list.dedup();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::indicators::facts::NONE;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(256) })]
        #[test]
        fn a_set_is_what_was_put_in(
            own in proptest::collection::vec(prop_oneof![0..6000_u32, Just(NONE)], 0..4000),
            more in proptest::collection::vec(prop_oneof![0..9000_u32, Just(NONE)], 0..4000),
        ) {
            let set = |all: &[u32]| {
                let mut set = RefSet::default();
                all.iter().for_each(|at| set.insert(*at));
                set
            };
            let mut joined = set(&own);
            joined.join(&set(&more));
            let wanted: BTreeSet<u32> = own.into_iter().chain(more).collect();
            prop_assert_eq!(joined.clone().count(), wanted.len());
            prop_assert_eq!(joined.sorted(), wanted.into_iter().collect::<Vec<_>>());
        }
    }
}
