//! The frozen layouts; the only module that names bincode.
//!
//! A struct in here never changes once released: no field is added, removed or moved. New data gets
//! a new field number, a new tag, or a new variant **at the end** of an envelope enum. The golden
//! files in `tests/golden` have every type as bytes.

use std::cell::Cell;
use std::{fmt, io};

use serde::de::{DeserializeOwned, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use zeroize::Zeroize;

use super::Undecodable;
use crate::storage::error::{LimitedItem, StoreError};
use crate::storage::limits;

/// bincode counts a one-byte length as eight bytes, so its limit is eight times the maximum input.
const SLACK: usize = 8;

/// A longer value leaves its buffer to the caller instead of being copied.
const BUFFER: usize = 64 << 10;

thread_local! {
    // Reused: a vector that grows with each value allocates several times for every answer.
    static BUFFERED: Cell<Vec<u8>> = const { Cell::new(Vec::new()) };
}

/// Encodes a value; writing to memory cannot fail, and no type here has failing serialization.
pub fn encode<T: Serialize>(value: &T) -> Vec<u8> {
    let mut buffer = BUFFERED.take();
    if encode_into(value, &mut buffer).is_err() {
        buffer.clear();
    }
    if buffer.len() > BUFFER {
        return buffer;
    }
    let encoded = buffer.as_slice().to_vec();
    // it may be a secret
    buffer.as_mut_slice().zeroize();
    buffer.clear();
    BUFFERED.set(buffer);
    encoded
}

/// As `encode`, without the whole in memory.
pub fn encode_into<T: Serialize>(value: &T, to: &mut impl io::Write) -> io::Result<()> {
    let written = bincode::serde::encode_into_std_write(value, to, bincode::config::standard());
    written.map(drop).map_err(io::Error::other)
}

/// Encodes a list that grows; refuses one that `list` might not read back.
pub fn encode_list<T: Serialize>(value: &T) -> Result<Vec<u8>, StoreError> {
    let (encoded, limit) = (encode(value), limits::STORED_LIST);
    let bytes = encoded.len();
    match bytes <= limit {
        true => Ok(encoded),
        false => Err(StoreError::TooLarge { what: LimitedItem::File, bytes, limit }),
    }
}

macro_rules! decoder {
    ($(#[$doc:meta])* $name:ident, $limit:expr) => {
        $(#[$doc])*
        pub fn $name<'de, T: Deserialize<'de>>(bytes: &'de [u8]) -> Result<T, Undecodable> {
            if bytes.len() > $limit {
                return Err(Undecodable);
            }
            let config = bincode::config::standard().with_limit::<{ $limit * SLACK }>();
            match bincode::serde::borrow_decode_from_slice(bytes, config) {
                // a newer struct read as an older one leaves bytes over without an error
                Ok((value, used)) if used == bytes.len() => Ok(value),
                _ => Err(Undecodable),
            }
        }
    };
}

decoder!(
    /// A frame's content.
    frame, super::super::limits::FRAME_RAW);
decoder!(
    /// A record, an op's body, a value.
    record, super::super::limits::RECORD);
decoder!(
    /// A record in the state.
    held, super::super::limits::HELD_RECORD);
decoder!(
    /// A mark, the device file.
    mark, super::super::limits::MARK);
decoder!(
    /// What `encode_list` has written.
    list, super::super::limits::STORED_LIST_READ);

/// The cache of facts, which is recreated when its version increases; without its bytes in memory.
pub fn facts<T: DeserializeOwned>(from: &mut impl io::Read) -> Result<T, Undecodable> {
    let config = bincode::config::standard().with_limit::<{ limits::FACTS * SLACK }>();
    let value = bincode::serde::decode_from_std_read(from, config).map_err(|_| Undecodable)?;
    match from.read(&mut [0]) {
        Ok(0) => Ok(value),
        _ => Err(Undecodable),
    }
}

/// What `encode` has made in this process, of any size; nothing from a disk or from outside.
pub fn in_memory<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Undecodable> {
    let read = bincode::serde::borrow_decode_from_slice(bytes, bincode::config::standard());
    read.map(|(value, _)| value).map_err(|_| Undecodable)
}

/// A byte string: length and bytes. The generic encoding of `Vec<u8>` works byte by byte.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bytes(pub Vec<u8>);

impl AsRef<[u8]> for Bytes {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl Serialize for Bytes {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_bytes(&self.0)
    }
}

impl<'de> Deserialize<'de> for Bytes {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Bytes, D::Error> {
        struct Take;
        impl Visitor<'_> for Take {
            type Value = Bytes;

            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("bytes")
            }

            fn visit_bytes<E>(self, bytes: &[u8]) -> Result<Bytes, E> {
                Ok(Bytes(bytes.to_vec()))
            }
        }
        // not `deserialize_byte_buf`, which fills its vector with zeros first
        from.deserialize_bytes(Take)
    }
}

pub type Id16 = [u8; 16];
pub type Hash = [u8; 32];

macro_rules! frozen {
    ($($(#[$doc:meta])* $name:ident $(<$bytes:ident>)? { $($field:ident: $ty:ty),* $(,)? })*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
        pub struct $name $(<$bytes = Bytes>)? { $(pub $field: $ty),* }
    )*};
}

// `B`: `Bytes`, or `&[u8]` to read without copying each value
frozen! {
    RowV1<B> { id: Id16, cells: Vec<CellV1<B>> }
    /// a field's number and its value's bytes
    CellV1<B> { no: u16, bytes: B }
    RecordV1<B> {
        head: u64, origin: u8, created: StampV1, changed: StampV1, deleted: Option<String>,
        fields: Vec<CellV1<B>>,
    }
    RecordV2<B> {
        head: u64, origin: u8, created: StampV1, changed: StampV1, deleted: Option<String>,
        fields: Vec<CellV1<B>>, own: u64, by: Option<AuthorV1>, review: Option<ReviewV1>, rev: u64,
    }
}

frozen! {
    DateV1 { year: i16, month: u8, day: u8 }
    PlaceV1 { commune: String, name: String, day: DateV1 }
    FieldV1 { no: u16, is: FieldIs }
    PatchedV1 { no: u16, is: FieldIs, old_hash: u32 }
    PutV1 { kind: u8, entity: Id16, origin: u8, fields: Vec<FieldV1> }
    PatchV1 { entity: Id16, base: u64, fields: Vec<PatchedV1> }
    DelV1 { entity: Id16, base: u64, reason: String }
    RestoreV1 { entity: Id16, base: u64 }
    EraseV1 { entity: Id16, base: u64, fields: Vec<u16>, reason: String }
    EpochV1 { old_epoch: u64, old_seq: u64, reason: String }

    /// `body` is a tag and one of the structs above; `beside` has the salts and values of personal
    /// fields, outside opid and chain
    OpV1 { hlc: u64, wall_flag: u8, ver: u16, body: Bytes, beside: Vec<BesideV1> }
    BesideV1 { no: u16, salt: [u8; 16], bytes: Bytes }
    OpsV1 { ends_draft: Option<Id16>, ops: Vec<OpV1> }

    DraftV1 {
        draft: Id16, no: u32, full: bool, kind: u8, form: u16, edits: Option<EditsV1>,
        fields: Vec<DraftFieldV1>, typed: Vec<TypedV1>, at: Option<PathV1>, changed: u64,
    }
    EditsV1 { id: Id16, base: u64 }
    DraftFieldV1 { no: u16, bytes: Option<Bytes> }
    TypedV1 { path: PathV1, text: String, cursor: u32 }
    PathV1 { field: u16, cell: Option<CellAtV1> }
    CellAtV1 { row: Id16, column: u16 }

    CheckpointV1 { applied: u64, link: Hash, seq: u64, chain: Hash, hlc: u64 }
    ClosedV1 { boot: [u8; 16], checkpoint: CheckpointV1 }
    DraftMarkV1 { draft: Id16 }
    RecutV1 { file: u32, last_link: Hash, gaps: Vec<GapV1> }
    GapV1 { from: u64, to: u64 }
    BatchV1 {
        batch: Id16, undoes: Option<Id16>, made: u64, label: String, epoch: u64, from: u64, to: u64,
    }

    StampV1 { hlc: u64, seq: u64 }
    AuthorV1 { device: Id16, officer: Id16, hlc: u64 }
    ReviewV1 { verdict: VerdictIs, reason: String, by: String, when: u64, head: u64 }
    /// A record at headquarters with all answers. `head` replaces the heads in `of`, or is that of
    /// a single op; `rev` increases with every image that headquarters makes; `name` is the
    /// author's.
    ImageV1 {
        kind: u8, entity: Id16, origin: u8, rev: u64, head: u64, of: Vec<u64>, created: u64,
        author: AuthorV1, name: String, deleted: Option<String>, fields: Vec<CellV1>, covers: Vec<CoverV1>,
        review: Option<ReviewV1>,
    }
    /// the clock of a device's newest op that the image includes
    CoverV1 { device: Id16, hlc: u64 }
    AboutV1 { entity: Id16, review: ReviewV1 }
    /// an op of another device, unchanged, as headquarters received it
    ForeignV1 {
        device: Id16, epoch: u64, seq: u64, officer: Id16, name: String, received: u64,
        entity: Id16, op: OpV1,
    }
    /// an image's head and the heads that it replaces; only in the state
    KnotV1 { head: u64, of: Vec<u64> }
    NoticeV1 { when: u64, text: String }

    /// In the journal. `at`: this device's clock; `kept`: answers that stayed because they are
    /// newer than the image; `logs`: positions up to which headquarters has read its devices' logs.
    DownFrameV1 {
        at: u64, lane: u8, era: u64, position: u64, logs: Vec<LogAtV1>, kept: Vec<KeptV1>,
        content: Bytes,
    }
    LogAtV1 { log: Id16, at: u64 }
    KeptV1 { entity: Id16, fields: Vec<u16>, life: bool }

    DeviceV1 { secret: [u8; 32], officer: Id16, epoch: u64 }

    AuditPlaceV1 { user: String, terminal: String, address: String, host: String }
    AuditV1 {
        at: u64, deed: u16, place: AuditPlaceV1, kind: Option<u8>, record: Option<Id16>,
        device: Option<Id16>, officer: Option<u32>, to: Option<u32>, count: Option<u64>, contacts: bool,
    }
}

/// A field inside an op.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FieldIs {
    Plain(Bytes),
    Empty,
    /// personal: H(salt, value); salt and value are next to the op
    Salted(Hash),
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum WireOps {
    V1(OpsV1),
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum WireDraft {
    V1(DraftV1),
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum WireAudit {
    V1(AuditV1),
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DownV1 {
    pub images: Vec<ImageV1>,
    pub reviews: Vec<AboutV1>,
    pub ops: Vec<ForeignV1>,
    pub notices: Vec<NoticeV1>,
}

/// A piece from headquarters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum DownContent {
    V1(DownV1),
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum DownFrame {
    V1(DownFrameV1),
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum RecordValue<B = Bytes> {
    /// before records were received from headquarters
    V1(RecordV1<B>),
    V2(RecordV2<B>),
}

/// The verdict of a review.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum VerdictIs {
    Approved,
    SentBack(Option<u16>),
    Held,
    Conflict(u16),
    Merged(Id16),
}

/// Tags of an op's body. 6 and 7 (SetAdd, SetDel), 8 (Attach) and 32 on (from headquarters) are
/// reserved for `sync.md`. In all versions a body about a record begins with the record's id
/// (`PUT`: the kind, then the id), so that a headquarters that cannot read the rest still knows the
/// record.
pub mod tag {
    pub const PUT: u8 = 1;
    pub const PATCH: u8 = 2;
    pub const DEL: u8 = 3;
    pub const RESTORE: u8 = 4;
    pub const EPOCH: u8 = 5;
    pub const ERASE: u8 = 9;
    /// first and last unassigned tag, except the ones above
    pub const FREE: u8 = 6;
    pub const LAST_UP: u8 = 31;

    /// Tags of a mark.
    pub const CHECKPOINT: u8 = 1;
    pub const CLOSED: u8 = 2;
    pub const DRAFT_HIDDEN: u8 = 3;
    pub const DRAFT_SHOWN: u8 = 4;
    pub const DRAFT_ENDED: u8 = 5;
    pub const RECUT: u8 = 6;
    pub const BATCH: u8 = 7;
}

/// Version of the layout of an op's body.
pub const OP_VER: u16 = 1;
/// Version of the layout of sled's records.
pub const RECORD_SCHEMA: u16 = 1;
