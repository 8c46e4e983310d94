//! A record as sled holds it.

use crate::programme::spec::Programme;
use crate::record::{Hlc, Id, KindNo, Record, Stamp};

use super::super::error::{Sized, StoreError};
use super::super::key::Domain;
use super::super::limits;
use super::super::seal::Sealer;
use super::op::{origin_no, origin_of};
use super::value::{field_value, from_fields, to_fields};
use super::wire::{self, RecordV1, RecordValue, StampV1};
use super::{Undecodable, pack, unpack};

/// schema u16, dictionary u8
const HEAD: usize = 3;
/// No dictionary is built in yet.
const NO_DICTIONARY: u8 = 0;

/// A record's content, unsealed; kind and id are sled's key and not in it.
pub fn encode_record(record: &Record) -> Result<Vec<u8>, StoreError> {
    let bytes = wire::encode(&RecordValue::V1(RecordV1 {
        head: record.head,
        origin: origin_no(record.origin),
        created: from_stamp(record.created),
        changed: from_stamp(record.changed),
        deleted: record.deleted.clone(),
        fields: from_fields(&record.fields),
    }));
    if bytes.len() > limits::RECORD {
        let (bytes, limit) = (bytes.len(), limits::RECORD);
        return Err(StoreError::TooLarge { what: Sized::Record, bytes, limit });
    }
    Ok(bytes)
}

pub fn decode_record(
    kind: KindNo,
    id: Id,
    bytes: &[u8],
    programme: &Programme,
) -> Result<Record, Undecodable> {
    let RecordValue::V1(r) = wire::record(bytes)?;
    let known = programme.kind(kind);
    Ok(Record {
        kind,
        id,
        fields: to_fields(r.fields, |no, bytes| field_value(known, no, bytes))?,
        head: r.head,
        origin: origin_of(r.origin).ok_or(Undecodable)?,
        created: to_stamp(r.created),
        changed: to_stamp(r.changed),
        deleted: r.deleted,
    })
}

/// sled's value for a record: schema u16, dictionary u8, sealed(zstd(bincode)).
pub fn record_bytes(sealer: &Sealer, record: &Record) -> Result<Vec<u8>, StoreError> {
    let packed = pack(&encode_record(record)?)?;
    let mut out = wire::RECORD_SCHEMA.to_le_bytes().to_vec();
    out.push(NO_DICTIONARY);
    let aad = place(record.kind, record.id, &out);
    out.extend_from_slice(&sealer.seal(Domain::State, &aad, &packed)?);
    if out.len() > limits::RECORD {
        let (bytes, limit) = (out.len(), limits::RECORD);
        return Err(StoreError::TooLarge { what: Sized::Record, bytes, limit });
    }
    Ok(out)
}

/// The opposite; `kind` and `id` are sled's key, and the seal binds the value to them.
pub fn record(
    sealer: &Sealer,
    kind: KindNo,
    id: Id,
    bytes: &[u8],
    programme: &Programme,
) -> Result<Record, Undecodable> {
    let (head, sealed) = bytes.split_first_chunk::<HEAD>().ok_or(Undecodable)?;
    let [low, high, dictionary] = *head;
    if u16::from_le_bytes([low, high]) != wire::RECORD_SCHEMA || dictionary != NO_DICTIONARY {
        return Err(Undecodable);
    }
    let packed =
        sealer.open(Domain::State, &place(kind, id, head), sealed).map_err(|_| Undecodable)?;
    decode_record(kind, id, &unpack(&packed, limits::RECORD)?, programme)
}

/// Additional data: tree, key, and the bytes that stand unsealed before the value.
fn place(kind: KindNo, id: Id, head: &[u8]) -> Vec<u8> {
    let mut aad = b"rec".to_vec();
    aad.push(kind);
    aad.extend_from_slice(&id.0);
    aad.extend_from_slice(head);
    aad
}

fn from_stamp(stamp: Stamp) -> StampV1 {
    StampV1 { hlc: stamp.hlc.0, seq: stamp.seq }
}

fn to_stamp(stamp: StampV1) -> Stamp {
    Stamp { hlc: Hlc(stamp.hlc), seq: stamp.seq }
}
