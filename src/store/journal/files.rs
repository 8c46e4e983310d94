//! Lists the journal's files in the order of writing, and reads the frame positions of one.

use std::path::PathBuf;

use super::skim::{covered_header, skim};
use super::window::FileWindow;
use super::{JournalReader, content};
use crate::storage::crypto::seal::Sealer;
use crate::storage::disk::refuse_links;
use crate::storage::error::{IoOperation, StoreError};
use crate::storage::format::header::{HEADER, Header};
use crate::store::journal::salvage;
use crate::store::journal::salvage::{SalvageWalk, SalvagedFrame};

/// Bytes per read when only the header and the first frame are needed.
pub(super) const HEADER_PIECE: usize = 4096;

/// A file: the number in its name, and the number in its header, which gives the order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileInfo {
    pub name: u32,
    pub order: u64,
}

/// Positions of a file's frames. Contents are read later, frame by frame.
pub struct Loaded {
    pub info: FileInfo,
    pub walk: SalvageWalk,
    /// `None` unless the first frame's link covers it
    pub header: Option<Header>,
}

impl Loaded {
    /// All zeros: prepared in idle time and not yet written.
    pub fn blank(&self) -> bool {
        self.walk.is_zero
    }
}

impl JournalReader {
    pub(crate) fn path(&self, name: u32) -> PathBuf {
        self.folder.join(format!("{name:08}.skj"))
    }

    pub(crate) fn sealer(&self) -> Sealer {
        Sealer::new(&self.keys)
    }

    /// All files in the order in which they were written, even if two file names were swapped.
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

    /// The header as stored; the first frame's link is not checked.
    pub(crate) fn header(&self, name: u32) -> Result<Option<Header>, StoreError> {
        let path = self.path(name);
        let disk = &self.settings.disk;
        let bytes = disk
            .read_at(&path, 0, HEADER)
            .map_err(|e| StoreError::io(IoOperation::Read, &path, e))?;
        Ok(bytes.first_chunk::<HEADER>().and_then(|b| Header::parse(b).ok()))
    }

    pub(crate) fn load(&self, info: FileInfo) -> Result<Loaded, StoreError> {
        let sealer = self.sealer();
        let mut window = self.window(info.name, self.settings.window);
        let walk =
            salvage::walk(&mut window, &|prev, raw| content::is_authentic(&sealer, prev, raw));
        let io = |e| StoreError::io(IoOperation::Read, &self.path(info.name), e);
        let walk = walk.map_err(io)?;
        let header = walk.header.ok().filter(|_| walk.header_sure);
        Ok(Loaded { info, walk, header })
    }

    /// As `load`, for a scan from frame number `from` on. Most scans want only the last frames, so
    /// in the newest file those before `from` are located but not checked. `later`: the files after
    /// it.
    pub(super) fn load_from<'f>(
        &self,
        info: FileInfo,
        from: u64,
        mut later: impl Iterator<Item = &'f FileInfo>,
    ) -> Result<Loaded, StoreError> {
        // the next file's header names the last valid link, so all links must be checked
        if from <= 1 || later.any(|next| !matches!(self.header(next.name), Ok(None))) {
            return self.load(info);
        }
        self.load_partly(info, |pieces| {
            Some(pieces.partition_point(|piece| piece.head.no < from))
        })
    }

    /// As `load`, but locates frames of an undamaged file without checking those before the one
    /// that `first_hashed` gives, as for `skim`.
    pub(super) fn load_partly(
        &self,
        info: FileInfo,
        first_hashed: impl FnOnce(&[SalvagedFrame]) -> Option<usize>,
    ) -> Result<Loaded, StoreError> {
        let mut window = self.window(info.name, self.settings.window);
        match skim(&mut window, first_hashed) {
            Ok(Some(walk)) => Ok(Loaded { info, header: walk.header.ok(), walk }),
            Ok(None) => self.load(info),
            Err(e) => Err(StoreError::io(IoOperation::Read, &self.path(info.name), e)),
        }
    }

    /// The header, if the first frame's link covers it.
    pub(super) fn covered_header(&self, info: FileInfo) -> Result<Option<Header>, StoreError> {
        let mut window = self.window(info.name, HEADER_PIECE);
        match covered_header(&mut window) {
            Ok(Some((header, _))) => Ok(Some(header)),
            // the walk may repair the header
            Ok(None) => Ok(self.load(info)?.header),
            Err(e) => Err(StoreError::io(IoOperation::Read, &self.path(info.name), e)),
        }
    }

    /// `piece`: bytes per read.
    pub(crate) fn window(&self, name: u32, piece: usize) -> FileWindow<'static> {
        let (disk, path) = (self.settings.disk.clone(), self.path(name));
        FileWindow::new(piece, move |at, len| disk.read_at(&path, at, len))
    }
}

fn number(name: &str) -> Option<u32> {
    let digits = name.strip_suffix(".skj").filter(|d| d.len() == 8)?;
    digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse().ok()).flatten()
}
