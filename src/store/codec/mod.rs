//! Records, values, ops, drafts and marks as bytes. The only module that names bincode; everything
//! in here has a limit and must use all of its input.
//!
//! Bytes that this version cannot read are kept and given back untouched.

use crate::programme::spec::{Kind, Programme, Type};
use crate::record::{FieldBytes, Fields, Id, KindNo, Op, Record, Value};

use super::error::StoreError;
use super::seal::Sealer;

/// What the bytes do not say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("undecodable")]
pub struct Undecodable;

/// A field's value as one primitive of its type.
pub fn value_bytes(_value: &Value) -> Vec<u8> {
    Vec::new()
}

/// The opposite; what does not read as `ty` becomes `Value::Unknown`.
pub fn value(_ty: &Type, bytes: &[u8]) -> Value {
    Value::Unknown(bytes.to_vec())
}

/// Like `value`, for field `no` of a kind that may be unknown here.
pub fn field_value(kind: Option<&Kind>, no: u16, bytes: &[u8]) -> Value {
    match kind.and_then(|k| k.field(no)) {
        Some(field) => value(&field.ty, bytes),
        None => Value::Unknown(bytes.to_vec()),
    }
}

/// The fields of a `Put`; erased and emptied ones are left out.
pub fn fields(_kind: Option<&Kind>, _fields: &[FieldBytes]) -> Fields {
    Fields::new()
}

/// First 4 bytes of the hash of a value's bytes: `Patched::old_hash`. 0 stands for "no value", and
/// is also what must be given for a personal field: 4 bytes are enough to guess a phone number.
pub fn old_hash(_before: Option<&Value>) -> u32 {
    0
}

/// The number that a record's `head` is: first 8 bytes of an opid.
pub fn head(opid: &[u8; 16]) -> u64 {
    opid.first_chunk::<8>().map_or(0, |b| u64::from_le_bytes(*b))
}

/// What an op takes in a frame, before compression; `limits::OP` bounds one, and a frame holds
/// ops up to `limits::FRAME_STORED` after compression (be careful: assume none).
pub fn op_size(_op: &Op) -> usize {
    0
}

/// sled's value for a record: schema u16, dictionary u8, sealed(zstd(bincode)).
pub fn record_bytes(_sealer: &Sealer, _record: &Record) -> Result<Vec<u8>, StoreError> {
    Err(StoreError::Bug("unfinished"))
}

/// The opposite; `kind` and `id` are sled's key, and the seal binds the value to them.
pub fn record(
    _sealer: &Sealer,
    _kind: KindNo,
    _id: Id,
    _bytes: &[u8],
    _programme: &Programme,
) -> Result<Record, Undecodable> {
    Err(Undecodable)
}
