//! Answers as bytes in memory, for records that wait by the thousand: `Fields` take several times as
//! much. Never on the disk: takes answers of any size, also those that the store would refuse.

use super::wire;
use crate::record::Fields;
use crate::storage::error::StoreError;

#[derive(Debug)]
pub struct PackedFields(Box<[u8]>);

impl PackedFields {
    pub fn of(fields: &Fields) -> PackedFields {
        PackedFields(wire::encode(fields).into())
    }

    pub fn open(&self) -> Result<Fields, StoreError> {
        wire::in_memory(&self.0).map_err(|_| StoreError::Bug("packed answers"))
    }
}
