//! Reads a file through a window: only the last requested range and its read-ahead are in memory.
//! Knows the length of frames, not their content.

use std::io;

use crate::storage::format::frame::{self, FrameHead, HEAD, RawFrame};
use crate::storage::limits;

/// Bytes per read.
pub const PIECE: usize = 256 << 10;

/// Reads at most the given number of bytes from an offset; empty at the end of the file.
type ReadAt<'f> = dyn Fn(u64, usize) -> io::Result<Vec<u8>> + Send + 'f;

pub struct FileWindow<'f> {
    read_at: Box<ReadAt<'f>>,
    piece: usize,
    /// file offset of `bytes`
    start: usize,
    bytes: Vec<u8>,
}

impl<'f> FileWindow<'f> {
    pub fn new(
        piece: usize,
        read_at: impl Fn(u64, usize) -> io::Result<Vec<u8>> + Send + 'f,
    ) -> FileWindow<'f> {
        let piece = piece.max(1);
        FileWindow { read_at: Box::new(read_at), piece, start: 0, bytes: Vec::new() }
    }

    /// A window over bytes that are already in memory.
    pub fn of(bytes: &'f [u8]) -> FileWindow<'f> {
        FileWindow::new(PIECE, move |at, len| {
            let rest =
                usize::try_from(at).ok().and_then(|at| bytes.get(at..)).unwrap_or_default();
            Ok(rest.get(..len).unwrap_or(rest).to_vec())
        })
    }

    /// `len` bytes from `at` on, fewer at the end of the file.
    pub fn get(&mut self, at: usize, len: usize) -> io::Result<&[u8]> {
        let has = |window: &FileWindow<'_>| {
            at >= window.start && at + len <= window.start + window.bytes.len()
        };
        if !has(self) {
            self.fill(at, len)?;
        }
        let from = at - self.start;
        let rest = self.bytes.get(from..).unwrap_or_default();
        Ok(rest.get(..len).unwrap_or(rest))
    }

    fn fill(&mut self, at: usize, len: usize) -> io::Result<()> {
        match at.checked_sub(self.start).filter(|skip| *skip <= self.bytes.len()) {
            Some(skip) => drop(self.bytes.drain(..skip)),
            None => self.bytes.clear(),
        }
        self.start = at;
        while self.bytes.len() < len {
            let wanted = self.piece.max(len - self.bytes.len());
            let end = self.start + self.bytes.len();
            let piece = (self.read_at)(end as u64, wanted)?;
            if piece.is_empty() {
                break;
            }
            if (end + piece.len()) as u64 > limits::JOURNAL_FILE_MAX {
                return Err(io::ErrorKind::FileTooLarge.into());
            }
            match self.bytes.is_empty() {
                true => self.bytes = piece,
                false => self.bytes.extend(piece),
            }
        }
        Ok(())
    }

    /// The frame at `at`, if it is complete.
    pub fn frame(&mut self, at: usize) -> io::Result<Option<RawFrame<'_>>> {
        let head = self.get(at, HEAD)?.first_chunk::<HEAD>().and_then(FrameHead::parse);
        let Some(head) = head else { return Ok(None) };
        Ok(RawFrame::read_at(self.get(at, head.frame_size())?, 0))
    }

    /// Offset of the next frame magic from `at` on.
    pub fn find_magic(&mut self, mut at: usize) -> io::Result<Option<usize>> {
        loop {
            let len = self.piece.max(HEAD);
            let piece = self.get(at, len)?;
            if let Some(found) = frame::find_magic(piece, 0) {
                return Ok(Some(at + found));
            }
            if piece.len() < len {
                return Ok(None);
            }
            // a magic may begin in the last three bytes
            at += len - 3;
        }
    }

    /// The length of the file, if all bytes from `at` on are zero; stops at the first other byte.
    pub fn zeros_to_end(&mut self, mut at: usize) -> io::Result<Option<usize>> {
        loop {
            let len = self.piece;
            let piece = self.get(at, len)?;
            if piece.is_empty() {
                return Ok(Some(at));
            }
            if !frame::all_zero(piece) {
                return Ok(None);
            }
            at += piece.len();
        }
    }

    /// The length of a file of at least `at` bytes.
    pub fn len_from(&mut self, mut at: usize) -> io::Result<usize> {
        loop {
            let len = self.piece;
            match self.get(at, len)?.len() {
                0 => return Ok(at),
                read => at += read,
            }
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(128) })]

        #[test]
        fn a_window_shows_the_file(
            file in proptest::collection::vec(prop_oneof![Just(b'S'), Just(b'F'), Just(b'R'), Just(b'1'), Just(0)], 0..400),
            piece in 1usize..90,
            wanted in proptest::collection::vec((0usize..450, 0usize..60), 1..20),
        ) {
            let mut window = FileWindow { piece, ..FileWindow::of(&file) };
            for (at, len) in wanted {
                let all = file.get(at..).unwrap_or_default();
                prop_assert_eq!(window.get(at, len).unwrap(), &all[..len.min(all.len())]);
                prop_assert!(window.bytes.len() <= 2 * piece + 60, "no more than was wanted");
                prop_assert_eq!(window.find_magic(at).unwrap(), frame::find_magic(&file, at));
                if at <= file.len() {
                    let is_zero = all.iter().all(|byte| *byte == 0);
                    prop_assert_eq!(window.zeros_to_end(at).unwrap(), is_zero.then_some(file.len()));
                    prop_assert_eq!(window.len_from(at).unwrap(), file.len());
                }
            }
        }
    }
}
