//! What was decided about devices outlives headquarters' own disk. Every decision makes a new list
//! (`sync::roll`), which leaves with each answer and is beside backups. A headquarters that was
//! restored from a copy waits: it takes in what devices send, understands none of it and sends nothing
//! down, until the administrator has confirmed which devices count. Lists that come back meanwhile, or
//! later, add what they know, and never take anything away. A list of a later era proves that
//! headquarters was restored elsewhere: this folder then waits for good.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use super::officer::Enrolled;
use crate::hq::admin::directory::HqDirectory;
use crate::hq::downlink::lane::VERDICTS;
use crate::hq::ingest::log;
use crate::storage::crypto::key::Domain;
use crate::storage::disk::space::write_reserved;
use crate::storage::disk::{Disk, File, RealDisk, write_whole};
use crate::storage::error::IoOperation;
use crate::storage::format::wire;
use crate::storage::format::wire::Bytes;
use crate::storage::limits;
use crate::store::StoreError;
use crate::sync::certificate::SignedCertificate;
use crate::sync::message::LaneAt;
use crate::sync::roll::{self, CONTENT, LANE, Member, Removed, Roll, RollTitle};

/// The list as it leaves headquarters, and what is remembered beside it.
const FILE: &str = "roll";
const NOTES: &str = "roll.notes";
pub(crate) const LOCK: &str = "roll.lock";
/// In a device's folder: in which era it has told the verdicts that it knew, and how far they went.
const TOLD: &str = "told";
const MAGIC: &[u8; 8] = b"SOTAYRN1";
/// Room in a list for devices that were shut out; the rest is for those that were enrolled.
const REMOVED: usize = CONTENT / 2;
/// How long whoever decides about devices waits for another who does. Under the lock only small files
/// of headquarters' own folder are written, so nobody waits longer for a process that works.
const WAIT: Duration = Duration::from_secs(10);
const AGAIN: Duration = Duration::from_millis(20);
/// Folders of backups beside which the newest list is kept.
const FOLDERS: usize = 8;
/// Eras whose lists were met; more restorations are nobody's practice.
const ERAS: usize = 64;

/// How far each device's log went when headquarters began to wait, by its frames.
type LogEnds = Vec<([u8; 16], u64)>;

/// An era, and a place in its lane of verdicts.
type ReportedUntil = (u64, u64);

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Notes {
    /// number of the newest own list
    number: u64,
    /// since when the administrator's confirmation is waited for, Unix milliseconds
    awaiting: Option<u64>,
    ends: LogEnds,
    /// the newest list of each other era, or of this one, that was taken in
    seen_rolls: Vec<(u64, u64)>,
    /// devices that were shut out and that nothing else is known of
    removed: Vec<Removed>,
    /// folders in which backups lie
    folders: Vec<String>,
    /// what lists have added since headquarters began to wait
    learned: LearnedDevices,
    /// when the copy was made from which it was last restored; 0 where the copy does not say
    copied: Option<u64>,
}

// Frozen: a new layout is a new variant at the end.
#[derive(Serialize, Deserialize)]
enum StoredNotes {
    V1(Notes),
}

/// What a list added to what was known here.
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
    /// Headquarters was restored into another folder at this time, Unix milliseconds, and laptops have
    /// met that one: no word of this folder counts with them any more, and none may go down.
    pub replaced: Option<u64>,
}

