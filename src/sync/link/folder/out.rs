//! Writes a notebook's bundles onto a stick.

use std::path::Path;

use sha2::{Digest, Sha256};

use super::super::super::bundle::{BundleWriter, UP, read_head, read_header};
use super::super::super::error::SyncError;
use super::super::super::file::{self, FilePiece, Pieces};
use super::super::super::lanes;
use super::super::super::segment::Segments;
use super::super::super::verdicts;
use super::answer::HeldByHq;
use super::{MAX_FILE, of_stick, write_file};
use crate::storage::format::frame::{HEAD, ty};
use crate::storage::format::wire;
use crate::store::Store;
use crate::sync::certificate::Enrolment;
use crate::sync::client::begin_uplink;
use crate::sync::summary::Summary;

/// Writes all waiting ops and the lane positions.
pub(super) fn write(
    store: &Store,
    enrolment: &Enrolment,
    folder: &Path,
    now: u64,
    held: &HeldByHq,
    summary: &mut Summary,
) -> Result<(), SyncError> {
    let key = store.signing_key();
    let (bytes, content) = (Vec::new(), Sha256::new());
    let mut out = FolderOut { store, enrolment, now, bytes, content, first: 0, last: 0 };
    if let Some(since) = summary.verdicts_since {
        out.verdicts(since, &key)?;
    }
    for epoch in store.uplink().epochs()? {
        let acked = held.acked(epoch.epoch);
        if acked < epoch.last {
            summary.sent += out.epoch(epoch.epoch, acked, epoch.last, &key)?;
        }
    }
    if out.bytes.is_empty() {
        let epoch = store.uplink().epochs()?.pop().map_or(0, |e| e.epoch);
        let (cursors, _) = out.begin(epoch, 1, [0; 32], &key, true)?;
        out.bytes = cursors;
    }
    let range = format!("{}-{}", out.first, out.last);
    let name = file::uplink_name(&store.device_id(), &range, out.content);
    write_file(store.disk(), folder, &name, &out.bytes)?;
    summary.bytes_up = out.bytes.len() as u64;
    summary.written.push(name);
    Ok(())
}

struct FolderOut<'a> {
    store: &'a Store,
    enrolment: &'a Enrolment,
    now: u64,
    bytes: Vec<u8>,
    /// digest of the bundles' content without lane positions, for the file name
    content: Sha256,
    first: u64,
    last: u64,
}

impl FolderOut<'_> {
    /// Writes the verdicts in a separate bundle before the ops.
    fn verdicts(
        &mut self,
        since: u64,
        key: &ed25519_dalek::SigningKey,
    ) -> Result<(), SyncError> {
        let epoch = self.store.uplink().epochs()?.pop().map_or(0, |e| e.epoch);
        let (front, mut writer) = self.begin(epoch, 0, [0; 32], key, false)?;
        self.bytes.extend(front);
        for content in verdicts::reported_since(self.store, since)? {
            self.content.update(&content);
            let cut = writer.segment(ty::VERDICTS, 1, 0, &content, false);
            self.bytes.extend(cut.map_err(|_| SyncError::OldCard)?);
        }
        Ok(())
    }

    fn epoch(
        &mut self,
        epoch: u64,
        after: u64,
        until: u64,
        key: &ed25519_dalek::SigningKey,
    ) -> Result<u64, SyncError> {
        let mut segments = Segments::new(self.store, epoch, after, until);
        let mut next = segments.next().transpose()?;
        let mut open: Option<BundleWriter<'_>> = None;
        let mut sent = 0;
        while let Some(cut) = next {
            next = segments.next().transpose()?;
            let part = &cut.part;
            // after a full bundle the next one follows in the same file
            let mut writer = match open.take() {
                Some(open) => open,
                None => {
                    let (front, writer) =
                        self.begin(epoch, part.first, part.base, key, false)?;
                    self.bytes.extend(front);
                    writer
                }
            };
            let full = self.bytes.len() > MAX_FILE;
            let last = next.is_none() || writer.is_full() || full;
            let n = u16::try_from(part.ops.len()).map_err(|_| SyncError::Damaged)?;
            self.content.update([epoch, part.first].map(u64::to_le_bytes).concat());
            self.content.update(&cut.plain);
            let cut = writer.segment(ty::OPS, n, part.first, &cut.plain, last);
            self.bytes.extend(cut.map_err(|_| SyncError::OldCard)?);
            self.first = if self.first == 0 { part.first } else { self.first };
            self.last = part.last();
            sent += part.ops.len() as u64;
            if full {
                return Ok(sent);
            }
            open = (!last).then_some(writer);
        }
        Ok(sent)
    }

    /// Begins a bundle with its header and the lane positions.
    fn begin<'k>(
        &self,
        epoch: u64,
        from: u64,
        base: [u8; 32],
        key: &'k ed25519_dalek::SigningKey,
        last: bool,
    ) -> Result<(Vec<u8>, BundleWriter<'k>), SyncError> {
        let at = (epoch, from, base);
        let (header, mut writer) = begin_uplink(self.store, self.enrolment, at, self.now, key)?;
        let lanes = lanes::positions(self.store)?;
        let n = u16::try_from(lanes.len()).unwrap_or(0);
        let cut = writer.segment(ty::CURSORS, n, 0, &wire::encode(&lanes), last);
        let cut = cut.map_err(|_| SyncError::OldCard)?;
        Ok(([&header[..], &cut].concat(), writer))
    }
}

/// This laptop's files on the stick that headquarters has receipted completely.
pub(super) fn receipted_files(
    store: &Store,
    folder: &Path,
    new: &[String],
    held: &HeldByHq,
) -> Result<Vec<String>, SyncError> {
    let files_wait = !store.attachments().to_send()?.is_empty();
    let mut found = Vec::new();
    for path in file::list(folder, file::OUT).map_err(|e| of_stick(folder, e))? {
        let name = path.file_name().map(|n| n.to_string_lossy().into_owned());
        let Some(name) = name.filter(|n| !new.contains(n)) else { continue };
        let Ok(bytes) = file::read(&path) else { continue };
        let (mut epoch, mut mine, mut needed) = (0, false, false);
        for piece in Pieces::of(&bytes).flatten() {
            match piece {
                FilePiece::Header(header) => {
                    let header = read_header(header, UP).ok();
                    mine = header.is_some_and(|h| h.device == store.device_id());
                    epoch = header.map_or(0, |h| h.epoch);
                }
                FilePiece::Segment(segment) => {
                    let head = segment.first_chunk::<HEAD>().and_then(|h| read_head(h).ok());
                    let last = head.map_or(0, |h| {
                        h.first.saturating_add(u64::from(h.n)).saturating_sub(1)
                    });
                    let is = |ty| head.is_some_and(|h| h.ty == ty);
                    needed |= is(ty::OPS) && last > held.acked(epoch);
                    // the attachments in it are sealed: needed while any attachment waits
                    needed |= is(ty::BLOB) && files_wait;
                }
            }
        }
        if mine && !needed {
            found.push(name);
        }
    }
    Ok(found)
}
