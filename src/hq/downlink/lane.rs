//! Lanes: append-only files of what is sent down to laptops, in the journal's frame format, sealed
//! on disk. The fold writes them; receivers read them at any time, without a lock.
//!
//! A position in a lane is a frame number. A torn end is never read; the next writer truncates it.
//! Damage before the end loses only the frames that it hits; the walk continues after them.

mod erase;
mod walk;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::record::Id;
use crate::storage::crypto::key::{Domain, Keys};
use crate::storage::crypto::seal::{OVERHEAD, Sealer};
use crate::storage::disk::{Disk, RealDisk, make_folder, open_regular};
use crate::storage::error::{IoOperation, LimitedItem};
use crate::storage::format::down::Down;
use crate::storage::format::frame::{FrameHead, HEAD, LINK, flag, ty};
use crate::storage::format::{down, frame, pack, unpack};
use crate::storage::limits;
use crate::store::StoreError;
use crate::text::hex::hex;
use walk::{FramePlace, LaneWalk};

pub use crate::sync::lanes::RESTORE;

/// Verdicts, corrections, notices.
pub const VERDICTS: u8 = 0;
pub const ASSIGNED: u8 = 1;
/// Establishments of the officer's province.
pub const PLACES: u8 = 2;
/// Targets and dated rows.
pub const PUBLISHED: u8 = 3;

/// Bytes of content, before compression, after which a new piece begins.
pub const PIECE: usize = 24 * 1024;

/// The reader of a lane.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Addressee {
    pub officer: Id,
    /// two digits
    pub province: String,
}

/// The receivers of a lane.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LaneOwner {
    Officer(Id),
    Province(String),
    Everybody,
}

/// A piece of a lane. `bytes` is decoded content for `Store::take_down`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredPiece {
    pub position: u64,
    /// number of items
    pub n: u16,
    pub bytes: Vec<u8>,
}

/// The lanes of one headquarters.
#[derive(Clone)]
pub struct Lanes {
    disk: Arc<dyn Disk>,
    folder: PathBuf,
    sealer: Sealer,
}

/// The end of a lane's file.
pub struct LaneTail {
    end: u64,
    link: [u8; LINK],
    no: u64,
}

impl LaneTail {
    /// The end of an existing file.
    fn find(path: &Path) -> Result<LaneTail, StoreError> {
        let file =
            open_regular(path).map_err(|e| StoreError::io(IoOperation::Read, path, e))?;
        let mut walk = LaneWalk::walk(file, path)?;
        while walk.next()?.is_some() {}
        Ok(LaneTail { end: walk.at, link: walk.link, no: walk.no })
    }
}

impl Lanes {
    /// `dir`: headquarters' folder.
    pub fn new(disk: Arc<dyn Disk>, dir: &Path, keys: &Keys) -> Lanes {
        Lanes { disk, folder: dir.join("lanes"), sealer: Sealer::new(keys) }
    }

    /// The pieces after position `after`, up to `budget` bytes, but at least one.
    pub fn read(
        &self,
        to: &Addressee,
        lane: u8,
        after: u64,
        budget: usize,
    ) -> Result<Vec<StoredPiece>, StoreError> {
        let Some(path) = self.path(&lane_owner(to, lane), lane) else { return Ok(Vec::new()) };
        let Some(mut walk) = LaneWalk::open(&path)? else { return Ok(Vec::new()) };
        let mut found: Vec<StoredPiece> = Vec::new();
        let mut size = 0;
        while let Some(place) = walk.next()? {
            if place.head.no <= after {
                continue;
            }
            let (bytes, n) = match self.open_frame(&mut walk, &place) {
                Ok(bytes) => (bytes, place.head.n),
                // its receivers must still get what comes after it
                Err(StoreError::StateLost) => (down::encode(&Down::default()), 0),
                Err(error) => return Err(error),
            };
            size += bytes.len();
            if size > budget && !found.is_empty() {
                break;
            }
            found.push(StoredPiece { position: place.head.no, n, bytes });
        }
        Ok(found)
    }

    /// The position of the last piece; 0 for an empty or missing lane.
    pub fn end(&self, to: &Addressee, lane: u8) -> Result<u64, StoreError> {
        let Some(path) = self.path(&lane_owner(to, lane), lane) else { return Ok(0) };
        let Some(mut walk) = LaneWalk::open(&path)? else { return Ok(0) };
        let mut last = 0;
        while let Some(place) = walk.next()? {
            last = place.head.no;
        }
        Ok(last)
    }

    /// Reads and decodes every lane; returns the number of lanes. An incomplete last frame is no damage.
    pub fn verify(&self) -> Result<usize, StoreError> {
        let entries = RealDisk.entries(&self.folder);
        let entries =
            entries.map_err(|e| StoreError::io(IoOperation::List, &self.folder, e))?;
        let mut lanes = 0;
        for entry in entries {
            let Some(mut walk) = LaneWalk::open(&self.folder.join(&entry.name))? else {
                continue;
            };
            while let Some(place) = walk.next()? {
                let bytes = self.open_frame(&mut walk, &place)?;
                down::decode(&bytes).map_err(|_| StoreError::StateLost)?;
            }
            if walk.has_damage {
                return Err(StoreError::StateLost);
            }
            lanes += 1;
        }
        Ok(lanes)
    }

