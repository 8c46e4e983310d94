//! A vector of integers in which each takes as few bytes as the widest needs. Does not know what
//! the integers mean.

use serde::{Deserialize, Serialize};

/// Zeros alone take no bytes. A wider integer widens all.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PackedInts {
    len: usize,
    /// bytes of each integer, one of `WIDTHS`
    width: usize,
    /// little-endian, two's complement
    bytes: Vec<u8>,
}

const WIDTHS: [usize; 6] = [0, 1, 2, 3, 4, 8];

fn width_of(value: i64) -> usize {
    let fits = |width: &&usize| match **width {
        0 => value == 0,
        width => {
            let unused = 64 - 8 * width;
            value << unused >> unused == value
        }
    };
    WIDTHS.iter().find(fits).copied().unwrap_or(8)
}

impl PackedInts {
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether the bytes are of this length and width; read from a disk they may not be.
    pub fn is_whole(&self) -> bool {
        WIDTHS.contains(&self.width)
            && self.len.checked_mul(self.width) == Some(self.bytes.len())
    }

    pub fn get(&self, at: usize) -> Option<i64> {
        fn own<const N: usize>(bytes: &[u8], at: usize) -> Option<[u8; N]> {
            bytes.as_chunks::<N>().0.get(at).copied()
        }
        let bytes = self.bytes.as_slice();
        match self.width {
            0 => (at < self.len).then_some(0),
            1 => own(bytes, at).map(|bytes| i8::from_le_bytes(bytes).into()),
            2 => own(bytes, at).map(|bytes| i16::from_le_bytes(bytes).into()),
            3 => own(bytes, at).map(|[a, b, c]| (i32::from_le_bytes([0, a, b, c]) >> 8).into()),
            4 => own(bytes, at).map(|bytes| i32::from_le_bytes(bytes).into()),
            _ => own(bytes, at).map(i64::from_le_bytes),
        }
    }

    pub fn last(&self) -> Option<i64> {
        self.get(self.len.checked_sub(1)?)
    }

    pub fn iter(&self) -> impl Iterator<Item = i64> {
        (0..self.len).filter_map(|at| self.get(at))
    }

    /// An index after the end counts as the end.
    pub fn insert(&mut self, at: usize, value: i64) {
        let width = width_of(value);
        if width > self.width {
            self.widen(width);
        }
        let place = at.min(self.len) * self.width;
        let own = value.to_le_bytes().into_iter().take(self.width);
        match place == self.bytes.len() {
            true => self.bytes.extend(own),
            false => drop(self.bytes.splice(place..place, own)),
        }
        self.len += 1;
    }

    /// Removes `count` integers from `at` on.
    pub fn remove(&mut self, at: usize, count: usize) {
        let from = at.min(self.len);
        let to = (from + count).min(self.len);
        self.bytes.drain(from * self.width..to * self.width);
        self.len -= to - from;
    }

    fn widen(&mut self, width: usize) {
        let bytes = self.iter().flat_map(|value| value.to_le_bytes().into_iter().take(width));
        self.bytes = bytes.collect();
        self.width = width;
    }

    pub fn shrink(&mut self) {
        self.bytes.shrink_to_fit();
    }
}

impl FromIterator<i64> for PackedInts {
    fn from_iter<I: IntoIterator<Item = i64>>(values: I) -> PackedInts {
        let mut packed = PackedInts::default();
        for value in values {
            packed.insert(packed.len, value);
        }
        packed.shrink();
        packed
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn value() -> impl Strategy<Value = i64> {
        prop_oneof![
            Just(0),
            -130..130_i64,
            (0..64_u32, -2..3_i64).prop_map(|(bits, more)| (1_i64 << bits).wrapping_add(more)),
            any::<i64>(),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(256) })]
        #[test]
        fn packed_integers_are_those_of_a_plain_vector(
            acts in proptest::collection::vec((any::<proptest::sample::Index>(), value(), 0..4_usize), 0..60),
        ) {
            let (mut packed, mut plain) = (PackedInts::default(), Vec::new());
            for (at, value, removed) in acts {
                let at = at.index(plain.len() + 1);
                if removed < 2 {
                    packed.insert(at, value);
                    plain.insert(at, value);
                } else {
                    packed.remove(at, removed);
                    plain.drain(at..(at + removed).min(plain.len()));
                }
                prop_assert!(packed.is_whole());
                prop_assert_eq!(packed.len(), plain.len());
                prop_assert_eq!(packed.iter().collect::<Vec<_>>(), plain.clone());
                prop_assert_eq!(packed.last(), plain.last().copied());
                prop_assert_eq!(packed.get(plain.len()), None);
                prop_assert_eq!(plain.iter().copied().collect::<PackedInts>().iter().collect::<Vec<_>>(), plain.clone());
            }
        }
    }
}
