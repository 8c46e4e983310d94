//! Encodes records for the state.

use super::super::error::{LimitedItem, StoreError};
use super::super::limits;
use super::op::{origin_no, origin_of};
use super::value::{field_value, from_fields, to_fields};
use super::wire::{
    self, AuthorV1, RecordV1, RecordV2, RecordValue, ReviewV1, StampV1, VerdictIs,
};
use super::{Undecodable, dictionary};
use crate::programme::spec::Programme;
use crate::record::{Author, FieldNo, Hlc, Id, KindNo, Record, Review, Stamp, Verdict};
use crate::storage::crypto::key::Domain;
use crate::storage::crypto::seal::Sealer;

/// schema u16, dictionary u8
const HEAD: usize = 3;

/// A record's unsealed content, without kind and id, which are the key in sled.
pub fn encode_record(record: &Record) -> Result<Vec<u8>, StoreError> {
    let bytes = encode(record, true);
    if bytes.len() > limits::HELD_RECORD {
        let (bytes, limit) = (bytes.len(), limits::HELD_RECORD);
        return Err(StoreError::TooLarge { what: LimitedItem::Record, bytes, limit });
    }
    Ok(bytes)
}

/// Bytes of the content, before compression.
pub fn size(record: &Record) -> usize {
    encode(record, true).len()
}

/// Checks the size of a changed record. Excludes headquarters' review, and always allows a change
/// that makes a record smaller: a reviewer's long reason must not prevent an officer from saving.
pub fn may_be_written(after: &Record, before: Option<&Record>) -> Result<(), StoreError> {
    let own = |record| encode(record, false).len();
    let (bytes, limit) = (own(after), limits::RECORD);
    if bytes <= limit || before.is_some_and(|before| bytes < own(before)) {
        return Ok(());
    }
    Err(StoreError::TooLarge { what: LimitedItem::Record, bytes, limit })
}

/// `with_review`: include headquarters' review.
fn encode(record: &Record, with_review: bool) -> Vec<u8> {
    wire::encode(&RecordValue::V2(RecordV2 {
        head: record.head,
        origin: origin_no(record.origin),
        created: from_stamp(record.created),
        changed: from_stamp(record.changed),
        deleted: record.deleted.clone(),
        fields: from_fields(&record.fields),
        own: record.is_local.0,
        by: record.by.map(from_author),
        review: record.review.as_ref().filter(|_| with_review).map(from_review),
        rev: record.rev,
    }))
}

pub fn decode_record(
    kind: KindNo,
    id: Id,
    bytes: &[u8],
    programme: &Programme,
) -> Result<Record, Undecodable> {
    let r = match wire::held::<RecordValue<&[u8]>>(bytes)? {
        RecordValue::V1(old) => from_v1(old),
        RecordValue::V2(r) => r,
    };
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
        is_local: Hlc(r.own),
        by: r.by.map(to_author),
        review: r.review.map(to_review),
        rev: r.rev,
    })
}

/// Whether a record's content has an answer to this field. Cheaper than decoding all answers.
pub fn has_field(content: &[u8], no: FieldNo) -> Result<bool, Undecodable> {
    let fields = match wire::held::<RecordValue<&[u8]>>(content)? {
        RecordValue::V1(old) => old.fields,
        RecordValue::V2(r) => r.fields,
    };
    Ok(fields.iter().any(|cell| cell.no == no))
}

/// V1 records are from before the downlink: all their ops are this device's.
fn from_v1<B>(old: RecordV1<B>) -> RecordV2<B> {
    let RecordV1 { head, origin, created, changed, deleted, fields } = old;
    let own = changed.hlc;
    let (by, review, rev) = (None, None, 0);
    RecordV2 { head, origin, created, changed, deleted, fields, own, by, review, rev }
}

/// sled's value for a record: schema u16, dictionary u8, sealed(zstd(bincode)).
pub fn record_bytes(sealer: &Sealer, record: &Record) -> Result<Vec<u8>, StoreError> {
    seal_record(sealer, record.kind, record.id, &encode_record(record)?)
}

