//! Messages for the transfer of attachments, the same on a line and on a stick, in both directions.
//! Each is a segment of a bundle, so it is signed and sealed.

use serde::{Deserialize, Serialize};

use super::bundle::BundleRefused;
use crate::storage::format::blob::Sum;
use crate::storage::format::wire;
use crate::store::{AttachmentPiece, AttachmentRef};

/// Maximum number of files in a message.
pub const MOST: usize = 1000;

/// How many bytes of a file one side has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileProgress {
    pub sum: Sum,
    pub at: u64,
}

/// Messages about attachments. In a `FileProgress` the sender has `at` bytes; if `at` is the file's
/// length, the file is complete and durable.
// Frozen: a new message is a new variant at the end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum AttachmentMessage {
    /// up: files that can be sent
    Offer(Vec<AttachmentRef>),
    /// down: how much headquarters has of these files
    Here(Vec<FileProgress>),
    /// up: request these files from `at` on
    Want(Vec<FileProgress>),
    Piece(AttachmentPiece),
}

impl AttachmentMessage {
    pub fn encode(&self) -> Vec<u8> {
        wire::encode(self)
    }

    pub fn decode(bytes: &[u8]) -> Result<AttachmentMessage, BundleRefused> {
        let word: AttachmentMessage =
            wire::record(bytes).map_err(|_| BundleRefused::Content)?;
        if usize::from(word.count()) > MOST { Err(BundleRefused::TooLarge) } else { Ok(word) }
    }

    /// Number of items, for the segment's head.
    pub fn count(&self) -> u16 {
        let n = match self {
            AttachmentMessage::Offer(files) => files.len(),
            AttachmentMessage::Here(files) | AttachmentMessage::Want(files) => files.len(),
            AttachmentMessage::Piece(_) => 1,
        };
        u16::try_from(n).unwrap_or(u16::MAX)
    }
}

/// The pieces of a file from byte `from` on.
pub fn pieces(sum: Sum, plain: &[u8], from: u64) -> impl Iterator<Item = AttachmentPiece> {
    use crate::store::PIECE;
    let whole = plain.len() as u64;
    let begin = usize::try_from(from).unwrap_or(usize::MAX).min(plain.len());
    let rest = plain.get(begin..).unwrap_or_default();
    let starts = (begin as u64..).step_by(PIECE);
    starts.zip(rest.chunks(PIECE)).map(move |(at, bytes)| AttachmentPiece {
        sum,
        len: whole,
        at,
        bytes: wire::Bytes(bytes.to_vec()),
    })
}
