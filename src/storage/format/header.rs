//! The 152-byte header of a journal file or a bundle (`store.md` 2.1).

use sha2::{Digest, Sha256};

use crate::storage::error::NewerFormat;

/// Length of a header.
pub const HEADER: usize = 152;
/// The programme of the records: khuyến công.
pub const PROGRAMME: u16 = 1;
/// The newest known schema of its records.
pub const SCHEMA: u16 = 1;
pub const MAJOR: u8 = 1;
pub const MINOR: u8 = 0;
/// XChaCha20-Poly1305 under the data key, SHA-256, zstd.
pub const SUITE_JOURNAL: u8 = 1;
pub const DIRECTION_JOURNAL: u8 = 2;

const JOURNAL: &[u8; 8] = b"SOTAYJN1";
const BUNDLE: &[u8; 8] = b"SOTAYBN1";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    Journal,
    Bundle,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Header {
    pub kind: FileKind,
    pub minor: u8,
    pub direction: u8,
    pub suite: u8,
    pub dict: u32,
    pub device: [u8; 16],
    pub epoch: u64,
    /// number of the next op
    pub from_seq: u64,
    /// op chain before that op
    pub base_chain: [u8; 32],
    pub officer: u32,
    pub programme: u16,
    pub schema: u16,
    pub created: u64,
    pub key_id: u64,
    /// journal: link of the last acknowledged frame of the previous file; bundle: encapsulated key
    pub enc: [u8; 32],
    pub file_no: u64,
    pub first_frame: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeaderFault {
    NotOurs,
    Newer(NewerFormat),
}

impl Header {
    pub fn to_bytes(&self) -> [u8; HEADER] {
        let magic = match self.kind {
            FileKind::Journal => JOURNAL,
            FileKind::Bundle => BUNDLE,
        };
        let mut out = [0; HEADER];
        let mut put = FieldWriter { out: &mut out, at: 0 };
        put.bytes(magic);
        put.bytes(&[MAJOR, self.minor, self.direction, self.suite]);
        put.bytes(&self.dict.to_le_bytes());
        put.bytes(&self.device);
        put.bytes(&self.epoch.to_le_bytes());
        put.bytes(&self.from_seq.to_le_bytes());
        put.bytes(&self.base_chain);
        put.bytes(&self.officer.to_le_bytes());
        put.bytes(&self.programme.to_le_bytes());
        put.bytes(&self.schema.to_le_bytes());
        put.bytes(&self.created.to_le_bytes());
        put.bytes(&self.key_id.to_le_bytes());
        put.bytes(&self.enc);
        put.bytes(&self.file_no.to_le_bytes());
        put.bytes(&self.first_frame.to_le_bytes());
        out
    }

    pub fn parse(bytes: &[u8; HEADER]) -> Result<Header, HeaderFault> {
        let mut take = FieldReader { bytes, at: 0 };
        let kind = match &take.next::<8>() {
            m if m == JOURNAL => FileKind::Journal,
            m if m == BUNDLE => FileKind::Bundle,
            _ => return Err(HeaderFault::NotOurs),
        };
        let [major, minor, direction, suite] = take.next();
        if major != MAJOR {
            return Err(HeaderFault::Newer(NewerFormat::Major(major)));
        }
        if kind == FileKind::Journal && suite != SUITE_JOURNAL {
            return Err(HeaderFault::Newer(NewerFormat::Suite(suite)));
        }
        if kind == FileKind::Journal && direction != DIRECTION_JOURNAL {
            return Err(HeaderFault::NotOurs);
        }
        // field initializers are evaluated in the order written
        Ok(Header {
            kind,
            minor,
            direction,
            suite,
            dict: u32::from_le_bytes(take.next()),
            device: take.next(),
            epoch: u64::from_le_bytes(take.next()),
            from_seq: u64::from_le_bytes(take.next()),
            base_chain: take.next(),
            officer: u32::from_le_bytes(take.next()),
            programme: u16::from_le_bytes(take.next()),
            schema: u16::from_le_bytes(take.next()),
            created: u64::from_le_bytes(take.next()),
            key_id: u64::from_le_bytes(take.next()),
            enc: take.next(),
            file_no: u64::from_le_bytes(take.next()),
            first_frame: u64::from_le_bytes(take.next()),
        })
    }

    /// Checks that this version can read its records. For `parse` a damaged header may be useful,
    /// because its other fields still say where the file belongs.
    pub fn known(self) -> Result<Header, HeaderFault> {
        match (self.programme, self.schema) {
            (PROGRAMME, 1..=SCHEMA) => Ok(self),
            (PROGRAMME, schema) => Err(HeaderFault::Newer(NewerFormat::Schema(schema))),
            (programme, _) => Err(HeaderFault::Newer(NewerFormat::Programme(programme))),
        }
    }
}

/// The initial link, before the first frame.
pub fn link(header: &[u8; HEADER]) -> [u8; 32] {
    Sha256::digest(header).into()
}

/// Reads fixed layouts field by field. Lengths are constants, so reading past the end cannot
/// happen; it would yield zeros.
pub(crate) struct FieldReader<'a> {
    pub bytes: &'a [u8],
    pub at: usize,
}

impl FieldReader<'_> {
    pub fn next<const N: usize>(&mut self) -> [u8; N] {
        let piece = self.bytes.get(self.at..).and_then(|b| b.first_chunk::<N>());
        self.at += N;
        piece.copied().unwrap_or([0; N])
    }
}

pub(crate) struct FieldWriter<'a> {
    pub out: &'a mut [u8],
    pub at: usize,
}

impl FieldWriter<'_> {
    pub fn bytes(&mut self, bytes: &[u8]) {
        if let Some(room) = self.out.get_mut(self.at..self.at + bytes.len()) {
            room.copy_from_slice(bytes);
        }
        self.at += bytes.len();
    }
}
