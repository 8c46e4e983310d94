//! What went wrong with a device or with headquarters itself, as cases for a reviewer. The same
//! event may be seen twice, while receiving and in the ops that follow; it is one case.

use crate::hq::admin::officer::Enrolled;
use crate::hq::ingest::log::{Incident, IncidentKind};
use crate::hq::review::finding::CaseFinding;
use crate::record::review_case::{cause, what};
use crate::record::{HELD_NEWER, Id};
use crate::store::reason;
use crate::text::format::{iso, today_from_millis};
use crate::text::hex::{hex, unhex};

/// Why an op is not understood; the reason of a verdict, so never changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeldReason {
    /// a newer program wrote it
    Newer,
    /// a personal answer does not fit the hash that the op has of it
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
    /// An epoch that follows another one, of which two copies went on: seen in its first op, by
    /// whichever link it came by. Whoever parts once more makes the case wait again.
    pub fn fork_case(
        device: [u8; 16],
        name: &str,
        (old, new): (u64, u64),
        why: &str,
    ) -> CaseFinding {
        let cause = match why {
            reason::BACKUP => cause::BACKUP,
            reason::LOST => cause::LOST,
            reason::RESTORED => cause::RESTORED,
            _ => cause::CLONED,
        };
        let news = format!("e{new:016x}");
        CaseFinding { cause, news, by: Some(device), ..old_fork_case(device, name, old) }
    }

    /// The device of which two copies go on.
    pub(crate) fn copied_device(&self) -> Option<[u8; 16]> {
        let copied = self.what == what::INCIDENT && self.cause == cause::CLONED;
        unhex(self.marks.split(' ').next()?).filter(|_| copied)
    }

    /// Seen while receiving; `key`: the officer under whose ssh key it came.
    pub fn incident_case(
        device: [u8; 16],
        name: &str,
        incident: &Incident,
        key: Option<&Enrolled>,
    ) -> CaseFinding {
        let day = iso(today_from_millis(incident.time));
        let (cause, sort) = match incident.what {
            IncidentKind::Fork => {
                let news = format!("d{day}");
                return CaseFinding { news, ..old_fork_case(device, name, incident.epoch) };
            }
            IncidentKind::Lost => {
                // whichever laptop shows it first: it is headquarters that has lost something
                let marks = format!("lost {:016x}", incident.epoch);
                let (what, cause, who) = (what::INCIDENT, cause::UNTRUE, name.to_owned());
                return CaseFinding { what, cause, who, marks, ..CaseFinding::default() };
            }
            IncidentKind::Signature => (cause::SIGNATURE, "signature"),
            IncidentKind::Officer => (cause::OFFICER, "officer"),
        };
        let marks = format!("{} {sort} {:016x} {day}", hex(&device), incident.epoch);
        let first = key.map(|o| o.certificate().display_name());
        CaseFinding {
            cause,
            first: first.unwrap_or_default(),
            who: name.to_owned(),
            marks,
            what: what::INCIDENT,
            ..CaseFinding::default()
        }
    }

    /// Lists came back that know more than the copy: the administrator has to look.
    pub(crate) fn devices_case(since: u64, text: &str) -> CaseFinding {
        let (what, cause, first) = (what::INCIDENT, cause::DEVICES, text.to_owned());
        let marks = format!("roll {since:016x}");
        CaseFinding { what, cause, first, marks, ..CaseFinding::default() }
    }

    /// Lists came back that a headquarters of a later era has signed: it has taken this one's place.
    pub(crate) fn replaced_case(era: u64, text: &str) -> CaseFinding {
        let (what, cause, first) = (what::INCIDENT, cause::REPLACED, text.to_owned());
        let marks = format!("replaced {era:016x}");
        CaseFinding { what, cause, first, marks, ..CaseFinding::default() }
    }

    pub fn forbidden_case(device: [u8; 16], name: &str, opid: &[u8; 16]) -> CaseFinding {
        let marks = format!("{} {}", hex(&device), hex(opid));
        let (cause, who, by) = (cause::FORBIDDEN, name.to_owned(), Some(device));
        CaseFinding { cause, who, marks, by, what: what::INCIDENT, ..CaseFinding::default() }
    }

    /// Of a newer program one case for each device: the same upgrade ends them all.
    pub fn held_case(device: [u8; 16], name: &str, about: Id, why: HeldReason) -> CaseFinding {
        let (what, who, marks) = (what::HELD, name.to_owned(), hex(&device));
        let (cause, about) = match why {
            HeldReason::Newer => (cause::NEWER, None),
            HeldReason::Hash => (cause::HASH, Some(about)),
        };
        let marks = format!("{marks} {}", why.id());
        CaseFinding { what, cause, about, who, marks, ..CaseFinding::default() }
    }

    /// More cases than one device may bring up at a time. While this waits, no more of them are
    /// looked for; once it is closed, the device's log is read again.
    pub(crate) fn case_limit_case(device: [u8; 16], name: &str) -> CaseFinding {
        CaseFinding { reopens: true, ..CaseFinding::size_limit_case(device, name, Id(device)) }
    }

    /// The same for pairs of records, closed by itself.
    pub(crate) fn pair_limit_case(device: [u8; 16], name: &str) -> CaseFinding {
        let marks = format!("{} pairs", hex(&device));
        CaseFinding { marks, ..CaseFinding::case_limit_case(device, name) }
    }

    pub fn size_limit_case(device: [u8; 16], name: &str, about: Id) -> CaseFinding {
        let (what, cause) = (what::HELD, cause::TOO_MUCH);
        let (about, who, marks) = (Some(about), name.to_owned(), hex(&device));
        CaseFinding { what, cause, about, who, marks, ..CaseFinding::default() }
    }
}

/// Known by the epoch that was left, however it becomes known.
fn old_fork_case(device: [u8; 16], name: &str, old: u64) -> CaseFinding {
    let marks = format!("{} fork {old:016x}", hex(&device));
    let who = name.to_owned();
    let (what, cause) = (what::INCIDENT, cause::CLONED);
    CaseFinding { what, cause, who, marks, ..CaseFinding::default() }
}
