//! The device's signing key, made with the notebook and kept sealed in `device`.

use std::path::Path;

use crate::record::Id;

use super::error::StoreError;
use super::key::Keys;

pub struct Device {
    /// first 16 bytes of the hash of the public key
    pub id: [u8; 16],
    pub officer: Id,
    pub epoch: u64,
}

impl Device {
    pub fn create(
        _dir: &Path,
        _keys: &Keys,
        _officer: Id,
        _epoch: u64,
    ) -> Result<Device, StoreError> {
        Err(StoreError::Bug("unfinished"))
    }

    pub fn load(_dir: &Path, _keys: &Keys) -> Result<Device, StoreError> {
        Err(StoreError::Bug("unfinished"))
    }

    /// Written again after a new epoch was opened.
    pub fn set_epoch(
        &mut self,
        _dir: &Path,
        _keys: &Keys,
        _epoch: u64,
    ) -> Result<(), StoreError> {
        Err(StoreError::Bug("unfinished"))
    }
}
