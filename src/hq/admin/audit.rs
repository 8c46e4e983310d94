//! Headquarters' audit log of actions on devices, work and publications. It is a separate journal,
//! as a review may hold the notebook's lock for hours while a device must be revoked at once.
//! Entries are written one at a time, under the lock of the device lists. The number of the last
//! frame is also stored in a file, so that a truncated or removed journal is noticed. Knows nothing
//! of the notebook's own audit log.

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

/// Room for some hundred entries. Files are filled with zeros before use, so most entries need no
/// free space on a full disk.
const FILE_BYTES: u32 = 64 * 1024;
/// Frames between two checkpoints; opening reads back to the last one.
const CHECKPOINT_FRAMES: u64 = 64;

/// File with the last frame number and known losses.
pub(super) const END: &str = "audit.end";
const MAGIC: &[u8; 8] = b"SOTAYAE1";
/// Maximum number of recorded losses; `verify` reports each.
const MAX_LOST: usize = 64;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct AuditEnd {
    /// number of the last frame
    frame: u64,
    /// frames that were missing when the next entry was written: first and last of each range
    lost: Vec<(u64, u64)>,
}

// Format frozen: add a new variant at the end for a new layout.
#[derive(Serialize, Deserialize)]
enum StoredEnd {
    V1 { frame: u64, lost: Vec<(u64, u64)> },
}

/// The entries, oldest first, and the number of unreadable places.
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
    /// Appends an entry; durable on return. Call it before the action that it records.
    pub fn note(&self, deed: AuditDeed, about: AuditAbout, now: u64) -> Result<(), StoreError> {
        self.note_outcome(deed, about, false, now)
    }

    /// Appends that a noted deed was not finished.
    pub fn note_failed(
        &self,
        deed: AuditDeed,
        about: AuditAbout,
        now: u64,
    ) -> Result<(), StoreError> {
        self.note_outcome(deed, about, true, now)
    }

    fn note_outcome(
        &self,
        deed: AuditDeed,
        about: AuditAbout,
        failed: bool,
        now: u64,
    ) -> Result<(), StoreError> {
        let _held = self.home.lock_roll()?;
        let at = HybridClock::after(Hlc(0)).tick(now);
        let entry = AuditEntry { at, deed, failed, place: process_origin(), about };
        match self.append(&entry) {
            // revoking a device, and recording it, must work on a full disk
            Err(e) if e.is_full() && free_ballast(&*self.home.disk, &self.home.dir)? => {
                self.append(&entry)
            }
            done => done,
        }
    }

    fn append(&self, entry: &AuditEntry) -> Result<(), StoreError> {
        let dir = self.home.dir.join(AUDIT);
        refuse_links(&self.home.dir, &dir)?;
        // the folder must be durable before a journal is created in it
        if !self.home.disk.exists(&dir.join("journal")) {
            make_folder(&*self.home.disk, &self.home.dir, &dir)?;
        }
        let settings = self.settings();
        let mut journal =
            open_or_create(settings, &dir, &self.home.keys, self.home.device, &mut |_| {})?;
        let (tail, mut frames) = (journal.tail(), Vec::new());
        let since = tail.frame_no.saturating_sub(tail.checkpoint.map_or(0, |c| c.applied));
        if since >= CHECKPOINT_FRAMES && !tail.has_hole {
            // `applied` is the number of the checkpoint's own frame: opening reads on from it
            let here = tail.frame_no.saturating_add(1);
            frames.push(Entry::Mark(Mark::Checkpoint(Checkpoint::of(here, [0; 32]))));
        }
        frames.push(audit_frame(entry));
        journal.append(frames)?;
        // A damaged end file must not prevent a revocation. What it knew of losses is not known any
        // more, so all before this entry counts as one.
        let unknown = || AuditEnd { frame: 0, lost: vec![(0, tail.frame_no)] };
        let mut end = self.end().unwrap_or_else(|_| unknown());
        if tail.frame_no < end.frame && end.lost.len() < MAX_LOST {
            end.lost.push((tail.frame_no.saturating_add(1), end.frame));
        }
        end.frame = journal.tail().frame_no;
        self.write_end(end)
    }

    fn end(&self) -> Result<AuditEnd, StoreError> {
        let (disk, path) = (&*self.home.disk, self.home.dir.join(END));
        if !twin::exists(disk, &path) {
            return match self.is_expected() {
                true => Err(StoreError::HeadquartersDamaged(END.into())),
                false => Ok(AuditEnd::default()),
            };
        }
        twin::read(disk, &path, limits::SMALL_FILE, |bytes| self.end_from(bytes))
    }

    /// Whether the log must have an entry: a device is noted before it is enrolled.
    fn is_expected(&self) -> bool {
        self.home.officers().is_ok_and(|officers| !officers.is_empty())
    }

    /// Whether the file with the log's end was removed.
    pub(super) fn lacks_end(&self) -> bool {
        !twin::exists(&*self.home.disk, &self.home.dir.join(END)) && self.is_expected()
    }

    /// Whether the log has a handover: its list was written before.
    pub(super) fn had_handover(&self) -> bool {
        let entries = self.read().unwrap_or_default().entries;
        entries.iter().any(|entry| entry.deed == AuditDeed::Handover)
    }

    fn end_from(&self, bytes: &[u8]) -> Result<AuditEnd, StoreError> {
        let damaged = || StoreError::HeadquartersDamaged(END.into());
        let sealed = bytes.strip_prefix(MAGIC).ok_or_else(damaged)?;
        let plain = self.home.sealer().open(Domain::Device, MAGIC, sealed);
        let plain = plain.map_err(|_| damaged())?;
        let StoredEnd::V1 { frame, lost } = wire::mark(&plain).map_err(|_| damaged())?;
        Ok(AuditEnd { frame, lost })
    }

    /// Whether these bytes are a valid `END` file.
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

    /// All readable entries. Takes no lock: an entry that is being written may be missing.
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

    /// Reads and checks all frames, from the first one to the last one ever written. An empty
    /// report if there is no log yet. A log that was removed together with its end is a loss of
    /// unknown length.
    pub fn verify(&self) -> Result<JournalReport, StoreError> {
        // read before the journal, which may grow meanwhile
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
        if last == 0 && self.lacks_end() {
            lost.push((0, 0));
        }
        // damage at the end is already in the report
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
