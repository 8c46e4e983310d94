//! Removes erased answers from a device's log. Op numbers, opids and chains stay the same, so
//! receipts remain valid.

use super::{Log, LogFrame, entry_bytes, folder, settings};
use crate::hq::admin::directory::HqDirectory;
use crate::hq::ingest::log::read::all_devices;
use crate::storage::disk::RealDisk;
use crate::storage::error::IoOperation;
use crate::storage::format::frame::ty;
use crate::storage::format::wire;
use crate::store::journal::{Entry, JournalReader, finish_swap};
use crate::store::{ErasedAnswers, StoreError};

/// Completes interrupted replacements of logs. Skips a log that is being written: it is complete.
pub(crate) fn recover(home: &HqDirectory) -> Result<(), StoreError> {
    for device in all_devices(&home.dir)? {
        let dir = folder(&home.dir, &device);
        let lock = RealDisk.try_lock_file(&dir.join("LOCK"));
        if lock.map_err(|e| StoreError::io(IoOperation::Lock, &dir, e))?.is_some() {
            finish_swap(&*home.disk, &dir)?;
        }
    }
    Ok(())
}

/// Rewrites the log if it contains erased answers. Returns false if a receiver is writing it.
pub(crate) fn erase(
    home: &HqDirectory,
    device: &[u8; 16],
    erased: &mut ErasedAnswers,
) -> Result<bool, StoreError> {
    let before = erased.count.total();
    count(home, device, &mut erased.clone())
        .map(|count| count > before)
        .and_then(|has| if has { cut(home, device, erased) } else { Ok(true) })
}

/// Counts the erased answers that are still in the log.
pub(crate) fn count_erased(
    home: &HqDirectory,
    device: &[u8; 16],
    erased: &mut ErasedAnswers,
) -> Result<(), StoreError> {
    count(home, device, erased).map(drop)
}

fn count(
    home: &HqDirectory,
    device: &[u8; 16],
    erased: &mut ErasedAnswers,
) -> Result<usize, StoreError> {
    let reader = JournalReader::new(settings(), &folder(&home.dir, device), &home.keys);
    for (_, entry) in reader.frames(1).flatten() {
        edit(device, erased, &entry);
    }
    Ok(erased.count.total())
}

fn cut(
    home: &HqDirectory,
    device: &[u8; 16],
    erased: &mut ErasedAnswers,
) -> Result<bool, StoreError> {
    let Some(mut log) = Log::open(home, device)? else { return Ok(false) };
    log.journal.rewrite(&mut |_, entry, _, _| Ok(edit(device, erased, entry)))?;
    Ok(true)
}

/// The content of a frame after erasing; `None` if unchanged.
fn edit(device: &[u8; 16], erased: &mut ErasedAnswers, entry: &Entry) -> Option<Vec<u8>> {
    let Entry::Other { ty: ty::RECEIVED, bytes } = entry else { return None };
    let Ok(LogFrame::Ops(mut received)) = wire::frame(bytes) else { return None };
    let taken: usize = received.ops.iter_mut().map(|op| erased.strip_op(device, op)).sum();
    (taken > 0).then(|| entry_bytes(&LogFrame::Ops(received)))
}
