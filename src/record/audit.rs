//! Entries of the audit log: who did what to which record, when and from where. An entry holds no
//! answers of a record, only ids, numbers and counts.

use super::{Id, KindNo};

macro_rules! deeds {
    ($($(#[$doc:meta])* $name:ident $number:literal $id:literal,)*) => {
        /// What was done. The numbers are stored and never reused; the ids are used by `--deed`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum AuditDeed {
            $($(#[$doc])* $name,)*
            /// of a newer program
            Unknown(u16),
        }

        impl AuditDeed {
            pub const ALL: &[AuditDeed] = &[$(AuditDeed::$name),*];

            pub fn number(self) -> u16 {
                match self { $(AuditDeed::$name => $number,)* AuditDeed::Unknown(number) => number }
            }

            pub fn id(self) -> &'static str {
                match self { $(AuditDeed::$name => $id,)* AuditDeed::Unknown(_) => "unknown" }
            }
        }
    };
}

deeds! {
    /// records of a kind into a file
    Export 1 "export",
    Print 2 "print",
    /// an attached file out of the notebook
    TakeOut 3 "take-out",
    Backup 4 "backup",
    /// a notebook, or headquarters, created from a backup
    Restore 5 "restore",
    PassphraseSet 6 "passphrase-set",
    PassphraseChanged 7 "passphrase-changed",
    PassphraseRemoved 8 "passphrase-removed",
    Enrol 9 "enrol",
    Revoke 10 "revoke",
    /// the devices that count after a restore
    Confirm 11 "confirm",
    Handover 12 "handover",
    Publish 13 "publish",
    // The following deeds are ops in the journal, and are read from there.
    Delete 14 "delete",
    /// a deleted record brought back
    Undelete 15 "undelete",
    /// a reviewer's decision on a record
    Verdict 16 "verdict",
    /// a review case raised
    CaseRaised 17 "case-raised",
    /// a review case decided, or ended without a decision
    CaseDecided 18 "case-decided",
    /// a decided review case waits again
    CaseReopened 19 "case-reopened",
    /// personal answers erased for good
    Erase 20 "erase",
    // The following deeds are not ops.
    /// the data key sealed to headquarters, for a forgotten passphrase
    RecoveryOn 21 "recovery-on",
    RecoveryOff 22 "recovery-off",
    /// a forgotten passphrase replaced with headquarters' help
    Recover 23 "recover",
    /// records of a kind printed into a file or for a program, with personal answers
    List 24 "list",
    /// one record, in the same way
    Show 25 "show",
    /// a list of projects as offices print it
    Paper 26 "paper",
    /// sealed for headquarters, or by it for devices, on a stick or in a folder
    Stick 27 "stick",
}

impl AuditDeed {
    pub fn from_number(number: u16) -> AuditDeed {
        let known = AuditDeed::ALL.iter().copied().find(|deed| deed.number() == number);
        known.unwrap_or(AuditDeed::Unknown(number))
    }

    pub fn from_id(id: &str) -> Option<AuditDeed> {
        AuditDeed::ALL.iter().copied().find(|deed| deed.id() == id)
    }

    /// Whether the journal has the deed as an op, which has only time and author, no place.
    pub fn is_op(self) -> bool {
        use AuditDeed::*;
        matches!(
            self,
            Delete | Undelete | Erase | Verdict | CaseRaised | CaseDecided | CaseReopened
        )
    }
}

/// The account and the terminal from which something was done; empty where that is not known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuditPlace {
    pub user: String,
    pub terminal: String,
    /// of the machine that opened the ssh session
    pub address: String,
    pub host: String,
}

/// What a deed was about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AuditAbout {
    pub kind: Option<KindNo>,
    pub record: Option<Id>,
    pub device: Option<[u8; 16]>,
    /// an officer's number at headquarters
    pub officer: Option<u32>,
    /// of a handover: the officer who takes over
    pub to: Option<u32>,
    /// records, or rows of a file
    pub count: Option<u64>,
    /// whether personal answers were included
    pub contacts: bool,
}

impl AuditAbout {
    pub fn record(kind: KindNo, id: Id) -> AuditAbout {
        AuditAbout { kind: Some(kind), record: Some(id), ..AuditAbout::default() }
    }

    pub fn officer(number: u32) -> AuditAbout {
        AuditAbout { officer: Some(number), ..AuditAbout::default() }
    }
}

/// An entry as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditEntry {
    /// by the notebook's clock, like the time of an op
    pub at: super::Hlc,
    pub deed: AuditDeed,
    /// follows the entry of a deed that was begun and not finished
    pub failed: bool,
    pub place: AuditPlace,
    pub about: AuditAbout,
}

/// Who did it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AuditAuthor {
    /// the notebook's officer or headquarters' reviewer, by the name of that time
    Person(String),
    /// found or settled by the program itself
    Program,
}

/// An entry as shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditItem {
    /// Unix milliseconds
    pub millis: u64,
    pub by: AuditAuthor,
    pub deed: AuditDeed,
    /// the deed of an earlier entry was not finished
    pub failed: bool,
    /// empty for an op
    pub place: AuditPlace,
    pub about: AuditAbout,
    /// of a deletion or an erasure
    pub reason: Option<String>,
}

/// All entries, the oldest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuditLog {
    pub items: Vec<AuditItem>,
    /// pieces of the journal that cannot be read, and may contain entries
    pub damaged: usize,
}
