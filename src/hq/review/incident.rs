//! What went wrong with a device or with headquarters itself, as matters for a reviewer. The same
//! event may be seen twice, while receiving and in the ops that follow; it is one matter.

use crate::hq::admin::officer::{Enrolled, hex, unhex};
use crate::hq::ingest::log::{Incident, What};
use crate::hq::review::case::{Finding, cause, what};
use crate::record::{HELD_NEWER, Id};
use crate::store::reason;
use crate::text::format::{iso, today_from_millis};

/// Why an op is not understood; the reason of a verdict, so never changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// a newer program wrote it
    Newer,
    /// a personal answer does not fit the hash that the op has of it
    Hash,
}

impl Why {
    pub fn id(self) -> &'static str {
        match self {
            Why::Newer => HELD_NEWER,
            Why::Hash => "hash",
        }
    }
}

impl Finding {
    /// An epoch that follows another one, of which two copies went on: seen in its first op, by
    /// whatever road that came. Whoever parts once more makes the matter wait again.
    pub fn parted(device: [u8; 16], name: &str, (old, new): (u64, u64), why: &str) -> Finding {
        let cause = match why {
            reason::BACKUP => cause::BACKUP,
            reason::LOST => cause::LOST,
            reason::RESTORED => cause::RESTORED,
            _ => cause::CLONED,
        };
        let news = format!("e{new:016x}");
        Finding { cause, news, by: Some(device), ..fork(device, name, old) }
    }

    /// The device of which two copies go on.
    pub(crate) fn copied_device(&self) -> Option<[u8; 16]> {
        let copied = self.what == what::INCIDENT && self.cause == cause::CLONED;
        unhex(self.marks.split(' ').next()?).filter(|_| copied)
    }

    /// Seen while receiving; `key`: the officer under whose ssh key it came.
    pub fn incident(
        device: [u8; 16],
        name: &str,
        incident: &Incident,
        key: Option<&Enrolled>,
    ) -> Finding {
        let day = iso(today_from_millis(incident.time));
        let (cause, sort) = match incident.what {
            What::Fork => {
                let news = format!("d{day}");
                return Finding { news, ..fork(device, name, incident.epoch) };
            }
            What::Lost => {
                // whichever laptop shows it first: it is headquarters that has lost something
                let marks = format!("lost {:016x}", incident.epoch);
                let (what, cause, who) = (what::INCIDENT, cause::UNTRUE, name.to_owned());
                return Finding { what, cause, who, marks, ..Finding::default() };
            }
            What::Signature => (cause::SIGNATURE, "signature"),
            What::Officer => (cause::OFFICER, "officer"),
        };
        let marks = format!("{} {sort} {:016x} {day}", hex(&device), incident.epoch);
        let first = key.map(|o| format!("{} ({})", o.who().name, o.who().number));
        Finding {
            cause,
            first: first.unwrap_or_default(),
            who: name.to_owned(),
            marks,
            what: what::INCIDENT,
            ..Finding::default()
        }
    }

    /// Lists came back that know more than the copy: the administrator has to look.
    pub(crate) fn devices(since: u64, text: &str) -> Finding {
        let (what, cause, first) = (what::INCIDENT, cause::DEVICES, text.to_owned());
        let marks = format!("roll {since:016x}");
        Finding { what, cause, first, marks, ..Finding::default() }
    }

    pub fn forbidden(device: [u8; 16], name: &str, opid: &[u8; 16]) -> Finding {
        let marks = format!("{} {}", hex(&device), hex(opid));
        let (cause, who, by) = (cause::FORBIDDEN, name.to_owned(), Some(device));
        Finding { cause, who, marks, by, what: what::INCIDENT, ..Finding::default() }
    }

    /// Of a newer program one matter for each device: the same upgrade ends them all.
    pub fn held(device: [u8; 16], name: &str, about: Id, why: Why) -> Finding {
        let (what, who, marks) = (what::HELD, name.to_owned(), hex(&device));
        let (cause, about) = match why {
            Why::Newer => (cause::NEWER, None),
            Why::Hash => (cause::HASH, Some(about)),
        };
        let marks = format!("{marks} {}", why.id());
        Finding { what, cause, about, who, marks, ..Finding::default() }
    }

    /// More matters than one device may bring up at a time. While this waits, no more of them are
    /// looked for; once it is closed, the device's log is read again.
    pub(crate) fn too_many_matters(device: [u8; 16], name: &str) -> Finding {
        Finding { waits_again: true, ..Finding::too_much(device, name, Id(device)) }
    }

    /// The same for pairs of records, closed by itself.
    pub(crate) fn too_many_pairs(device: [u8; 16], name: &str) -> Finding {
        let marks = format!("{} pairs", hex(&device));
        Finding { marks, ..Finding::too_many_matters(device, name) }
    }

    pub fn too_much(device: [u8; 16], name: &str, about: Id) -> Finding {
        let (what, cause) = (what::HELD, cause::TOO_MUCH);
        let (about, who, marks) = (Some(about), name.to_owned(), hex(&device));
        Finding { what, cause, about, who, marks, ..Finding::default() }
    }
}

/// Known by the epoch that was left, however it is heard of.
fn fork(device: [u8; 16], name: &str, old: u64) -> Finding {
    let marks = format!("{} fork {old:016x}", hex(&device));
    let who = name.to_owned();
    let (what, cause) = (what::INCIDENT, cause::CLONED);
    Finding { what, cause, who, marks, ..Finding::default() }
}
