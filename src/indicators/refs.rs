//! Compact forms of a record, a choice, a day and a location in facts.

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use crate::record::Date;

/// A record's position in the index of the facts' owner.
pub type Ref = u32;
/// A map by records, or by numbers made of them. No key comes from outside, so the hash needs no
/// secret; the report of a long period makes some hundred thousand lookups.
pub type RefMap<K, V> = FxHashMap<K, V>;
/// No record.
pub const NONE: Ref = Ref::MAX;

/// The index of an answer in its list of choices.
pub type ChoiceIndex = u8;
/// No answer, or one that this programme does not know.
pub const UNKNOWN: ChoiceIndex = ChoiceIndex::MAX;

/// A day as a number with the same order.
pub type PackedDay = i32;
/// Never 0, as the day of the month is in it.
pub fn pack(day: Date) -> PackedDay {
    i32::from(day.year) << 9 | i32::from(day.month) << 5 | i32::from(day.day)
}

/// Inverse of `pack`.
pub fn unpack(day: PackedDay) -> Date {
    let part = |from: u32, bits: i32| u8::try_from(day >> from & bits).unwrap_or(0);
    Date { year: i16::try_from(day >> 9).unwrap_or(0), month: part(5, 15), day: part(0, 31) }
}

/// The numbers of a commune and its province in four bytes; the default is an unknown location.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Site(u32);

impl Site {
    const COMMUNE_BITS: u32 = 20;

    pub fn of(province: u8, commune: u32) -> Site {
        Site(u32::from(province) << Site::COMMUNE_BITS | commune)
    }

    pub fn province(self) -> u8 {
        u8::try_from(self.0 >> Site::COMMUNE_BITS).unwrap_or(0)
    }

    pub fn commune(self) -> u32 {
        self.0 & ((1 << Site::COMMUNE_BITS) - 1)
    }

    pub fn is_known(self) -> bool {
        self.0 != 0
    }
}

impl From<Site> for i64 {
    fn from(site: Site) -> i64 {
        site.0.into()
    }
}

/// A number that no site has gives an unknown location.
impl From<i64> for Site {
    fn from(number: i64) -> Site {
        Site(u32::try_from(number).unwrap_or(0))
    }
}
