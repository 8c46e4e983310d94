//! Why a bundle, or the rest of one, was not accepted.

use crate::store::StoreError;
use crate::sync::bundle::BundleRefused;

/// Why the rest of a bundle was not accepted.
#[derive(Debug, thiserror::Error)]
pub enum BundleNotTaken {
    #[error(transparent)]
    Bundle(#[from] BundleRefused),
    /// ops before these are missing
    #[error("ops are missing before these")]
    Need { epoch: u64, from: u64 },
    #[error("another history under one epoch")]
    Fork { epoch: u64, acked: u64 },
    #[error("the disk is nearly full")]
    Full,
    #[error("another receiver holds this device's log")]
    Busy,
    /// not enrolled here, or enrolled as another officer
    #[error("unknown device")]
    Stranger,
    #[error("the line is another officer's")]
    OtherOfficer,
    #[error(transparent)]
    Store(#[from] StoreError),
}
