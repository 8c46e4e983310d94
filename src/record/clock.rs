//! The hybrid logical clock, which orders changes. The wall clock comes from the caller.

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

/// Corrects a clock that had run ahead: from this time on its values still rise, as merging needs,
/// and map to the true time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    pub from: Hlc,
    /// Unix milliseconds
    pub wall: u64,
}

impl Correction {
    fn true_millis(&self, at: Hlc) -> u64 {
        self.wall.saturating_add(at.millis().saturating_sub(self.from.millis()))
    }

    /// The wall clock on the scale of values since the correction.
    fn adjusted(&self, wall: u64) -> u64 {
        self.from.millis().saturating_add(wall).saturating_sub(self.wall)
    }
}

/// All corrections, the oldest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Corrections(pub Vec<Correction>);

impl Corrections {
    /// The true time of a change, Unix milliseconds: never later than the next correction.
    pub fn true_millis(&self, at: Hlc) -> u64 {
        let known = self.0.partition_point(|one| one.from <= at);
        let before = known.checked_sub(1).and_then(|last| self.0.get(last));
        let millis = before.map_or(at.millis(), |one| one.true_millis(at));
        self.0.get(known).map_or(millis, |next| millis.min(next.wall))
    }
}

/// Returns strictly rising times, also when the wall clock stops or is set back.
#[derive(Clone, Copy, Debug, Default)]
pub struct HybridClock {
    last: Hlc,
    correction: Option<Correction>,
}

impl HybridClock {
    /// Continues after `last`, the newest time found in the journal.
    pub fn after(last: Hlc) -> HybridClock {
        HybridClock { last, correction: None }
    }

    pub fn corrected(self, by: Option<Correction>) -> HybridClock {
        HybridClock { correction: by, ..self }
    }

    /// `max(wall, last) + 1`; `wall_millis` is Unix time.
    pub fn tick(&mut self, wall_millis: u64) -> Hlc {
        let wall = self.correction.map_or(wall_millis, |by| by.adjusted(wall_millis));
        let wall = (wall & 0xffff_ffff_ffff) << 16;
        self.last = Hlc(wall.max(self.last.0.saturating_add(1)));
        self.last
    }

    /// The newest time as Unix milliseconds.
    pub fn newest_millis(&self) -> u64 {
        self.correction.map_or(self.last.millis(), |by| by.true_millis(self.last))
    }
}
