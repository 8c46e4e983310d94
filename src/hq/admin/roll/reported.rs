//! Which verdicts a device may know that this headquarters has lost.

use super::{Notes, REPORTED_FILE, ReportedUntil};
use crate::hq::admin::directory::HqDirectory;
use crate::hq::downlink::lane::VERDICTS;
use crate::hq::ingest::log;
use crate::storage::disk::write_whole;
use crate::storage::error::IoOperation;
use crate::store::StoreError;
use crate::sync::message::LaneAt;
use crate::sync::roll::LANE;

impl HqDirectory {
    /// If a device must report the verdicts that it received before headquarters was restored: the
    /// time of the copy. `None` if it has reported them, or received none. This does not depend on
    /// the device's right to send, as a reviewer decides about each reported verdict.
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

    /// The time of the copy, if the device has reported nothing since; for a device with unknown
    /// lane positions.
    pub fn may_lack_verdicts(&self, device: &[u8; 16]) -> Result<Option<u64>, StoreError> {
        let reported = self.reported_until(device)?.is_some();
        Ok(self.notes()?.copied.filter(|_| !reported))
    }

    /// Whether a device has already reported these verdicts. A device that was requested to do so
    /// by stick may know the new era by now, so its lane positions alone do not decide.
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

    /// The device's position in the lane of verdicts, in the newest earlier era.
    fn received_until(&self, notes: &Notes, known: &[LaneAt]) -> Option<ReportedUntil> {
        let ours = |at: &&LaneAt| notes.seen_rolls.iter().any(|(era, _)| *era == at.era);
        let before = |at: &&LaneAt| at.lane == VERDICTS && at.era != self.secret.era;
        let lost = known.iter().filter(before).filter(ours);
        lost.map(|at| (at.era, at.position)).max()
    }

    /// The position up to which the device has reported in this era. A flag is not enough: two
    /// copies of one notebook are one device, and one of them may know more.
    fn reported_until(&self, device: &[u8; 16]) -> Result<Option<ReportedUntil>, StoreError> {
        let path = log::folder(&self.dir, device).join(REPORTED_FILE);
        if !self.disk.exists(&path) {
            return Ok(None);
        }
        let bytes = self
            .disk
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
        let path = log::folder(&self.dir, device).join(REPORTED_FILE);
        write_whole(&*self.disk, &path, format!("{} {era} {at}\n", self.secret.era).as_bytes())
    }
}
