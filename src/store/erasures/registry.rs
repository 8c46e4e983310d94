//! The file `erased`: durable before the first byte of an erasure, so that one that was cut off is
//! found and completed; and which records have one, so that what is written about them later is
//! looked at again.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::record::Id;
use crate::storage::disk::{Disk, RealDisk, write_whole};
use crate::storage::error::StoreError;
use crate::storage::format::erased::{self, ErasedV1, KnownErasureV1};
use crate::storage::limits;

pub(crate) const FILE: &str = "erased";

#[derive(Debug, Default)]
pub(crate) struct ErasureRegistry {
    path: PathBuf,
    stored: ErasedV1,
    entities: BTreeSet<Id>,
    /// how often the journal was replaced in this session
    pub replaced: u64,
}

impl ErasureRegistry {
    /// One that cannot be read says nothing, so the journal is read.
    pub fn load(dir: &Path) -> ErasureRegistry {
        let path = dir.join(FILE);
        let unread = ErasedV1 { pending: true, ..ErasedV1::default() };
        let stored = match RealDisk.exists(&path) {
            false => ErasedV1::default(),
            true => {
                let bytes = RealDisk.read(&path, limits::FRAME_RAW as u64);
                bytes.ok().and_then(|b| erased::decode(&b).ok()).unwrap_or(unread)
            }
        };
        let entities = stored.known.iter().map(|known| Id(known.entity)).collect();
        ErasureRegistry { path, stored, entities, replaced: 0 }
    }

    /// No erasure was ever carried out here, or a program did not know of them.
    pub fn is_new(&self) -> bool {
        !RealDisk.exists(&self.path)
    }

    pub fn is_pending(&self) -> bool {
        self.stored.pending
    }

    /// Something of an erasure, or of a replacement of the journal, is still to be done.
    pub fn is_open(&self) -> bool {
        self.stored.pending || self.stored.replacing
    }

    pub fn is_replacing(&self) -> bool {
        self.stored.replacing
    }

    /// Whether an erasure of this record is known.
    pub fn has(&self, id: Id) -> bool {
        self.entities.contains(&id)
    }

    /// Whether this very erasure is known.
    pub fn knows(&self, id: Id, head: u64) -> bool {
        self.stored.known.contains(&KnownErasureV1 { entity: id.0, head })
    }

    /// Durable when it returns: before anything is written that may have to go.
    pub fn note_pending(&mut self, disk: &dyn Disk) -> Result<(), StoreError> {
        match self.stored.pending {
            true => Ok(()),
            false => self.write(disk, ErasedV1 { pending: true, ..self.stored.clone() }),
        }
    }

    pub fn note_replacing(&mut self, disk: &dyn Disk) -> Result<(), StoreError> {
        self.write(disk, ErasedV1 { pending: true, replacing: true, ..self.stored.clone() })
    }

    /// The same where nothing is erased: only a state from the old journal must not be taken for one.
    pub fn note_cutting(&mut self, disk: &dyn Disk) -> Result<(), StoreError> {
        self.write(disk, ErasedV1 { replacing: true, ..self.stored.clone() })
    }

    /// The state is from the journal that is there. False: something else is still to be done.
    pub fn note_cut(&mut self, disk: &dyn Disk) -> Result<bool, StoreError> {
        if self.stored.pending || !self.stored.replacing {
            return Ok(!self.stored.pending);
        }
        self.write(disk, ErasedV1 { replacing: false, ..self.stored.clone() }).map(|()| true)
    }

    /// These are carried out here; `waits`: something of them elsewhere is not.
    pub fn note_done(
        &mut self,
        disk: &dyn Disk,
        mut known: Vec<KnownErasureV1>,
        waits: bool,
    ) -> Result<(), StoreError> {
        known.sort_unstable();
        known.dedup();
        self.write(disk, ErasedV1 { pending: waits, replacing: false, known })
    }

    fn write(&mut self, disk: &dyn Disk, stored: ErasedV1) -> Result<(), StoreError> {
        write_whole(disk, &self.path, &erased::encode(&stored))?;
        self.entities = stored.known.iter().map(|known| Id(known.entity)).collect();
        self.stored = stored;
        Ok(())
    }
}
