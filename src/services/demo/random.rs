//! A reproducible generator: splitmix64. The same seed gives the same notebook on every machine,
//! which neither the standard library nor the system guarantees.

use crate::record::{Decimal, Id};

/// Timestamp of all made-up ids: 1 January 2026, 00:00 UTC.
const BASE_MILLIS: u64 = 1_767_225_600_000;

pub struct Random(u64);

impl Random {
    /// A separate stream for record `index` of `lane`, so that no record depends on how many were
    /// made before it.
    pub fn of(seed: u64, lane: u64, index: u64) -> Random {
        let mut start = Random(seed ^ lane.wrapping_mul(0x9e6c_63d0_876a_9a63));
        let mixed = start.next() ^ index.wrapping_mul(0xd1b5_4a32_d192_ed03);
        Random(mixed)
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// From 0 to `n` exclusive; 0 when `n` is 0.
    pub fn below(&mut self, n: u64) -> u64 {
        ((u128::from(self.next()) * u128::from(n)) >> 64) as u64
    }

    /// From `low` to `high` inclusive.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        let span = high.saturating_sub(low).max(0) as u64 + 1;
        low + self.below(span) as i64
    }

    pub fn percent(&mut self, chance: u64) -> bool {
        self.below(100) < chance
    }

    /// `list` must not be empty.
    pub fn pick<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.below(list.len() as u64) as usize]
    }

    /// A rounded amount, as offices write it: two leading digits, then zeros.
    pub fn money(&mut self, low: i64, high: i64) -> i64 {
        let exact = self.between(low, high);
        let mut step = 1;
        while exact / step >= 100 {
            step *= 10;
        }
        exact / step * step
    }

    pub fn tenths(&mut self, low: i64, high: i64) -> Decimal {
        Decimal(self.between(low * 10, high * 10) * (Decimal::ONE / 10))
    }

    pub fn digits(&mut self, count: usize) -> String {
        (0..count).map(|_| char::from(b'0' + self.below(10) as u8)).collect()
    }

    /// An id that sorts by `index`, with a random tail.
    pub fn id(&mut self, index: u64) -> Id {
        let (a, b) = (self.next().to_le_bytes(), self.next().to_le_bytes());
        let tail = [a[0], a[1], a[2], a[3], a[4], a[5], a[6], a[7], b[0], b[1]];
        Id::new(BASE_MILLIS + index, tail)
    }
}
