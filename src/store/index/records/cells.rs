//! Small values packed into the columns of the index.

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
