//! Records which officer's work was handed over to whom, and when: from then on the receiver may
//! write the giver's records. A sealed file with two copies.

use serde::{Deserialize, Serialize};

use crate::hq::HqDirectory;
use crate::record::Id;
use crate::storage::crypto::key::Domain;
use crate::storage::disk::twin;
use crate::storage::format::wire;
use crate::storage::limits;
use crate::store::StoreError;

pub(crate) const FILE: &str = "handed";

pub(crate) const MAGIC: &[u8; 8] = b"SOTAYHO1";

/// Maximum bytes of the file: the list, its magic and its seal.
const MAX_BYTES: u64 = limits::STORED_LIST_READ as u64 + 1024;

/// A handover of one officer's work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Handover {
    pub from: Id,
    pub to: Id,
    /// Unix milliseconds
    pub at: u64,
}

// Format frozen: add a new variant at the end for a new layout.
#[derive(Serialize, Deserialize)]
pub(crate) enum StoredHandovers {
    V1(Vec<([u8; 16], [u8; 16], u64)>),
}

impl HqDirectory {
    /// All handovers, oldest first.
    pub fn handovers(&self) -> Result<Vec<Handover>, StoreError> {
        let path = self.dir.join(FILE);
        if !twin::exists(&*self.disk, &path) {
            return Ok(Vec::new());
        }
        twin::read(&*self.disk, &path, MAX_BYTES, |bytes| handovers_from(self, bytes))
    }

    /// Appends a handover, durably.
    pub(crate) fn add_handover(&self, new: Handover) -> Result<(), StoreError> {
        let mut all = self.handovers()?;
        all.push(new);
        write(self, &all)
    }
}

/// Writes an empty list if there is none. Call before the audit entry of a handover: an entry
/// without the file then proves that the file was lost.
pub fn begin(home: &HqDirectory) -> Result<(), StoreError> {
    match twin::exists(&*home.disk, &home.dir.join(FILE)) {
        true => Ok(()),
        false => write(home, &[]),
    }
}

fn write(home: &HqDirectory, all: &[Handover]) -> Result<(), StoreError> {
    let one = |h: &Handover| (h.from.0, h.to.0, h.at);
    let plain = wire::encode_list(&StoredHandovers::V1(all.iter().map(one).collect()))?;
    let sealed = home.sealer().seal(Domain::Device, MAGIC, &plain)?;
    let bytes = [&MAGIC[..], &sealed].concat();
    twin::write_reserved(&*home.disk, &home.dir, &home.dir.join(FILE), &bytes)
}

pub(super) fn handovers_from(
    home: &HqDirectory,
    bytes: &[u8],
) -> Result<Vec<Handover>, StoreError> {
    let damaged = || StoreError::HeadquartersDamaged(FILE.into());
    let sealed = bytes.strip_prefix(MAGIC).ok_or_else(damaged)?;
    let plain = home.sealer().open(Domain::Device, MAGIC, sealed);
    let plain = plain.map_err(|_| damaged())?;
    let StoredHandovers::V1(all) = wire::list(&plain).map_err(|_| damaged())?;
    let one = |(from, to, when)| Handover { from: Id(from), to: Id(to), at: when };
    Ok(all.into_iter().map(one).collect())
}
