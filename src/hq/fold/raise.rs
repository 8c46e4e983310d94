//! Raises the findings of a fold as cases for a reviewer, each once. The number of cases that one
//! device can cause is limited.

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
    /// Whether the case is waiting for a reviewer.
    pub(crate) fn is_open(&self, finding: &CaseFinding) -> Result<bool, StoreError> {
        let known = case::find_case(self, finding)?;
        Ok(known.is_some_and(|matter| case::is_waiting(self, &matter)))
    }

    /// Raises each finding once. For findings that a device can cause without limit, a single case
    /// says that there are more.
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
                // a known case does not count: it was counted when it was raised
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

    /// Whether a device may raise one more case; counts it.
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

    /// Raises a case. For a fork, also notifies the officer: both copies read the same lane.
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
