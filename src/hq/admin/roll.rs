//! Maintains the list of devices, so that decisions about them survive the loss of headquarters'
//! disk. Every decision creates a new list (`sync::roll`), which is sent with each answer and
//! stored next to backups. A headquarters restored from a copy waits: it receives what devices
//! send, but does not process it and sends nothing down, until the administrator has confirmed the
//! devices. Lists that are received then or later only add information. A list of a later era
//! proves that headquarters was restored elsewhere; then this folder waits permanently.

mod copies;
mod learn;
mod reported;

use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use super::officer::Enrolled;
use crate::hq::admin::directory::HqDirectory;
use crate::hq::ingest::log;
use crate::storage::crypto::key::Domain;
use crate::storage::disk::space::write_reserved;
use crate::storage::disk::{File, RealDisk, twin};
use crate::storage::error::IoOperation;
use crate::storage::format::wire;
use crate::storage::format::wire::Bytes;
use crate::storage::limits;
use crate::store::StoreError;
use crate::sync::certificate::{Certificate, SignedCertificate};
use crate::sync::message::LaneAt;
use crate::sync::roll::{self, CONTENT, LANE, Member, Removed, Roll};

/// The list as published, and the notes about it.
const FILE: &str = "roll";
pub(super) const NOTES: &str = "roll.notes";
pub(crate) const LOCK: &str = "roll.lock";
/// In a device's folder: the era and lane position of the verdicts that the device reported.
const REPORTED_FILE: &str = "told";
const MAGIC: &[u8; 8] = b"SOTAYRN1";
/// Space in a list for revoked devices; the rest is for enrolled ones.
const MAX_REMOVED_BYTES: usize = CONTENT / 2;
/// How long to wait for the lock. Its holder writes only small files in headquarters' own folder,
/// so a working process never holds it longer.
const MAX_WAIT: Duration = Duration::from_secs(10);
const RETRY_PAUSE: Duration = Duration::from_millis(20);
/// Maximum number of backup folders that get the newest list.
const MAX_FOLDERS: usize = 8;
/// Maximum number of eras of which lists are remembered; more than restores in practice.
const MAX_ERAS: usize = 64;

/// Last frame of each device's log when headquarters began to wait.
type LogEnds = Vec<([u8; 16], u64)>;

/// An era, and a position in its lane of verdicts.
type ReportedUntil = (u64, u64);

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Notes {
    /// number of the newest own list
    number: u64,
    /// waiting for confirmation since, Unix milliseconds
    awaiting: Option<u64>,
    ends: LogEnds,
    /// era and number of the newest lists received
    seen_rolls: Vec<(u64, u64)>,
    /// revoked devices known only from lists
    removed: Vec<Removed>,
    /// folders with backups
    folders: Vec<String>,
    /// what lists have added since headquarters began to wait
    learned: LearnedDevices,
    /// time of the copy from which it was last restored; 0 if the copy has none
    copied: Option<u64>,
}

// Format frozen: add a new variant at the end for a new layout.
#[derive(Serialize, Deserialize)]
enum StoredNotes {
    V1(Notes),
}

/// What a list added to the known devices.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LearnedDevices {
    pub enrolled: u64,
    pub removed: u64,
}

impl LearnedDevices {
    pub fn is_nothing(&self) -> bool {
        *self == LearnedDevices::default()
    }
}

/// Headquarters waits for the administrator's confirmation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AwaitingConfirm {
    /// Unix milliseconds
    pub since: u64,
    pub learned: LearnedDevices,
    /// Headquarters was restored in another folder at this time (Unix milliseconds), and laptops
    /// have synced with that one. They accept nothing from this folder any more, so nothing may be
    /// sent.
    pub replaced: Option<u64>,
}

