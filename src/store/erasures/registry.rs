//! The file `erased`. It is durable before the first write of an erasure, so that an interrupted
//! one is completed, and it names the records with an erasure, so that later writes to them are
//! checked.

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
    /// number of replacements of the journal in this session
    pub replaced: u64,
}

impl ErasureRegistry {
    /// Loads the file; an unreadable one counts as pending, so that the journal is searched.
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

    /// Whether the file does not exist: no erasure was carried out here, or an older program wrote
    /// the notebook.
    pub fn is_new(&self) -> bool {
        !RealDisk.exists(&self.path)
    }

    pub fn is_pending(&self) -> bool {
        self.stored.pending
    }

    /// Whether an erasure or a replacement of the journal is incomplete.
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

    /// Whether the erasure with this head was carried out.
    pub fn knows(&self, id: Id, head: u64) -> bool {
        self.stored.known.contains(&KnownErasureV1 { entity: id.0, head })
    }

    /// Durable when it returns `Ok`. Call it before writing anything that may have to be erased.
    pub fn note_pending(&mut self, disk: &dyn Disk) -> Result<(), StoreError> {
        match self.stored.pending {
            true => Ok(()),
            false => self.write(disk, ErasedV1 { pending: true, ..self.stored.clone() }),
        }
    }

    pub fn note_replacing(&mut self, disk: &dyn Disk) -> Result<(), StoreError> {
        self.write(disk, ErasedV1 { pending: true, replacing: true, ..self.stored.clone() })
    }

    /// Notes a replacement without an erasure: a state built from the old journal must not be used
    /// after it.
    pub fn note_cutting(&mut self, disk: &dyn Disk) -> Result<(), StoreError> {
        self.write(disk, ErasedV1 { replacing: true, ..self.stored.clone() })
    }

    /// Notes that the state matches the replaced journal. False: an erasure is still pending.
    pub fn note_cut(&mut self, disk: &dyn Disk) -> Result<bool, StoreError> {
        if self.stored.pending || !self.stored.replacing {
            return Ok(!self.stored.pending);
        }
        self.write(disk, ErasedV1 { replacing: false, ..self.stored.clone() }).map(|()| true)
    }

    /// Notes that these erasures are carried out here. `waits`: they are not yet carried out
    /// elsewhere, so the note stays pending.
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
