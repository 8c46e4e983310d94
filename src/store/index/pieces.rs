//! A file of sealed pieces in parts. Each part is written and read as a stream, by itself: no more than
//! a piece of it is open at a time. Knows nothing of what is in them.
//!
//! The file begins with its id and with where each part begins. A piece is sealed for its file, its part
//! and its place, and says whether it is its part's last: one that is elsewhere, or a part that is cut,
//! does not open.

use std::io::{self, Read, Write};
use std::path::Path;

use crate::storage::crypto::key::Domain;
use crate::storage::crypto::random;
use crate::storage::crypto::seal::Sealer;
use crate::storage::disk::Disk;

/// Bytes of an open piece.
const PIECE: usize = 64 << 10;
/// Sealing and a text that cannot be compressed add less than this.
const OVERHEAD: usize = 1 << 10;
/// Bytes read from the file at once.
const READ: usize = 256 << 10;
const ID: usize = 16;
/// Set in a piece's length when it is its part's last.
const LAST: u32 = 1 << 31;
const ZSTD_LEVEL: i32 = 1;

/// The parts of a file.
#[derive(Clone, Debug)]
pub(super) struct PartList {
    id: [u8; ID],
    offsets: Vec<u64>,
}

/// Which file this is, and where in it a part begins.
#[derive(Clone, Copy, Debug)]
struct PartPlace {
    id: [u8; ID],
    offset: u64,
    /// where the next part begins
    end: u64,
    part: u16,
}

impl PartList {
    pub fn read(disk: &dyn Disk, path: &Path) -> io::Result<PartList> {
        let head = disk.read_at(path, 0, ID + 2)?;
        let id = *head.first_chunk::<ID>().ok_or(io::ErrorKind::UnexpectedEof)?;
        let count = head.last_chunk::<2>().map_or(0, |bytes| u16::from_le_bytes(*bytes));
        let offsets = disk.read_at(path, (ID + 2) as u64, usize::from(count) * 8)?;
        let offsets = offsets.as_chunks().0.iter().map(|bytes| u64::from_le_bytes(*bytes));
        Ok(PartList { id, offsets: offsets.collect() })
    }

    fn place(&self, part: u16) -> Option<PartPlace> {
        let offset = *self.offsets.get(usize::from(part))?;
        let end = self.offsets.get(usize::from(part) + 1).copied().unwrap_or(u64::MAX);
        Some(PartPlace { id: self.id, offset, end, part })
    }
}

/// What a piece is sealed for: its file, its part, whether it is the last one, and its number.
fn piece_name(id: [u8; ID], part: u16, is_last: bool, number: u32) -> Vec<u8> {
    let mut name = b"names".to_vec();
    name.extend(id);
    name.extend(part.to_le_bytes());
    name.push(u8::from(is_last));
    name.extend(number.to_le_bytes());
    name
}

pub(super) struct PieceWriter<'a> {
    sealer: &'a Sealer,
    id: [u8; ID],
    number: u32,
    open: Vec<u8>,
    /// where each part begins in `pieces`; the last one is open
    begins: Vec<u64>,
    pieces: Vec<u8>,
}