/// As `record_bytes`, for a content from `encode_record`.
pub fn seal_record(
    sealer: &Sealer,
    kind: KindNo,
    id: Id,
    content: &[u8],
) -> Result<Vec<u8>, StoreError> {
    let packed = dictionary::pack(content)?;
    let [low, high] = wire::RECORD_SCHEMA.to_le_bytes();
    let head = [low, high, dictionary::CURRENT];
    let sealed = sealer.seal(Domain::State, &place(kind, id, head), &packed)?;
    Ok([&head[..], &sealed].concat())
}

/// The inverse of `record_bytes`; the seal binds the value to `kind` and `id`, which are sled's
/// key.
pub fn record(
    sealer: &Sealer,
    kind: KindNo,
    id: Id,
    bytes: &[u8],
    programme: &Programme,
) -> Result<Record, Undecodable> {
    decode_record(kind, id, &open_record(sealer, kind, id, bytes)?, programme)
}

/// Unseals a record's content, as from `encode_record`.
pub fn open_record(
    sealer: &Sealer,
    kind: KindNo,
    id: Id,
    bytes: &[u8],
) -> Result<Vec<u8>, Undecodable> {
    let (head, sealed) = bytes.split_first_chunk::<HEAD>().ok_or(Undecodable)?;
    let [low, high, dictionary] = *head;
    if u16::from_le_bytes([low, high]) != wire::RECORD_SCHEMA {
        return Err(Undecodable);
    }
    let packed =
        sealer.open(Domain::State, &place(kind, id, *head), sealed).map_err(|_| Undecodable)?;
    dictionary::unpack(dictionary, &packed, limits::HELD_RECORD)
}

/// Additional data: tree, key, and the unsealed bytes before the value.
fn place(kind: KindNo, id: Id, head: [u8; HEAD]) -> Vec<u8> {
    [&b"rec"[..], &[kind], &id.0, &head].concat()
}

fn from_stamp(stamp: Stamp) -> StampV1 {
    StampV1 { hlc: stamp.hlc.0, seq: stamp.seq }
}

fn to_stamp(stamp: StampV1) -> Stamp {
    Stamp { hlc: Hlc(stamp.hlc), seq: stamp.seq }
}

pub(crate) fn from_author(author: Author) -> AuthorV1 {
    AuthorV1 { device: author.device, officer: author.officer.0, hlc: author.hlc.0 }
}

pub(crate) fn to_author(author: AuthorV1) -> Author {
    Author { device: author.device, officer: Id(author.officer), hlc: Hlc(author.hlc) }
}

/// A field number that no question has; it encodes `Verdict::Edited` as a conflict. A laptop that
/// does not know `Edited` reads it as a reviewer's choice of an answer, and still shows who, when
/// and why.
const NO_QUESTION: FieldNo = 0;

pub(crate) fn from_review(review: &Review) -> ReviewV1 {
    let verdict = match &review.verdict {
        Verdict::Approved => VerdictIs::Approved,
        Verdict::SentBack { field } => VerdictIs::SentBack(*field),
        Verdict::Held => VerdictIs::Held,
        Verdict::Conflict { field } => VerdictIs::Conflict(*field),
        Verdict::Merged { with } => VerdictIs::Merged(with.0),
        Verdict::Edited => VerdictIs::Conflict(NO_QUESTION),
    };
    let Review { reason, by, at: when, head, .. } = review.clone();
    ReviewV1 { verdict, reason, by, when, head }
}

pub(crate) fn to_review(review: ReviewV1) -> Review {
    let verdict = match review.verdict {
        VerdictIs::Approved => Verdict::Approved,
        VerdictIs::SentBack(field) => Verdict::SentBack { field },
        VerdictIs::Held => Verdict::Held,
        VerdictIs::Conflict(NO_QUESTION) if !review.by.is_empty() => Verdict::Edited,
        VerdictIs::Conflict(field) => Verdict::Conflict { field },
        VerdictIs::Merged(with) => Verdict::Merged { with: Id(with) },
    };
    let ReviewV1 { reason, by, when, head, .. } = review;
    Review { verdict, reason, by, at: when, head }
}
