//! Files of concatenated bundles, in both directions. File names carry no meaning; the content
//! does.

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::bundle::{self, BundleRefused};
use crate::storage::disk::temporary::remove_abandoned;
use crate::storage::disk::{Disk, RealDisk, make_folder, refuse_links, write_whole};
use crate::storage::error::IoOperation;
use crate::storage::format::frame::HEAD;
use crate::storage::format::header::HEADER;
use crate::store::StoreError;
use crate::text::hex::{hex, short_hex};

/// Maximum bytes of a file that is read.
pub const MOST: u64 = 64 << 20;
/// Folders for the uplink and the downlink, below the folder that the user names.
pub const OUT: &str = "SOTAY/out";
pub const IN: &str = "SOTAY/in";
const MAGIC: &[u8; 8] = b"SOTAYBN1";

/// A piece of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FilePiece<'a> {
    Header(&'a [u8; HEADER]),
    Segment(&'a [u8]),
}

/// Iterates over the pieces of a file up to the first invalid one. Each header costs the reader a
/// key exchange, and anybody can copy one: a repeated header, or one without a segment, is an
/// error.
pub struct Pieces<'a> {
    left: &'a [u8],
    bare: bool,
    seen: BTreeSet<&'a [u8; HEADER]>,
}

impl<'a> Iterator for Pieces<'a> {
    type Item = Result<FilePiece<'a>, BundleRefused>;

    fn next(&mut self) -> Option<Result<FilePiece<'a>, BundleRefused>> {
        if self.left.is_empty() {
            return None;
        }
        let found = self.piece();
        if found.is_err() {
            self.left = &[];
        }
        Some(found)
    }
}

impl<'a> Pieces<'a> {
    pub fn of(bytes: &'a [u8]) -> Pieces<'a> {
        Pieces { left: bytes, bare: false, seen: BTreeSet::new() }
    }

    fn piece(&mut self) -> Result<FilePiece<'a>, BundleRefused> {
        if self.left.starts_with(MAGIC) {
            let (header, rest) =
                self.left.split_first_chunk::<HEADER>().ok_or(BundleRefused::Short)?;
            if std::mem::replace(&mut self.bare, true) || !self.seen.insert(header) {
                return Err(BundleRefused::Content);
            }
            self.left = rest;
            return Ok(FilePiece::Header(header));
        }
        self.bare = false;
        let head = self.left.first_chunk::<HEAD>().ok_or(BundleRefused::Short)?;
        let size = bundle::size_of(&bundle::read_head(head)?);
        let (segment, rest) = self.left.split_at_checked(size).ok_or(BundleRefused::Short)?;
        self.left = rest;
        Ok(FilePiece::Segment(segment))
    }
}

/// The files in `root`/`inside` (`OUT` or `IN`) with the name of a bundle file; none if the folder
/// is missing. Follows no link inside `root`.
pub fn list(root: &Path, inside: &str) -> Result<Vec<PathBuf>, StoreError> {
    let folder = &root.join(inside);
    refuse_links(root, folder)?;
    if !RealDisk.exists(folder) {
        return Ok(Vec::new());
    }
    let names =
        RealDisk.list(folder).map_err(|e| StoreError::io(IoOperation::List, folder, e))?;
    Ok(names.iter().filter(|n| n.ends_with(".stk")).map(|n| folder.join(n)).collect())
}

/// Reads a regular file of at most `MOST` bytes.
pub fn read(path: &Path) -> io::Result<Vec<u8>> {
    RealDisk.read(path, MOST)
}

/// Reads as many bytes of a regular file as a header has.
pub fn read_front(path: &Path) -> io::Result<Vec<u8>> {
    RealDisk.read_at(path, 0, HEADER)
}

/// Writes a file into `root`/`inside` atomically and durably, reads it again and compares it.
pub fn write(
    disk: &dyn Disk,
    root: &Path,
    inside: &str,
    name: &str,
    bytes: &[u8],
) -> Result<(), StoreError> {
    let io = |doing, path: &Path, e| StoreError::io(doing, path, e);
    let folder = root.join(inside);
    make_folder(disk, root, &folder)?;
    let lock = RealDisk.lock(&folder);
    if lock.is_ok() {
        sweep(&folder, name);
    }
    let path = folder.join(name);
    write_whole(disk, &path, bytes)?;
    let again = read(&path).map_err(|e| io(IoOperation::Read, &path, e))?;
    match again == bytes {
        true => Ok(()),
        false => Err(io(IoOperation::Read, &path, io::ErrorKind::InvalidData.into())),
    }
}

/// Removes unfinished files of the same device that a killed program has left. Requires the
/// folder's lock.
fn sweep(folder: &Path, name: &str) {
    let whose = name.split('-').next().unwrap_or_default();
    let Ok(names) = RealDisk.list(folder) else { return };
    let half = |name: &&String| {
        let of = name.strip_prefix(whose).is_some_and(|rest| rest.starts_with('-'));
        of && name.ends_with(".stk.tmp")
    };
    for name in names.iter().filter(half) {
        remove_abandoned(&folder.join(name), Some(MAGIC));
    }
}

/// Name of an uplink file: device, `what` for people, and a digest of the content. A file replaces
/// only one with the same content, because two histories of one notebook (a copied folder, a laptop
/// restored from its backup) give the same numbers to different changes.
pub fn uplink_name(device: &[u8; 16], what: &str, content: Sha256) -> String {
    let digest: [u8; 32] = content.chain_update(device).finalize().into();
    format!("{}-{what}-{}.stk", short_hex(device), hex(&digest[..8]))
}
