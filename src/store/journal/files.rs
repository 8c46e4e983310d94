//! The journal's folder: which files there are, in which order, and one of them read.

use std::io;
use std::path::{Path, PathBuf};

use super::{JournalReader, content};
use crate::storage::crypto::seal::Sealer;
use crate::storage::disk::refuse_links;
use crate::storage::error::{IoOperation, StoreError};
use crate::storage::format::frame;
use crate::storage::format::header::{HEADER, Header};
use crate::storage::limits;
use crate::store::journal::salvage;
use crate::store::journal::salvage::SalvageWalk;

/// A file by the number in its name, and by the one it carries inside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileInfo {
    pub name: u32,
    pub order: u64,
}

/// Bytes read at once.
const PIECE: usize = 256 << 10;
/// Zeros that are kept behind the last other byte: as many as the longest frame may claim, so that
/// what is torn there looks the same as with all of them.
const ZEROS: usize = 2 * limits::FRAME_KEPT;

pub struct Loaded {
    pub info: FileInfo,
    /// without most of the zeros that the file was filled with when it was made
    pub bytes: Vec<u8>,
    /// bytes of the file
    pub len: u64,
    pub walk: SalvageWalk,
    /// only when the first frame vouches for it
    pub header: Option<Header>,
}

impl Loaded {
    /// Nothing was ever written here: prepared for later.
    pub fn blank(&self) -> bool {
        self.walk.pieces.is_empty() && frame::all_zero(&self.bytes)
    }
}

impl JournalReader {
    pub(crate) fn path(&self, name: u32) -> PathBuf {
        self.folder.join(format!("{name:08}.skj"))
    }

    pub(crate) fn sealer(&self) -> Sealer {
        Sealer::new(&self.keys)
    }

    /// In the order in which they were written, also when two were swapped.
    pub(crate) fn files(&self) -> Result<Vec<FileInfo>, StoreError> {
        if let Some(dir) = self.folder.parent() {
            refuse_links(dir, &self.folder)?;
        }
        let names = self
            .settings
            .disk
            .list(&self.folder)
            .map_err(|e| StoreError::io(IoOperation::List, &self.folder, e))?;
        let mut files = Vec::new();
        for name in names.iter().filter_map(|n| number(n)) {
            files.push(FileInfo { name, order: self.order(name)? });
        }
        files.sort_by_key(|f| (f.order, u64::from(f.name) != f.order, f.name));
        Ok(files)
    }

    fn order(&self, name: u32) -> Result<u64, StoreError> {
        match self.header(name)? {
            Some(header) if header.file_no != u64::from(name) => {
                let loaded = self.load(FileInfo { name, order: u64::from(name) })?;
                Ok(loaded.header.map_or(u64::from(name), |h| h.file_no))
            }
            _ => Ok(u64::from(name)),
        }
    }

    /// As it is in the file, not vouched for.
    pub(crate) fn header(&self, name: u32) -> Result<Option<Header>, StoreError> {
        let path = self.path(name);
        let disk = &self.settings.disk;
        let bytes = disk
            .read_at(&path, 0, HEADER)
            .map_err(|e| StoreError::io(IoOperation::Read, &path, e))?;
        Ok(bytes.first_chunk::<HEADER>().and_then(|b| Header::parse(b).ok()))
    }

    pub(crate) fn load(&self, info: FileInfo) -> Result<Loaded, StoreError> {
        let path = self.path(info.name);
        let (bytes, len) =
            self.read(&path).map_err(|e| StoreError::io(IoOperation::Read, &path, e))?;
        let sealer = self.sealer();
        let walk =
            salvage::walk(&bytes, &|prev, raw| content::is_authentic(&sealer, prev, raw));
        let header = walk.header.ok().filter(|_| walk.header_sure);
        Ok(Loaded { info, bytes, len, walk, header })
    }

    /// The bytes of a file up to the zeros at its end, and its length. In pieces: a file is mostly
    /// zeros for as long as it is new, and is read several times at an opening.
    fn read(&self, path: &Path) -> io::Result<(Vec<u8>, u64)> {
        let (mut bytes, mut zeros) = (Vec::new(), 0);
        loop {
            let len = (bytes.len() + zeros) as u64;
            let piece = self.settings.disk.read_at(path, len, PIECE)?;
            if piece.is_empty() {
                bytes.resize(bytes.len() + zeros.min(ZEROS), 0);
                return Ok((bytes, len));
            }
            if len + piece.len() as u64 > limits::JOURNAL_FILE_MAX {
                return Err(io::ErrorKind::FileTooLarge.into());
            }
            if frame::all_zero(&piece) {
                zeros += piece.len();
                continue;
            }
            bytes.resize(bytes.len() + std::mem::take(&mut zeros), 0);
            bytes.extend(piece);
        }
    }
}

fn number(name: &str) -> Option<u32> {
    let digits = name.strip_suffix(".skj").filter(|d| d.len() == 8)?;
    digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse().ok()).flatten()
}
