//! Generator of new ids without clock or system randomness: it is seeded once from outside.

use crate::record::Id;

/// xorshift128+ with a seed of 16 random bytes. Not cryptographically secure; ids need not be
/// unpredictable.
#[derive(Clone, Debug)]
pub struct RowIds {
    a: u64,
    b: u64,
}

impl RowIds {
    pub fn seeded(seed: [u8; 16]) -> RowIds {
        let [a, b] = [0, 8].map(|at| {
            seed[at..at + 8].iter().fold(0u64, |n, byte| (n << 8) | u64::from(*byte))
        });
        RowIds { a: a | 1, b }
    }

    /// `now` in Unix milliseconds.
    pub fn next(&mut self, now: u64) -> Id {
        let mut random = [0; 10];
        let (high, low) = (self.step().to_be_bytes(), self.step().to_be_bytes());
        random[..8].copy_from_slice(&high);
        random[8..].copy_from_slice(&low[..2]);
        Id::new(now, random)
    }

    fn step(&mut self) -> u64 {
        let (mut x, y) = (self.a, self.b);
        self.a = y;
        x ^= x << 23;
        self.b = x ^ y ^ (x >> 17) ^ (y >> 26);
        self.b.wrapping_add(y)
    }
}
