//! The 32-byte head of a frame, and the link that chains frames (`store.md` 2.2). Journal frames
//! and bundle segments share this format. Opens no seal.

use sha2::{Digest, Sha256};

use super::header::{FieldReader, FieldWriter};
use crate::storage::limits;

pub const HEAD: usize = 32;
pub const LINK: usize = 32;
const MAGIC: [u8; 4] = *b"SFR1";

/// Frame types; a frame of an unknown type stays in the file and is skipped.
pub mod ty {
    pub const OPS: u8 = 1;
    pub const DRAFT: u8 = 2;
    pub const DOWN: u8 = 3;
    pub const RECEIPT: u8 = 4;
    pub const MARK: u8 = 5;
    pub const CURSORS: u8 = 6;
    pub const BLOB: u8 = 7;
    pub const RECEIVED: u8 = 8;
    /// in a bundle to headquarters: verdicts that the laptop received
    pub const VERDICTS: u8 = 9;
    /// an entry of the audit log; never sent
    pub const AUDIT: u8 = 10;
}

/// Flags; a frame with an unknown bit is refused.
pub mod flag {
    pub const ZSTD: u8 = 1;
    pub const DICTIONARY: u8 = 2;
    pub const SEALED: u8 = 4;
    pub const SIGNED: u8 = 8;
    pub const LAST: u8 = 16;
    /// in a journal: written in the same batch as the frame before it, with one fdatasync
    pub const TOGETHER: u8 = 32;
    /// in a journal: ops of an earlier epoch, written again after a fork
    pub const AGAIN: u8 = 64;
    pub const KNOWN: u8 = ZSTD | DICTIONARY | SEALED | SIGNED | LAST | TOGETHER | AGAIN;
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FrameHead {
    /// bytes of the body as stored
    pub len: u32,
    pub ty: u8,
    pub flags: u8,
    /// number of ops or items
    pub n: u16,
    /// length before compression
    pub raw: u32,
    pub no: u64,
    /// first op seq inside; 0 if none
    pub first: u64,
}

impl FrameHead {
    pub fn to_bytes(&self) -> [u8; HEAD] {
        let mut out = [0; HEAD];
        let mut put = FieldWriter { out: &mut out, at: 0 };
        put.bytes(&MAGIC);
        put.bytes(&self.len.to_le_bytes());
        put.bytes(&[self.ty, self.flags]);
        put.bytes(&self.n.to_le_bytes());
        put.bytes(&self.raw.to_le_bytes());
        put.bytes(&self.no.to_le_bytes());
        put.bytes(&self.first.to_le_bytes());
        out
    }

    /// `None` if there is no magic, or a length is above the limit.
    pub fn parse(bytes: &[u8; HEAD]) -> Option<FrameHead> {
        let mut take = FieldReader { bytes, at: 0 };
        if take.next::<4>() != MAGIC {
            return None;
        }
        let len = u32::from_le_bytes(take.next());
        let [ty, flags] = take.next();
        let head = FrameHead {
            len,
            ty,
            flags,
            n: u16::from_le_bytes(take.next()),
            raw: u32::from_le_bytes(take.next()),
            no: u64::from_le_bytes(take.next()),
            first: u64::from_le_bytes(take.next()),
        };
        let fits = len as usize <= limits::FRAME_KEPT && head.raw as usize <= limits::FRAME_RAW;
        fits.then_some(head)
    }

    /// Bytes of the whole frame in a journal.
    pub fn frame_size(&self) -> usize {
        HEAD + self.len as usize + LINK
    }
}

pub fn link(previous: &[u8; LINK], head: &[u8], body: &[u8]) -> [u8; LINK] {
    let mut hash = Sha256::new();
    hash.update(previous);
    hash.update(head);
    hash.update(body);
    hash.finalize().into()
}

/// A complete frame in a journal file; link and seal are not checked.
#[derive(Clone, Copy, Debug)]
pub struct RawFrame<'a> {
    pub head: FrameHead,
    pub head_bytes: &'a [u8; HEAD],
    pub body: &'a [u8],
    pub link: &'a [u8; LINK],
}

impl<'a> RawFrame<'a> {
    pub fn read_at(file: &'a [u8], offset: usize) -> Option<RawFrame<'a>> {
        let (head_bytes, rest) = file.get(offset..)?.split_first_chunk::<HEAD>()?;
        let head = FrameHead::parse(head_bytes)?;
        // a signed segment is no journal frame: it has a signature instead of the link
        if head.flags & flag::SIGNED != 0 {
            return None;
        }
        let (body, rest) = rest.split_at_checked(head.len as usize)?;
        Some(RawFrame { head, head_bytes, body, link: rest.first_chunk::<LINK>()? })
    }

    pub fn link_after(&self, previous: &[u8; LINK]) -> [u8; LINK] {
        link(previous, self.head_bytes, self.body)
    }

    /// Bytes of the whole frame.
    pub fn size(&self) -> usize {
        HEAD + self.body.len() + LINK
    }
}

/// Offset of the next magic from `from` on. Skips zeros in blocks.
pub fn find_magic(file: &[u8], from: usize) -> Option<usize> {
    const BLOCK: usize = 4096;
    static ZEROS: [u8; BLOCK] = [0; BLOCK];
    let mut at = from;
    loop {
        let rest = file.get(at..)?;
        if rest.get(..BLOCK).is_some_and(|b| b == ZEROS) {
            at += BLOCK;
            continue;
        }
        let block = rest.get(..BLOCK + 3).unwrap_or(rest);
        if let Some(found) = block.windows(4).position(|w| w == MAGIC) {
            return Some(at + found);
        }
        if block.len() < BLOCK + 3 {
            return None;
        }
        at += BLOCK;
    }
}

pub fn all_zero(bytes: &[u8]) -> bool {
    static ZEROS: [u8; 4096] = [0; 4096];
    bytes.chunks(ZEROS.len()).all(|c| ZEROS.get(..c.len()) == Some(c))
}
