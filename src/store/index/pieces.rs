//! A file of parts made of sealed pieces. Each part is written and read as a separate stream, with
//! one piece in memory at a time. Does not know the content.
//!
//! The file begins with its id and the offset of each part. The additional data of a piece is its
//! file, part and number, and whether it is the last of its part: a moved piece or a truncated part
//! does not open.

use std::io::{self, Read, Write};
use std::path::Path;

use crate::storage::crypto::key::Domain;
use crate::storage::crypto::random;
use crate::storage::crypto::seal::Sealer;
use crate::storage::disk::Disk;

/// Plain bytes of a piece.
const PIECE: usize = 64 << 10;
/// Upper bound of what sealing, and compressing incompressible bytes, add to a piece.
const OVERHEAD: usize = 1 << 10;
/// Bytes per read of the file.
const READ: usize = 256 << 10;
const ID: usize = 16;
/// Bit in a piece's length: it is the last of its part.
const LAST: u32 = 1 << 31;
const ZSTD_LEVEL: i32 = 1;

/// The id of a file and the offsets of its parts.
#[derive(Clone, Debug)]
pub(super) struct PartList {
    id: [u8; ID],
    offsets: Vec<u64>,
}

/// The position of a part in a file.
#[derive(Clone, Copy, Debug)]
struct PartPlace {
    id: [u8; ID],
    offset: u64,
    /// offset of the next part
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

/// Additional data of a piece.
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
    /// offset of each part in `pieces`; the last part is being written
    begins: Vec<u64>,
    pieces: Vec<u8>,
}

impl<'a> PieceWriter<'a> {
    /// Starts a file with its first part.
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
        let mut head = self.id.to_vec();
        head.extend(count.to_le_bytes());
        let length = (head.len() + self.begins.len() * 8) as u64;
        head.extend(self.begins.iter().flat_map(|begin| (length + begin).to_le_bytes()));
        // in place, as the pieces of a large file would need their size once more
        self.pieces.splice(0..0, head);
        Ok(self.pieces)
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
    /// the last piece of the part has been opened
    is_at_end: bool,
    /// bytes read from the file; the first `used` of them are consumed
    file: Vec<u8>,
    used: usize,
    /// reused, because creating one costs more than decompressing a piece
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

    /// Reads more unless `count` unconsumed bytes are in `file`. `place.offset` is the read
    /// position.
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
