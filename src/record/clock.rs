use serde::{Deserialize, Serialize};

/// Hybrid time: 48 bits of Unix milliseconds and a 16 bit counter, ordered as one number.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize,
)]
pub struct Hlc(pub u64);

impl Hlc {
    /// Unix milliseconds.
    pub fn millis(self) -> u64 {
        self.0 >> 16
    }
}

/// Gives strictly rising times, also when the wall clock stands still or is set back.
#[derive(Clone, Copy, Debug, Default)]
pub struct HybridClock {
    last: Hlc,
}

impl HybridClock {
    /// Goes on after `last`, the newest time found in the journal.
    pub fn after(last: Hlc) -> HybridClock {
        HybridClock { last }
    }

    /// `max(wall, last) + 1`; `wall_millis` is Unix time.
    pub fn tick(&mut self, wall_millis: u64) -> Hlc {
        let wall = (wall_millis & 0xffff_ffff_ffff) << 16;
        self.last = Hlc(wall.max(self.last.0.saturating_add(1)));
        self.last
    }
}
