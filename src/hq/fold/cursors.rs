//! How far the logs are read, and what else is noted in that table: which version read them, and of
//! which devices something is known. Only what counts up is a log.

use std::collections::BTreeSet;

use sha2::{Digest, Sha256};

use crate::hq::HqDirectory;
use crate::hq::admin::officer::Enrolled;
use crate::storage::format::down;
use crate::storage::format::down::Down;
use crate::store::{Store, StoreError};

/// Not a device: where it is noted which version has read the logs.
pub(crate) const VERSION: [u8; 16] = [0xff; 16];

/// Rises with every program that understands more than the one before, or keeps it otherwise.
pub(crate) const UNDERSTANDS: u64 = 8;

/// How far logs are read, in as many frames as that takes: no number of devices is too many. A log
/// and its mark lie side by side, and so stay together.
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

/// Places in logs in one frame; an even number.
pub(crate) const FRAME_PLACES: usize = 512;

/// Headquarters' own ops are one more log, one for each of its epochs.
pub(crate) fn own_log(epoch: u64) -> [u8; 16] {
    let mut log = *b"own ops\0\0\0\0\0\0\0\0\0";
    log.iter_mut().skip(8).zip(epoch.to_le_bytes()).for_each(|(to, from)| *to = from);
    log
}

/// The next fold reads every log from its beginning.
pub fn reset(home: &HqDirectory, store: &Store) -> Result<(), StoreError> {
    let officers = home.officers()?;
    let is_mark =
        |log: &[u8; 16]| officers.iter().any(|o| notice_mark(&o.certificate().device) == *log);
    // only what counts up is a log; of no version everything is read again
    let known = store.downlink().logs()?;
    let again = known.into_keys().filter(|log| !is_mark(log)).map(|log| (log, 0)).collect();
    note_places(home, store, again)
}

/// Not a log: marks that an officer was notified of the previous laptop.
pub(crate) fn notice_mark(device: &[u8; 16]) -> [u8; 16] {
    let mut mark = *device;
    mark.iter_mut().for_each(|byte| *byte = !*byte);
    mark
}

/// Not a log: that reports of a device wait. It is taken away where all logs are read again, and the
/// report itself, which is then read again, puts it back.
pub(crate) fn reporter_mark(device: &[u8; 16]) -> [u8; 16] {
    let hash: [u8; 32] =
        Sha256::new_with_prefix(b"sotay reporter").chain_update(device).finalize().into();
    hash.first_chunk::<16>().copied().unwrap_or_default()
}

/// The devices of which reports wait.
pub(crate) fn reporters(
    store: &Store,
    officers: &[Enrolled],
) -> Result<BTreeSet<[u8; 16]>, StoreError> {
    let logs = store.downlink().logs()?;
    let devices = officers.iter().map(|officer| officer.certificate().device);
    let waits = |device: &[u8; 16]| logs.get(&reporter_mark(device)).is_some_and(|at| *at > 0);
    Ok(devices.filter(waits).collect())
}
