//! Walks through a lane's file. Opens no seal.

use std::io::{Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::storage::disk::{Disk, File, RealDisk, open_regular};
use crate::storage::error::IoOperation;
use crate::storage::format::frame::{self, FrameHead, HEAD, LINK};
use crate::store::StoreError;
use crate::store::journal::window::{self, FileWindow};

/// A frame's head and where its body is.
pub(super) struct FramePlace {
    pub head: FrameHead,
    pub bytes: [u8; HEAD],
    pub previous: [u8; LINK],
    pub body: u64,
}

/// Walks from frame to frame without reading bodies.
pub(super) struct LaneWalk {
    file: File,
    path: PathBuf,
    len: u64,
    /// end of the last whole frame
    pub at: u64,
    pub link: [u8; LINK],
    pub no: u64,
    /// frames were skipped
    pub has_damage: bool,
}

impl LaneWalk {
    pub fn open(path: &Path) -> Result<Option<LaneWalk>, StoreError> {
        match open_regular(path) {
            Ok(file) => LaneWalk::walk(file, path).map(Some),
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(e) => Err(StoreError::io(IoOperation::Read, path, e)),
        }
    }

    pub fn walk(file: File, path: &Path) -> Result<LaneWalk, StoreError> {
        let len =
            file.metadata().map_err(|e| StoreError::io(IoOperation::Read, path, e))?.len();
        let link = LaneWalk::start(path);
        Ok(LaneWalk { file, path: path.to_owned(), len, at: 0, link, no: 0, has_damage: false })
    }

    /// The link before the first frame.
    pub fn start(path: &Path) -> [u8; LINK] {
        let name = path.file_name().unwrap_or_default().as_encoded_bytes();
        Sha256::new().chain_update(b"sotay lane").chain_update(name).finalize().into()
    }

    /// The next frame. `None` at the end of the file, or where only an incomplete frame is left.
    pub fn next(&mut self) -> Result<Option<FramePlace>, StoreError> {
        match self.next_whole()? {
            None if self.at < self.len => self.next_after_damage(),
            found => Ok(found),
        }
    }

    /// The next frame that the 32 bytes before it prove.
    fn next_after_damage(&mut self) -> Result<Option<FramePlace>, StoreError> {
        let path = &self.path;
        let io = |e| StoreError::io(IoOperation::Read, path, e);
        // a window's limit is for a journal file, and a lane may be longer: it begins here
        let base = self.at.saturating_sub(LINK as u64);
        let mut window =
            FileWindow::new(window::PIECE, |at, len| RealDisk.read_at(path, base + at, len));
        let mut at = usize::try_from(self.at - base).unwrap_or(LINK) + 1;
        while let Some(found) = window.find_magic(at).map_err(io)? {
            at = found + 1;
            let Some(from) = found.checked_sub(LINK) else { continue };
            let previous = window.get(from, LINK).map_err(io)?.first_chunk::<LINK>().copied();
            let raw = window.frame(found).map_err(io)?;
            let (Some(previous), Some(raw)) = (previous, raw) else { continue };
            if raw.head.no <= self.no || raw.link_after(&previous) != *raw.link {
                continue;
            }
            let (head, bytes, link, size) = (raw.head, *raw.head_bytes, *raw.link, raw.size());
            drop(window);
            let begin = base + found as u64;
            (self.at, self.link, self.no) = (begin + size as u64, link, head.no);
            self.has_damage = true;
            return Ok(Some(FramePlace { head, bytes, previous, body: begin + HEAD as u64 }));
        }
        Ok(None)
    }

    fn next_whole(&mut self) -> Result<Option<FramePlace>, StoreError> {
        let mut bytes = [0; HEAD];
        if self.at + (HEAD + LINK) as u64 > self.len || !self.read_at(self.at, &mut bytes)? {
            return Ok(None);
        }
        let Some(head) = FrameHead::parse(&bytes).filter(|head| head.no == self.no + 1) else {
            return Ok(None);
        };
        let body = self.at + HEAD as u64;
        let behind = body + u64::from(head.len);
        let mut link = [0; LINK];
        if behind + LINK as u64 > self.len || !self.read_at(behind, &mut link)? {
            return Ok(None);
        }
        let place = FramePlace { head, bytes, previous: self.link, body };
        // the link of a frame is written last and then synced, so an intact link means an intact
        // frame; only the last frame of the file needs this check
        if behind + LINK as u64 == self.len {
            let body = self.body(&place)?;
            if frame::link(&place.previous, &place.bytes, &body) != link {
                return Ok(None);
            }
        }
        (self.at, self.link, self.no) = (behind + LINK as u64, link, head.no);
        Ok(Some(place))
    }

    pub fn body(&mut self, place: &FramePlace) -> Result<Vec<u8>, StoreError> {
        let mut body = vec![0; place.head.len as usize];
        let whole = self.read_at(place.body, &mut body)?;
        if whole { Ok(body) } else { Err(StoreError::StateLost) }
    }

    fn read_at(&mut self, at: u64, into: &mut [u8]) -> Result<bool, StoreError> {
        let io = |e| StoreError::io(IoOperation::Read, &self.path, e);
        self.file.seek(SeekFrom::Start(at)).map_err(io)?;
        match self.file.read_exact(into) {
            Ok(()) => Ok(true),
            Err(e) if e.kind() == std::io::ErrorKind::UnexpectedEof => Ok(false),
            Err(e) => Err(io(e)),
        }
    }
}
