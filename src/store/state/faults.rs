//! Faults of the state, their conversion to `StoreError`, and copies of an error for several
//! waiters.

use std::io;

use crate::storage::error::{IoOperation, StoreError};
use crate::storage::format;
use crate::storage::panic_guard::Panicked;

/// Why the state cannot be used. Except for disk errors the remedy is always a rebuild.
#[derive(Debug, thiserror::Error)]
pub(crate) enum StateFault {
    #[error("sled: {0}")]
    Sled(#[from] sled::Error),
    #[error("sled panicked")]
    Panicked,
    #[error("not this notebook's state, or not whole")]
    Foreign,
    #[error("a record does not open")]
    Undecodable,
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<Panicked> for StateFault {
    fn from(_: Panicked) -> StateFault {
        StateFault::Panicked
    }
}

impl From<format::Undecodable> for StateFault {
    fn from(_: format::Undecodable) -> StateFault {
        StateFault::Undecodable
    }
}

impl StateFault {
    /// Whether the disk is full or failing: a rebuild would not help.
    pub fn is_disk(&self) -> bool {
        matches!(self, StateFault::Sled(sled::Error::Io(_)) | StateFault::Store(_))
    }
}

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
    /// A copy of the error for a second waiter; `StateLost` for variants that cannot be copied.
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
