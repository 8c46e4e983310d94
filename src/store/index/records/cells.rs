//! Small values packed into the columns of the index.

use super::NONE;
use crate::record::Reviewed;

pub(super) fn bits(reviewed: Reviewed) -> u8 {
    match reviewed {
        Reviewed::Waits => 0,
        Reviewed::SentBack => 1,
        Reviewed::Corrected => 2,
        Reviewed::Approved => 3,
    }
}

pub(super) fn set<T>(column: &mut [T], at: usize, value: T) {
    if let Some(place) = column.get_mut(at) {
        *place = value;
    }
}

/// Slots of linked records. Stored inverted, so that `NONE` is 0 and the zeroed pages of rows that
/// are not loaded take no memory.
#[derive(Debug, Default)]
pub(super) struct LinkColumn(Vec<u32>);

impl LinkColumn {
    pub fn of_none(rows: usize) -> LinkColumn {
        LinkColumn(vec![0; rows])
    }

    pub fn get(&self, slot: u32) -> u32 {
        self.0.get(slot as usize).map_or(NONE, |stored| !stored)
    }

    pub fn set(&mut self, slot: u32, to: u32) {
        set(&mut self.0, slot as usize, !to);
    }

    pub fn push(&mut self) {
        self.0.push(0);
    }

    pub fn stored(&mut self) -> &mut [u32] {
        &mut self.0
    }

    pub fn iter(&self) -> impl Iterator<Item = u32> {
        self.0.iter().map(|stored| !stored)
    }
}
