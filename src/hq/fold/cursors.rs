//! How far the logs have been read. The same table also holds the version that read them, and marks
//! of devices. Only increasing values are cursors.

use std::collections::BTreeSet;

use sha2::{Digest, Sha256};

use crate::hq::HqDirectory;
use crate::hq::admin::officer::Enrolled;
use crate::storage::format::down;
use crate::storage::format::down::Down;
use crate::store::{Store, StoreError};

/// Not a device: key of the version that has read the logs.
pub(crate) const VERSION: [u8; 16] = [0xff; 16];

/// Increase with every program that understands more, or stores it differently.
pub(crate) const UNDERSTANDS: u64 = 8;

/// Writes cursors, in as many frames as needed. The cursor of a log and its mark are adjacent, so
/// they stay in one frame.
pub(crate) fn note_places(
    home: &HqDirectory,
    store: &Store,
    places: Vec<([u8; 16], u64)>,
) -> Result<(), StoreError> {
    for part in places.chunks(FRAME_PLACES) {
        let nothing = down::encode(&Down::default());
        store.downlink().take_fold(home.secret.era, part.to_vec(), &nothing)?;
    }
    Ok(())
}

/// Cursors in one frame; must be even.
pub(crate) const FRAME_PLACES: usize = 512;

/// Key of headquarters' own ops of an epoch, which are treated as a log.
pub(crate) fn own_log(epoch: u64) -> [u8; 16] {
    let mut log = *b"own ops\0\0\0\0\0\0\0\0\0";
    log.iter_mut().skip(8).zip(epoch.to_le_bytes()).for_each(|(to, from)| *to = from);
    log
}

/// Makes the next fold read every log from its beginning.
pub fn reset(home: &HqDirectory, store: &Store) -> Result<(), StoreError> {
    let officers = home.officers()?;
    let is_mark =
        |log: &[u8; 16]| officers.iter().any(|o| notice_mark(&o.certificate().device) == *log);
    // resetting the version as well makes the next fold start over
    let known = store.downlink().logs()?;
    let again = known.into_keys().filter(|log| !is_mark(log)).map(|log| (log, 0)).collect();
    note_places(home, store, again)
}

/// Not a log: key of the mark that an officer was notified about the previous laptop.
pub(crate) fn notice_mark(device: &[u8; 16]) -> [u8; 16] {
    let mut mark = *device;
    mark.iter_mut().for_each(|byte| *byte = !*byte);
    mark
}

/// Not a log: key of the mark that reports of a device are pending. A reset clears it, and reading
/// the report again sets it.
pub(crate) fn reporter_mark(device: &[u8; 16]) -> [u8; 16] {
    let hash: [u8; 32] =
        Sha256::new_with_prefix(b"sotay reporter").chain_update(device).finalize().into();
    hash.first_chunk::<16>().copied().unwrap_or_default()
}

/// Devices with pending reports.
pub(crate) fn reporters(
    store: &Store,
    officers: &[Enrolled],
) -> Result<BTreeSet<[u8; 16]>, StoreError> {
    let logs = store.downlink().logs()?;
    let devices = officers.iter().map(|officer| officer.certificate().device);
    let waits = |device: &[u8; 16]| logs.get(&reporter_mark(device)).is_some_and(|at| *at > 0);
    Ok(devices.filter(waits).collect())
}
