//! What is said of attachments' bytes, the same on a line and on a stick, up and down: each word is
//! one segment of a bundle, so that it is signed and sealed like all else.

use serde::{Deserialize, Serialize};

use super::bundle::Refused;
use crate::storage::format::blob::Sum;
use crate::storage::format::wire;
use crate::store::Carried;
use crate::store::attachments::incoming::Piece;

/// Files that one word names.
pub const MOST: usize = 1000;

/// How far a file lies at one end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct At {
    pub sum: Sum,
    pub at: u64,
}

/// Whoever names `at` has that many bytes; the whole length means: whole, and durable.
// Frozen: a new word is a new variant at the end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Word {
    /// up: these could be sent
    Offer(Vec<Carried>),
    /// down: so much is here
    Here(Vec<At>),
    /// up: send me these from there on
    Want(Vec<At>),
    Piece(Piece),
}

impl Word {
    pub fn encode(&self) -> Vec<u8> {
        wire::encode(self)
    }

    pub fn decode(bytes: &[u8]) -> Result<Word, Refused> {
        let word: Word = wire::record(bytes).map_err(|_| Refused::Content)?;
        if usize::from(word.count()) > MOST { Err(Refused::TooLarge) } else { Ok(word) }
    }

    /// Items inside, for a segment's head.
    pub fn count(&self) -> u16 {
        let n = match self {
            Word::Offer(files) => files.len(),
            Word::Here(files) | Word::Want(files) => files.len(),
            Word::Piece(_) => 1,
        };
        u16::try_from(n).unwrap_or(u16::MAX)
    }
}

/// Pieces of a file from some byte on.
pub fn pieces(sum: Sum, plain: &[u8], from: u64) -> impl Iterator<Item = Piece> {
    use crate::store::attachments::incoming::PIECE;
    let whole = plain.len() as u64;
    let begin = usize::try_from(from).unwrap_or(usize::MAX).min(plain.len());
    let rest = plain.get(begin..).unwrap_or_default();
    let starts = (begin as u64..).step_by(PIECE);
    starts.zip(rest.chunks(PIECE)).map(move |(at, bytes)| Piece {
        sum,
        len: whole,
        at,
        bytes: wire::Bytes(bytes.to_vec()),
    })
}