/// The lock for decisions about devices: one writer at a time.
pub(crate) struct RollLock(#[expect(dead_code, reason = "given back when it goes")] File);

impl HqDirectory {
    pub(crate) fn lock_roll(&self) -> Result<RollLock, StoreError> {
        self.lock_roll_within(MAX_WAIT)
    }

    pub(super) fn lock_roll_within(&self, wait: Duration) -> Result<RollLock, StoreError> {
        let path = self.dir.join(LOCK);
        let io = |e| StoreError::io(IoOperation::Lock, &path, e);
        let until = Instant::now() + wait;
        loop {
            match RealDisk.try_lock_file(&path).map_err(io)? {
                Some(file) => return Ok(RollLock(file)),
                None if Instant::now() < until => std::thread::sleep(RETRY_PAUSE),
                None => return Err(StoreError::DevicesBusy),
            }
        }
    }

    /// Whether, and since when, headquarters waits for the administrator's confirmation.
    pub fn awaits_confirm(&self) -> Result<Option<AwaitingConfirm>, StoreError> {
        let notes = self.notes()?;
        let replaced = notes.seen_rolls.iter().map(|(era, _)| *era).max();
        let replaced = replaced.filter(|era| *era > self.secret.era);
        let since = notes.awaiting.or(replaced);
        Ok(since.map(|since| AwaitingConfirm { since, learned: notes.learned, replaced }))
    }

    /// The latest era that is known here or named by a list with this headquarters' signature.
    pub(crate) fn latest_era(&self, lists: &[Vec<u8>]) -> Result<u64, StoreError> {
        let key = self.secret.sign.verifying_key().to_bytes();
        let named = lists.iter().filter_map(|bytes| roll::check(bytes, &key).ok());
        let seen = self.notes()?.seen_rolls.into_iter().map(|(era, _)| era);
        Ok(named.map(|title| title.era).chain(seen).max().unwrap_or(0))
    }

    /// Records that the administrator has confirmed the devices. Returns false if nothing was
    /// waiting.
    pub fn confirm(&self, now: u64) -> Result<bool, StoreError> {
        let held = self.lock_roll()?;
        let mut notes = self.notes()?;
        if notes.awaiting.take().is_none() {
            return Ok(false);
        }
        (notes.ends, notes.learned) = (Vec::new(), LearnedDevices::default());
        self.write_notes(&notes)?;
        self.renew_roll(&held, now)?;
        Ok(true)
    }

    /// Makes headquarters wait for the administrator's confirmation. `self`: a copy before its new
    /// era; `copied`: time of that copy.
    pub fn require_confirm(&self, now: u64, copied: Option<u64>) -> Result<(), StoreError> {
        let _held = self.lock_roll()?;
        let mut notes = self.notes()?;
        self.note_confirm_needed(&mut notes, now)?;
        // the copy's own list is not new
        notes.seen_rolls.insert(0, (self.secret.era, notes.number));
        // laptops that have not synced since an earlier restore may still have what that one lost
        let copied = copied.unwrap_or(0);
        notes.copied = Some(notes.copied.map_or(copied, |before| before.min(copied)));
        self.write_notes(&notes)
    }

    fn note_confirm_needed(&self, notes: &mut Notes, now: u64) -> Result<(), StoreError> {
        if notes.awaiting.is_some() {
            return Ok(());
        }
        let mut ends = Vec::new();
        for device in log::devices(&self.dir)? {
            ends.push((device, log::last_frame(&self.dir, &self.keys, &device)));
        }
        (notes.awaiting, notes.ends) = (Some(now), ends);
        Ok(())
    }

    /// Whether a device that is unknown here was revoked according to a received list.
    pub fn was_removed(&self, device: [u8; 16]) -> Result<bool, StoreError> {
        Ok(self.notes()?.removed.iter().any(|one| one.device == device))
    }

    /// The newest list as published; `None` if no decision has been made.
    pub fn roll(&self) -> Option<Vec<u8>> {
        let bytes = roll::read(&self.dir.join(FILE))?;
        roll::check(&bytes, &self.secret.sign.verifying_key().to_bytes()).ok().map(|_| bytes)
    }

    /// The list to send to a device, given the lists that it has. `None` if it is up to date, or
    /// its program stores no lists.
    pub fn roll_for(&self, known: &[LaneAt]) -> Option<Vec<u8>> {
        let mut at = known.iter().filter(|at| at.lane == LANE).peekable();
        at.peek()?;
        let bytes = self.roll()?;
        let title = roll::title(&bytes)?;
        let has = at.any(|at| at.era == title.era && at.position >= title.number);
        (!has).then_some(bytes)
    }

    /// Whether a device has a list that is unknown here.
    pub fn lacks_roll(&self, known: &[LaneAt]) -> Result<bool, StoreError> {
        let mut at = known.iter().filter(|at| at.lane == LANE && at.position > 0).peekable();
        if at.peek().is_none() {
            return Ok(false);
        }
        let notes = self.notes()?;
        Ok(at.any(|at| self.is_new(&notes, at.era, at.position)))
    }

    fn is_new(&self, notes: &Notes, era: u64, number: u64) -> bool {
        let own = (era == self.secret.era).then_some(notes.number);
        let seen = notes.seen_rolls.iter().filter(|(known, _)| *known == era).map(|(_, n)| *n);
        seen.chain(own).max().is_none_or(|known| number > known)
    }

    /// Publishes a new list if a decision changed it.
    pub(crate) fn renew_roll(&self, _held: &RollLock, now: u64) -> Result<(), StoreError> {
        let mut notes = self.notes()?;
        let old = self.roll().and_then(|old| Roll::open(&old, &self.secret).ok());
        let roll = self.build(&notes, old.as_ref().map(|(_, old)| old))?;
        let same = old.is_some_and(|(title, old)| old == roll && title.era == self.secret.era);
        if !same {
            // must exceed every number of this era, including lost ones
            notes.number = now.max(notes.number.saturating_add(1));
            let sealed = roll.seal(&self.secret, notes.number);
            let sealed = sealed.map_err(|_| StoreError::Bug("a list that does not seal"))?;
            self.write_notes(&notes)?;
            write_reserved(&*self.disk, &self.dir, &self.dir.join(FILE), &sealed)?;
        }
        Ok(())
    }

    /// Publishes a list that an interrupted process has not. If another process holds the lock, it
    /// publishes the list itself, so a fold need not wait.
    pub fn ensure_roll(&self, now: u64) -> Result<(), StoreError> {
        match self.lock_roll_within(Duration::ZERO) {
            Ok(held) => self.renew_roll(&held, now),
            Err(StoreError::DevicesBusy) => Ok(()),
            Err(e) => Err(e),
        }
    }

    /// Builds the list. `old`: the previous list; a device with a missing file stays in it, so that
    /// laptops and `verify` know of it.
    fn build(&self, notes: &Notes, old: Option<&Roll>) -> Result<Roll, StoreError> {
        let all = self.officers()?;
        let removed = |o: &Enrolled| {
            let who = o.certificate();
            o.revoked.map(|since| Removed { device: who.device, issued: who.issued, since })
        };
        let mut removed: Vec<Removed> = all.iter().filter_map(removed).collect();
        let known = |one: &&Removed| all.iter().any(|o| o.certificate().device == one.device);
        removed.extend(notes.removed.iter().filter(|one| !known(one)));
        let old_removed = old.iter().flat_map(|old| &old.removed).filter(|one| !known(one));
        for one in old_removed {
            if !removed.iter().any(|there| there.device == one.device) {
                removed.push(*one);
            }
        }
        removed.sort_by_key(|one| (std::cmp::Reverse(one.since), one.device));
        let place = |who: &Certificate| (std::cmp::Reverse(who.issued), who.device);
        let member = |o: &Enrolled| {
            let certificate = Bytes(o.certificate.encode());
            (place(o.certificate()), Member { certificate, ssh: o.ssh.clone() })
        };
        let mut members: Vec<_> = all.iter().map(member).collect();
        for member in old.iter().flat_map(|old| &old.members) {
            let gone = certificate_of(self, member).filter(|who| {
                let is_there = all.iter().any(|o| o.certificate().device == who.device);
                !is_there && !notes.removed.iter().any(|one| one.device == who.device)
            });
            members.extend(gone.map(|who| (place(&who), member.clone())));
        }
        members.sort_by_key(|(place, _)| *place);
        let members = members.into_iter().map(|(_, member)| member);
        let mut left = MAX_REMOVED_BYTES;
        let removed: Vec<Removed> =
            removed.into_iter().take_while(|one| fits(&mut left, one)).collect();
        left += CONTENT - MAX_REMOVED_BYTES - 16;
        let members = members.take_while(|one| fits(&mut left, one)).collect();
        Ok(Roll { removed, members })
    }

    fn notes(&self) -> Result<Notes, StoreError> {
        let path = self.dir.join(NOTES);
        if !twin::exists(&*self.disk, &path) {
            return Ok(Notes::default());
        }
        let max = limits::FRAME_RAW as u64;
        twin::read(&*self.disk, &path, max, |bytes| notes_from(self, bytes))
    }

    fn write_notes(&self, notes: &Notes) -> Result<(), StoreError> {
        let plain = wire::encode(&StoredNotes::V1(notes.clone()));
        let sealed = self.sealer().seal(Domain::Device, MAGIC, &plain)?;
        let bytes = [&MAGIC[..], &sealed].concat();
        twin::write_reserved(&*self.disk, &self.dir, &self.dir.join(NOTES), &bytes)
    }
}

/// The enrolled devices in the newest list.
pub(super) fn listed_devices(home: &HqDirectory) -> Vec<[u8; 16]> {
    let roll = home.roll().and_then(|bytes| Roll::open(&bytes, &home.secret).ok());
    let members = roll.map(|(_, roll)| roll.members).unwrap_or_default();
    let certificates = members.iter().filter_map(|member| certificate_of(home, member));
    certificates.map(|certificate| certificate.device).collect()
}

fn certificate_of(home: &HqDirectory, member: &Member) -> Option<Certificate> {
    let card = home.secret.card().ok()?;
    let signed = SignedCertificate::decode(&member.certificate.0, &card).ok()?;
    Some(signed.certificate)
}

/// Whether these bytes are a valid file `roll.notes`.
pub(super) fn check_notes(home: &HqDirectory, bytes: &[u8]) -> Result<(), StoreError> {
    notes_from(home, bytes).map(drop)
}

fn notes_from(home: &HqDirectory, bytes: &[u8]) -> Result<Notes, StoreError> {
    let damaged = || StoreError::HeadquartersDamaged(NOTES.into());
    let sealed = bytes.strip_prefix(MAGIC).ok_or_else(damaged)?;
    let plain = home.sealer().open(Domain::Device, MAGIC, sealed).map_err(|_| damaged())?;
    let StoredNotes::V1(notes) = wire::frame(&plain).map_err(|_| damaged())?;
    Ok(notes)
}

fn fits<T: Serialize>(left: &mut usize, one: &T) -> bool {
    let size = wire::encode(one).len();
    let fits = size <= *left;
    *left = left.saturating_sub(size);
    fits
}

#[cfg(test)]
#[allow(clippy::unwrap_used)] // a test may stop
mod tests {
    use super::*;
    use crate::store::Setup;

    fn made() -> (tempfile::TempDir, HqDirectory) {
        let dir = tempfile::tempdir().unwrap();
        let (officer_name, unit, province) = ("Trần Duyệt".into(), "Cục".into(), "01".into());
        let setup = Setup { officer_name, unit, province };
        let home = HqDirectory::init(&dir.path().join("hq"), &setup, "Trung tâm", 1).unwrap();
        (dir, home)
    }

    #[test]
    fn whoever_decided_about_devices_waited_for_ever_for_another_who_hung() {
        let (_dir, home) = made();
        let held = home.lock_roll().unwrap();
        let busy = home.lock_roll_within(Duration::ZERO);
        assert!(matches!(busy, Err(StoreError::DevicesBusy)));
        // a fold neither waits for the lock nor fails
        home.ensure_roll(2).unwrap();
        assert!(home.roll().is_none());
        drop(held);
        home.ensure_roll(2).unwrap();
        assert!(home.roll().is_some());
    }

    #[test]
    fn a_fold_wrote_into_folders_of_backups_while_it_held_the_lock() {
        let (dir, home) = made();
        let folder = dir.path().join("copies");
        std::fs::create_dir(&folder).unwrap();
        home.add_roll_folder(&folder).unwrap();
        home.ensure_roll(2).unwrap();
        let lies = || roll::in_folder(&folder).unwrap();
        assert!(lies().is_empty(), "the fold touches headquarters' own folder only");
        let _held = home.lock_roll().unwrap();
        assert!(home.update_roll_copies().unwrap().is_empty());
        assert_eq!(lies().len(), 1);
        std::fs::remove_dir_all(&folder).unwrap();
        assert_eq!(
            home.update_roll_copies().unwrap(),
            [folder.canonicalize().unwrap_or(folder)]
        );
    }
}
