//! Errors passed on: from sled's faults, and to several who wait for the same write.

use std::io;

use crate::storage::error::{IoOperation, StoreError};
use crate::store::state::StateFault;

impl From<StateFault> for StoreError {
    fn from(fault: StateFault) -> StoreError {
        match fault {
            StateFault::Store(error) => error,
            StateFault::Sled(sled::Error::Io(source)) => StoreError::Io {
                operation: IoOperation::Write,
                file: "state".to_owned(),
                source,
            },
            StateFault::Sled(_)
            | StateFault::Panicked
            | StateFault::Foreign
            | StateFault::Undecodable => StoreError::StateLost,
        }
    }
}

impl StoreError {
    /// The same news for another one who waits.
    pub(crate) fn again(&self) -> StoreError {
        match self {
            StoreError::Io { operation: doing, file, source } => {
                let source = match source.raw_os_error() {
                    Some(code) => io::Error::from_raw_os_error(code),
                    None => io::Error::from(source.kind()),
                };
                StoreError::Io { operation: *doing, file: file.clone(), source }
            }
            StoreError::DiskFull { free, need, folder } => {
                StoreError::DiskFull { free: *free, need: *need, folder: folder.clone() }
            }
            StoreError::TooLarge { what, bytes, limit } => {
                StoreError::TooLarge { what: *what, bytes: *bytes, limit: *limit }
            }
            StoreError::Damaged(damage) => StoreError::Damaged(damage.clone()),
            StoreError::ReadOnly => StoreError::ReadOnly,
            StoreError::EpochNeeded => StoreError::EpochNeeded,
            StoreError::NoRandomness => StoreError::NoRandomness,
            StoreError::Closed => StoreError::Closed,
            StoreError::Bug(what) => StoreError::Bug(what),
            _ => StoreError::StateLost,
        }
    }
}
