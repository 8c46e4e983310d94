//! Which officer's work went to which other one, and when: from then on the other one may write
//! what was the first one's. A sealed file of headquarters'.

use serde::{Deserialize, Serialize};

use crate::hq::HqDirectory;
use crate::record::Id;
use crate::storage::crypto::key::Domain;
use crate::storage::disk::space::write_reserved;
use crate::storage::error::IoOperation;
use crate::storage::format::wire;
use crate::storage::limits;
use crate::store::StoreError;

pub(crate) const FILE: &str = "handed";

pub(crate) const MAGIC: &[u8; 8] = b"SOTAYHO1";

/// One officer's work went to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Handover {
    pub from: Id,
    pub to: Id,
    /// Unix milliseconds
    pub at: u64,
}

// Frozen: a new layout is a new variant at the end.
#[derive(Serialize, Deserialize)]
pub(crate) enum StoredHandovers {
    V1(Vec<([u8; 16], [u8; 16], u64)>),
}

impl HqDirectory {
    /// Every handover, the oldest first.
    pub fn handovers(&self) -> Result<Vec<Handover>, StoreError> {
        let path = self.dir.join(FILE);
        if !self.disk.exists(&path) {
            return Ok(Vec::new());
        }
        let bytes = self
            .disk
            .read(&path, limits::SMALL_FILE)
            .map_err(|e| StoreError::io(IoOperation::Read, &path, e))?;
        let damaged = || StoreError::HeadquartersDamaged;
        let sealed = bytes.strip_prefix(MAGIC).ok_or_else(damaged)?;
        let plain = self.sealer().open(Domain::Device, MAGIC, sealed);
        let plain = plain.map_err(|_| damaged())?;
        let StoredHandovers::V1(all) = wire::mark(&plain).map_err(|_| damaged())?;
        let one = |(from, to, when)| Handover { from: Id(from), to: Id(to), at: when };
        Ok(all.into_iter().map(one).collect())
    }

    /// Adds one, durably.
    pub(crate) fn add_handover(&self, new: Handover) -> Result<(), StoreError> {
        let mut all = self.handovers()?;
        all.push(new);
        let one = |h: &Handover| (h.from.0, h.to.0, h.at);
        let plain = wire::encode(&StoredHandovers::V1(all.iter().map(one).collect()));
        let sealed = self.sealer().seal(Domain::Device, MAGIC, &plain)?;
        let bytes = [&MAGIC[..], &sealed].concat();
        write_reserved(&*self.disk, &self.dir, &self.dir.join(FILE), &bytes)
    }
}
