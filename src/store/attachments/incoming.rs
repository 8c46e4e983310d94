//! Receives an attachment in pieces. The pieces so far are sealed in a partial file until the last
//! one has arrived and the whole matches its SHA-256. Both ends of the transfer use this.
//!
//! Partial file: `"SOTAYPT1"`, name 32, length u64; then pieces of 16 KiB plain, each sealed as in
//! an attachment's file. It is not synced: if a power cut damages it, the file is fetched again.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::storage::crypto::key::Domain;
use crate::storage::crypto::seal::{OVERHEAD, Sealer};
use crate::storage::disk::{RealDisk, make_folder};
use crate::storage::error::{IoOperation, StoreError};
use crate::storage::format::blob;
use crate::storage::format::blob::{HEAD, Name, Sum};
use crate::storage::format::wire::Bytes;
use crate::storage::limits;
use crate::store::attachments::folder::Files;

const MAGIC: &[u8; 8] = b"SOTAYPT1";
const ENDING: &str = ".part";
/// Plain bytes per piece: about two seconds on a slow line.
pub const PIECE: usize = 16 * 1024;
/// Maximum number of partial files; beyond it the oldest is removed and starts over.
const HALVES: usize = 16;

/// A piece of an attachment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttachmentPiece {
    pub sum: Sum,
    /// bytes of the whole file
    pub len: u64,
    pub at: u64,
    pub bytes: Bytes,
}

/// The folder of the partial files, and the folder of complete ones.
pub struct Incoming<'a> {
    pub folder: PathBuf,
    pub files: Files<'a>,
}

/// A partial file.
struct Half {
    path: PathBuf,
    head: [u8; HEAD],
    /// plain bytes of the whole file, and those received
    len: usize,
    received: usize,
}