/// Held while anything about devices is decided: one writer at a time.
pub(crate) struct RollLock(#[expect(dead_code, reason = "given back when it goes")] File);

impl HqDirectory {
    pub(crate) fn lock_roll(&self) -> Result<RollLock, StoreError> {
        self.lock_roll_within(WAIT)
    }

    fn lock_roll_within(&self, wait: Duration) -> Result<RollLock, StoreError> {
        let path = self.dir.join(LOCK);
        let io = |e| StoreError::io(IoOperation::Lock, &path, e);
        let until = Instant::now() + wait;
        loop {
            match RealDisk.try_lock_file(&path).map_err(io)? {
                Some(file) => return Ok(RollLock(file)),
                None if Instant::now() < until => std::thread::sleep(AGAIN),
                None => return Err(StoreError::DevicesBusy),
            }
        }
    }

    /// Whether the administrator's confirmation is waited for.
    pub fn awaits_confirm(&self) -> Result<Option<AwaitingConfirm>, StoreError> {
        let notes = self.notes()?;
        let replaced = notes.seen_rolls.iter().map(|(era, _)| *era).max();
        let replaced = replaced.filter(|era| *era > self.secret.era);
        let since = notes.awaiting.or(replaced);
        Ok(since.map(|since| AwaitingConfirm { since, learned: notes.learned, replaced }))
    }

    /// The latest era that was met here or that a list names which this headquarters has signed.
    pub(crate) fn latest_era(&self, lists: &[Vec<u8>]) -> Result<u64, StoreError> {
        let key = self.secret.sign.verifying_key().to_bytes();
        let named = lists.iter().filter_map(|bytes| roll::check(bytes, &key).ok());
        let seen = self.notes()?.seen_rolls.into_iter().map(|(era, _)| era);
        Ok(named.map(|title| title.era).chain(seen).max().unwrap_or(0))
    }

    /// The administrator has looked at the devices. False: nobody waited.
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

    /// From now on the administrator's confirmation is waited for. `self`: a copy that is not of a later era
    /// yet; `copied`: when it was made.
    pub fn require_confirm(&self, now: u64, copied: Option<u64>) -> Result<(), StoreError> {
        let _held = self.lock_roll()?;
        let mut notes = self.notes()?;
        self.note_confirm_needed(&mut notes, now)?;
        // the copy's own list has no news
        notes.seen_rolls.insert(0, (self.secret.era, notes.number));
        // a laptop that was not met since an earlier restoration still has what that one lost
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

    /// Whether a device that is not known here was shut out, as a list said that came back.
    pub fn was_removed(&self, device: [u8; 16]) -> Result<bool, StoreError> {
        Ok(self.notes()?.removed.iter().any(|one| one.device == device))
    }

    /// The newest list, as it leaves; `None`: nothing was ever decided.
    pub fn roll(&self) -> Option<Vec<u8>> {
        let bytes = roll::read(&self.dir.join(FILE))?;
        roll::check(&bytes, &self.secret.sign.verifying_key().to_bytes()).ok().map(|_| bytes)
    }

    /// What a device must get, by what it says that it keeps; nothing, for a program that keeps none.
    pub fn roll_for(&self, known: &[LaneAt]) -> Option<Vec<u8>> {
        let mut at = known.iter().filter(|at| at.lane == LANE).peekable();
        at.peek()?;
        let bytes = self.roll()?;
        let title = roll::title(&bytes)?;
        let has = at.any(|at| at.era == title.era && at.position >= title.number);
        (!has).then_some(bytes)
    }

    /// Whether a device keeps a list that was never met here.
    pub fn lacks_roll(&self, known: &[LaneAt]) -> Result<bool, StoreError> {
        let mut at = known.iter().filter(|at| at.lane == LANE && at.position > 0).peekable();
        if at.peek().is_none() {
            return Ok(false);
        }
        let notes = self.notes()?;
        Ok(at.any(|at| self.is_new(&notes, at.era, at.position)))
    }

    /// Since when a device must be asked for the verdicts that it was told: it was told some before
    /// headquarters was restored that it has not answered with yet. Whether it may send anything makes
    /// no difference: a reviewer decides about each verdict that comes back.
    pub fn lacks_verdicts(
        &self,
        device: &[u8; 16],
        known: &[LaneAt],
    ) -> Result<Option<u64>, StoreError> {
        if !known.iter().any(|at| at.lane == LANE) {
            return Ok(None);
        }
        let notes = self.notes()?;
        let reported = self.reported_until(device)?;
        let asks = self
            .received_until(&notes, known)
            .is_some_and(|at| reported.is_none_or(|t| at > t));
        Ok(notes.copied.filter(|_| asks))
    }

    /// The same for a device of which nothing is known: since when, if it was never heard.
    pub fn may_lack_verdicts(&self, device: &[u8; 16]) -> Result<Option<u64>, StoreError> {
        let reported = self.reported_until(device)?.is_some();
        Ok(self.notes()?.copied.filter(|_| !reported))
    }

    /// Whether what a device tells of its verdicts was told before. One that was asked by stick may
    /// have learnt of the new era since: what it says of lanes is no ground to pass it over.
    pub(crate) fn has_reported(
        &self,
        device: &[u8; 16],
        known: &[LaneAt],
    ) -> Result<bool, StoreError> {
        let lost = self.received_until(&self.notes()?, known);
        Ok(self
            .reported_until(device)?
            .is_some_and(|reported| lost.is_none_or(|lost| lost <= reported)))
    }

    /// How far verdicts had come down to a device in the newest era before this one, as it says.
    fn received_until(&self, notes: &Notes, known: &[LaneAt]) -> Option<ReportedUntil> {
        let ours = |at: &&LaneAt| notes.seen_rolls.iter().any(|(era, _)| *era == at.era);
        let before = |at: &&LaneAt| at.lane == VERDICTS && at.era != self.secret.era;
        let lost = known.iter().filter(before).filter(ours);
        lost.map(|at| (at.era, at.position)).max()
    }

    /// How far the verdicts went that the device has answered with in this era. Not only that it did:
    /// two copies of one notebook are one device, and one of them may know more.
    fn reported_until(&self, device: &[u8; 16]) -> Result<Option<ReportedUntil>, StoreError> {
        let path = log::folder(&self.dir, device).join(TOLD);
        if !RealDisk.exists(&path) {
            return Ok(None);
        }
        let bytes = RealDisk
            .read(&path, 96)
            .map_err(|e| StoreError::io(IoOperation::Read, &path, e))?;
        let text = String::from_utf8(bytes).unwrap_or_default();
        let mut numbers = text.split_whitespace().map(|word| word.parse::<u64>().ok());
        let mut next = || numbers.next().flatten();
        let in_this_era = next() == Some(self.secret.era);
        Ok(next().zip(next()).filter(|_| in_this_era))
    }

    pub(crate) fn note_reported(
        &self,
        device: &[u8; 16],
        known: &[LaneAt],
    ) -> Result<(), StoreError> {
        let until = self.received_until(&self.notes()?, known).unwrap_or_default();
        let (era, at) = until.max(self.reported_until(device)?.unwrap_or_default());
        let path = log::folder(&self.dir, device).join(TOLD);
        write_whole(&RealDisk, &path, format!("{} {era} {at}\n", self.secret.era).as_bytes())
    }

    fn is_new(&self, notes: &Notes, era: u64, number: u64) -> bool {
        let own = (era == self.secret.era).then_some(notes.number);
        let seen = notes.seen_rolls.iter().filter(|(known, _)| *known == era).map(|(_, n)| *n);
        seen.chain(own).max().is_none_or(|known| number > known)
    }

    /// A decision was made: the next list has it.
    pub(crate) fn renew_roll(&self, _held: &RollLock, now: u64) -> Result<(), StoreError> {
        let mut notes = self.notes()?;
        let roll = self.build(&notes)?;
        let old = self.roll();
        let same = old.as_deref().and_then(|old| Roll::open(old, &self.secret).ok());
        let same = same.is_some_and(|(title, old)| old == roll && title.era == self.secret.era);
        if !same {
            // above every number of an era that may have been lost
            notes.number = now.max(notes.number.saturating_add(1));
            let sealed = roll.seal(&self.secret, notes.number);
            let sealed = sealed.map_err(|_| StoreError::Bug("a list that does not seal"))?;
            self.write_notes(&notes)?;
            write_reserved(&RealDisk, &self.dir, &self.dir.join(FILE), &sealed)?;
        }
        Ok(())
    }

    /// Makes the list true, where a decision was cut off before it, or none was ever made. Where
    /// somebody decides just now he also renews it, so no fold waits for him.
    pub fn ensure_roll(&self, now: u64) -> Result<(), StoreError> {
        match self.lock_roll_within(Duration::ZERO) {
            Ok(held) => self.renew_roll(&held, now),
            Err(StoreError::DevicesBusy) => Ok(()),
            Err(e) => Err(e),
        }
    }

    /// Brings the lists beside backups up to date; returns the folders that are out of reach. No lock
    /// is held: a folder may be a mount that does not answer.
    pub fn update_roll_copies(&self) -> Result<Vec<PathBuf>, StoreError> {
        let folders = self.notes()?.folders.into_iter().map(PathBuf::from);
        Ok(folders.filter(|folder| self.write_roll(folder).is_err()).collect())
    }

    /// The newest list into a folder that is there.
    fn write_roll(&self, folder: &Path) -> Result<(), StoreError> {
        let key = self.secret.sign.verifying_key().to_bytes();
        let mut newest = self.roll();
        while let Some(bytes) = newest {
            let Some(title) = roll::title(&bytes) else { return Ok(()) };
            if !roll::is_in_folder(folder, &key, &title) {
                write_whole(&RealDisk, &folder.join(roll::file_name(&title)), &bytes)?;
            }
            // another process may have written a newer one there before this one
            newest = self.roll().filter(|now| *now != bytes);
        }
        Ok(())
    }

    /// Backups lie in this folder: from now on the newest list is beside them.
    pub fn add_roll_folder(&self, folder: &Path) -> Result<(), StoreError> {
        let held = self.lock_roll()?;
        let mut notes = self.notes()?;
        let whole = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
        let name = whole.to_string_lossy().into_owned();
        notes.folders.retain(|known| *known != name);
        notes.folders.insert(0, name);
        notes.folders.truncate(FOLDERS);
        match self.write_notes(&notes) {
            // the copy is whole all the same; the next one notes the folder
            Err(error) if error.is_full() => {}
            noted => noted?,
        }
        drop(held);
        self.write_roll(folder)
    }

    fn build(&self, notes: &Notes) -> Result<Roll, StoreError> {
        let all = self.officers()?;
        let removed = |o: &Enrolled| {
            let who = o.certificate();
            o.revoked.map(|since| Removed { device: who.device, issued: who.issued, since })
        };
        let mut removed: Vec<Removed> = all.iter().filter_map(removed).collect();
        let known = |one: &&Removed| all.iter().any(|o| o.certificate().device == one.device);
        removed.extend(notes.removed.iter().filter(|one| !known(one)));
        removed.sort_by_key(|one| (std::cmp::Reverse(one.since), one.device));
        let mut members: Vec<&Enrolled> = all.iter().collect();
        members.sort_by_key(|o| {
            (std::cmp::Reverse(o.certificate().issued), o.certificate().device)
        });
        let members = members
            .iter()
            .map(|o| Member { certificate: Bytes(o.certificate.encode()), ssh: o.ssh.clone() });
        let mut left = REMOVED;
        let removed: Vec<Removed> =
            removed.into_iter().take_while(|one| fits(&mut left, one)).collect();
        left += CONTENT - REMOVED - 16;
        let members = members.take_while(|one| fits(&mut left, one)).collect();
        Ok(Roll { removed, members })
    }

    /// Takes a list in that came back. Only what this headquarters signed itself counts, and only what
    /// is new: it may add devices and shut them out. What it adds, the administrator must confirm.
    pub fn learn(&self, bytes: &[u8], now: u64) -> Result<LearnedDevices, StoreError> {
        let Ok((title, roll)) = Roll::open(bytes, &self.secret) else {
            return Ok(LearnedDevices::default());
        };
        let held = self.lock_roll()?;
        let mut notes = self.notes()?;
        if !self.is_new(&notes, title.era, title.number) {
            return Ok(LearnedDevices::default());
        }
        let mut learned = LearnedDevices::default();
        self.learn_removed(&roll, &mut notes, &mut learned, now)?;
        self.learn_members(&roll, &notes, &mut learned)?;
        note_seen(&mut notes, title, self.secret.era);
        if !learned.is_nothing() {
            self.note_confirm_needed(&mut notes, now)?;
            notes.learned.enrolled += learned.enrolled;
            notes.learned.removed += learned.removed;
        }
        self.write_notes(&notes)?;
        self.renew_roll(&held, now)?;
        Ok(learned)
    }

    fn learn_removed(
        &self,
        roll: &Roll,
        notes: &mut Notes,
        learned: &mut LearnedDevices,
        now: u64,
    ) -> Result<(), StoreError> {
        for one in &roll.removed {
            let Some(known) = self.officer_of(one.device)? else {
                let newer = |r: &Removed| r.device == one.device && r.issued >= one.issued;
                if !notes.removed.iter().any(newer) {
                    notes.removed.retain(|r| r.device != one.device);
                    notes.removed.push(*one);
                    learned.removed += 1;
                }
                continue;
            };
            // a newer certificate was given since: the device was taken in again
            if known.revoked.is_some() || known.certificate().issued > one.issued {
                continue;
            }
            self.note_confirm_needed(notes, now)?;
            let end = notes.ends.iter().find(|(device, _)| *device == one.device);
            let kept_until = Some(end.map_or(0, |(_, end)| *end));
            self.put_officer(&Enrolled { revoked: Some(one.since), kept_until, ..known })?;
            learned.removed += 1;
        }
        Ok(())
    }

    fn learn_members(
        &self,
        roll: &Roll,
        notes: &Notes,
        learned: &mut LearnedDevices,
    ) -> Result<(), StoreError> {
        let card = self.card()?;
        let all = self.officers()?;
        let mut taken: BTreeSet<(u32, crate::record::Id)> =
            all.iter().map(|o| (o.certificate().number, o.certificate().officer)).collect();
        for member in &roll.members {
            let Ok(certificate) = SignedCertificate::decode(&member.certificate.0, &card)
            else {
                continue;
            };
            let who = certificate.certificate.clone();
            let known = all.iter().find(|o| o.certificate().device == who.device);
            if known
                .is_some_and(|o| o.revoked.is_some() || o.certificate().issued >= who.issued)
            {
                continue;
            }
            let out = |r: &&Removed| r.device == who.device && r.issued >= who.issued;
            let removed = roll.removed.iter().chain(&notes.removed).find(out);
            // two officers under one number: the one who is here keeps it
            let clash = taken.iter().any(|(n, id)| *n == who.number && *id != who.officer);
            let revoked = removed.map(|r| r.since).or(clash.then_some(who.issued));
            taken.insert((who.number, who.officer));
            learned.enrolled += 1;
            let ssh = member.ssh.clone();
            let kept_until = revoked.map(|_| 0);
            let moves = known.map(|o| o.with_move(&who.province, who.issued));
            let moves = moves.unwrap_or_default();
            self.put_officer(&Enrolled {
                certificate,
                revoked,
                released: false,
                kept_until,
                moves,
                ssh,
            })?;
        }
        Ok(())
    }

    fn notes(&self) -> Result<Notes, StoreError> {
        let path = self.dir.join(NOTES);
        if !RealDisk.exists(&path) {
            return Ok(Notes::default());
        }
        let bytes = RealDisk
            .read(&path, limits::FRAME_RAW as u64)
            .map_err(|e| StoreError::io(IoOperation::Read, &path, e))?;
        let damaged = || StoreError::HeadquartersDamaged;
        let sealed = bytes.strip_prefix(MAGIC).ok_or_else(damaged)?;
        let plain = self.sealer().open(Domain::Device, MAGIC, sealed).map_err(|_| damaged())?;
        let StoredNotes::V1(notes) = wire::frame(&plain).map_err(|_| damaged())?;
        Ok(notes)
    }

    fn write_notes(&self, notes: &Notes) -> Result<(), StoreError> {
        let plain = wire::encode(&StoredNotes::V1(notes.clone()));
        let sealed = self.sealer().seal(Domain::Device, MAGIC, &plain)?;
        write_reserved(
            &RealDisk,
            &self.dir,
            &self.dir.join(NOTES),
            &[&MAGIC[..], &sealed].concat(),
        )
    }
}

fn fits<T: Serialize>(left: &mut usize, one: &T) -> bool {
    let size = wire::encode(one).len();
    let fits = size <= *left;
    *left = left.saturating_sub(size);
    fits
}

fn note_seen(notes: &mut Notes, title: RollTitle, own: u64) {
    if title.era == own {
        notes.number = notes.number.max(title.number);
        return;
    }
    notes.seen_rolls.retain(|(era, _)| *era != title.era);
    notes.seen_rolls.insert(0, (title.era, title.number));
    notes.seen_rolls.truncate(ERAS);
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
        // nor does a fold wait for him, or fail
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
