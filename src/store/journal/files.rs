//! The journal's folder: which files there are, in which order, and one of them read.

use std::path::PathBuf;

use super::window::FileWindow;
use super::{JournalReader, content};
use crate::storage::crypto::seal::Sealer;
use crate::storage::disk::refuse_links;
use crate::storage::error::{IoOperation, StoreError};
use crate::storage::format::header::{HEADER, Header};
use crate::store::journal::salvage;
use crate::store::journal::salvage::SalvageWalk;

/// A file by the number in its name, and by the one it carries inside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileInfo {
    pub name: u32,
    pub order: u64,
}

/// Which frames a file has. Their contents are read when their turn comes.
pub struct Loaded {
    pub info: FileInfo,
    pub walk: SalvageWalk,
    /// only when the first frame vouches for it
    pub header: Option<Header>,
}

impl Loaded {
    /// Nothing was ever written here: prepared for later.
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
        let sealer = self.sealer();
        let mut window = self.window(info.name, self.settings.window);
        let walk =
            salvage::walk(&mut window, &|prev, raw| content::is_authentic(&sealer, prev, raw));
        let io = |e| StoreError::io(IoOperation::Read, &self.path(info.name), e);
        let walk = walk.map_err(io)?;
        let header = walk.header.ok().filter(|_| walk.header_sure);
        Ok(Loaded { info, walk, header })
    }

    /// `piece`: bytes read at once.
    pub(crate) fn window(&self, name: u32, piece: usize) -> FileWindow<'static> {
        let (disk, path) = (self.settings.disk.clone(), self.path(name));
        FileWindow::new(piece, move |at, len| disk.read_at(&path, at, len))
    }
}

fn number(name: &str) -> Option<u32> {
    let digits = name.strip_suffix(".skj").filter(|d| d.len() == 8)?;
    digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse().ok()).flatten()
}