impl Incoming<'_> {
    /// The number of bytes received; `len` only if the complete file is durable.
    pub fn received_bytes(&self, sum: &Sum, len: u64) -> Result<u64, StoreError> {
        if self.files.read(sum).is_ok_and(|plain| plain.len() as u64 == len) {
            return Ok(len);
        }
        let half = self.partial_file(sum, len)?;
        Ok(half.map_or(0, |half| half.received as u64))
    }

    /// The number of bytes received of a file; the length is read from the partial file.
    pub fn partial_bytes(&self, sum: &Sum) -> Result<u64, StoreError> {
        let path = self.path(&blob::name(self.files.keys, sum));
        if !self.files.disk.exists(&path) {
            return Ok(0);
        }
        let head = self.files.disk.read_at(&path, 0, HEAD);
        let head = head.map_err(|e| StoreError::io(IoOperation::Read, &path, e))?;
        let half =
            blob::length(&head).map(|len| self.partial_file(sum, len as u64)).transpose()?;
        Ok(half.flatten().map_or(0, |half| half.received as u64))
    }

    /// Stores the next piece; ignores a piece at another position. Returns the number of bytes
    /// received after it.
    pub fn take(&self, piece: &AttachmentPiece) -> Result<u64, StoreError> {
        let Some(mut half) = self.partial_file(&piece.sum, piece.len)? else { return Ok(0) };
        if half.received == 0 && self.files.read(&piece.sum).is_ok() {
            return Ok(piece.len);
        }
        let next = PIECE.min(half.len - half.received);
        if piece.at != half.received as u64 || piece.bytes.0.len() != next {
            return Ok(half.received as u64);
        }
        self.append(&mut half, &piece.bytes.0)?;
        if half.received < half.len {
            return Ok(half.received as u64);
        }
        let whole = self.open(&half).filter(|plain| blob::sum(plain) == piece.sum);
        let put = whole.as_ref().map(|plain| self.files.put(&piece.sum, plain));
        self.files
            .disk
            .remove(&half.path)
            .map_err(|e| StoreError::io(IoOperation::Write, &half.path, e))?;
        match put {
            Some(put) => put.map(|()| piece.len),
            // wrong content or a damaged partial file: start over
            None => Ok(0),
        }
    }

    /// The state of the partial file; `None`: the length is not valid for an attachment.
    fn partial_file(&self, sum: &Sum, len: u64) -> Result<Option<Half>, StoreError> {
        let fits = usize::try_from(len).ok().filter(|n| (1..=limits::ATTACHMENT).contains(n));
        let Some(len) = fits else { return Ok(None) };
        let name = blob::name(self.files.keys, sum);
        let path = self.path(&name);
        let head = head(&name, len);
        if !self.files.disk.exists(&path) {
            return Ok(Some(Half { path, head, len, received: 0 }));
        }
        let read = self.files.disk.read_at(&path, 0, HEAD);
        if read.map_err(|e| StoreError::io(IoOperation::Read, &path, e))? != head {
            self.files
                .disk
                .remove(&path)
                .map_err(|e| StoreError::io(IoOperation::Write, &path, e))?;
            return Ok(Some(Half { path, head, len, received: 0 }));
        }
        let size = RealDisk.link_metadata(&path).map(|m| m.len());
        let size = size.map_err(|e| StoreError::io(IoOperation::Read, &path, e))?;
        let pieces =
            usize::try_from(size).unwrap_or(0).saturating_sub(HEAD) / (PIECE + OVERHEAD);
        // If all pieces are there, the program stopped before checking the whole: request the last
        // piece again.
        let here = pieces.min((len - 1) / PIECE) * PIECE;
        Ok(Some(Half { path, head, len, received: here }))
    }

    fn append(&self, half: &mut Half, bytes: &[u8]) -> Result<(), StoreError> {
        let io = |doing| {
            let path = half.path.clone();
            move |e| StoreError::io(doing, &path, e)
        };
        let mut file = if half.received == 0 {
            self.begin(&half.path)?;
            let mut file =
                self.files.disk.create(&half.path).map_err(io(IoOperation::Create))?;
            file.write_at(&half.head, 0).map_err(io(IoOperation::Write))?;
            file
        } else {
            self.files.disk.open(&half.path).map_err(io(IoOperation::Write))?
        };
        let no = half.received / PIECE;
        let sealer = Sealer::new(self.files.keys);
        let sealed = sealer.seal(Domain::Blob, &blob::place(&half.head, no as u32), bytes)?;
        let offset = HEAD + no * (PIECE + OVERHEAD);
        file.write_at(&sealed, offset as u64).map_err(io(IoOperation::Write))?;
        half.received += bytes.len();
        Ok(())
    }

    /// Makes the folder, and removes the oldest partial files where there are too many.
    fn begin(&self, path: &Path) -> Result<(), StoreError> {
        let folder = &self.folder;
        make_folder(self.files.disk, folder.parent().unwrap_or(folder), folder)?;
        let names = self
            .files
            .disk
            .list(folder)
            .map_err(|e| StoreError::io(IoOperation::List, folder, e))?;
        let mut halves: Vec<PathBuf> =
            names.iter().filter(|n| n.ends_with(ENDING)).map(|n| folder.join(n)).collect();
        let written = |path: &PathBuf| RealDisk.link_metadata(path)?.modified();
        halves.sort_by_cached_key(|path| written(path).ok());
        let over = (halves.len() + 1).saturating_sub(HALVES);
        let old = halves.iter().take(over);
        let known = Some(path).filter(|path| self.files.disk.exists(path));
        for path in old.map(PathBuf::as_path).chain(known) {
            if self.files.disk.exists(path) {
                self.files
                    .disk
                    .remove(path)
                    .map_err(|e| StoreError::io(IoOperation::Write, path, e))?;
            }
        }
        Ok(())
    }

    fn open(&self, half: &Half) -> Option<Vec<u8>> {
        let bytes = self.files.disk.read(&half.path, sealed_size(half.len) as u64).ok()?;
        let body = bytes.strip_prefix(&half.head)?;
        let sealer = Sealer::new(self.files.keys);
        let mut plain = Vec::with_capacity(half.len);
        for (no, piece) in (0u32..).zip(body.chunks(PIECE + OVERHEAD)) {
            let place = blob::place(&half.head, no);
            plain.extend(sealer.open(Domain::Blob, &place, piece).ok()?);
        }
        (plain.len() == half.len).then_some(plain)
    }

    fn path(&self, name: &Name) -> PathBuf {
        self.folder.join(crate::store::attachments::folder::hex(name) + ENDING)
    }
}

fn head(name: &Name, len: usize) -> [u8; HEAD] {
    let mut out = [0; HEAD];
    let parts = MAGIC.iter().chain(name).copied().chain((len as u64).to_le_bytes());
    out.iter_mut().zip(parts).for_each(|(to, byte)| *to = byte);
    out
}

fn sealed_size(len: usize) -> usize {
    HEAD + len + len.div_ceil(PIECE) * OVERHEAD
}
