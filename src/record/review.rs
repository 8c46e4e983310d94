//! Reviews: what headquarters says of a record, and who wrote a change.

use serde::{Deserialize, Serialize};

use super::{FieldNo, Hlc, Id};

/// Who wrote a change, and when by that machine's clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Author {
    pub device: [u8; 16],
    /// the officer's own record
    pub officer: Id,
    pub hlc: Hlc,
}

/// Headquarters' verdict on a record. Stored as a number: grows only at the end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Verdict {
    Approved,
    /// to be corrected; the field it is about, if it is about one
    SentBack {
        field: Option<FieldNo>,
    },
    /// received, and waiting for something at headquarters
    Held,
    /// two officers answered this field differently; the shown answer stays for now. If the review
    /// has a reviewer's name, that person has chosen the answer.
    Conflict {
        field: FieldNo,
    },
    /// a duplicate of the record that it was merged into; one that names itself continues
    /// separately, though it was taken for a duplicate
    Merged {
        with: Id,
    },
    /// a reviewer has changed answers of the record; the reason lists them
    Edited,
}

/// Reason of `Verdict::Held` for a record that a newer program wrote. Stored: never changed.
pub const HELD_NEWER: &str = "newer";

/// A review of a record by headquarters: who, when and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Review {
    pub verdict: Verdict,
    pub reason: String,
    /// the reviewer's name; empty if the program itself made the review
    pub by: String,
    /// Unix milliseconds
    pub at: u64,
    /// the head that was reviewed; a record with another head has been changed since
    pub head: u64,
}

/// The review status of a record, by its present answers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reviewed {
    /// not reviewed in its present state
    #[default]
    Waits,
    SentBack,
    /// it was sent back, and has been changed since
    Corrected,
    Approved,
}

impl Reviewed {
    /// In the order of display.
    pub const ALL: [Reviewed; 4] =
        [Reviewed::Corrected, Reviewed::Waits, Reviewed::SentBack, Reviewed::Approved];
}

impl Review {
    /// The record that `own` was merged into.
    pub fn merged_into(&self, own: Id) -> Option<Id> {
        match self.verdict {
            Verdict::Merged { with } if with != own => Some(with),
            _ => None,
        }
    }

    /// Whether it tells the authors what a reviewer changed, alone or together with an approval.
    pub fn reports_edits(&self) -> bool {
        match self.verdict {
            Verdict::Edited => true,
            Verdict::Approved => !self.reason.is_empty(),
            _ => false,
        }
    }

    /// Whether a reviewer decided between two answers or two records. Such a review is shown with
    /// its reason even if the record has changed since.
    pub fn is_decision(&self) -> bool {
        match self.verdict {
            Verdict::Merged { .. } | Verdict::Edited => true,
            Verdict::Conflict { .. } => !self.by.is_empty(),
            _ => false,
        }
    }
}
