//! Receives verdicts that a laptop reports.

use super::super::log::Verdicts;
use super::{BundleIngest, has_room};
use crate::hq::ingest::not_taken::BundleNotTaken;
use crate::store::StoreError;
use crate::sync::bundle::BundleRefused;
use crate::sync::verdicts;

impl<'a> BundleIngest<'a> {
    /// Logs verdicts that the device claims to have received; the fold compares them. Ignores a
    /// device that has already reported them.
    pub(super) fn log_verdicts(&mut self, content: &[u8]) -> Result<(), BundleNotTaken> {
        if content.len() > verdicts::LONGEST {
            return Err(BundleRefused::TooLarge.into());
        }
        verdicts::read(content)?;
        let device = *self.device();
        if self.context.home.has_reported(&device, &self.cursors)? {
            return Ok(());
        }
        self.verdicts += 1;
        if self.verdicts > verdicts::MOST {
            return Err(BundleRefused::TooLarge.into());
        }
        if !has_room(&self.context.home.dir)? {
            return Err(BundleNotTaken::Full);
        }
        let held = self.enrolled.is_revoked();
        if held {
            self.charge(content.len() as u64)?;
        }
        Ok(self.log.append_verdicts(Verdicts {
            time: (self.context.now)(),
            held,
            content: content.to_vec(),
        })?)
    }

    /// Records that all verdicts were reported: do not request them again in this era.
    pub fn end_verdicts(&mut self) -> Result<(), StoreError> {
        match std::mem::take(&mut self.verdicts) {
            0 => Ok(()),
            _ => self.context.home.note_reported(self.device(), &self.cursors),
        }
    }
}
