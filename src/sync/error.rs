//! Why a sync did not complete, as data; `lang::sync` has the sentences. What was receipted
//! before stays receipted, and what was not still is in the notebook.

use crate::store::StoreError;

#[derive(Debug, thiserror::Error)]
pub enum SyncError {
    #[error("this notebook is not enrolled")]
    NotEnrolled,
    /// no address of headquarters is set
    #[error("no address of headquarters")]
    NoAddress,
    #[error("not an address: {0}")]
    BadAddress(String),
    /// the line was never there, or broke, or was silent for too long
    #[error("no line")]
    NoLine,
    /// something answered that is not headquarters: a captive portal, another machine
    #[error("not headquarters")]
    NotHeadquarters,
    /// the far machine shows another key than the one that is known
    #[error("another host key")]
    HostKey,
    /// the far machine's key is not known at all yet
    #[error("host key not known")]
    HostUnknown,
    /// the far machine was reached, and its receiver is not there or does not start
    #[error("no receiver there")]
    NoReceiver,
    /// ssh was refused
    #[error("ssh key refused")]
    KeyRefused,
    /// the program that carries the line is not there
    #[error("{0} cannot be started")]
    NoProgram(String),
    /// headquarters does not know this device
    #[error("headquarters does not know this device")]
    Stranger,
    /// the ssh key is another officer's than the notebook
    #[error("the line is another officer's")]
    OtherOfficer,
    /// Unix milliseconds
    #[error("revoked since {since}")]
    Revoked { since: u64 },
    #[error("headquarters is full")]
    Full,
    #[error("headquarters is busy")]
    Busy { seconds: u64 },
    /// a file of headquarters is damaged: it takes nothing from this device until its administrator has
    /// brought it back
    #[error("headquarters is damaged")]
    HqDamaged,
    /// headquarters speaks only newer protocols; what was written was taken all the same
    #[error("this version is too old")]
    TooOld,
    /// headquarters speaks only older protocols; what was written was taken all the same
    #[error("headquarters is too old")]
    TooNew,
    /// sealed to a key that headquarters has no more: the notebook must be enrolled again
    #[error("headquarters has another key")]
    OldCard,
    /// bytes were damaged in transfer, in either direction
    #[error("damaged on the way")]
    Damaged,
    /// a file that headquarters wrote to this laptop onto the stick
    #[error("an answer is damaged")]
    DamagedAnswer,
    #[error("stopped")]
    Stopped,
    /// the folder or stick
    #[error("{file}: {source}")]
    Folder { file: String, source: std::io::Error },
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl SyncError {
    /// Worth another try over the same link.
    pub fn is_transient(&self) -> bool {
        matches!(self, SyncError::NoLine | SyncError::Damaged | SyncError::Busy { .. })
    }
}
