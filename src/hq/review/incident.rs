//! Incidents of a device or of headquarters itself, as cases for a reviewer. The same event may be
//! seen twice, when receiving and in later ops; it is one case.

use crate::hq::admin::officer::Enrolled;
use crate::hq::ingest::log::{Incident, IncidentKind};
use crate::hq::review::finding::CaseFinding;
use crate::hq::review::marks::CaseMarks;
use crate::record::review_case::{CaseCause, CaseKind};
use crate::record::{HELD_NEWER, Id};
use crate::store::reason;
use crate::text::format::{iso, today_from_millis};

/// Why an op cannot be read. The id is the reason of a verdict and must never change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeldReason {
    /// a newer program wrote it
    Newer,
    /// a personal answer does not match its hash in the op
    Hash,
}

impl HeldReason {
    pub fn id(self) -> &'static str {
        match self {
            HeldReason::Newer => HELD_NEWER,
            HeldReason::Hash => "hash",
        }
    }
}

impl CaseFinding {
    /// A fork: an epoch that replaces one which two copies continued. Found in its first op. A
    /// further fork reopens the case.
    pub fn fork_case(
        device: [u8; 16],
        name: &str,
        (old, new): (u64, u64),
        why: &str,
    ) -> CaseFinding {
        let cause = match why {
            reason::BACKUP => CaseCause::RestoredBackup,
            reason::LOST => CaseCause::LostNotebook,
            reason::RESTORED => CaseCause::RestoredHeadquarters,
            _ => CaseCause::ClonedNotebook,
        };
        let news = CaseMarks::new().sorted_number('e', new);
        CaseFinding {
            cause: Some(cause),
            news,
            by: Some(device),
            ..old_fork_case(device, name, old)
        }
    }

    /// The device that has two copies in use.
    pub(crate) fn copied_device(&self) -> Option<[u8; 16]> {
        let copied =
            self.kind == CaseKind::Incident && self.cause == Some(CaseCause::ClonedNotebook);
        self.marks.device().filter(|_| copied)
    }

    /// An incident found when receiving; `key`: the officer of the ssh key.
    pub fn incident_case(
        device: [u8; 16],
        name: &str,
        incident: &Incident,
        key: Option<&Enrolled>,
    ) -> CaseFinding {
        let day = iso(today_from_millis(incident.time));
        let (cause, sort) = match incident.what {
            IncidentKind::Fork => {
                let news = CaseMarks::new().word(&format!("d{day}"));
                return CaseFinding { news, ..old_fork_case(device, name, incident.epoch) };
            }
            IncidentKind::Lost => {
                // one case whichever laptop shows it first, as the loss is headquarters'
                let marks = CaseMarks::new().word("lost").number(incident.epoch);
                let (cause, who) = (Some(CaseCause::LostOps), name.to_owned());
                return CaseFinding {
                    cause,
                    who,
                    marks,
                    ..CaseFinding::of(CaseKind::Incident)
                };
            }
            IncidentKind::Signature => (CaseCause::BadSignature, "signature"),
            IncidentKind::Officer => (CaseCause::OtherOfficersKey, "officer"),
        };
        let marks =
            CaseMarks::new().bytes(&device).word(sort).number(incident.epoch).word(&day);
        let first = key.map(|o| o.certificate().display_name());
        CaseFinding {
            cause: Some(cause),
            first: first.unwrap_or_default(),
            who: name.to_owned(),
            marks,
            ..CaseFinding::of(CaseKind::Incident)
        }
    }

    /// Received device lists know more than the copy: the administrator must check them.
    pub(crate) fn devices_case(since: u64, text: &str) -> CaseFinding {
        let (cause, first) = (Some(CaseCause::NewerRoll), text.to_owned());
        let marks = CaseMarks::new().word("roll").number(since);
        CaseFinding { cause, first, marks, ..CaseFinding::of(CaseKind::Incident) }
    }

    /// Received device lists were signed by a headquarters of a later era, which has replaced this
    /// one.
    pub(crate) fn replaced_case(era: u64, text: &str) -> CaseFinding {
        let (cause, first) = (Some(CaseCause::Replaced), text.to_owned());
        let marks = CaseMarks::new().word("replaced").number(era);
        CaseFinding { cause, first, marks, ..CaseFinding::of(CaseKind::Incident) }
    }

    pub fn forbidden_case(device: [u8; 16], name: &str, opid: &[u8; 16]) -> CaseFinding {
        let marks = CaseMarks::new().bytes(&device).bytes(opid);
        let (cause, who, by) = (Some(CaseCause::Forbidden), name.to_owned(), Some(device));
        CaseFinding { cause, who, marks, by, ..CaseFinding::of(CaseKind::Incident) }
    }

    /// A held op. For ops of a newer program one case for each device, as one upgrade resolves them
    /// all.
    pub fn held_case(device: [u8; 16], name: &str, about: Id, why: HeldReason) -> CaseFinding {
        let who = name.to_owned();
        let (cause, about) = match why {
            HeldReason::Newer => (CaseCause::NewerProgram, None),
            HeldReason::Hash => (CaseCause::BadHash, Some(about)),
        };
        let marks = CaseMarks::new().bytes(&device).word(why.id());
        CaseFinding { cause: Some(cause), about, who, marks, ..CaseFinding::of(CaseKind::Held) }
    }

    /// A device has more cases than the limit. While this case is open, no more are raised; when it
    /// is closed, the device's log is read again.
    pub(crate) fn case_limit_case(device: [u8; 16], name: &str) -> CaseFinding {
        CaseFinding { reopens: true, ..CaseFinding::size_limit_case(device, name, Id(device)) }
    }

    /// The limit for pairs of records, as a separate case.
    pub(crate) fn pair_limit_case(device: [u8; 16], name: &str) -> CaseFinding {
        let marks = CaseMarks::new().bytes(&device).word("pairs");
        CaseFinding { marks, ..CaseFinding::case_limit_case(device, name) }
    }

    pub fn size_limit_case(device: [u8; 16], name: &str, about: Id) -> CaseFinding {
        let cause = Some(CaseCause::TooMuch);
        let (about, who) = (Some(about), name.to_owned());
        let marks = CaseMarks::new().bytes(&device);
        CaseFinding { cause, about, who, marks, ..CaseFinding::of(CaseKind::Held) }
    }
}

/// The case is identified by the old epoch, however the fork is found.
fn old_fork_case(device: [u8; 16], name: &str, old: u64) -> CaseFinding {
    let marks = CaseMarks::new().bytes(&device).word("fork").number(old);
    let who = name.to_owned();
    let cause = Some(CaseCause::ClonedNotebook);
    CaseFinding { cause, who, marks, ..CaseFinding::of(CaseKind::Incident) }
}
