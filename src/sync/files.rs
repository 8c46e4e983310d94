//! Messages about attachments' bytes, the same on a line and on a stick, up and down: each is one
//! segment of a bundle, so that it is signed and sealed like all else.

use serde::{Deserialize, Serialize};

use super::bundle::BundleRefused;
use crate::storage::format::blob::Sum;
use crate::storage::format::wire;
use crate::store::{AttachmentPiece, AttachmentRef};

/// Files that one word names.
pub const MOST: usize = 1000;

/// How far a file is at one end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileProgress {
    pub sum: Sum,
    pub at: u64,
}

/// The sender of `at` has that many bytes; the whole length means: whole, and durable.
// Frozen: a new word is a new variant at the end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum AttachmentMessage {
    /// up: these could be sent
    Offer(Vec<AttachmentRef>),
    /// down: so much is here
    Here(Vec<FileProgress>),
    /// up: send me these from there on
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

    /// Items inside, for a segment's head.
    pub fn count(&self) -> u16 {
        let n = match self {
            AttachmentMessage::Offer(files) => files.len(),
            AttachmentMessage::Here(files) | AttachmentMessage::Want(files) => files.len(),
            AttachmentMessage::Piece(_) => 1,
        };
        u16::try_from(n).unwrap_or(u16::MAX)
    }
}

/// Pieces of a file from some byte on.
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
