//! Raises what a fold has found as cases for a reviewer, each once, and no more than a reviewer
//! looks through of what one device can bring up without end.

use std::collections::{BTreeMap, BTreeSet};

use crate::hq::admin::officer::Enrolled;
use crate::hq::fold::context::Fold;
use crate::hq::fold::context::MOST_CASES;
use crate::hq::review::case;
use crate::hq::review::finding::CaseFinding;
use crate::lang::Lang;
use crate::lang::hq as hq_words;
use crate::storage::format::down::Notice;
use crate::store::StoreError;
use crate::text::hex::short_hex;

impl Fold<'_> {
    /// Whether a case waits for a reviewer.
    pub(crate) fn is_open(&self, finding: &CaseFinding) -> Result<bool, StoreError> {
        let known = case::find_case(self, finding)?;
        Ok(known.is_some_and(|matter| case::is_waiting(self, &matter)))
    }

    /// Each once. What one device can bring up without end has an end: a reviewer looks through no
    /// more than that, and sees that there is more.
    pub(crate) fn raise_all(&mut self) -> Result<(), StoreError> {
        let (mut seen, mut over) = (BTreeSet::new(), BTreeMap::new());
        for finding in std::mem::take(&mut self.findings) {
            if finding.news.as_str().is_empty()
                && finding.is_open.is_none()
                && !seen.insert(finding.key())
            {
                continue;
            }
            match finding.by {
                // one that is known takes no room: it was counted when it was raised
                Some(device)
                    if case::find_case(self, &finding)?.is_none()
                        && !self.has_room(device)? =>
                {
                    over.insert(device, finding.who);
                }
                _ => self.raise(finding)?,
            }
        }
        for (device, name) in over {
            self.raise(CaseFinding::case_limit_case(device, &name))?;
        }
        Ok(())
    }

    /// Whether a device may bring up one more.
    pub(crate) fn has_room(&mut self, device: [u8; 16]) -> Result<bool, StoreError> {
        let brought = match self.brought.get(&device) {
            Some(brought) => *brought,
            None => {
                if self.is_open(&CaseFinding::case_limit_case(device, ""))? {
                    MOST_CASES
                } else {
                    0
                }
            }
        };
        self.brought.insert(device, brought.saturating_add(1));
        Ok(brought < MOST_CASES)
    }

    /// Notifies the officer of a fork: both copies read the same lane.
    fn raise(&mut self, finding: CaseFinding) -> Result<(), StoreError> {
        let copied = finding.copied_device();
        if !case::raise(self, finding)? {
            return Ok(());
        }
        self.outcome.matters += 1;
        // a revoked device has no copy in use
        let in_use =
            |o: &&Enrolled| Some(o.certificate().device) == copied && o.revoked.is_none();
        let whose = self.officers.iter().find(in_use);
        let Some(officer) = whose.map(|o| o.certificate().officer) else { return Ok(()) };
        let device = copied.map(|device| short_hex(&device)).unwrap_or_default();
        let text = hq_words::two_copies(Lang::Vi, &device);
        self.outbox.push_notice(officer, &Notice { when: (self.now)(), text });
        Ok(())
    }
}