    /// Appends pieces; durable on return. Only for the process that holds headquarters' store.
    /// `tail`: the end of the lane after the last append, to avoid reading through the file again.
    pub fn append(
        &self,
        whose: &LaneOwner,
        lane: u8,
        pieces: &[Down],
        tail: &mut Option<LaneTail>,
    ) -> Result<(), StoreError> {
        let Some(path) = self.path(whose, lane).filter(|_| !pieces.iter().all(Down::is_empty))
        else {
            return Ok(());
        };
        let io = |doing| {
            let path = path.clone();
            move |e| StoreError::io(doing, &path, e)
        };
        let disk = &*self.disk;
        let mut file = match disk.exists(&path) {
            true => disk.open(&path),
            false => {
                let root = self.folder.parent().unwrap_or(&self.folder);
                make_folder(disk, root, &self.folder)?;
                disk.create(&path)
            }
        }
        .map_err(io(IoOperation::Write))?;
        let len = file.len().map_err(io(IoOperation::Read))?;
        let mut at = match tail.take().filter(|tail| tail.end == len) {
            Some(tail) => tail,
            None => LaneTail::find(&path)?,
        };
        let is_new = at.no == 0;
        file.set_len(at.end).map_err(io(IoOperation::Write))?;
        for down in pieces {
            let frame = self.frame(&at.link, at.no + 1, down)?;
            file.write_at(&frame, at.end).map_err(io(IoOperation::Write))?;
            // sync each frame before the next: a reader assumes that everything before a whole
            // frame is whole
            file.sync_data().map_err(io(IoOperation::Sync))?;
            let link = frame.last_chunk::<LINK>().copied().unwrap_or_default();
            at = LaneTail { end: at.end + frame.len() as u64, link, no: at.no + 1 };
        }
        if is_new {
            disk.sync_folder(&self.folder).map_err(io(IoOperation::Sync))?;
        }
        *tail = Some(at);
        Ok(())
    }

    /// File of a lane; `None` if there is no such lane. Names consist of ids and digits only.
    fn path(&self, whose: &LaneOwner, lane: u8) -> Option<PathBuf> {
        let name = match whose {
            LaneOwner::Officer(id) => {
                format!("o{}", hex(&id.0))
            }
            LaneOwner::Province(code) => {
                let digits = code.len() == 2 && code.bytes().all(|b| b.is_ascii_digit());
                digits.then(|| format!("p{code}"))?
            }
            LaneOwner::Everybody => "all".to_owned(),
        };
        Some(self.folder.join(format!("{name}-{lane}.skl")))
    }

    fn frame(
        &self,
        previous: &[u8; LINK],
        no: u64,
        down: &Down,
    ) -> Result<Vec<u8>, StoreError> {
        let plain = down::encode(down);
        let packed = pack(&plain)?;
        let len = packed.len() + OVERHEAD;
        if len > limits::FRAME_STORED || plain.len() > limits::FRAME_RAW {
            let limit = limits::FRAME_STORED;
            return Err(StoreError::TooLarge { what: LimitedItem::Frame, bytes: len, limit });
        }
        let head = FrameHead {
            len: len as u32,
            ty: ty::DOWN,
            flags: flag::SEALED | flag::ZSTD,
            n: u16::try_from(down.len()).unwrap_or(u16::MAX),
            raw: plain.len() as u32,
            no,
            first: 0,
        };
        let head = head.to_bytes();
        let body = self.sealer.seal(Domain::Journal, &aad(&head, previous), &packed)?;
        let link = frame::link(previous, &head, &body);
        Ok([&head[..], &body, &link].concat())
    }

    fn open_frame(
        &self,
        walk: &mut LaneWalk,
        place: &FramePlace,
    ) -> Result<Vec<u8>, StoreError> {
        let body = walk.body(place)?;
        let packed =
            self.sealer.open(Domain::Journal, &aad(&place.bytes, &place.previous), &body);
        let packed = packed.map_err(|_| StoreError::StateLost)?;
        unpack(&packed, place.head.raw as usize).map_err(|_| StoreError::StateLost)
    }
}

fn lane_owner(to: &Addressee, lane: u8) -> LaneOwner {
    match lane {
        PLACES => LaneOwner::Province(to.province.clone()),
        PUBLISHED => LaneOwner::Everybody,
        _ => LaneOwner::Officer(to.officer),
    }
}

fn aad(head: &[u8; HEAD], previous: &[u8; LINK]) -> Vec<u8> {
    [&b"lane"[..], head, previous].concat()
}
