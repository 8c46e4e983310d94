//! The audit log of what headquarters does about devices, work and publications: a journal of its own,
//! since a review holds the notebook's for hours and a device must be shut out meanwhile. One entry is
//! written at a time, under the lock of the lists of devices. How far it goes is also in a file of its own,
//! since a journal that was cut, or removed, cannot tell. Knows nothing of the notebook's own log.

use serde::{Deserialize, Serialize};

use crate::hq::admin::directory::{AUDIT, HqDirectory};
use crate::hq::ingest::log::open_or_create;
use crate::record::audit::{AuditAbout, AuditDeed, AuditEntry};
use crate::record::{Hlc, HybridClock};
use crate::storage::crypto::key::Domain;
use crate::storage::disk::space::free_ballast;
use crate::storage::disk::{make_folder, process_origin, refuse_links, twin};
use crate::storage::format::wire;
use crate::storage::limits;
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

/// Where it ends, and what of it was lost before.
pub(super) const END: &str = "audit.end";
const MAGIC: &[u8; 8] = b"SOTAYAE1";
/// Losses that are remembered; each is named by `verify`.
const MAX_LOST: usize = 64;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct AuditEnd {
    /// number of the last frame
    frame: u64,
    /// frames that were gone when the next entry was written: first and last of each run
    lost: Vec<(u64, u64)>,
}

// Frozen: a new layout is a new variant at the end.
#[derive(Serialize, Deserialize)]
enum StoredEnd {
    V1 { frame: u64, lost: Vec<(u64, u64)> },
}

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
        journal.append(frames)?;
        // a damaged one is named by `verify`, and keeps no device from being shut out
        let mut end = self.end().unwrap_or_default();
        if tail.frame_no < end.frame && end.lost.len() < MAX_LOST {
            end.lost.push((tail.frame_no.saturating_add(1), end.frame));
        }
        end.frame = journal.tail().frame_no;
        self.write_end(end)
    }

    fn end(&self) -> Result<AuditEnd, StoreError> {
        let (disk, path) = (&*self.home.disk, self.home.dir.join(END));
        if !twin::exists(disk, &path) {
            return Ok(AuditEnd::default());
        }
        twin::read(disk, &path, limits::SMALL_FILE, |bytes| self.end_from(bytes))
    }

    fn end_from(&self, bytes: &[u8]) -> Result<AuditEnd, StoreError> {
        let damaged = || StoreError::HeadquartersDamaged(END.into());
        let sealed = bytes.strip_prefix(MAGIC).ok_or_else(damaged)?;
        let plain = self.home.sealer().open(Domain::Device, MAGIC, sealed);
        let plain = plain.map_err(|_| damaged())?;
        let StoredEnd::V1 { frame, lost } = wire::mark(&plain).map_err(|_| damaged())?;
        Ok(AuditEnd { frame, lost })
    }

    /// Whether these are the bytes of the file that says where the log ends.
    pub(super) fn check_end(&self, bytes: &[u8]) -> Result<(), StoreError> {
        self.end_from(bytes).map(drop)
    }

    fn write_end(&self, end: AuditEnd) -> Result<(), StoreError> {
        let AuditEnd { frame, lost } = end;
        let plain = wire::encode(&StoredEnd::V1 { frame, lost });
        let sealed = self.home.sealer().seal(Domain::Device, MAGIC, &plain)?;
        let (dir, bytes) = (&self.home.dir, [&MAGIC[..], &sealed].concat());
        twin::write_reserved(&*self.home.disk, dir, &dir.join(END), &bytes)
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

    /// Reads and checks all of it, from the first entry on to the last one that was ever noted; nothing
    /// where there is none yet.
    pub fn verify(&self) -> Result<JournalReport, StoreError> {
        // before the journal, which may grow meanwhile
        let AuditEnd { frame: end, mut lost } = self.end().unwrap_or_default();
        let (mut report, mut last) = (JournalReport::default(), 0);
        if let Some(reader) = self.reader() {
            report = reader.verify()?;
            let mut numbers =
                reader.frames(1).filter_map(Result::ok).map(|(place, _)| place.no);
            let first = numbers.next();
            lost.extend(first.filter(|first| *first > 1).map(|first| (1, first - 1)));
            last = numbers.last().or(first).unwrap_or(0);
        }
        // what is damaged at the end is named already
        if last < end && report.damage.is_empty() {
            lost.push((last.saturating_add(1), end));
        }
        let lost = lost.into_iter().map(|(from, to)| Damage::Lost { file: 1, from, to });
        report.damage.extend(lost);
        Ok(report)
    }

    fn reader(&self) -> Option<JournalReader> {
        let dir = self.home.dir.join(AUDIT);
        let is_there = self.home.disk.exists(&dir.join("journal"));
        is_there.then(|| JournalReader::new(self.settings(), &dir, &self.home.keys))
    }

    fn settings(&self) -> JournalSettings {
        let disk = self.home.disk.clone();
        JournalSettings { disk, file_size: FILE_BYTES, ..JournalSettings::default() }
    }
}
