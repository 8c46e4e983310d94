//! Reads devices' logs without a lock, for fold, status and verification, while a receiver may
//! append. A cursor is a frame number with a hash of that frame's content.

use std::collections::BTreeMap;
use std::path::Path;

use sha2::{Digest, Sha256};

use super::create::is_new;
use super::{LogEntry, LogFrame, ReceivedOps, folder, settings};
use crate::hq::ingest::batch::{LogBatch, ReceivedOp};
use crate::storage::crypto::key::Keys;
use crate::storage::disk::{RealDisk, refuse_links};
use crate::storage::error::{IoOperation, is_link};
use crate::storage::format::frame::ty;
use crate::storage::format::raw::RawOp;
use crate::storage::format::wire;
use crate::store::StoreError;
use crate::store::journal::{Damage, Entry, FoundFrame, JournalReader, JournalReport};
use crate::text::hex::unhex;

/// Approximate bytes of ops in one batch.
pub const GATHERED: usize = 16 << 20;

/// Entries of a device's log after frame `after`, with their frame numbers. Takes no lock.
pub fn read(
    hq: &Path,
    keys: &Keys,
    device: &[u8; 16],
    after: u64,
) -> impl Iterator<Item = (u64, LogEntry)> {
    marked(hq, keys, device, after.saturating_add(1)).map(|(no, _, logged)| (no, logged))
}

/// Entries from frame `from` on: frame number, hash of the content, entry.
fn marked(
    hq: &Path,
    keys: &Keys,
    device: &[u8; 16],
    from: u64,
) -> impl Iterator<Item = (u64, u64, LogEntry)> + use<> {
    entries(JournalReader::new(settings(), &folder(hq, device), keys).frames(from.max(1)))
}

/// Reads all logs from their cursors on, up to about `most` ops and [`GATHERED`] bytes. Returns the
/// entries and the new cursors.
pub fn gather(
    hq: &Path,
    keys: &Keys,
    cursors: &BTreeMap<[u8; 16], u64>,
    most: usize,
) -> Result<LogBatch, StoreError> {
    let (mut batch, mut bytes) = (LogBatch::default(), 0);
    for device in devices(hq)? {
        let after = cursors.get(&device).copied().unwrap_or(0);
        let known = cursors.get(&end_of(&device)).copied();
        let mut frames = marked(hq, keys, &device, after);
        let mut last = (after, known.unwrap_or(0));
        if after > 0
            && !frames.next().is_some_and(|(no, mark, _)| is_after((no, mark), after, known))
        {
            frames = marked(hq, keys, &device, 0);
            last = (0, 0);
        }
        let from = last;
        for (no, mark, logged) in frames {
            if batch.ops.len() >= most || bytes >= GATHERED {
                break;
            }
            last = (no, mark);
            match logged {
                LogEntry::Incident(incident) => batch.incidents.push((device, incident)),
                LogEntry::Verdicts(verdicts) => batch.verdicts.push((device, verdicts)),
                LogEntry::Ops(ReceivedOps {
                    epoch, first, time: received, held, ops, ..
                }) => {
                    let frame = no;
                    bytes += ops.iter().map(RawOp::size).sum::<usize>();
                    let one = |(seq, op)| ReceivedOp {
                        device,
                        epoch,
                        seq,
                        received,
                        frame,
                        held,
                        op,
                    };
                    batch.ops.extend((first..).zip(ops).map(one));
                }
            }
        }
        if last != from {
            batch.places.extend([(device, last.0), (end_of(&device), last.1)]);
        }
    }
    Ok(batch)
}

/// Not a device: key of the content hash of the last frame that was read. A damaged end of a log is
/// cut off and its frame numbers are used again, so the number alone does not show that a frame was
/// read.
fn end_of(device: &[u8; 16]) -> [u8; 16] {
    let hash: [u8; 32] =
        Sha256::new_with_prefix(b"sotay log end").chain_update(device).finalize().into();
    hash.first_chunk::<16>().copied().unwrap_or_default()
}

fn is_after((no, mark): (u64, u64), after: u64, known: Option<u64>) -> bool {
    no == after && known.is_none_or(|known| known == mark)
}

/// Time of the last ops that a device sent, Unix milliseconds.
pub fn last_heard(
    hq: &Path,
    keys: &Keys,
    device: &[u8; 16],
) -> Result<Option<u64>, StoreError> {
    if !devices(hq)?.contains(device) {
        return Ok(None);
    }
    let times = read(hq, keys, device, 0).filter_map(|(_, logged)| match logged {
        LogEntry::Ops(received) => Some(received.time),
        LogEntry::Incident(_) | LogEntry::Verdicts(_) => None,
    });
    Ok(times.last())
}

/// Number of the last frame with an entry; 0 if there is none.
pub fn last_frame(hq: &Path, keys: &Keys, device: &[u8; 16]) -> u64 {
    read(hq, keys, device, 0).map(|(no, _)| no).last().unwrap_or(0)
}

pub fn verify(hq: &Path, keys: &Keys, device: &[u8; 16]) -> Result<JournalReport, StoreError> {
    let dir = folder(hq, device);
    let mut report = JournalReader::new(settings(), &dir, keys).verify()?;
    // no frame was recognised, but the files are not empty
    if report.frames == 0 && report.damage.is_empty() && !is_new(&dir)? {
        report.damage.push(Damage::Header { file: 1 });
    }
    Ok(report)
}

/// The devices with a log.
pub fn devices(hq: &Path) -> Result<Vec<[u8; 16]>, StoreError> {
    let home = hq.join("log");
    let entries =
        RealDisk.entries(&home).map_err(|e| StoreError::io(IoOperation::List, &home, e))?;
    let mut found = Vec::new();
    for entry in entries {
        let Some(device) = entry.name.to_str().and_then(unhex) else { continue };
        // a link is an error: following it is unsafe, and skipping it would silently lose that
        // device's ops
        match refuse_links(hq, &home.join(&entry.name).join("journal")) {
            Err(StoreError::Io { source, .. }) if !is_link(&source) => {}
            checked => checked.map(|()| found.push(device))?,
        }
    }
    found.sort_unstable();
    Ok(found)
}

/// The devices with a folder, even if their log is just being replaced.
pub(super) fn all_devices(hq: &Path) -> Result<Vec<[u8; 16]>, StoreError> {
    let home = hq.join("log");
    let entries =
        RealDisk.entries(&home).map_err(|e| StoreError::io(IoOperation::List, &home, e))?;
    let mut found = Vec::new();
    for device in entries.iter().filter_map(|entry| entry.name.to_str().and_then(unhex)) {
        refuse_links(hq, &folder(hq, &device))?;
        found.push(device);
    }
    Ok(found)
}

pub(crate) fn entries(
    frames: impl Iterator<Item = FoundFrame>,
) -> impl Iterator<Item = (u64, u64, LogEntry)> {
    frames.filter_map(|found| {
        let (place, entry) = found.ok()?;
        let Entry::Other { ty: ty::RECEIVED, bytes } = entry else { return None };
        let logged = match wire::frame(&bytes).ok()? {
            LogFrame::Ops(received) => LogEntry::Ops(received),
            LogFrame::Incident(incident) => LogEntry::Incident(incident),
            LogFrame::Verdicts(verdicts) => LogEntry::Verdicts(verdicts),
        };
        let mark: [u8; 32] = Sha256::digest(&bytes).into();
        let mark = mark.first_chunk::<8>().map_or(0, |b| u64::from_le_bytes(*b));
        Some((place.no, mark, logged))
    })
}
