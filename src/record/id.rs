//! Ids of records, rows and batches. Knows no clock and no randomness; both come from the caller.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Sixteen bytes shaped like a UUIDv7: 48 bits of the hybrid clock's milliseconds, the rest random.
///
/// Ids sort in the order of creation, so they insert at the right edge of the store. Nothing reads
/// the time from an id, so a wrong clock does no harm.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Id(pub [u8; 16]);

impl Id {
    /// `millis` is Unix time; only its low 48 bits are used.
    pub fn new(millis: u64, random: [u8; 10]) -> Id {
        Id(uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid().into_bytes())
    }

    /// Whether it has the shape of the ids that sotay makes.
    pub fn is_ours(self) -> bool {
        uuid::Uuid::from_bytes(self.0).get_version_num() == 7
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        uuid::Uuid::from_bytes(self.0).fmt(f)
    }
}

impl fmt::Debug for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Id {
    type Err = ();

    /// Takes exactly what `Display` prints.
    fn from_str(text: &str) -> Result<Id, ()> {
        if text.len() != 36 {
            return Err(());
        }
        uuid::Uuid::try_parse(text).map(|u| Id(u.into_bytes())).map_err(|_| ())
    }
}
