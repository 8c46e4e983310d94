//! The audit log of what headquarters does about devices, work and publications: a journal of its own,
//! since a review holds the notebook's for hours and a device must be shut out meanwhile. One entry is
//! written at a time, under the lock of the lists of devices. Knows nothing of the notebook's own log.

use crate::hq::admin::directory::{AUDIT, HqDirectory};
use crate::hq::ingest::log::open_or_create;
use crate::record::audit::{AuditAbout, AuditDeed, AuditEntry};
use crate::record::{Hlc, HybridClock};
use crate::storage::disk::space::free_ballast;
use crate::storage::disk::{make_folder, process_origin, refuse_links};
use crate::store::StoreError;
use crate::store::journal::{
    Checkpoint, Damage, Entry, JournalReader, JournalReport, JournalSettings, Mark, audit,
    audit_frame,
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

#[derive(Clone, Copy)]
pub struct HqAudit<'a> {
    pub home: &'a HqDirectory,
}

impl HqAudit<'_> {
    /// Durable when it returns; called before what it names is done.
    pub fn note(&self, deed: AuditDeed, about: AuditAbout, now: u64) -> Result<(), StoreError> {
        let _held = self.home.lock_roll()?;
        let at = HybridClock::after(Hlc(0)).tick(now);
        let entry = AuditEntry { at, deed, place: process_origin(), about };
        match self.append(&entry) {
            // devices are shut out, and so noted, on a full disk too
            Err(e) if e.is_full() && free_ballast(&*self.home.disk, &self.home.dir)? => {
                self.append(&entry)
            }
            done => done,
        }
    }

    fn append(&self, entry: &AuditEntry) -> Result<(), StoreError> {
        let dir = self.home.dir.join(AUDIT);
        refuse_links(&self.home.dir, &dir)?;
        // a journal is made only when the folder above it is durable
        if !self.home.disk.exists(&dir.join("journal")) {
            make_folder(&*self.home.disk, &self.home.dir, &dir)?;
        }
        let settings = self.settings();
        let mut journal =
            open_or_create(settings, &dir, &self.home.keys, self.home.device, &mut |_| {})?;
        let (tail, mut frames) = (journal.tail(), Vec::new());
        let since = tail.frame_no.saturating_sub(tail.checkpoint.map_or(0, |c| c.applied));
        if since >= CHECKPOINT_FRAMES && !tail.has_hole {
            // `applied` is this mark's own number: an opening reads on from here
            let here = tail.frame_no.saturating_add(1);
            frames.push(Entry::Mark(Mark::Checkpoint(Checkpoint::of(here, [0; 32]))));
        }
        frames.push(audit_frame(entry));
        journal.append(frames).map(|_| ())
    }

    /// Takes no lock: what is being written meanwhile is not there yet.
    pub fn read(&self) -> Result<NotedDeeds, StoreError> {
        let mut noted = NotedDeeds::default();
        let Some(reader) = self.reader() else { return Ok(noted) };
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

    /// Reads and checks all of it, from the first entry on; nothing where there is none yet.
    pub fn verify(&self) -> Result<JournalReport, StoreError> {
        let Some(reader) = self.reader() else { return Ok(JournalReport::default()) };
        let mut report = reader.verify()?;
        let first = reader.frames(1).find_map(Result::ok).map_or(1, |(place, _)| place.no);
        if first > 1 {
            report.damage.push(Damage::Lost { file: 1, from: 1, to: first - 1 });
        }
        Ok(report)
    }

    fn reader(&self) -> Option<JournalReader> {
        let dir = self.home.dir.join(AUDIT);
        let is_there = self.home.disk.exists(&dir.join("journal"));
        is_there.then(|| JournalReader::new(self.settings(), &dir, &self.home.keys))
    }

    fn settings(&self) -> JournalSettings {
        JournalSettings { disk: self.home.disk.clone(), file_size: FILE_BYTES }
    }
}
