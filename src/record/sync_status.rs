//! The sync status of a notebook, as plain data for the screens.

use serde::{Deserialize, Serialize};

use super::Hlc;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SyncStatus {
    /// headquarters' name; `None` for a notebook that is not enrolled
    pub hq: Option<String>,
    /// its address, `ssh://…` or `folder:…`, if known
    pub address: Option<String>,
    /// the route that was used last, whatever the settings say
    pub by: Option<String>,
    /// ops that headquarters has receipted, and ops that still wait
    pub at_headquarters: u64,
    pub waiting: u64,
    /// attached files that headquarters is not known to have
    pub files_unsent: u64,
    /// whether records name files that are missing here
    pub files_missing: bool,
    /// every own op up to this time is at headquarters
    pub up_to: Hlc,
    /// when a session last completed, or headquarters last gave a receipt; Unix milliseconds, 0 for
    /// never
    pub last: u64,
    /// since when headquarters rejects this device, if it has said so; Unix milliseconds
    pub revoked: Option<u64>,
}

/// The status of the officers' devices; shown only at headquarters.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FleetStatus {
    /// headquarters' own name
    pub name: String,
    /// when it was set up, or restored from a copy; Unix milliseconds
    pub era: u64,
    /// by the officers' numbers
    pub devices: Vec<DeviceStatus>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeviceStatus {
    pub number: u32,
    pub name: String,
    pub device: [u8; 16],
    /// revoked, and not admitted again
    pub is_revoked: bool,
    /// when something last came from it, Unix milliseconds
    pub last_heard: Option<u64>,
    /// ops that were received but are not understood yet
    pub waiting: u64,
}

/// The sync status according to headquarters' receipts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiptStatus {
    /// every own op up to this time is at headquarters
    pub up_to: Hlc,
    /// ops that headquarters has receipted, and ops that still wait
    pub at_headquarters: u64,
    pub waiting: u64,
    /// by headquarters' clock, when it last gave a receipt; Unix milliseconds, 0 for never
    pub last: u64,
}
