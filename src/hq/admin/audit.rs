//! What is done at headquarters about devices, work and publications, in a journal of its own: the
//! notebook's is held by whoever reviews, and a device must be shut out meanwhile. One entry is written
//! at a time, under the lock of the lists of devices. Knows nothing of what the notebook's own log has.

use crate::hq::admin::directory::{AUDIT, HqDirectory};
use crate::hq::ingest::log::open_or_create;
use crate::record::audit::{AuditAbout, AuditDeed, AuditEntry};
use crate::record::{Hlc, HybridClock};
use crate::storage::disk::{make_folder, process_origin, refuse_links};
use crate::store::StoreError;
use crate::store::journal::{
    Checkpoint, Entry, JournalReader, JournalReport, JournalSettings, Mark, audit, audit_frame,
};

/// Some hundred entries. Files are filled with zeros before use, so that most entries need no room on
/// a full disk.
const FILE_BYTES: u32 = 64 * 1024;
/// Frames between two checkpoints: opening reads no further back.
const CHECKPOINT_FRAMES: u64 = 64;

/// The entries, the oldest first, and how many places cannot be read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NotedDeeds {
    pub entries: Vec<AuditEntry>,
    pub damaged: usize,
}

impl HqDirectory {
    /// Durable when it returns; called before what it names is done.
    pub fn note_deed(
        &self,
        deed: AuditDeed,
        about: AuditAbout,
        now: u64,
    ) -> Result<(), StoreError> {
        let dir = self.dir.join(AUDIT);
        let _held = self.lock_roll()?;
        refuse_links(&self.dir, &dir)?;
        // a journal is made only when the folder above it is durable
        if !self.disk.exists(&dir.join("journal")) {
            make_folder(&*self.disk, &self.dir, &dir)?;
        }
        let settings = self.audit_settings();
        let mut journal = open_or_create(settings, &dir, &self.keys, self.device, &mut |_| {})?;
        let (tail, mut frames) = (journal.tail(), Vec::new());
        let since = tail.frame_no.saturating_sub(tail.checkpoint.map_or(0, |c| c.applied));
        if since >= CHECKPOINT_FRAMES && !tail.has_hole {
            // `applied` is this mark's own number: an opening reads on from here
            let here = tail.frame_no.saturating_add(1);
            frames.push(Entry::Mark(Mark::Checkpoint(Checkpoint::of(here, [0; 32]))));
        }
        let at = HybridClock::after(Hlc(0)).tick(now);
        frames.push(audit_frame(&AuditEntry { at, deed, place: process_origin(), about }));
        journal.append(frames).map(|_| ())
    }

    /// Takes no lock: what is being written meanwhile is not there yet.
    pub fn deeds(&self) -> Result<NotedDeeds, StoreError> {
        let mut noted = NotedDeeds::default();
        let Some(reader) = self.audit_reader() else { return Ok(noted) };
        let mut frames = reader.frames(1);
        for found in frames.by_ref() {
            match found.ok().map(|(_, entry)| audit(&entry)) {
                Some(Some(Ok(entry))) => noted.entries.push(entry),
                Some(None) => {}
                Some(Some(Err(_))) | None => noted.damaged += 1,
            }
        }
        frames.refused().map_or(Ok(noted), Err)
    }

    /// Reads and checks all of it; nothing where there is none yet.
    pub fn verify_deeds(&self) -> Result<JournalReport, StoreError> {
        self.audit_reader().map_or(Ok(JournalReport::default()), |reader| reader.verify())
    }

    fn audit_reader(&self) -> Option<JournalReader> {
        let dir = self.dir.join(AUDIT);
        let is_there = self.disk.exists(&dir.join("journal"));
        is_there.then(|| JournalReader::new(self.audit_settings(), &dir, &self.keys))
    }

    fn audit_settings(&self) -> JournalSettings {
        JournalSettings { disk: self.disk.clone(), file_size: FILE_BYTES }
    }
}
