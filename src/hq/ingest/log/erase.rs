//! Takes erased answers out of a device's log. Numbers, opids and chains stay: what was receipted holds.

use super::{Log, LogFrame, entry_bytes, folder, settings};
use crate::hq::admin::directory::HqDirectory;
use crate::hq::ingest::log::read::all_devices;
use crate::storage::disk::RealDisk;
use crate::storage::error::IoOperation;
use crate::storage::format::frame::ty;
use crate::storage::format::wire;
use crate::store::journal::{Entry, JournalReader, finish_swap};
use crate::store::{ErasedAnswers, StoreError};

/// Completes a replacement of a log that was cut off. One that is being written is whole.
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

/// Cuts the log again where something in it must go. False: a receiver is writing it.
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

/// Counts what is in the log and must go.
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

/// What is left of a frame's content; `None`: all of it.
fn edit(device: &[u8; 16], erased: &mut ErasedAnswers, entry: &Entry) -> Option<Vec<u8>> {
    let Entry::Other { ty: ty::RECEIVED, bytes } = entry else { return None };
    let Ok(LogFrame::Ops(mut received)) = wire::frame(bytes) else { return None };
    let taken: usize = received.ops.iter_mut().map(|op| erased.strip_op(device, op)).sum();
    (taken > 0).then(|| entry_bytes(&LogFrame::Ops(received)))
}