impl<'a> PieceWriter<'a> {
    /// At the beginning of the first part.
    pub fn new(sealer: &'a Sealer) -> io::Result<PieceWriter<'a>> {
        let id = random::random_salt::<ID>().map_err(io::Error::other)?;
        let (open, begins, pieces) = (Vec::new(), vec![0], Vec::new());
        Ok(PieceWriter { sealer, id, number: 0, open, begins, pieces })
    }

    /// Ends a part and begins the next one.
    pub fn end_part(&mut self) -> io::Result<()> {
        self.put(true)?;
        self.begins.push(self.pieces.len() as u64);
        self.number = 0;
        Ok(())
    }

    /// The file's bytes.
    pub fn finish(mut self) -> io::Result<Vec<u8>> {
        self.put(true)?;
        let count = u16::try_from(self.begins.len()).map_err(io::Error::other)?;
        let mut file = self.id.to_vec();
        file.extend(count.to_le_bytes());
        let head = (file.len() + self.begins.len() * 8) as u64;
        file.extend(self.begins.iter().flat_map(|begin| (head + begin).to_le_bytes()));
        file.append(&mut self.pieces);
        Ok(file)
    }

    fn put(&mut self, is_last: bool) -> io::Result<()> {
        let packed = zstd::bulk::compress(&self.open, ZSTD_LEVEL)?;
        let part = u16::try_from(self.begins.len() - 1).map_err(io::Error::other)?;
        let name = piece_name(self.id, part, is_last, self.number);
        let sealed =
            self.sealer.seal(Domain::Names, &name, &packed).map_err(io::Error::other)?;
        let length = u32::try_from(sealed.len()).map_err(io::Error::other)?;
        let length = length | if is_last { LAST } else { 0 };
        self.pieces.extend(length.to_le_bytes());
        self.pieces.extend(sealed);
        self.open.clear();
        self.number += 1;
        Ok(())
    }
}

impl Write for PieceWriter<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.open.len() == PIECE {
            self.put(false)?;
        }
        let taken = bytes.len().min(PIECE - self.open.len());
        self.open.extend_from_slice(bytes.get(..taken).unwrap_or_default());
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

pub(super) struct PieceReader<'a> {
    disk: &'a dyn Disk,
    path: &'a Path,
    sealer: &'a Sealer,
    place: PartPlace,
    number: u32,
    /// of the part; nothing comes after it
    is_at_end: bool,
    /// read from the file, and how much of it is used
    file: Vec<u8>,
    used: usize,
    /// for all pieces: making it costs more than a piece
    decompressor: zstd::bulk::Decompressor<'static>,
    open: Vec<u8>,
    taken: usize,
}

impl<'a> PieceReader<'a> {
    pub fn open(
        disk: &'a dyn Disk,
        path: &'a Path,
        sealer: &'a Sealer,
        (parts, part): (&PartList, u16),
    ) -> io::Result<PieceReader<'a>> {
        Ok(PieceReader {
            disk,
            path,
            sealer,
            place: parts.place(part).ok_or(io::ErrorKind::UnexpectedEof)?,
            number: 0,
            is_at_end: false,
            file: Vec::new(),
            used: 0,
            decompressor: zstd::bulk::Decompressor::new()?,
            open: Vec::new(),
            taken: 0,
        })
    }

    /// Reads on unless so many bytes are in `file`; `place.offset` is where it reads.
    fn fill(&mut self, count: usize) -> io::Result<()> {
        if self.file.len() - self.used < count {
            self.file.drain(..self.used);
            self.used = 0;
            let left = self.place.end.saturating_sub(self.place.offset);
            let len = usize::try_from(left).map_or(READ, |left| left.min(READ));
            let more = self.disk.read_at(self.path, self.place.offset, len)?;
            self.place.offset += more.len() as u64;
            self.file.extend(more);
        }
        Ok(())
    }

    fn file_bytes<const N: usize>(&mut self) -> io::Result<[u8; N]> {
        self.fill(N)?;
        let bytes = self.file.get(self.used..).and_then(<[u8]>::first_chunk::<N>);
        let bytes = *bytes.ok_or(io::ErrorKind::UnexpectedEof)?;
        self.used += N;
        Ok(bytes)
    }

    fn next_piece(&mut self) -> io::Result<()> {
        let length = u32::from_le_bytes(self.file_bytes()?);
        let is_last = length & LAST != 0;
        let length = (length & !LAST) as usize;
        if length > PIECE + OVERHEAD {
            return Err(io::ErrorKind::InvalidData.into());
        }
        self.fill(length)?;
        let sealed = self.file.get(self.used..self.used + length);
        let sealed = sealed.ok_or(io::ErrorKind::UnexpectedEof)?;
        let name = piece_name(self.place.id, self.place.part, is_last, self.number);
        let packed =
            self.sealer.open(Domain::Names, &name, sealed).map_err(io::Error::other)?;
        self.used += length;
        self.open.clear();
        self.open.reserve(PIECE);
        self.decompressor.decompress_to_buffer(&packed, &mut self.open)?;
        self.taken = 0;
        self.number += 1;
        self.is_at_end = is_last;
        Ok(())
    }
}

impl Read for PieceReader<'_> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        while self.taken == self.open.len() && !self.is_at_end {
            self.next_piece()?;
        }
        let left = self.open.get(self.taken..).unwrap_or_default();
        let count = left.len().min(to.len());
        if let (Some(to), Some(from)) = (to.get_mut(..count), left.get(..count)) {
            to.copy_from_slice(from);
        }
        self.taken += count;
        Ok(count)
    }
}
